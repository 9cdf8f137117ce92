import { describe, expect, it } from "vitest";
import { halfFanAngle } from "../../../../generators/signal/ct/geometry.ts";
import { coveredArc, scanWeights } from "../../../../generators/signal/ct/scan-weights.ts";
import { fanScan, millimetres, parallelScan } from "./scans.reference.ts";

const size = millimetres(128, 128);

describe("scanWeights", () => {
  it.each([1, -1])("counts every line once, whether it is measured once or twice: direction %i", (direction) => {
    const viewCount = 720;
    const arc = direction * 4.1;
    const shape = fanScan(size, "arc", viewCount, arc, 0.4);
    const weights = scanWeights(shape);
    const { binCount, binSize, fan } = shape;
    const at = (beta: number, bin: number): number => {
      // Linear between views, which stand in steps of arc / viewCount; nothing beyond the arc.
      const view = (beta / Math.abs(arc)) * viewCount;
      if (view < 0 || view > viewCount - 1) return 0;
      const below = Math.min(Math.floor(view), viewCount - 2);
      const [a, b] = [weights[below * binCount + bin]!, weights[(below + 1) * binCount + bin]!];
      return a + (view - below) * (b - a);
    };
    const half = halfFanAngle(shape, fan!);
    for (let bin = 0; bin < binCount; bin += 7) {
      const gamma = (direction * (bin - (binCount - 1) / 2) * binSize) / fan!.sourceToDetector;
      if (Math.abs(gamma) > half) continue;
      for (let beta = 0; beta < 4.09; beta += 0.037) {
        const other = beta + Math.PI - 2 * gamma;
        if (other > 4.09 && other < 4.11) continue;
        const conjugates = [other, other - 2 * Math.PI].reduce((sum, each) => sum + at(each, binCount - 1 - bin), 0);
        // Linear interpolation of a sine squared leaves the square of the step.
        expect((at(beta, bin) + conjugates) / (4.1 / viewCount)).toBeCloseTo(1, 3);
      }
    }
  });

  it("is the same for all rays of a half or full turn", () => {
    expect(scanWeights(parallelScan(size, 10))).toEqual(new Float64Array(10).fill(Math.PI / 10));
    expect(scanWeights(parallelScan(size, 10, -2 * Math.PI, 4))).toEqual(new Float64Array(10).fill(Math.PI / 10));
    expect(scanWeights(fanScan(size, "flat", 11))).toEqual(new Float64Array(11).fill(Math.PI / 11));
    expect(scanWeights(parallelScan(size, 1))).toEqual(Float64Array.of(Math.PI));
  });

  it("refuses arcs that miss lines, and unequal steps", () => {
    expect(() => scanWeights(parallelScan(size, 10, 3))).toThrow(/Expected an arc from 3.14/);
    expect(() => scanWeights(fanScan(size, "arc", 10, Math.PI + 0.3))).toThrow(/Expected an arc from 3.7/);
    expect(() => scanWeights(fanScan(size, "flat", 10, 7))).toThrow(/Expected an arc/);
    const uneven = { ...parallelScan(size, 3), angles: Float64Array.of(0, 1, 2.1) };
    expect(() => coveredArc(uneven)).toThrow(/equal steps/);
    expect(() => coveredArc({ ...uneven, angles: Float64Array.of(1, 1) })).toThrow(/equal steps/);
  });
});
