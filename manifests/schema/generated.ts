/** The sidecar of a folder of AI-generated images: what made them and under which licence. */
import { z } from "zod";
import { inspection, licence, modalityName, verdict } from "./common.ts";

const made = {
  model: z.string().describe("the generator's name"),
  version: z.string().describe("its version, checkpoint or commit"),
  prompt: z.string().optional(),
  seed: z.union([z.int(), z.string()]).optional(),
  modality: modalityName.describe("what the image claims to show"),
  anatomy: z.string().optional(),
  inspected: inspection.optional().describe("left out: no defect is ever said to be absent from it"),
  quality: verdict.optional().describe("what a person found; left out: unknown, and no quality question is asked of the undegraded image"),
};

export const generated = z.strictObject({
  title: z.string(),
  folder: z.string().default(".").describe("where the images lie: this YAML file's folder or one below it"),
  licence,
  citation: z.string(),
  defaults: z.strictObject(made).partial().optional().describe("for every image that does not say otherwise"),
  images: z
    .array(
      z.strictObject({
        file: z.string().describe("relative to the folder and inside it, links included"),
        ...z.strictObject(made).partial().shape,
        crop: z
          .strictObject({ top: z.int().min(0), left: z.int().min(0), rows: z.int().min(8), columns: z.int().min(8) })
          .optional()
          .describe("to cut one image out of a figure with borders [px]"),
      }),
    )
    .min(1),
});
export type Generated = z.infer<typeof generated>;
