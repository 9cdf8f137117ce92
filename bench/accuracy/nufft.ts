import { nonUniformPlan, nufft, nufftAdjoint } from "../../generators/signal/nufft.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { defineAccuracy } from "../harness/accuracy.ts";
import { adjointError } from "../harness/inner-product.ts";
import { complexNoise, noise } from "../harness/inputs.ts";

const SHAPES = [
  { rows: 64, columns: 64 },
  { rows: 37, columns: 62 },
];
const COUNT = 2000;
const WANTED = [
  { accuracy: 1e-3, oversampling: 1.25 },
  { accuracy: 1e-3, oversampling: 2 },
  { accuracy: 1e-6, oversampling: 1.25 },
  { accuracy: 1e-6, oversampling: 2 },
  { accuracy: 1e-9, oversampling: 1.5 },
  { accuracy: 1e-9, oversampling: 2 },
  { accuracy: 1e-12, oversampling: 2 },
] as const;

export default defineAccuracy({
  title: "non-uniform Fourier transform",
  measure: `Relative L2 error for noise at ${COUNT} random points, against the sums themselves in 80-bit arithmetic; and |<A x, y> - <x, A' y>| / (|A x| |y|).`,
  bound: "At most the accuracy asked for; 1e-12 for the adjoint.",
  async *rows(reference) {
    for (const size of SHAPES) {
      const { rows, columns } = size;
      const points = noise("nufft points", 2 * COUNT).map((k) => k / 2);
      const image = complexNoise("nufft image", [rows, columns]);
      const samples = complexNoise("nufft samples", [COUNT]);
      const arrays = { points: { shape: [COUNT, 2], dtype: "f8", data: points } satisfies NpyArray, image, samples };
      for (const { accuracy, oversampling } of WANTED) {
        const plan = nonUniformPlan(size, points, accuracy, oversampling);
        const forward = nufft(plan, image.data);
        const adjoint = nufftAdjoint(plan, samples.data);
        const of = `${rows} x ${columns}, ${accuracy.toExponential(0)}, grid ${oversampling} times finer`;
        const found = { forward: { ...samples, data: forward }, adjoint: { ...image, data: adjoint } };
        yield { of: `${of}: type 2`, error: await reference("forward_error", { ...arrays, ...found }), bound: accuracy };
        yield { of: `${of}: type 1`, error: await reference("adjoint_error", { ...arrays, ...found }), bound: accuracy };
        yield { of: `${of}: adjoint`, error: adjointError(image.data, forward, samples.data, adjoint), bound: 1e-12 };
      }
    }
  },
});
