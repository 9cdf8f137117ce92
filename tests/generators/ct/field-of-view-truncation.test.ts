import { describe, expect, it } from "vitest";
import fieldOfViewTruncation, { bodyReach, truncated } from "../../../generators/ct/field-of-view-truncation.ts";
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
  it("measures the field against how far the object reaches: a cylinder's radius", () => {
    const { sinogram } = enter(cleanOf(cylinder(200, 200, 0.08)));
    expect(Math.abs(bodyReach(sinogram) * sinogram.geometry.binSize - 0.08)).toBeLessThan(0.002);
    const { effective } = fieldOfViewTruncation.degrade(sinogram, { cut: 25 }, draws());
    expect(Math.abs(effective.fieldDiameter - 120)).toBeLessThan(3);
    expect(effective.truncatedViews).toBe(1);
  });
});
