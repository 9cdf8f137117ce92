import { describe, expect, it } from "vitest";
import { totalVariation, totalVariationReconstruction } from "../../../../generators/signal/ct/total-variation.ts";
import { filteredBackProjection } from "../../../../generators/signal/filtered-back-projection.ts";
import { project } from "../../../../generators/signal/projector.ts";
import { drawEllipse } from "../ellipse.reference.ts";
import { fanScan, millimetres, parallelScan, relative } from "./scans.reference.ts";

describe("totalVariation", () => {
  it("is the height of steps times their length", () => {
    const scan = parallelScan({ rows: 4, columns: 5, pixel: { row: 0.2, column: 0.3 } }, 1);
    const right = Float64Array.from({ length: 20 }, (_, at) => (at % 5 > 2 ? 7 : 0));
    expect(totalVariation(right, scan)).toBeCloseTo(7 * 4 * 0.2, 12);
    const lower = Float64Array.from({ length: 20 }, (_, at) => (at >= 10 ? 7 : 0));
    expect(totalVariation(lower, scan)).toBeCloseTo(7 * 5 * 0.3, 12);
  });
});

describe("totalVariationReconstruction", () => {
  it.each([
    ["parallel", parallelScan(millimetres(64, 64), 60)],
    ["fan, arc", fanScan(millimetres(64, 64), "arc", 60)],
  ])("comes much closer than FBP to a piecewise constant object in 60 views: %s", (_, scan) => {
    const body = drawEllipse(scan, { x: 0, y: 0.002, a: 0.026, b: 0.02, tilt: 0.2, density: 19 });
    const rib = drawEllipse(scan, { x: 0.01, y: 0.004, a: 0.004, b: 0.006, tilt: 0, density: 19 });
    const object = body.map((value, at) => value + rib[at]!);
    const integrals = project(object, scan);
    const { image, progress } = totalVariationReconstruction(integrals, scan, { strength: 1e-3, iterations: 150 });
    const fbp = relative(filteredBackProjection(integrals, scan), object);
    expect(relative(image, object)).toBeLessThan(0.35 * fbp);
    expect(Math.min(...image)).toBeGreaterThanOrEqual(0);
    expect(progress.at(-1)!).toBeLessThan(1e-3 * progress[0]!);
  });

  it("minimises: no image nearby has less, and a strong penalty leaves a constant", () => {
    const scan = parallelScan(millimetres(8, 9), 12);
    const object = Float64Array.from({ length: 72 }, (_, at) => (at % 9 > 3 ? 20 : 10));
    const integrals = project(object, scan);
    const strength = 1e-3;
    const objective = (image: Float64Array, weight: number): number =>
      project(image, scan).reduce((sum, value, ray) => sum + (value - integrals[ray]!) ** 2 / 2, 0) + weight * totalVariation(image, scan);
    const { image, progress } = totalVariationReconstruction(integrals, scan, { strength, iterations: 3000 });
    const least = objective(image, strength);
    expect(progress.at(-1)).toBeCloseTo(least, 9);
    for (let pixel = 0; pixel < 72; pixel++) {
      for (const change of [-0.01, 0.01]) {
        const near = image.slice();
        near[pixel]! += change;
        expect(objective(near, strength)).toBeGreaterThan(least - 1e-9);
      }
    }
    expect(least).toBeLessThanOrEqual(objective(object, strength) + 1e-9);
    const flat = totalVariationReconstruction(integrals, scan, { strength: 100, iterations: 3000 }).image;
    expect(totalVariation(flat, scan)).toBeLessThan(1e-3 * totalVariation(object, scan));
  });

  it("refuses no penalty", () => {
    const scan = parallelScan(millimetres(4, 4), 2);
    expect(() => totalVariationReconstruction(new Float64Array(2 * scan.binCount), scan, { strength: 0, iterations: 1 })).toThrow(
      /positive/,
    );
  });
});
