import { describe, expect, it } from "vitest";
import type { FanReadings } from "../../../generators/ct/modality.ts";
import viewDrop, { withBurst } from "../../../generators/ct/view-drop.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const { fans } = enter(cleanOf(cylinder(96, 96, 0.03)));
const { angles, binCount } = fans.geometry;
const viewCount = angles.length;
const step = (2 * Math.PI) / viewCount;

/** Readings that are their own view's number. */
const ramp: FanReadings = { ...fans, data: Float64Array.from(fans.data, (_, at) => Math.floor(at / binCount)) };

describe("lost views", () => {
  it("hold what stood where the burst began, in every bin alike; the others stay", () => {
    const [tube, width] = [0.8, 0.3];
    const seen = withBurst(ramp, tube, width);
    const from = tube / step;
    const to = from + width / step;
    for (const bin of [0, 30, binCount - 1]) {
      for (let view = 0; view < viewCount; view++) {
        const got = seen[view * binCount + bin];
        // A slope is interpolated exactly.
        if (view - 0.5 >= from && view + 0.5 <= to) expect(got).toBeCloseTo(from, 10);
        else if (view + 0.5 <= from || view - 0.5 >= to) expect(got).toBe(view);
      }
    }
  });

  it("do not show in what is round about the axis", () => {
    const round: FanReadings = { ...fans, data: Float64Array.from(fans.data, (_, at) => ((at % binCount) - (binCount - 1) / 2) ** 2) };
    const { sample } = viewDrop.degrade(round, { lost: 20 }, draws());
    for (const [at, value] of sample.data.entries()) expect(Math.abs(value - round.data[at]!)).toBeLessThan(1e-9);
  });

  it("go on beyond the full turn, in its first views", () => {
    const seen = withBurst(ramp, 2 * Math.PI - 10 * step, 20 * step);
    expect(seen[(viewCount - 1) * binCount]).toBeCloseTo(viewCount - 10, 10);
    expect(seen[5 * binCount]).toBeCloseTo(viewCount - 10, 10);
    expect(seen[11 * binCount]).toBe(11);
  });

  it("lose the share of the turn that is declared", () => {
    expect(viewDrop.degrade(fans, { lost: 12 }, draws()).effective.lostShare).toBeCloseTo(0.1, 12);
    const untouched = viewDrop.degrade(fans, { lost: 0 }, draws()).sample;
    expect(untouched.data.every((value, at) => Math.abs(value - fans.data[at]!) < 1e-12)).toBe(true);
  });
});
