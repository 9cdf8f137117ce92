/** A recipe: what a release is made of. YAML, written by hand, in manifests/recipes/ or anywhere else. */
import { z } from "zod";
import { degradationId, level, modalityName, releaseName, semanticVersion, severity } from "./common.ts";

const severityOrLevel = z
  .union([level, severity])
  .describe("a level's mark (none 0, mild 1/3, moderate 2/3, severe 1) or a number from 0 to 1");

const rule = {
  modalities: z.array(modalityName).min(1).optional().describe("left out: all"),
  origins: z
    .array(z.enum(["clinical", "phantom", "generated"]))
    .min(1)
    .optional()
    .describe("of the clean parent; left out: all"),
  severities: z.array(severityOrLevel).min(1),
  reconstruction: z
    .string()
    .optional()
    .describe("shows those of the degradations that can through this one (medq list modalities); left out: each through its own"),
};

export const recipe = z.strictObject({
  name: releaseName,
  version: semanticVersion,
  title: z.string(),
  description: z.string(),
  licence: z.string().describe("SPDX identifier of the release as a whole"),
  creator: z.string(),
  date: z.iso.date().describe("stated, never read from a clock: a rebuild must not differ"),
  seed: z.string().describe("another seed casts another, equally hard release"),
  clean: z
    .array(
      z.union([
        z.strictObject({ phantom: modalityName, count: z.int().min(1).max(1_000_000) }),
        z.strictObject({
          dataset: z
            .string()
            .describe(
              "a name in sources/datasets, or the path of a YAML file relative to this recipe; a release shows the file's name, not its path",
            ),
        }),
        z.strictObject({
          generated: z
            .string()
            .describe(
              "path of the sidecar YAML of a folder of AI-generated images, relative to this recipe; a release shows the file's name, not its path",
            ),
        }),
      ]),
    )
    .min(1),
  degrade: z
    .array(
      z.union([
        z.strictObject({
          ...rule,
          degradations: z.union([z.literal("all"), z.array(degradationId).min(1)]),
          perImage: z.int().min(1).optional().describe("so many of them for each clean image, chosen by its key; left out: every one"),
        }),
        z.strictObject({
          ...rule,
          chain: z.array(degradationId).min(2).max(3).describe("suffered together, in the order of the machine"),
        }),
      ]),
    )
    .default([]),
  ask: z
    .strictObject({
      perceptionPerImage: z.int().min(0).max(64).default(3),
      descriptions: z.boolean().default(true),
      comparisonsPerImage: z.int().min(0).max(8).default(1).describe("pairs for each clean image, each asked in both orders"),
      testFraction: z.number().min(0).max(1).default(0.5).describe("of groups, in the test split"),
    })
    .prefault({}),
});
export type Recipe = z.infer<typeof recipe>;
export type DegradeRule = Recipe["degrade"][number];
