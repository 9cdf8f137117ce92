import { describe, expect, it } from "vitest";
import { shiftedViews } from "../../../generators/ct/rotation-centre-offset.ts";
import { equalWeights, filteredBackProjection } from "../../../generators/signal/filtered-back-projection.ts";
import { equalAngles } from "../../../generators/signal/projector.ts";

describe("shiftedViews", () => {
  it("moves a Gaussian by any part of a bin, to 1e-10", () => {
    const [viewCount, binCount, width] = [5, 120, 4];
    const gaussian = (centre: number) =>
      Float64Array.from({ length: viewCount * binCount }, (_, i) => Math.exp(-(((i % binCount) - centre) ** 2) / (2 * width ** 2)));
    const moved = shiftedViews(gaussian(50.2), binCount, 7.37);
    const expected = gaussian(57.57);
    for (const [i, value] of moved.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(1e-10);
  });

  it("turns a point into an arc: half of the light on the circle of radius d about it lies on one side", () => {
    const [side, d] = [129, 20];
    const geometry = { rows: side, columns: side, pixel: { row: 1, column: 1 }, angles: equalAngles(402), binCount: 187, binSize: 1 };
    // A point on the axis is one Gaussian in the middle of every view; moved by d, view theta puts it on the line x cos + y sin = d.
    const data = Float64Array.from({ length: 402 * 187 }, (_, i) => Math.exp(-(((i % 187) - 93) ** 2) / 8));
    const image = filteredBackProjection(shiftedViews(data, 187, d), geometry, equalWeights(402), "hann");
    // Those lines, for theta of 0 .. pi, envelop the upper half of the circle: brightest there, dark on the lower half.
    const on = (turn: number): number => {
      const [x, y] = [d * Math.cos(turn), d * Math.sin(turn)];
      return image[Math.round(64 - y) * side + Math.round(64 + x)];
    };
    for (const turn of [0.5, 1.2, 1.9, 2.6]) {
      expect(on(turn)).toBeGreaterThan(0.01);
      expect(Math.abs(on(turn + Math.PI))).toBeLessThan(0.25 * on(turn));
    }
  });
});
