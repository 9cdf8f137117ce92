import { describe, expect, it } from "vitest";
import { withMemory } from "../../../generators/ct/detector-afterglow.ts";

const [VIEWS, BINS, LATE, DECAY] = [60, 7, 0.3, 5];

describe("withMemory", () => {
  it("answers to one dark view by (1 - a) and a (1 - r) r^m of it in the views after", () => {
    const data = new Float64Array(VIEWS * BINS);
    const dark = 2;
    for (let bin = 0; bin < BINS; bin++) data[20 * BINS + bin] = dark;
    const found = withMemory(data, BINS, LATE, DECAY);
    const absorbed = 1 - Math.exp(-dark);
    const r = Math.exp(-1 / DECAY);
    for (let m = 0; m < 30; m++) {
      const share = (m === 0 ? 1 - LATE : 0) + LATE * (1 - r) * r ** m;
      // What the turn before left over of the same view is r^60 of it.
      expect(1 - Math.exp(-found[(20 + m) * BINS + 3])).toBeCloseTo(share * absorbed, 4);
    }
  });

  it("leaves what is the same in every view as it is", () => {
    const profile = [0, 1, 2, 3, 2.5, 1, 0.5];
    const data = Float64Array.from({ length: VIEWS * BINS }, (_, i) => profile[i % BINS]);
    for (const [i, value] of withMemory(data, BINS, LATE, DECAY).entries()) expect(value).toBeCloseTo(data[i], 12);
  });
});
