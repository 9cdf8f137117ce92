/** An image record: where its pixels come from, how they were made, what they measure. One line of a release's manifest. */
import { z } from "zod";
import { degradationId, hash, level, licence, modalityName, severity, verdict } from "./common.ts";

const values = z.record(z.string(), z.union([z.number(), z.string(), z.array(z.number())]));
const fraction = z.number();

const suffered = z.strictObject({
  degradation: degradationId,
  version: z.int(),
  severity,
  level,
  parameters: z
    .record(z.string(), z.number().nullable())
    .describe("physical parameters, in the units that the degradation declares; null: infinite"),
  reconstruction: z.string().optional().describe("through which it was chosen to show"),
  drawn: values.describe("what was drawn at random"),
  effective: z.record(z.string(), z.number()).describe("what was achieved"),
});

export const image = z.strictObject({
  kind: z.literal("image"),
  key: hash.describe("SHA-256 of what it is made from"),
  origin: z.enum(["clinical", "phantom", "generated", "degraded"]),
  modality: modalityName,
  anatomy: z.string(),
  parents: z.array(hash),
  making: z.strictObject({ operation: z.string(), version: z.int(), parameters: z.unknown(), seed: z.string().optional() }),
  source: z
    .strictObject({
      name: z.string().describe("dataset, phantom or collection"),
      origin: z.enum(["clinical", "phantom", "generated"]).describe("of the clean ancestor"),
      licence,
      citation: z.string(),
      generator: z
        .strictObject({
          model: z.string(),
          version: z.string(),
          prompt: z.string().optional(),
          seed: z.union([z.int(), z.string()]).optional(),
        })
        .optional()
        .describe("what made it, for generated images"),
    })
    .describe("of the clean ancestor, carried along"),
  group: z.string().describe("images of one patient, phantom or generator run share it: a split never cuts through it"),
  rows: z.int().describe("of the picture, whose pixels are square; where the samples' are not, it has a finer grid than they"),
  columns: z.int(),
  channels: z.int(),
  content: hash.describe("SHA-256 of the display pixels: dtype, shape, bytes"),
  window: z
    .strictObject({ low: z.number(), high: z.number(), transfer: z.enum(["linear", "srgb"]) })
    .describe("physical values shown as 0 and 255"),
  deidentification: z.string().optional().describe("how identity was kept out, for formats that can carry a patient"),
  scanner: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.number())])).describe("whitelisted acquisition attributes"),
  structures: z
    .record(z.string(), z.strictObject({ row: fraction, column: fraction, halfHeight: fraction, halfWidth: fraction }))
    .optional()
    .describe("structures known to be there, as fractions of height and width"),
  chain: z.array(suffered).max(3),
  place: z
    .strictObject({
      row: fraction.describe("centroid, fraction of the height"),
      column: fraction.describe("centroid, fraction of the width"),
      area: fraction.describe("fraction of the image"),
      mask: hash.describe("SHA-256 of the mask's pixels"),
    })
    .optional()
    .describe("where the local defects are"),
  effect: z
    .strictObject({
      on: z
        .string()
        .describe("what was compared: the physical quantity, on the grid on which it was acquired, or the picture's code values"),
      psnr: z.number().nullable().describe("[dB]; null for equal images"),
      ssim: z.number(),
      nrmse: z.number(),
    })
    .optional()
    .describe("measured against the clean parent"),
  verdict: verdict.optional().describe("by the modality's rule; absent where the quality is unknown"),
});
export type ImageRecord = z.infer<typeof image>;
