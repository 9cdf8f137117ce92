/** An item: a question with options and answer, or a description task with its reference. One line of a release's manifest. */
import { z } from "zod";
import { hash, level, modalityName, verdict } from "./common.ts";

const common = {
  kind: z.literal("item"),
  key: hash,
  template: z.string().describe("template file and name: general/artifact-present"),
  modality: modalityName,
  split: z.enum(["dev", "test"]),
  severity: level.describe("of the image's worst defect"),
};

const perception = z.strictObject({
  ...common,
  task: z.literal("perception"),
  images: z.tuple([hash]),
  type: z.enum(["Yes-or-No", "What", "How"]),
  scope: z.enum(["general", "specific"]),
  question: z.string(),
  options: z.array(z.string()).min(2).max(4),
  answer: z.int().min(0).max(3).describe("index of the right option: 0 = A"),
});

const description = z.strictObject({
  ...common,
  task: z.literal("description"),
  images: z.tuple([hash]),
  question: z.string(),
  reference: z.string().describe("the reference description; it ends in the verdict"),
  verdict,
});

const comparison = z.strictObject({
  ...common,
  task: z.literal("comparison"),
  images: z.tuple([hash, hash]),
  pair: hash
    .optional()
    .describe("of the two images whatever their order: both orders share it, for intervals by cluster; left out in old releases"),
  grain: z.enum(["coarse", "fine"]),
  question: z.string(),
  reference: z.string().describe("the reference description; it ends in which image is better"),
  better: z.enum(["first", "second"]),
});

export const item = z.discriminatedUnion("task", [perception, description, comparison]);
export type Item = z.infer<typeof item>;
export type PerceptionItem = z.infer<typeof perception>;
export type DescriptionItem = z.infer<typeof description>;
export type ComparisonItem = z.infer<typeof comparison>;
