import { describe, expect, it } from "vitest";
import gantryTilt, { stretchedDown } from "../../../generators/ct/gantry-tilt.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

describe("stretchedDown", () => {
  it("is exact for a parabola down the columns, which Keys' cubic reproduces, away from the edges", () => {
    const [rows, columns, factor] = [41, 3, 1.23];
    const parabola = (y: number): number => 5 + 0.3 * y - 0.02 * y * y;
    const data = Float64Array.from({ length: rows * columns }, (_, i) => parabola(Math.floor(i / columns) - 20));
    const found = stretchedDown(data, rows, columns, factor);
    for (let row = 0; row < rows; row++)
      expect(found[row * columns + 1]).toBeCloseTo(parabola((row - 20) / factor), row < 2 || row > 38 ? 0 : 10);
  });

  it("by 1 is the image, bit for bit", () => {
    const data = Float64Array.from({ length: 30 }, (_, i) => (i * 7919) % 31);
    expect(stretchedDown(data, 6, 5, 1)).toEqual(data);
  });
});

describe("ct/gantry-tilt", () => {
  it("makes a cylinder's section an ellipse of the area pi r^2 / cos a", () => {
    const { object } = enter(cleanOf(cylinder(200, 200, 0.06)));
    const { sample, effective } = gantryTilt.degrade(object, { tilt: 30 }, draws());
    const mass = (data: Float64Array): number => data.reduce((sum, value) => sum + value, 0);
    expect(effective.elongation).toBeCloseTo(100 * (2 / Math.sqrt(3) - 1), 9);
    // Some hundred edge pixels of 11310 lose or gain a part of their undershoot.
    expect(mass(sample.data) / mass(object.data)).toBeCloseTo(2 / Math.sqrt(3), 2);
  });
});
