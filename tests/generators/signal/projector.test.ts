import { describe, expect, it } from "vitest";
import { equalAngles, type ParallelGeometry, project, projectAdjoint } from "../../../generators/signal/projector.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { drawEllipse, type Ellipse, ellipseIntegrals } from "./ellipse.reference.ts";

const geometry = (rows: number, columns: number, pixel: number, more: Partial<ParallelGeometry> = {}): ParallelGeometry => ({
  rows,
  columns,
  pixel: { row: pixel, column: pixel },
  angles: equalAngles(48),
  binCount: Math.ceil(Math.sqrt(rows * rows + columns * columns)) + 3,
  binSize: pixel,
  ...more,
});

const relative = (a: Float64Array, b: Float64Array): number => {
  let difference = 0;
  let whole = 0;
  for (let n = 0; n < a.length; n++) {
    difference += (a[n]! - b[n]!) ** 2;
    whole += b[n]! ** 2;
  }
  return Math.sqrt(difference / whole);
};

// Off centre in both directions and tilted: no flip, shift or turned angle can hide.
const tilted: Ellipse = { x: 0.011, y: 0.006, a: 0.022, b: 0.013, tilt: 0.4, density: 20 };

describe("project", () => {
  it.each([
    ["square, even", geometry(160, 160, 0.0005)],
    ["square, odd", geometry(161, 161, 0.0005)],
    ["prime and wide", geometry(127, 181, 0.0005)],
    ["tall pixels", geometry(100, 160, 0.0005, { pixel: { row: 0.0008, column: 0.0005 }, binCount: 230 })],
    ["an even number of wide bins", geometry(160, 160, 0.0005, { binSize: 0.0007, binCount: 164 })],
  ])("gives an ellipse's line integrals in closed form: %s", (_, shape) => {
    // The drawn ellipse's rim is rounded to a pixel: sqrt(pixel) of the energy near the tangent rays, a percent here.
    expect(relative(project(drawEllipse(shape, tilted), shape), ellipseIntegrals(shape, tilted))).toBeLessThan(0.012);
  });

  it("comes closer to the closed form as pixels shrink", () => {
    const errors = [40, 80, 160, 320].map((side) => {
      const shape = geometry(side, side, 0.08 / side);
      return relative(project(drawEllipse(shape, tilted), shape), ellipseIntegrals(shape, tilted));
    });
    for (let n = 1; n < errors.length; n++) expect(errors[n]! / errors[n - 1]!).toBeLessThan(0.55);
  });

  it("keeps the mass: every view of a smooth object adds up to its integral", () => {
    const shape = geometry(121, 97, 0.001);
    const image = Float64Array.from({ length: 121 * 97 }, (_, at) => {
      const [row, column] = [Math.floor(at / 97) - 64, (at % 97) - 40];
      return Math.exp(-(row * row + column * column * 1.5) / 60);
    });
    const mass = image.reduce((sum, value) => sum + value, 0) * shape.pixel.row * shape.pixel.column;
    const integrals = project(image, shape);
    for (let view = 0; view < shape.angles.length; view++) {
      const sum = integrals.subarray(view * shape.binCount, (view + 1) * shape.binCount).reduce((all, value) => all + value, 0);
      // Poisson summation: what a sum over bins gets wrong is the interpolated image's spectrum near the inverse of the bin size, where
      // linear interpolation leaves the object's low frequencies times their square: some hundred-thousandths for a Gaussian of 5 pixels.
      expect(Math.abs((sum * shape.binSize) / mass - 1)).toBeLessThan(5e-5);
    }
  });

  it("sums columns at angle 0 and rows, from the bottom up, at a right angle", () => {
    const shape = geometry(2, 3, 1, { angles: Float64Array.of(0, Math.PI / 2), binCount: 3 });
    const integrals = project(Float64Array.of(1, 2, 3, 40, 50, 60), shape);
    expect(Array.from(integrals.subarray(0, 3))).toEqual([41, 52, 63]);
    // Bins at s = -1, 0, 1; rows at y = 1/2 (upper) and -1/2 (lower), the border value 0 beyond.
    const [upper, lower] = [6, 150];
    [lower / 2, (upper + lower) / 2, upper / 2].forEach((sum, bin) => {
      expect(integrals[3 + bin]).toBeCloseTo(sum, 12);
    });
  });

  it("has its exact adjoint, for any size", () => {
    for (const [rows, columns] of [
      [17, 31],
      [64, 64],
      [1, 9],
      [53, 8],
    ] as const) {
      const shape = geometry(rows, columns, 0.0007, { angles: equalAngles(37), binSize: 0.0009 });
      const stream = randomSource({ seed: "1", image: "a", operation: "b", stage: "c" });
      const x = stream.stream("x").fillNormal(new Float64Array(rows * columns));
      const y = stream.stream("y").fillNormal(new Float64Array(shape.angles.length * shape.binCount));
      const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);
      const scale = Math.sqrt(dot(project(x, shape), project(x, shape)) * dot(y, y));
      expect(Math.abs(dot(project(x, shape), y) - dot(x, projectAdjoint(y, shape)))).toBeLessThan(1e-12 * scale);
    }
  });

  it("is linear, and zero for nothing", () => {
    const shape = geometry(9, 14, 0.001);
    const image = randomSource({ seed: "2", image: "a", operation: "b", stage: "c" }).stream("x").fillNormal(new Float64Array(126));
    const once = project(image, shape);
    project(
      image.map((value) => 2 * value),
      shape,
    ).forEach((value, n) => {
      expect(value).toBe(2 * once[n]!);
    });
    expect(project(new Float64Array(126), shape).every((value) => value === 0)).toBe(true);
  });

  it("refuses impossible sizes", () => {
    expect(() => project(new Float64Array(5), geometry(2, 3, 1))).toThrow(/6 values for the image/);
    expect(() => project(new Float64Array(6), geometry(2, 3, 0))).toThrow(/positive sizes/);
    expect(() => projectAdjoint(new Float64Array(6), geometry(2, 3, 1))).toThrow(/line integrals/);
  });
});
