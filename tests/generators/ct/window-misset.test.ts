import { describe, expect, it } from "vitest";
import windowMisset from "../../../generators/ct/window-misset.ts";
import { toDisplay } from "../../../generators/display.ts";
import { draws } from "./body.ts";

describe("ct/window-misset", () => {
  it("is what the narrower window itself shows of every value that the right one holds", () => {
    const hounsfield = Float64Array.from({ length: 401 }, (_, i) => -160 + i);
    const plane = { rows: 1, columns: 401, channels: 1, data: hounsfield };
    const shown = toDisplay(plane, { low: -160, high: 240, transfer: "linear" });
    const { sample, drawn } = windowMisset.degrade(shown, { width: 0.5, offset: 0.1 }, draws());
    // Width 200 about 40 plus or minus 0.1 x 400.
    const level = 40 + 40 * (drawn.offsetFactor as number);
    const direct = toDisplay(plane, { low: level - 100, high: level + 100, transfer: "linear" });
    for (const [i, value] of sample.data.entries()) expect(value).toBeCloseTo(direct.data[i], 9);
  });

  it("says how much it clipped: of an even ramp, what lies beyond the narrow window", () => {
    const data = Float64Array.from({ length: 1000 }, (_, i) => (255 * (i + 0.5)) / 1000);
    const { effective } = windowMisset.degrade({ rows: 1, columns: 1000, channels: 1, data }, { width: 0.4, offset: 0.1 }, draws());
    // Of the range 0 .. 1 the window shows 0.3 .. 0.7, moved by about 0.1 and still inside: 0.6 is lost either way.
    expect(effective.clippedShare).toBeCloseTo(0.6, 2);
  });
});
