import { describe, expect, it } from "vitest";
import {
  cartesianTrajectory,
  goldenAngle,
  radialAreas,
  radialTrajectory,
  spiralAreas,
  spiralTrajectory,
} from "../../../generators/signal/trajectory.ts";

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const degrees = (angle: number): number => (angle * 180) / Math.PI;

describe("Cartesian k-space", () => {
  it("has zero frequency at floor(N / 2)", () => {
    const { points, readoutCount, sampleCount } = cartesianTrajectory(4, 5);
    expect([readoutCount, sampleCount, points.length]).toEqual([4, 5, 40]);
    expect([...points.subarray(2 * (2 * 5 + 2), 2 * (2 * 5 + 2) + 2)]).toEqual([0, 0]);
    expect([...points.subarray(0, 2)]).toEqual([-0.5, -0.4]);
  });
});

describe("radial k-space", () => {
  it("knows the golden angles", () => {
    // Winkelmann et al. 2007; table 1 of Wundrak et al. 2016.
    expect(degrees(goldenAngle())).toBeCloseTo(111.246118, 6);
    expect([2, 3, 4, 5, 6, 7].map((order) => Number(degrees(goldenAngle(order)).toFixed(3)))).toEqual([
      68.754, 49.751, 38.978, 32.04, 27.198, 23.628,
    ]);
    expect(() => goldenAngle(0)).toThrow("Expected an order of 1 or more, got 0");
  });

  it("runs through the centre, from one end to the other, the first spoke down", () => {
    const { points } = radialTrajectory({ spokeCount: 2, sampleCount: 4 });
    expect([...points].map((value) => Math.round(value * 1e15) / 1e15 + 0)).toEqual([
      -0.5, 0, -0.25, 0, 0, 0, 0.25, 0, 0, -0.5, 0, -0.25, 0, 0, 0, 0.25,
    ]);
  });

  it("turns every spoke by the increment", () => {
    const increment = goldenAngle(7);
    const { points } = radialTrajectory({ spokeCount: 30, sampleCount: 8, angleIncrement: increment });
    for (let spoke = 0; spoke < 30; spoke++) {
      const at = 2 * (spoke * 8 + 7);
      const turned = Math.atan2(points[at + 1], points[at]) - spoke * increment;
      expect(Math.abs(Math.sin(turned))).toBeLessThan(1e-13);
      expect(Math.hypot(points[at], points[at + 1])).toBeCloseTo(3 / 8, 14);
    }
  });

  it.each([undefined, goldenAngle(), 0.3])("shares out the disc, increment %s", (angleIncrement) => {
    const [spokeCount, sampleCount] = [57, 64];
    const areas = radialAreas({ spokeCount, sampleCount, ...(angleIncrement === undefined ? {} : { angleIncrement }) });
    // Samples reach k = -32/64 and +31/64, each half a spacing further: half discs of radius 32.5/64 and 31.5/64. The centre has
    // 2/3 of its disc, of radius 1/128.
    const expected = (Math.PI / 2) * ((32.5 / 64) ** 2 + (31.5 / 64) ** 2) - (Math.PI / 3) * (1 / 128) ** 2;
    expect(sum(areas)).toBeCloseTo(expected, 13);
    expect(areas.every((area) => area > 0)).toBe(true);
  });

  it("gives uniform spokes equal areas, r dr pi / spokes", () => {
    const areas = radialAreas({ spokeCount: 10, sampleCount: 9 });
    for (let spoke = 0; spoke < 10; spoke++) {
      for (let sample = 0; sample < 9; sample++) {
        const expected = sample === 4 ? Math.PI / 6 / 81 / 10 : (Math.abs(sample - 4) * Math.PI) / 81 / 10;
        expect(areas[9 * spoke + sample]).toBeCloseTo(expected, 15);
      }
    }
  });

  it("refuses no spokes", () => {
    expect(() => radialTrajectory({ spokeCount: 0, sampleCount: 4 })).toThrow("Expected 1 or more spokes and samples, got 0 and 4");
    expect(() => radialTrajectory({ spokeCount: 3, sampleCount: 4, angleIncrement: Number.NaN })).toThrow(RangeError);
  });
});

const limits = { amplitude: 0.04, slewRate: 150, dwellTime: 4e-6, pixelSpacing: 1.5e-3 };

