import { describe, expect, it } from "vitest";
import { measuredSpread } from "../../../generators/signal/measured-spread.ts";
import { discSpread, gaussianSpread, outerProduct, type PointSpread } from "../../../generators/signal/point-spread.ts";

/** Sum of weight * row displacement^a * column displacement^b. */
function moment({ rows, columns, weights }: PointSpread, a: number, b: number): number {
  return weights.reduce((sum, weight, index) => {
    const row = Math.floor(index / columns) - (rows - 1) / 2;
    const column = (index % columns) - (columns - 1) / 2;
    return sum + weight * row ** a * column ** b;
  }, 0);
}

/** The image of a point: the weights inside a larger black image, at a scale of their own. */
function imageOf(spread: PointSpread, rows: number, columns: number, top: number, left: number) {
  const data = new Float64Array(rows * columns);
  spread.weights.forEach((weight, index) => {
    data[(top + Math.floor(index / spread.columns)) * columns + left + (index % spread.columns)] = 37.5 * weight;
  });
  return { rows, columns, data };
}

describe("a measured point spread function", () => {
  it.each([
    [20, 31],
    [19, 16],
  ])("is found wherever it lies in an image of %d x %d", (rows, columns) => {
    for (const spread of [discSpread(3.3), outerProduct(gaussianSpread(0.3))]) {
      const found = measuredSpread(imageOf(spread, rows, columns, 2, 1));
      expect([found.rows, found.columns]).toEqual([spread.rows, spread.columns]);
      found.weights.forEach((weight, index) => {
        expect(Math.abs(weight - spread.weights[index])).toBeLessThan(1e-15);
      });
    }
  });

  it("is centred at its centroid, with weight 1 and no weight below 0", () => {
    // An even, lopsided image: the centroid lies between pixels.
    const data = Float64Array.from({ length: 6 * 8 }, (_, index) => (index * 29) % 17);
    const spread = measuredSpread({ rows: 6, columns: 8, data });
    expect(spread.rows % 2).toBe(1);
    expect(spread.columns % 2).toBe(1);
    expect(moment(spread, 0, 0)).toBeCloseTo(1, 14);
    expect(moment(spread, 1, 0)).toBeCloseTo(0, 13);
    expect(moment(spread, 0, 1)).toBeCloseTo(0, 13);
    expect(Math.min(...spread.weights)).toBeGreaterThanOrEqual(0);
  });

  it("widens by f (1 - f) where the centroid lies between pixels", () => {
    // Two equal pixels side by side: variance 1/4, and sharing at f = 1/2 adds 1/4.
    const spread = measuredSpread({ rows: 1, columns: 2, data: Float64Array.of(3, 3) });
    expect(Array.from(spread.weights)).toEqual([0.25, 0.5, 0.25]);
    expect(moment(spread, 0, 2)).toBe(0.5);
  });

  it("is the delta for a single bright pixel, in any unit", () => {
    for (const scale of [1e-300, 1, 1e300]) {
      const data = new Float64Array(20);
      data[13] = scale;
      expect(measuredSpread({ rows: 4, columns: 5, data })).toEqual({ rows: 1, columns: 1, weights: Float64Array.of(1) });
    }
  });

  it("refuses what is no image of a point", () => {
    expect(() => measuredSpread({ rows: 2, columns: 2, data: new Float64Array(3) })).toThrow("Expected an image of 2 x 2 numbers, got 3");
    expect(() => measuredSpread({ rows: 1, columns: 2, data: Float64Array.of(1, -0.1) })).toThrow("got -0.1");
    expect(() => measuredSpread({ rows: 1, columns: 2, data: Float64Array.of(1, Number.NaN) })).toThrow("got NaN");
    expect(() => measuredSpread({ rows: 1, columns: 2, data: new Float64Array(2) })).toThrow("without light");
  });
});
