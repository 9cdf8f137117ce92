import { describe, expect, it } from "vitest";
import limitedAngle, { measuredShares } from "../../../generators/ct/limited-angle.ts";
import { filteredBackProjection } from "../../../generators/signal/filtered-back-projection.ts";
import { equalAngles } from "../../../generators/signal/projector.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

describe("measuredShares", () => {
  it.each([
    [0.3, 0.4],
    [0.01, 0.7],
    [3.1, 2.9],
  ])("loses the wedge's part of half a turn, wherever its middle lies: %f, %f", (middle, wedge) => {
    const shares = measuredShares(equalAngles(200), middle, wedge);
    const lost = shares.reduce((sum, share) => sum + 1 - share, 0);
    expect(lost / 200).toBeCloseTo(wedge / Math.PI, 9);
  });
});

describe("ct/limited-angle", () => {
  it("weighs the views that are left up to half a turn", () => {
    const { sinogram } = enter(cleanOf(cylinder(100, 100, 0.03)));
    const { sample, effective } = limitedAngle.degrade(sinogram, { missingAngle: 50 }, draws());
    expect(sample.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(Math.PI, 9);
    expect(effective.viewCount).toBeLessThan(sinogram.weights.length);
  });

  it("keeps the edge of a disc where its normal was measured and loses it where not (Quinto 1993)", () => {
    const [side, radius, viewCount, binCount] = [161, 50, 360, 241];
    const angles = equalAngles(viewCount);
    const geometry = { rows: side, columns: side, pixel: { row: 1, column: 1 }, angles, binCount, binSize: 1 };
    const chord = (i: number): number => 2 * Math.sqrt(Math.max(radius ** 2 - ((i % binCount) - 120) ** 2, 0));
    const data = Float64Array.from({ length: viewCount * binCount }, (_, i) => chord(i));
    // Detector axes within 30 degrees of the x axis are missing: edges whose normal points along x.
    const weights = measuredShares(angles, 0, Math.PI / 3).map((share) => (share * Math.PI) / viewCount);
    const image = filteredBackProjection(data, geometry, weights, "hann");
    const step = (turn: number): number => {
      const at = (distance: number): number =>
        image[Math.round(80 - distance * Math.sin(turn)) * side + Math.round(80 + distance * Math.cos(turn))];
      return at(radius - 3) - at(radius + 3);
    };
    // Across a whole edge the step is 1; where the normal is missing only smooth shadows cross it.
    expect(step(Math.PI / 2)).toBeGreaterThan(0.8);
    expect(step(-Math.PI / 2)).toBeGreaterThan(0.8);
    expect(Math.abs(step(0))).toBeLessThan(0.3);
    expect(Math.abs(step(Math.PI))).toBeLessThan(0.3);
  });
});