describe("spiral k-space", () => {
  it.each([1, 0.5])("keeps to the gradients and drives them, edge density %d", (edgeDensity) => {
    const { points, sampleCount } = spiralTrajectory({ matrix: 128, interleafCount: 8, edgeDensity, limits });
    const hertz = 42577478.518 * limits.pixelSpacing;
    let strongest = 0;
    let steepest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let sample = 1; sample + 1 < sampleCount; sample++) {
      // Differences of k in time are gradients, their differences the slew rate.
      const [before, at, after] = [-1, 0, 1].map((step) => [points[2 * (sample + step)], points[2 * (sample + step) + 1]]);
      const gradient = Math.hypot(after[0] - at[0], after[1] - at[1]) / limits.dwellTime / hertz;
      const slew = Math.hypot(after[0] - 2 * at[0] + before[0], after[1] - 2 * at[1] + before[1]) / limits.dwellTime ** 2 / hertz;
      strongest = Math.max(strongest, gradient);
      steepest = Math.max(steepest, slew);
      least = Math.min(least, Math.max(gradient / limits.amplitude, slew / limits.slewRate));
    }
    // The integration's rounding and its step, a 32nd of a microsecond here, leave parts in a thousand.
    expect(strongest).toBeLessThan(1.001 * limits.amplitude);
    expect(steepest).toBeLessThan(1.001 * limits.slewRate);
    // One of the limits is always reached.
    expect(least).toBeGreaterThan(0.97);
  });

  it("winds arms one over the field of view apart", () => {
    const [matrix, interleafCount] = [96, 6];
    for (const edgeDensity of [1, 0.4]) {
      const { points, sampleCount } = spiralTrajectory({ matrix, interleafCount, edgeDensity, limits });
      // Along the first interleaf: the angle unwrapped, and how far the radius grows over the angle from one arm to the next, 2 pi / P.
      let angle = 0;
      for (let sample = 2; sample < sampleCount; sample++) {
        const [y, x, py, px] = [points[2 * sample], points[2 * sample + 1], points[2 * sample - 2], points[2 * sample - 1]];
        const turned = Math.atan2(py * x - px * y, py * y + px * x);
        angle += turned;
        const r = Math.hypot(x, y);
        const before = Math.hypot(px, py);
        const middle = (r + before) / 2;
        const apart = ((r - before) / turned) * ((2 * Math.PI) / interleafCount);
        expect(apart * matrix * (1 + (edgeDensity - 1) * 2 * middle)).toBeCloseTo(1, 3);
      }
      expect(angle).toBeGreaterThan(Math.PI);
      expect(Math.hypot(points[2 * sampleCount - 2], points[2 * sampleCount - 1])).toBeCloseTo(0.5, 2);
    }
  });

  it("turns every interleaf, and shares out the disc", () => {
    const trajectory = spiralTrajectory({ matrix: 64, interleafCount: 4, limits });
    const { points, sampleCount } = trajectory;
    const last = 2 * (sampleCount - 1);
    const quarter = 2 * sampleCount;
    expect(points[last + quarter]).toBeCloseTo(-points[last + 1], 13);
    expect(points[last + 1 + quarter]).toBeCloseTo(points[last], 13);
    const areas = spiralAreas(trajectory);
    const r = Math.hypot(points[last], points[last + 1]);
    const beyond = r + (r - Math.hypot(points[last - 2], points[last - 1])) / 2;
    expect(sum(areas)).toBeCloseTo(Math.PI * beyond * beyond, 12);
  });

  it("refuses impossible scanners", () => {
    const sampling = { matrix: 64, interleafCount: 4, limits };
    expect(() => spiralTrajectory({ ...sampling, interleafCount: 0 })).toThrow("Expected 1 or more pixels and interleaves, got 64 and 0");
    expect(() => spiralTrajectory({ ...sampling, edgeDensity: 0 })).toThrow("Expected an edge density above 0 and at most 1, got 0");
    expect(() => spiralTrajectory({ ...sampling, limits: { ...limits, slewRate: 0 } })).toThrow("Expected slewRate above 0, got 0");
    expect(() => spiralTrajectory({ ...sampling, limits: { ...limits, amplitude: 1e-9 } })).toThrow("samples an interleaf");
  });
});
