import { fft2c } from "../../generators/signal/fft.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { noise } from "../harness/inputs.ts";

/** Sizes of MR images, with the ratio to scipy to reach: an even one, a power of two, the fastMRI knee, and two primes. */
const SHAPES = [
  { rows: 320, columns: 320, target: 1.1 },
  { rows: 512, columns: 512, target: 0.8 },
  { rows: 640, columns: 368, target: 1 },
  { rows: 331, columns: 367, target: 1.2 },
];
const TARGET_F32 = 0.9;

const sizes = ["f64", "f32"].flatMap((precision) =>
  SHAPES.flatMap(({ rows, columns, target }) =>
    [1, 15].map((coils) => ({
      name: `${precision} ${rows}x${columns}${coils > 1 ? ` x${coils}` : ""}`,
      single: precision === "f32",
      rows,
      columns,
      coils,
      target: precision === "f32" ? TARGET_F32 : target,
      tolerance: precision === "f32" ? 1e-6 : 1e-14,
    })),
  ),
);

export default defineCase({
  title: "2-D complex FFT",
  sizes,
  prepare({ single, rows, columns, coils }) {
    const numbers = noise("fft", 2 * coils * rows * columns);
    const data = single ? new Float32Array(numbers) : numbers;
    const array = (values: ArrayLike<number>): NpyArray => ({ shape: [coils, rows, columns], dtype: single ? "c8" : "c16", data: values });
    const work = data.slice();
    return {
      inputs: { x: array(data) },
      // Orthonormal and in place: however often it runs, the numbers keep their size.
      run: () => fft2c(work, rows, columns, coils),
      output: () => array(fft2c(data.slice(), rows, columns, coils)),
    };
  },
  peers: [
    {
      against: "scipy.fft.fft2",
      run: { file: "scipy_fft.py", function: "fft2" },
      target: ({ target }) => target,
      agreement: (size) => relativeL2(size.tolerance),
      note: "both orthonormal and in place (overwrite_x, workers=1). Ours also centres, which theirs leaves to calls of fftshift that are not timed.",
    },
    {
      against: "mrpro FastFourierOp",
      run: { file: "mrpro_operators.py", function: "fast_fourier" },
      sizes: ["f32 512x512", "f32 512x512 x15"],
      agreement: (size) => relativeL2(size.tolerance),
      note: "both centred and orthonormal; theirs returns a new tensor.",
    },
    {
      against: "sigpy.fft",
      run: { file: "sigpy_signal.py", function: "fft" },
      sizes: ["f32 512x512", "f32 512x512 x15"],
      agreement: (size) => relativeL2(size.tolerance),
      note: "both centred and orthonormal; theirs returns a new array.",
    },
  ],
});
