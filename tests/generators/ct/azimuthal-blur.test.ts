import { describe, expect, it } from "vitest";
import { turnedDuringView } from "../../../generators/ct/azimuthal-blur.ts";

const [VIEWS, BINS] = [40, 5];

describe("turnedDuringView", () => {
  it.each([1, 3, 4.5, 7])("spreads one view's absorption over %f views evenly, the ends in part", (width) => {
    const data = new Float64Array(VIEWS * BINS);
    for (let bin = 0; bin < BINS; bin++) data[20 * BINS + bin] = 1.3;
    const found = turnedDuringView(data, BINS, width);
    for (let view = 0; view < VIEWS; view++) {
      // Overlap of [view - w/2, view + w/2] with the dark view's own angle, [19.5, 20.5].
      const overlap = Math.max(Math.min(view + width / 2, 20.5) - Math.max(view - width / 2, 19.5), 0);
      expect(1 - Math.exp(-found[view * BINS + 2])).toBeCloseTo((overlap / width) * (1 - Math.exp(-1.3)), 12);
    }
  });

  it("closes the turn with the flipped view", () => {
    const data = new Float64Array(VIEWS * BINS);
    data[0] = 2;
    const found = turnedDuringView(data, BINS, 3);
    expect(found[(VIEWS - 1) * BINS + BINS - 1]).toBeCloseTo(found[BINS], 12);
    expect(found[(VIEWS - 1) * BINS]).toBeCloseTo(0, 12);
  });

  it("leaves what is the same from every side as it is", () => {
    const profile = [0, 1, 3, 1, 0];
    const data = Float64Array.from({ length: VIEWS * BINS }, (_, i) => profile[i % BINS]);
    for (const [i, value] of turnedDuringView(data, BINS, 5.3).entries()) expect(value).toBeCloseTo(data[i], 12);
  });
});
