import { describe, expect, it } from "vitest";
import { raysOf } from "../../../../generators/signal/ct/geometry.ts";
import { seat, symmetricViews } from "../../../../generators/signal/ct/symmetry.ts";
import { fanScan, millimetres, parallelScan } from "./scans.reference.ts";

const all = (count: number): number[] => Array.from({ length: count }, (_, view) => view);

describe("symmetricViews", () => {
  it("fills every lane where the views allow it", () => {
    const lanes = (scan: ReturnType<typeof parallelScan>): number => {
      const { orbits } = symmetricViews(scan, all(scan.angles.length));
      return orbits.reduce((sum, { halved }) => sum + (halved ? 2 : 4), 0);
    };
    const square = millimetres(32, 32);
    expect(lanes(parallelScan(square, 36))).toBe(36);
    expect(lanes(parallelScan(square, 36, Math.PI, 0.123))).toBe(36);
    expect(lanes(fanScan(square, "arc", 36, 2 * Math.PI, 1))).toBe(36);
    // Mirrors: all but the two views on an axis have a partner.
    expect(lanes(parallelScan(millimetres(32, 40), 36))).toBe(38);
    expect(lanes(fanScan(millimetres(32, 40), "flat", 36, 2 * Math.PI, 0))).toBe(40);
    // An odd number turns into itself under no quarter turn, yet mirrors.
    expect(lanes(parallelScan(square, 35))).toBe(36);
  });

  it.each([
    ["parallel", parallelScan(millimetres(9, 9), 20)],
    ["parallel, turned", parallelScan(millimetres(9, 9), 20, 2 * Math.PI, 0.4)],
    ["parallel, wide", parallelScan(millimetres(9, 14), 21)],
    ["fan", fanScan(millimetres(9, 9), "arc", 20)],
    ["fan, wide", fanScan(millimetres(8, 13), "flat", 20, 2 * Math.PI, 0)],
  ])("takes pixels and rays along: %s", (_, scan) => {
    const { rows, columns, pixel, angles, binCount } = scan;
    const rayOf = raysOf(scan);
    const { group, orbits } = symmetricViews(scan, all(angles.length));
    const seen = new Set<number>();
    /** Distance of pixel number `at` from a ray, sign left out. */
    const distance = (at: number, { x, y, dx, dy }: ReturnType<typeof rayOf>): number => {
      const px = ((at % columns) - (columns - 1) / 2) * pixel.column;
      const py = ((rows - 1) / 2 - Math.floor(at / columns)) * pixel.row;
      return Math.abs((px - x) * dy - (py - y) * dx) / Math.hypot(dx, dy);
    };
    for (const orbit of orbits) {
      for (let k = 0; k < 4; k++) {
        const ray = rayOf(group.turn(k, orbit.axis), 5);
        group.maps.forEach(({ start, perRow, perColumn }, g) => {
          const { view, sign } = seat(group, orbit, g, k);
          if (view < 0) return;
          seen.add(view);
          const angle = angles[view]!;
          const image = rayOf({ c: Math.cos(angle), s: Math.sin(angle) }, sign > 0 ? 5 : binCount - 6);
          for (const [row, column] of [
            [0, 0],
            [3, 1],
            [7, 6],
          ] as const) {
            expect(distance(start + row * perRow + column * perColumn, image)).toBeCloseTo(distance(row * columns + column, ray), 12);
          }
        });
      }
    }
    expect(seen.size).toBe(angles.length);
  });
});
