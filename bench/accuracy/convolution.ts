import { convolve, discSpread, gaussianSpread, type PointSpread } from "../../generators/signal/convolve.ts";
import { outerProduct } from "../../generators/signal/point-spread.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { defineAccuracy } from "../harness/accuracy.ts";
import { noise } from "../harness/inputs.ts";

const [ROWS, COLUMNS] = [97, 61];
const SPREADS = [
  { name: "disc, radius 2 (tap by tap)", spread: discSpread(2) },
  { name: "disc, radius 14 (Fourier)", spread: discSpread(14) },
  { name: "Gaussian, sigma 2 (axis by axis)", spread: gaussianSpread(2) },
];

const array = (rows: number, columns: number, data: Float64Array): NpyArray => ({ shape: [rows, columns], dtype: "f8", data });

export default defineAccuracy({
  title: "convolution",
  measure: `Relative L2 error for a ${ROWS} x ${COLUMNS} image of noise, mirrored at its edges, against the sum itself in 80-bit arithmetic.`,
  bound:
    "At most 2e-15: each of some hundred products and sums, or of some twenty levels of two transforms, errs by 1.1e-16, and errors of random sign add up as their root.",
  async *rows(reference) {
    const data = noise("convolution", ROWS * COLUMNS);
    for (const { name, spread } of SPREADS) {
      const found = convolve({ rows: ROWS, columns: COLUMNS, channels: 1, data }, spread);
      const { rows, columns, weights }: PointSpread = "weights" in spread ? spread : outerProduct(spread);
      const arrays = { image: array(ROWS, COLUMNS, data), found: array(ROWS, COLUMNS, found.data), weights: array(rows, columns, weights) };
      yield { of: name, error: await reference("relative_error", arrays), bound: 2e-15 };
    }
  },
});
