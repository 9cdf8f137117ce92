import { describe, expect, it } from "vitest";
import { conjugateGradients } from "../../../../generators/signal/ct/conjugate-gradients.ts";
import { project, type ScanGeometry } from "../../../../generators/signal/projector.ts";
import { fanScan, millimetres, noise, parallelScan, relative } from "./scans.reference.ts";

/** @returns x of A'A x = A'b by Gaussian elimination, A's columns the projections of single pixels */
function normalEquations(integrals: Float64Array, scan: ScanGeometry): Float64Array {
  const size = scan.rows * scan.columns;
  const columns = Array.from({ length: size }, (_, pixel) => {
    const image = new Float64Array(size);
    image[pixel] = 1;
    return project(image, scan);
  });
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);
  const matrix = columns.map((a) => [...columns.map((b) => dot(a, b)), dot(a, integrals)]);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let row = k + 1; row < size; row++) if (Math.abs(matrix[row]![k]!) > Math.abs(matrix[pivot]![k]!)) pivot = row;
    [matrix[k], matrix[pivot]] = [matrix[pivot]!, matrix[k]!];
    for (let row = 0; row < size; row++) {
      if (row === k) continue;
      const factor = matrix[row]![k]! / matrix[k]![k]!;
      for (let column = k; column <= size; column++) matrix[row]![column]! -= factor * matrix[k]![column]!;
    }
  }
  return Float64Array.from(matrix, (row, k) => row[size]! / row[k]!);
}

describe("conjugateGradients", () => {
  it.each([
    ["parallel", parallelScan(millimetres(5, 6), 16)],
    ["fan, flat", fanScan(millimetres(6, 5), "flat", 24)],
    ["fan, arc", fanScan(millimetres(5, 5), "arc", 24)],
  ])("solves the normal equations, of inconsistent integrals too: %s", (_, scan) => {
    const integrals = noise(scan.angles.length * scan.binCount);
    const { image } = conjugateGradients(integrals, scan, 200);
    expect(relative(image, normalEquations(integrals, scan))).toBeLessThan(1e-9);
  });

  it.each([
    ["parallel", parallelScan(millimetres(32, 32), 40)],
    ["fan", fanScan(millimetres(32, 33), "arc", 41, Math.PI + 0.5)],
  ])("never lets the residual grow, and states it: %s", (_, scan) => {
    const integrals = noise(scan.angles.length * scan.binCount);
    const { image, progress } = conjugateGradients(integrals, scan, 25);
    expect(progress).toHaveLength(26);
    progress.slice(1).forEach((norm, n) => {
      expect(norm).toBeLessThanOrEqual(progress[n]!);
    });
    const residual = project(image, scan).map((value, ray) => value - integrals[ray]!);
    expect(progress[25]).toBeCloseTo(Math.hypot(...residual), 9);
  });

  it("finds an image again from consistent integrals, and nothing in nothing", () => {
    const scan = parallelScan(millimetres(12, 12), 40);
    const image = noise(144);
    expect(relative(conjugateGradients(project(image, scan), scan, 300).image, image)).toBeLessThan(1e-6);
    const empty = conjugateGradients(new Float64Array(40 * scan.binCount), scan, 5);
    expect(empty.image.every((value) => value === 0)).toBe(true);
    expect(empty.progress).toEqual([0]);
  });
});
