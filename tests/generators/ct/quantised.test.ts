import { describe, expect, it } from "vitest";
import quantised from "../../../generators/ct/quantised.ts";
import { draws } from "./body.ts";

describe("ct/quantised", () => {
  it("leaves the stated number of greys, and the mean square error of dropped bits of an even ramp", () => {
    const count = 25600;
    const data = Float64Array.from({ length: count }, (_, i) => (256 * (i + 0.5)) / count);
    const { sample, effective } = quantised.degrade({ rows: 1, columns: count, channels: 1, data }, { levels: 8 }, draws());
    expect(new Set(sample.data).size).toBe(8);
    expect(effective).toEqual({ levels: 8, step: 32 });
    // What is cut off is uniform over 0 .. step: its mean square is step^2 / 3.
    const square = sample.data.reduce((sum, value, i) => sum + (value - data[i]) ** 2, 0) / count;
    expect(square).toBeCloseTo(32 ** 2 / 3, 2);
  });
});
