import { fft, fft2c, ifft2c } from "../../generators/signal/fft.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { defineAccuracy, type Row } from "../harness/accuracy.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { complexNoise, noise } from "../harness/inputs.ts";

const LENGTHS = [...Array.from({ length: 61 }, (_, i) => i + 1), 64, 127, 128, 320, 331, 367, 368, 509, 512, 640, 1021, 1024, 2187, 4096];
const SINGLE = [320, 331, 512, 1021, 4096];
const SHAPES = [
  [37, 53],
  [331, 367],
  [640, 368],
];

/** Each of log2 N levels may lose a few units of 1.1e-16. */
const bound = (count: number): number => 1e-15 * Math.max(Math.log2(count), 1);

export default defineAccuracy({
  title: "discrete Fourier transform",
  measure:
    "Relative L2 error for uniform noise, against the sum itself in 80-bit arithmetic; 1 .. 61 is the worst of those lengths. " +
    "The inverse is checked by the way back.",
  bound: "At most 1e-15 log2 N in f64, and 2^29 times that in f32, whose numbers have 29 bits less.",
  async *rows(reference) {
    let worst: Row | undefined;
    for (const length of LENGTHS) {
      const x = complexNoise(`fft ${length}`, [length]);
      const X = { ...x, data: fft(x.data.slice()) };
      const row = { of: `N = ${length}`, error: await reference("plain_error", { x, X }), bound: bound(length) };
      if (length > 61) yield row;
      else if (worst === undefined || row.error / row.bound > worst.error / worst.bound)
        worst = { ...row, of: `N = 1 .. 61, worst at ${length}` };
      if (length === 61) yield worst!;
    }
    for (const length of SINGLE) {
      const data = new Float32Array(noise(`fft ${length}`, 2 * length));
      const [x, X] = [data, fft(data.slice())].map((values): NpyArray => ({ shape: [length], dtype: "c8", data: values }));
      yield { of: `N = ${length}, f32`, error: await reference("plain_error", { x, X }), bound: 2 ** 29 * bound(length) };
    }
    for (const [rows, columns] of SHAPES) {
      const x = complexNoise("fft2c", [rows, columns]);
      const X = { ...x, data: fft2c(x.data.slice(), rows, columns) };
      const of = `${rows} x ${columns}, centred, orthonormal`;
      yield { of, error: await reference("centred_error", { x, X }), bound: bound(rows * columns) };
      const back = ifft2c(X.data.slice(), rows, columns);
      yield { of: `${rows} x ${columns}, there and back`, error: relativeDifference(back, x.data), bound: 2 * bound(rows * columns) };
    }
  },
});
