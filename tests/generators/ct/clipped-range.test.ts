import { describe, expect, it } from "vitest";
import clippedRange from "../../../generators/ct/clipped-range.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

describe("ct/clipped-range", () => {
  it("stores what is denser as the ceiling and leaves the rest bit for bit", () => {
    const { object } = enter(cleanOf(cylinder(40, 40, 0.015, 0.001, 300)));
    const { sample, effective } = clippedRange.degrade(object, { ceiling: 120 }, draws());
    for (const [i, value] of sample.data.entries()) {
      if (object.data[i] === 0) expect(value).toBe(0);
      else expect(value).toBeCloseTo(19.3 * 1.12, 12);
    }
    expect(effective.clippedShare).toBe(1);
    expect(clippedRange.degrade(object, { ceiling: 301 }, draws()).sample.data).toEqual(object.data);
  });
});
