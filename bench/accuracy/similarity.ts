import { ssim } from "../../generators/signal/metrics.ts";
import { defineAccuracy } from "../harness/accuracy.ts";
import { noise } from "../harness/inputs.ts";

const SIZES = [
  [11, 11],
  [97, 61],
  [367, 331],
];

export default defineAccuracy({
  title: "structural similarity",
  measure: "Error of SSIM for two images that share half of their noise, against the definition in 80-bit arithmetic.",
  bound:
    "At most 2e-15: variances are differences of means of squares of about their own size, and the mean of many windows averages rounding out.",
  async *rows(reference) {
    for (const [rows, columns] of SIZES) {
      const count = rows * columns;
      const common = noise("common", count);
      const own = noise("own", count);
      const other = common.map((value, index) => value + own[index]);
      const found = ssim(common, other, rows, columns, 1, 8);
      const array = (data: Float64Array) => ({ shape: [rows, columns], dtype: "f8" as const, data });
      yield {
        of: `${rows} x ${columns}`,
        error: await reference("error", { a: array(common), b: array(other) }, { found, range: 8 }),
        bound: 2e-15,
      };
    }
  },
});
