import { describe, expect, it } from "vitest";
import leakage, { leak } from "../../../generators/mri/simultaneous-multislice-leakage.ts";
import { draws, mismatch, samplesOf } from "./coil-samples.ts";

/** One bright sample at a place, counted from the middle between all samples. */
function point(phase: number, readout: number, down: number, across: number) {
  const data = new Float64Array(2 * phase * readout);
  data[2 * (((phase - 1) / 2 + down) * readout + (readout - 1) / 2 + across)] = 1;
  return samplesOf(data, 1, phase, readout);
}

/** Centre of mass of what was added, counted likewise, and its sum. */
function added(before: Float64Array, after: Float64Array, phase: number, readout: number) {
  let [sum, down, across] = [0, 0, 0];
  for (let i = 0; i < phase * readout; i++) {
    const magnitude = Math.hypot(after[2 * i]! - before[2 * i]!, after[2 * i + 1]! - before[2 * i + 1]!);
    sum += magnitude;
    down += magnitude * (Math.floor(i / readout) - (phase - 1) / 2);
    across += magnitude * ((i % readout) - (readout - 1) / 2);
  }
  return { sum, down: down / sum, across: across / sum };
}

describe("the neighbouring section", () => {
  it("stands at 0.85 of its distance from the centre, mirrored left to right, a third of the field of view along phase encoding", () => {
    // The point's neighbour covers 0.85 x 0.85 samples: its sum is that of the bilinear weights on the grid, near 0.85^2.
    const [phase, readout] = [61, 81];
    for (const direction of [1, -1] as const) {
      const images = point(phase, readout, 0, 20);
      const { down, across } = added(images.data, leak(images, 0.3, direction, 0.2), phase, readout);
      expect(down).toBeCloseTo(20 * direction, 1);
      expect(Math.abs(across + 17)).toBeLessThan(0.5);
      const turned = { ...point(phase, readout, 10, 0), transposed: true };
      const shown = added(turned.data, leak(turned, 0.3, direction, 0.2), phase, readout);
      // Left to right is phase encoding here: mirrored first, then moved.
      expect(Math.abs(shown.down - (20 * direction - 8.5))).toBeLessThan(0.5);
      expect(Math.abs(shown.across)).toBeLessThan(0.5);
    }
  });

  it("adds in proportion to the leakage, turned by the drawn phase, and leaves its input alone", () => {
    const images = samplesOf(
      draws("x")
        .stream("x")
        .fillNormal(new Float64Array(2 * 3 * 20 * 17)),
      3,
      20,
      17,
    );
    const before = images.data.slice();
    const [one, two] = [leak(images, 0.1, 1, 0), leak(images, 0.2, 1, 0.25)];
    // A quarter turn: i times twice as much.
    const [a, b] = [one.map((value, i) => value - before[i]!), two.map((value, i) => value - before[i]!)];
    const expected = a.map((_, i) => (i % 2 === 0 ? -2 * a[i + 1]! : 2 * a[i - 1]!));
    expect(mismatch(b, expected)).toBeLessThan(1e-13);
    expect(images.data).toEqual(before);
    expect(leak(images, 0, 1, 0.3)).toEqual(before);
  });

  it("is recorded", () => {
    const images = samplesOf(
      draws("x")
        .stream("x")
        .fillNormal(new Float64Array(2 * 30 * 30)),
      1,
      30,
      30,
    );
    const { effective } = leakage.degrade(images, { leakage: 0.2 }, draws("a"));
    expect(effective.shift).toBeCloseTo(10, 12);
    expect(effective.leakage).toBeGreaterThan(0.02);
    expect(effective.leakage).toBeLessThan(0.2);
  });
});
