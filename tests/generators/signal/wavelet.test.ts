import { describe, expect, it } from "vitest";
import { randomSource } from "../../../generators/signal/random.ts";
import { coarsestBand, inverseWaveletTransform, waveletTransform } from "../../../generators/signal/wavelet.ts";

const random = (name: string, count: number): Float64Array =>
  randomSource({ seed: "wavelet", image: "test", operation: "wavelet", stage: "test" }).stream(name).fillNormal(new Float64Array(count));
const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

describe.each([
  [32, 32],
  [17, 16],
  [61, 97],
  [1, 9],
  [2, 3],
  [6, 1],
])("the wavelet transform of %i x %i", (rows, columns) => {
  const [a, b] = [random("a", 2 * rows * columns), random("b", 2 * rows * columns)];
  // Eight roundings a level and axis, each below 1.2e-16 of the norm, four levels: 1e-14 leaves room.
  const bound = 1e-14 * Math.sqrt(inner(a, a) * inner(b, b));

  it("is orthonormal: inner products stay", () => {
    const [ta, tb] = [waveletTransform(a.slice(), rows, columns, 4), waveletTransform(b.slice(), rows, columns, 4)];
    expect(Math.abs(inner(ta, tb) - inner(a, b))).toBeLessThan(bound);
  });

  it("reconstructs perfectly, and its inverse is its adjoint", () => {
    const back = inverseWaveletTransform(waveletTransform(a.slice(), rows, columns, 4), rows, columns, 4);
    expect(Math.max(...back.map((value, i) => Math.abs(value - a[i])))).toBeLessThan(1e-14 * Math.sqrt(inner(a, a)));
    const [forth, adjoint] = [waveletTransform(a.slice(), rows, columns, 4), inverseWaveletTransform(b.slice(), rows, columns, 4)];
    expect(Math.abs(inner(forth, b) - inner(a, adjoint))).toBeLessThan(bound);
  });
});

describe("Daubechies' wavelet of two vanishing moments", () => {
  it("gives nothing for a slope, but where the line closes upon itself", () => {
    const [rows, columns] = [1, 64];
    const slope = new Float64Array(2 * columns);
    for (let i = 0; i < columns; i++) slope[2 * i] = 3 - 0.25 * i;
    waveletTransform(slope, rows, columns, 1);
    for (let k = 0; k < 31; k++) expect(Math.abs(slope[2 * (32 + k)])).toBeLessThan(1e-14);
    expect(Math.abs(slope[2 * 63])).toBeGreaterThan(1);
  });

  it("keeps a constant in the coarsest band: each level and axis scales it by the square root of 2", () => {
    const image = new Float64Array(2 * 32 * 32);
    for (let i = 0; i < image.length; i += 2) image[i] = 1;
    waveletTransform(image, 32, 32, 3);
    const band = coarsestBand(32, 32, 3);
    expect(band).toEqual({ rows: 4, columns: 4 });
    for (let row = 0; row < 32; row++) {
      for (let column = 0; column < 32; column++) expect(image[2 * (32 * row + column)]).toBeCloseTo(row < 4 && column < 4 ? 8 : 0, 12);
    }
  });
});

describe("the size", () => {
  it("must be that of the data", () => {
    expect(() => waveletTransform(new Float64Array(10), 2, 3, 1)).toThrow("Expected 2 x 3 complex numbers, got 5");
    expect(() => inverseWaveletTransform(new Float64Array(10), 2, 3, 1)).toThrow("Expected 2 x 3 complex numbers, got 5");
  });
});
