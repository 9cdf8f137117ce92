import { describe, expect, it } from "vitest";
import type { Sinogram } from "../../../generators/ct/modality.ts";
import viewDrop, { fanAngle, withBurst } from "../../../generators/ct/view-drop.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const { sinogram } = enter(cleanOf(cylinder(96, 96, 0.03)));
const { angles, binCount, binSize } = sinogram.geometry;
const viewCount = angles.length;
const step = Math.PI / viewCount;

/** A sinogram whose readings are the tube's angle, as the half turn unrolls it. */
const placeOf = (bin: number): number => (bin - (binCount - 1) / 2) * binSize;
const ramp: Sinogram = { ...sinogram, data: Float64Array.from(sinogram.data, (_, at) => Math.floor(at / binCount)) };

describe("lost views", () => {
  it("are bands of the parallel sinogram that slant with the fan angle: sin gamma = s / 595 mm", () => {
    expect(Math.sin(fanAngle(0.1))).toBeCloseTo(0.1 / 0.595, 14);
    const [tube, width] = [0.8, 0.3];
    const seen = withBurst(ramp, tube, width);
    for (const bin of [0, 30, Math.floor(binCount / 2), binCount - 1]) {
      const from = (tube - fanAngle(placeOf(bin))) / step;
      const to = from + width / step;
      for (let view = 0; view < viewCount; view++) {
        const got = seen[view * binCount + bin];
        // Wholly lost views hold what stood where the burst began; a slope is interpolated exactly.
        if (view - 0.5 >= from && view + 0.5 <= to) expect(got).toBeCloseTo(from, 10);
        else if (view + 0.5 <= from || view - 0.5 >= to) expect(got).toBe(view);
      }
    }
  });

  it("do not show in what is round about the axis", () => {
    const round: Sinogram = { ...sinogram, data: Float64Array.from(sinogram.data, (_, at) => placeOf(at % binCount) ** 2) };
    const { sample } = viewDrop.degrade(round, { lost: 20 }, draws());
    for (const [at, value] of sample.data.entries()) expect(Math.abs(value - round.data[at]!)).toBeLessThan(1e-12);
  });

  it("go on beyond the half turn, where lines run backwards", () => {
    const data = Float64Array.from(sinogram.data, (_, at) => placeOf(at % binCount));
    const seen = withBurst({ ...sinogram, data }, Math.PI - 0.1, 0.3);
    // p(theta + pi, s) = p(theta, -s): a burst over the seam finds -s in the first views, and shows s there instead.
    const bin = Math.floor(binCount / 2) + 5;
    expect(seen[2 * binCount + binCount - 1 - bin]).toBeCloseTo(placeOf(bin), 12);
  });

  it("lose the share of the half turn that is declared", () => {
    expect(viewDrop.degrade(sinogram, { lost: 6 }, draws()).effective.lostShare).toBeCloseTo(0.1, 12);
    const untouched = viewDrop.degrade(sinogram, { lost: 0 }, draws()).sample;
    expect(untouched.data.every((value, at) => Math.abs(value - sinogram.data[at]!) < 1e-12)).toBe(true);
  });
});
