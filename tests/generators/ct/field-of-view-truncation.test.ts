import { describe, expect, it } from "vitest";
import fieldOfViewTruncation, { radiusLeaving, truncated } from "../../../generators/ct/field-of-view-truncation.ts";
import { equalWeights, filteredBackProjection } from "../../../generators/signal/filtered-back-projection.ts";
import { equalAngles } from "../../../generators/signal/projector.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

describe("truncated", () => {
  it("cut off sharply lifts the middle of a water disc by (2 mu / pi) (sqrt(R^2 - h^2) / h - arccos(h / R))", () => {
    const [radius, half, binCount, viewCount] = [90.5, 60.5, 260, 300];
    const chord = (s: number): number => 2 * Math.sqrt(Math.max(radius ** 2 - s ** 2, 0));
    const view = Float64Array.from({ length: binCount }, (_, bin) => chord(bin - (binCount - 1) / 2));
    const data = Float64Array.from({ length: viewCount * binCount }, (_, i) => view[i % binCount]);
    const geometry = { rows: 21, columns: 21, pixel: { row: 1, column: 1 }, angles: equalAngles(viewCount), binCount, binSize: 1 };
    const middle = (integrals: Float64Array): number =>
      filteredBackProjection(integrals, geometry, equalWeights(viewCount), "none")[10 * 21 + 10];
    const rise = middle(truncated(data, binCount, half, 0)) - middle(data);
    // The last bin of the field, centred at 60.5, reaches half a bin further.
    const edge = half + 0.5;
    const expected = (2 / Math.PI) * (Math.sqrt(radius ** 2 - edge ** 2) / edge - Math.acos(edge / radius));
    // Bins stand for the ramp's integral: a relative error of about 1 / (24 60^2) each, and the root's steep end adds some thousandths.
    expect(Math.abs(rise / expected - 1)).toBeLessThan(0.005);
  });

  it("leaves every bin of the field as it is and is 0 beyond the fall", () => {
    const data = Float64Array.from({ length: 80 }, (_, i) => 1 + (i % 7));
    const cut = truncated(data, 40, 10, 4);
    for (let bin = 0; bin < 40; bin++) {
      const off = Math.abs(bin - 19.5);
      if (off <= 10) expect(cut[40 + bin]).toBe(data[40 + bin]);
      if (off >= 14) expect(cut[40 + bin]).toBe(0);
    }
  });
});

describe("ct/field-of-view-truncation", () => {
  it("leaves the asked part of the body's area outside: sqrt(1 - share) of a cylinder's radius", () => {
    const { sinogram, object } = enter(cleanOf(cylinder(200, 200, 0.08)));
    for (const share of [0, 0.03, 0.2, 0.5]) {
      // Within half a pixel.
      expect(Math.abs(radiusLeaving(object, share) - 0.08 * Math.sqrt(1 - share))).toBeLessThan(0.0006);
    }
    const { effective } = fieldOfViewTruncation.degrade(sinogram, { outside: 43.75 }, draws());
    expect(Math.abs(effective.fieldDiameter! - 120)).toBeLessThan(1);
    expect(effective.truncatedViews).toBe(1);
  });

  it("does not count the table", () => {
    const acquisition = cylinder(200, 200, 0.06);
    const data = acquisition.data.map((value, at) => {
      const [row, column] = [Math.floor(at / 200), at % 200];
      return row >= 170 && row < 173 && column > 10 && column < 190 ? 0 : value;
    });
    const { object } = enter(cleanOf({ ...acquisition, data }));
    expect(Math.abs(radiusLeaving(object, 0) - 0.06)).toBeLessThan(0.001);
  });
});
