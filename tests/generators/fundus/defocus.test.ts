import { describe, expect, it } from "vitest";
import defocus from "../../../generators/fundus/defocus.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const random = randomSource({ seed: "1", image: "point", operation: "fundus/defocus", stage: "degrade" });
const SIZE = 61;
const eye = { pupil: 2, fieldAngle: 45 };

/** One bright pixel on a dim retina that fills the picture; 15 um pixels. */
function point() {
  const data = new Float64Array(SIZE * SIZE * 3).fill(0.1);
  data.fill(1.1, (30 * SIZE + 30) * 3, (30 * SIZE + 30) * 3 + 3);
  return { rows: SIZE, columns: SIZE, channels: 3, data, pixelSize: 15e-6 };
}

/** What the blur adds to the dim retina, by pixel. */
const spread = (data: Float64Array) => Float64Array.from({ length: SIZE * SIZE }, (_, i) => data[3 * i] - 0.1);

function secondMoment(light: Float64Array): number {
  return light.reduce((sum, value, i) => sum + value * (Math.floor(i / SIZE) - 30) ** 2, 0);
}

describe("defocus", () => {
  it("blurs over pupil times vergence: 2 mm and 10 D over 20 mrad, on 15 um at 17 mm over 22.67 px", () => {
    const { effective } = defocus.degrade(point(), { ...eye, defocus: 10 }, random);
    expect(effective.blurRadius).toBeCloseTo(0.02 / (15 / 17e3) / 2, 9);
    expect(effective.blurDiameter).toBeCloseTo(((0.02 * 180) / Math.PI) * 60, 9);
    expect(defocus.degrade(point(), { ...eye, defocus: -10 }, random).effective).toEqual(effective);
  });

  it("takes the angle of a pixel from the lit field where the picture states no scale", () => {
    const { pixelSize: _, ...light } = point();
    const { effective } = defocus.degrade(light, { ...eye, defocus: 10 }, random);
    // 61 pixels for 45 degrees.
    expect(effective.blurRadius).toBeCloseTo(0.02 / (Math.PI / 4 / SIZE) / 2, 9);
  });

  it("spreads a point evenly over the disc and keeps its energy", () => {
    const { sample, effective } = defocus.degrade(point(), { ...eye, defocus: 6 }, random);
    const light = spread(sample.data);
    const radius = effective.blurRadius;
    expect(light.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    light.forEach((value, i) => {
      // Half the diagonal of a pixel on either side of the rim, a pixel lies partly inside.
      const distance = Math.sqrt((Math.floor(i / SIZE) - 30) ** 2 + ((i % SIZE) - 30) ** 2);
      if (distance < radius - 0.72) expect(value).toBeCloseTo(1 / (Math.PI * radius * radius), 9);
      if (distance > radius + 0.72) expect(Math.abs(value)).toBeLessThan(1e-9);
    });
    // A uniform disc: r^2 / 4 along each axis, and less than 1/12 for the pixels that it was shared among.
    expect(Math.abs(secondMoment(light) - (radius * radius) / 4)).toBeLessThan(1 / 12 + 1e-6);
  });

  it("has the disc's second moment exactly below a radius of one pixel", () => {
    const { sample, effective } = defocus.degrade(point(), { ...eye, defocus: 0.3 }, random);
    expect(effective.blurRadius).toBeLessThan(1);
    expect(secondMoment(spread(sample.data))).toBeCloseTo(effective.blurRadius ** 2 / 4, 9);
  });
});
