import { describe, expect, it } from "vitest";
import { compiledTransforms } from "../../../../generators/signal/fft/compiled.ts";
import { type Lines, transformPlainly } from "../../../../generators/signal/fft/plain.ts";
import { randomSource } from "../../../../generators/signal/random.ts";

const noise = (count: number): Float64Array =>
  randomSource({ seed: "fft", image: "", operation: "", stage: "" })
    .stream("kernel")
    .fillNormal(new Float64Array(2 * count));

const transforms = compiledTransforms()!;

/** The largest difference of any number. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let largest = 0;
  for (let index = 0; index < a.length; index++) largest = Math.max(largest, Math.abs(a[index] - b[index]));
  return largest;
};

const lines = (outer: number, length: number, inner: number, inverse: boolean, centre = Math.floor(length / 2)): Lines => ({
  outer,
  length,
  inner,
  centre,
  scale: 1 / Math.sqrt(length),
  inverse,
});

// Every radix alone and in company, lengths of one pass, Bluestein's lengths (prime factors above 61), and a few that a scanner gives.
const LENGTHS = [
  ...Array.from({ length: 80 }, (_, index) => index + 1),
  101,
  122,
  127,
  183,
  217,
  256,
  331,
  360,
  366,
  367,
  368,
  384,
  448,
  509,
  512,
  640,
  1021,
];

describe("the compiled kernel", () => {
  it("gives the numbers of its twin, along rows and along columns, forward and inverse, at every kind of length", () => {
    for (const length of LENGTHS) {
      for (const [outer, inner] of [
        [1, 1],
        [19, 1],
        [2, 17],
        [1, 37],
      ]) {
        for (const inverse of [false, true]) {
          const shape = lines(outer, length, inner, inverse);
          const a = noise(outer * length * inner);
          const b = a.slice();
          transforms.lines(a, shape);
          transformPlainly(b, shape);
          expect(difference(a, b), `${outer} x ${length} x ${inner}`).toBe(0);
        }
      }
    }
  });

  it("gives the numbers of its twin whatever the number of lines", () => {
    for (let count = 1; count <= 70; count++) {
      for (const length of [24, 67]) {
        for (const shape of [lines(count, length, 1, false, 0), lines(1, length, count, true, 0)]) {
          const a = noise(count * length);
          const b = a.slice();
          transforms.lines(a, shape);
          transformPlainly(b, shape);
          expect(difference(a, b), `${count} lines of ${length}`).toBe(0);
        }
      }
    }
  });

  it("gives the numbers of its twin for images", () => {
    for (const [rows, columns] of [
      [1, 1],
      [31, 64],
      [64, 67],
      [48, 35],
    ]) {
      const a = noise(rows * columns);
      const b = a.slice();
      const scale = { rows: 1 / Math.sqrt(rows), columns: 1 / Math.sqrt(columns) };
      transforms.image(a, { rows, columns, inverse: false, scale });
      transformPlainly(b, lines(rows, columns, 1, false));
      transformPlainly(b, lines(1, rows, columns, false));
      expect(difference(a, b), `${rows} x ${columns}`).toBe(0);
    }
  });

  // Each of about log2 N passes rounds to 2^-24; the root mean square error stays below that times log2 N.
  it("transforms in 32 bits to their precision", () => {
    for (const length of LENGTHS) {
      for (const [outer, inner] of [
        [1, 1],
        [33, 1],
        [1, 70],
      ]) {
        const exact = Float64Array.from(Float32Array.from(noise(outer * length * inner)));
        const single = Float32Array.from(exact);
        transforms.lines(single, lines(outer, length, inner, true));
        transformPlainly(exact, lines(outer, length, inner, true));
        let error = 0;
        let energy = 0;
        exact.forEach((value, index) => {
          error += (single[index] - value) ** 2;
          energy += value ** 2;
        });
        expect(Math.sqrt(error / energy), `${outer} x ${length} x ${inner}`).toBeLessThan((1 + Math.log2(length)) * 2 ** -24 * 1.5);
      }
    }
  });

  it("takes data in shared memory", () => {
    const shared = new Float64Array(new SharedArrayBuffer(16 * 12 * 10));
    const plain = noise(120);
    shared.set(plain);
    transforms.lines(shared, lines(12, 10, 1, false));
    transforms.lines(plain, lines(12, 10, 1, false));
    expect(difference(shared, plain)).toBe(0);
  });
});
