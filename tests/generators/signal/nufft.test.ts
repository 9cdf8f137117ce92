import { describe, expect, it } from "vitest";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { nonUniformPlan, nufft, nufftAdjoint } from "../../../generators/signal/nufft.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { cartesianTrajectory } from "../../../generators/signal/trajectory.ts";
import { nonUniformSum } from "./non-uniform-sum.reference.ts";

const stream = (name: string) => randomSource({ seed: "nufft", image: "", operation: "", stage: "" }).stream(name);
const noise = (count: number, name = "noise"): Float64Array => stream(name).fillNormal(new Float64Array(2 * count));
/** Beyond a cycle on either side. */
const anywhere = (count: number): Float64Array => noise(count, "points").map((value) => value * 0.5);

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
const relativeError = (got: Float64Array, expected: Float64Array): number =>
  norm(got.map((value, index) => value - expected[index])) / norm(expected);
/** <a, b> = sum a conj(b) */
function inner(a: Float64Array, b: Float64Array): [number, number] {
  let re = 0;
  let im = 0;
  for (let at = 0; at < a.length; at += 2) {
    re += a[at] * b[at] + a[at + 1] * b[at + 1];
    im += a[at + 1] * b[at] - a[at] * b[at + 1];
  }
  return [re, im];
}

const SIZES = [
  [1, 1],
  [1, 7],
  [5, 3],
  [2, 40],
  [17, 31],
  [32, 24],
  [37, 61],
] as const;
const ACCURACIES = [0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12];
const OVERSAMPLINGS = [1.25, 1.5, 2, undefined] as const;

describe("sampling k-space at any points", () => {
  it.each(SIZES)("keeps the accuracy that it states, %i x %i", (rows, columns) => {
    const points = anywhere(150);
    const image = noise(rows * columns);
    const expected = nonUniformSum(image, rows, columns, points);
    for (const accuracy of ACCURACIES) {
      for (const oversampling of OVERSAMPLINGS) {
        if (oversampling === 1.25 && accuracy < 1e-9) continue;
        const plan = nonUniformPlan({ rows, columns }, points, accuracy, oversampling);
        expect(relativeError(nufft(plan, image), expected), `${accuracy} at ${oversampling}`).toBeLessThan(accuracy);
      }
    }
  });

  it.each([
    ["the corner", 0, 0, 3],
    ["the middle of a quarter", 6, 5, 1],
    ["the centre", 12, 10, 1],
  ])("knows where its errors are: a pixel in %s alone", (_, row, column, times) => {
    const [rows, columns] = [24, 20];
    const points = anywhere(300);
    const image = new Float64Array(2 * rows * columns);
    image[2 * (row * columns + column)] = 1;
    const expected = nonUniformSum(image, rows, columns, points);
    for (const accuracy of ACCURACIES) {
      const plan = nonUniformPlan({ rows, columns }, points, accuracy);
      expect(relativeError(nufft(plan, image), expected), `${accuracy}`).toBeLessThan(times * accuracy);
    }
  });

  it.each([
    [16, 12],
    [9, 15],
  ])("equals the transform of the whole grid on its points, %i x %i", (rows, columns) => {
    const plan = nonUniformPlan({ rows, columns }, cartesianTrajectory(rows, columns).points, 1e-12);
    const data = noise(rows * columns);
    expect(relativeError(nufft(plan, data), fft2c(data.slice(), rows, columns))).toBeLessThan(1e-12);
    expect(relativeError(nufftAdjoint(plan, data), ifft2c(data.slice(), rows, columns))).toBeLessThan(1e-12);
  });

  it("is periodic: whole cycles make no difference", () => {
    // Quarters, so that adding whole numbers is exact.
    const points = Float64Array.from([0.25, -0.5, 0, 0.125, -0.25, 0.375]);
    const image = noise(6 * 7);
    const moved = points.map((k, index) => k + [1, -3, 7, 1024, -1, 2][index]);
    const at = (p: Float64Array): Float64Array => nufft(nonUniformPlan({ rows: 6, columns: 7 }, p, 1e-6), image);
    expect(at(moved)).toEqual(at(points));
  });

  it("turns a shift of the image into a linear phase", () => {
    const [rows, columns] = [20, 15];
    const points = anywhere(40);
    const image = new Float64Array(2 * rows * columns);
    image[2 * (12 * columns + 9)] = 1;
    // A delta 2 rows below and 2 columns right of the centre (10, 7).
    const expected = points.map((_, at) => {
      const turns = 2 * (points[at & ~1] + points[at | 1]);
      return (at % 2 === 0 ? Math.cos(2 * Math.PI * turns) : -Math.sin(2 * Math.PI * turns)) / Math.sqrt(rows * columns);
    });
    expect(relativeError(nufft(nonUniformPlan({ rows, columns }, points, 1e-10), image), expected)).toBeLessThan(1e-10);
  });
});

