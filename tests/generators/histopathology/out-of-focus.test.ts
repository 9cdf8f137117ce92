import { describe, expect, it } from "vitest";
import outOfFocus, { blurRadius } from "../../../generators/histopathology/out-of-focus.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const random = randomSource({ seed: "1", image: "point", operation: "histopathology/out-of-focus", stage: "degrade" });
const SIZE = 41;

/** One bright pixel per channel on darkness. */
function point() {
  const data = new Float64Array(SIZE * SIZE * 3);
  const middle = (20 * SIZE + 20) * 3;
  data.set([1, 0.5, 0.25], middle);
  return { rows: SIZE, columns: SIZE, channels: 3, data, pixelSize: 0.5e-6 };
}

describe("defocus of the objective", () => {
  it("opens a cone of tan(asin NA): NA 0.75 is 1.134 times the defocus", () => {
    expect(blurRadius(1e-6)).toBeCloseTo(1e-6 * Math.tan(Math.asin(0.75)), 15);
    expect(blurRadius(-2e-6)).toBe(blurRadius(2e-6));
  });

  it("keeps every channel's energy and spreads a point evenly over the disc", () => {
    const { sample, effective } = outOfFocus.degrade(point(), { defocus: 3 }, random);
    const radius = effective.blurRadius;
    expect(radius).toBeCloseTo((3 * Math.tan(Math.asin(0.75))) / 0.5, 9);
    [1, 0.5, 0.25].forEach((energy, channel) => {
      let sum = 0;
      let secondMoment = 0;
      for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
        const value = sample.data[pixel * 3 + channel];
        sum += value;
        secondMoment += value * (Math.floor(pixel / SIZE) - 20) ** 2;
        // Wholly inside the disc a pixel holds energy / (pi r^2), wholly outside nothing; a half-diagonal of 0.71 px is neither.
        const distance = Math.sqrt((Math.floor(pixel / SIZE) - 20) ** 2 + ((pixel % SIZE) - 20) ** 2);
        if (distance < radius - 0.72) expect(value).toBeCloseTo(energy / (Math.PI * radius * radius), 12);
        if (distance > radius + 0.72) expect(value).toBeCloseTo(0, 12);
      }
      expect(sum).toBeCloseTo(energy, 12);
      // Each axis of a uniform disc has the variance r^2 / 4; the area in pixels adds less than 1/12.
      expect(Math.abs(secondMoment / sum - (radius * radius) / 4)).toBeLessThan(1 / 12 + 1e-9);
    });
  });

  it("blurs less in pixels where pixels are larger", () => {
    const at = (pixelSize: number) => outOfFocus.degrade({ ...point(), pixelSize }, { defocus: 2 }, random).effective.blurRadius;
    expect(at(1e-6)).toBeCloseTo(at(0.25e-6) / 4, 12);
  });

  it("leaves even light even", () => {
    const even = { ...point(), data: new Float64Array(SIZE * SIZE * 3).fill(0.6) };
    for (const value of outOfFocus.degrade(even, { defocus: 4.5 }, random).sample.data) expect(value).toBeCloseTo(0.6, 13);
  });
});
