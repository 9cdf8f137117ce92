import type { Agreement } from "../harness/case.ts";
import { defineCase } from "../harness/case.ts";
import { stream } from "../harness/inputs.ts";

/** Of n normal numbers, the mean and the variance have standard errors of 1 / sqrt(n) and sqrt(2 / n). */
const moments: Agreement = {
  measure: "standard errors of the mean or the variance from 0 and 1, the worse of both sides",
  tolerance: 4,
  difference: (ours, theirs) => Math.max(worst(ours), worst(theirs)),
};

function worst(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.max(Math.abs(mean) * Math.sqrt(values.length), Math.abs(variance - 1) * Math.sqrt(values.length / 2));
}

export default defineCase({
  title: "complex Gaussian noise",
  sizes: [{ name: "8x512x512", coils: 8, rows: 512, columns: 512 }],
  prepare({ coils, rows, columns }) {
    const target = new Float64Array(2 * coils * rows * columns);
    return {
      run: () => stream("noise").fillNormal(target),
      output: () => ({ shape: [coils, rows, columns, 2], dtype: "f8", data: stream("noise").fillNormal(target) }),
    };
  },
  peers: [
    {
      against: "numpy Generator.standard_normal",
      run: { file: "numpy_random.py", function: "standard_normal" },
      target: 2,
      agreement: moments,
      note: "both fill an f64 array that is there. Ours inverts the distribution function of Philox4x32-10, one number a draw, the same on every machine; theirs is PCG64 with the ziggurat.",
    },
  ],
});