describe("the adjoint", () => {
  it.each(SIZES)("is exact: <A x, y> = <x, A' y>, %i x %i", (rows, columns) => {
    const points = anywhere(200);
    const x = noise(rows * columns, "x");
    const y = noise(200, "y");
    for (const accuracy of [1e-2, 1e-6, 1e-9]) {
      for (const oversampling of OVERSAMPLINGS) {
        const plan = nonUniformPlan({ rows, columns }, points, accuracy, oversampling);
        const there = nufft(plan, x);
        const [re, im] = inner(there, y);
        const [backRe, backIm] = inner(x, nufftAdjoint(plan, y));
        expect(Math.hypot(re - backRe, im - backIm) / (norm(there) * norm(y))).toBeLessThan(1e-12);
      }
    }
  });

  it("sums the samples by definition", () => {
    const [rows, columns] = [11, 14];
    const points = anywhere(30);
    const y = noise(30);
    const plan = nonUniformPlan({ rows, columns }, points, 1e-9);
    // A pixel of A' y is <y, A e> for the image e that has only this pixel.
    const expected = new Float64Array(2 * rows * columns);
    for (let pixel = 0; pixel < rows * columns; pixel++) {
      const delta = new Float64Array(2 * rows * columns);
      delta[2 * pixel] = 1;
      expected.set(inner(y, nonUniformSum(delta, rows, columns, points)), 2 * pixel);
    }
    expect(relativeError(nufftAdjoint(plan, y), expected)).toBeLessThan(1e-9);
  });
});

describe("a plan", () => {
  it("transforms every image of a batch as it does one, and plans do not disturb each other", () => {
    const [rows, columns] = [13, 10];
    const plan = nonUniformPlan({ rows, columns }, anywhere(77), 1e-6);
    const other = nonUniformPlan({ rows: 40, columns: 40 }, anywhere(500), 1e-3);
    const images = noise(3 * rows * columns);
    const samples = nufft(plan, images, 3);
    const back = nufftAdjoint(plan, samples, 3);
    for (let index = 0; index < 3; index++) {
      nufft(other, noise(1600));
      const size = 2 * rows * columns;
      expect(nufft(plan, images.slice(index * size, (index + 1) * size))).toEqual(samples.slice(index * 154, (index + 1) * 154));
      expect(nufftAdjoint(plan, samples.slice(index * 154, (index + 1) * 154))).toEqual(back.slice(index * size, (index + 1) * size));
    }
  });

  it("may have no points", () => {
    const plan = nonUniformPlan({ rows: 4, columns: 5 }, new Float64Array(0), 1e-6);
    expect(nufft(plan, noise(20))).toEqual(new Float64Array(0));
    expect(nufftAdjoint(plan, new Float64Array(0))).toEqual(new Float64Array(40));
  });

  it("refuses what it cannot do", () => {
    const points = new Float64Array(4);
    expect(() => nonUniformPlan({ rows: 0, columns: 4 }, points, 1e-6)).toThrow("Expected 1 or more rows and columns, got 0 x 4");
    expect(() => nonUniformPlan({ rows: 4, columns: 2.5 }, points, 1e-6)).toThrow(RangeError);
    expect(() => nonUniformPlan({ rows: 4, columns: 4 }, points, 1e-13)).toThrow("Expected an accuracy of 1e-12 .. 0.1, got 1e-13");
    expect(() => nonUniformPlan({ rows: 4, columns: 4 }, points, 1e-12, 1.25)).toThrow("Expected an accuracy that 16 cells reach");
    expect(() => nonUniformPlan({ rows: 4, columns: 4 }, new Float64Array(3), 1e-6)).toThrow(
      "Expected points x 2 frequencies, got 3 numbers",
    );
    const wrong = Float64Array.from([0, 0, Number.NaN, 0]);
    expect(() => nonUniformPlan({ rows: 4, columns: 4 }, wrong, 1e-6)).toThrow("Expected finite frequencies, got NaN at point 1");
    const plan = nonUniformPlan({ rows: 4, columns: 4 }, points, 1e-6);
    expect(() => nufft(plan, new Float64Array(30))).toThrow("Expected 1 x 4 x 4 complex numbers, got 15");
    expect(() => nufftAdjoint(plan, new Float64Array(6))).toThrow("Expected 1 x 2 complex numbers, got 3");
  });
});
