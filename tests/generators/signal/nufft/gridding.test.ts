import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridding, plainGridding } from "../../../../generators/signal/nufft/gridding.ts";
import { nonUniformPlan } from "../../../../generators/signal/nufft.ts";
import { randomSource } from "../../../../generators/signal/random.ts";

const noise = (count: number, name: string): Float64Array =>
  randomSource({ seed: "gridding", image: "", operation: "", stage: "" })
    .stream(name)
    .fillNormal(new Float64Array(2 * count));

/** An accuracy and an oversampling for every width that a kernel can have. */
const WIDTHS: readonly [width: number, accuracy: number, oversampling: 1.25 | 1.5 | 2][] = [
  [2, 0.1, 2],
  [3, 1e-2, 2],
  [4, 1e-3, 2],
  [5, 1e-4, 2],
  [6, 1e-5, 2],
  [7, 1e-6, 2],
  [8, 1e-7, 2],
  [9, 1e-8, 2],
  [10, 1e-9, 2],
  [11, 1.2e-10, 2],
  [12, 1.2e-11, 2],
  [13, 2e-12, 2],
  [14, 1e-12, 2],
  [15, 2e-9, 1.25],
  [16, 1e-12, 1.5],
];

describe("the kernel and its twin", () => {
  it.each(WIDTHS)("give the same bits, width %i", (width, accuracy, oversampling) => {
    const count = 137;
    const plan = nonUniformPlan({ rows: 19, columns: 70 }, noise(count, "points"), accuracy, oversampling);
    expect(plan.kernel.width).toBe(width);
    const kernel = gridding(plan.points, 6);
    const twin = plainGridding(plan.points, 6);
    expect(kernel.work.length).toBe(6);
    const start = noise(plan.points.rows * plan.points.pitch, "grid");
    for (const each of [kernel, twin]) {
      each.grid.set(start);
      each.spread(noise(count, "samples"));
    }
    expect(kernel.grid).toEqual(twin.grid);
    const [got, expected] = [new Float64Array(2 * count), new Float64Array(2 * count)];
    kernel.interpolate(got);
    twin.interpolate(expected);
    expect(got).toEqual(expected);
  });
});

it("every kernel lies inside the grid, whatever the frequency", () => {
  const edges = [0, -0, 0.5, -0.5, 0.5 - 2 ** -54, -0.5 - 2 ** -53, 2 ** -60, -(2 ** -1074), 1 - 2 ** -53, 2 ** 53 + 2, 1e300, -1e300];
  const frequency = fc.oneof(
    fc.constantFrom(...edges),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1, max: 1 }),
  );
  fc.assert(
    fc.property(
      fc.record({ rows: fc.integer({ min: 1, max: 70 }), columns: fc.integer({ min: 1, max: 70 }) }),
      fc.array(fc.tuple(frequency, frequency), { maxLength: 20 }),
      fc.constantFrom(...WIDTHS),
      (size, points, [, accuracy, oversampling]) => {
        const { rows, columns, kernel, points: located } = nonUniformPlan(size, Float64Array.from(points.flat()), accuracy, oversampling);
        expect(located.rows).toBe(rows.gridLength + kernel.width - 1);
        expect(located.pitch).toBe(columns.gridLength + kernel.width - 1);
        for (const cell of located.cells) {
          expect(Math.floor(cell / located.pitch)).toBeLessThan(rows.gridLength);
          expect(cell % located.pitch).toBeLessThan(columns.gridLength);
        }
        expect([...located.order].sort((a, b) => a - b)).toEqual([...points.keys()]);
        for (const z of located.positions) expect(Math.abs(z)).toBeLessThanOrEqual(1);
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});
