/** An image record: where its pixels come from, how they were made, what they measure. One line of a release's manifest. */
import { z } from "zod";
import { degradationId, hash, inspected, level, licence, modalityName, severity, verdict } from "./common.ts";

const values = z.record(z.string(), z.union([z.number(), z.string(), z.array(z.number())]));
const fraction = z.number();

const visible = z.strictObject({
  changed: fraction.describe("share of the pixels whose code value changes by more than 6"),
  smoothed: z.number().describe("99.5th percentile of the change smoothed over 5 x 5 pixels [code values]"),
  overOthers: z.number().optional().describe("size over that of the changes beside it [1]"),
});

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
  visible: visible.optional().describe("in a chain: what changes on the display when this one alone is left out"),
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
      inspected: inspected
        .partial({ date: true })
        .optional()
        .describe("what it was looked through for; of a phantom, what its drawing is free of; left out: nothing is known to be absent"),
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
      upper: fraction.optional().describe("share of it in the upper half of the image"),
      left: fraction.optional().describe("share of it in the left half of the image"),
      spread: fraction.optional().describe("root of the mean square distance from its centroid, fraction of the image's diagonal"),
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
      visible: visible.optional().describe("what changes on the display"),
    })
    .optional()
    .describe("measured against the clean parent"),
  verdict: verdict
    .optional()
    .describe("by the modality's rule, from the levels of what can be seen; absent where the quality or a level is unknown"),
});
export type ImageRecord = z.infer<typeof image>;
