import { describe, expect, it } from "vitest";
import { noiseLevel } from "../../../generators/ct/dose/noise-level.ts";
import lowDose from "../../../generators/ct/low-dose.ts";
import { type Attenuation, NOISE_INDEX, WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

const SIZE = 160;

/** Soft tissue of 40 HU with normal noise, a chessboard of vessels of 90 HU over a part of it, in air. */
function section(noise: number, vessels: number): Attenuation {
  const normal = draws()
    .stream("noise")
    .fillNormal(new Float64Array(SIZE * SIZE));
  const data = normal.map((value, i) => {
    const [row, column] = [Math.floor(i / SIZE), i % SIZE];
    if (Math.hypot(row - 80, column - 80) > 70) return 0;
    const vessel = column < vessels && (row >> 2) % 2 === (column >> 2) % 2;
    return WATER_ATTENUATION * (1 + ((vessel ? 90 : 40) + noise * value) / 1000);
  });
  return { rows: SIZE, columns: SIZE, pixel: { row: 7e-4, column: 7e-4 }, data };
}

describe("the noise level", () => {
  it.each([5, 12, 30])("of even tissue is its own, %d HU", (noise) => {
    // A square of 49 knows its deviation to 1 / sqrt(96) = 10 percent; the middle of thousands of them is good to a few.
    expect(Math.abs(noiseLevel(section(noise, 0), WATER_ATTENUATION)! / noise - 1)).toBeLessThan(0.04);
  });

  it("is not raised by squares with edges, as long as even ones are left", () => {
    expect(Math.abs(noiseLevel(section(10, 80), WATER_ATTENUATION)! / 10 - 1)).toBeLessThan(0.06);
  });

  it("is unknown where there is no soft tissue", () => {
    expect(noiseLevel({ ...section(10, 0), data: new Float64Array(SIZE * SIZE) }, WATER_ATTENUATION)).toBeUndefined();
  });
});

describe("full dose", () => {
  it("has the noise that the image shows, or the noise index where it shows none", () => {
    expect(enter(cleanOf(cylinder(SIZE, SIZE, 0.05))).sinogram.noise).toBe(NOISE_INDEX);
  });

  it("a quarter of it doubles the noise of an image, whatever that was", () => {
    const clean = cleanOf(cylinder(SIZE, SIZE, 0.06));
    const even = enter(clean).sinogram;
    // A scan with far less noise than the index: full dose of 16 times the photons.
    const photons = 16 * even.photonCount;
    const stream = draws("scan").stream("scan");
    const scanned = {
      ...even,
      data: even.data.map((value) => -Math.log(Math.max(stream.poisson(photons * Math.exp(-value)), 1) / photons)),
    };
    const image = cleanOf({ ...clean.acquisition, data: leave(scanned, clean) });
    const { sinogram, object } = enter(image);
    const before = noiseLevel(object, WATER_ATTENUATION)!;
    // A quarter of the deviation for 16 times the photons.
    expect(Math.abs(before / (NOISE_INDEX / 4) - 1)).toBeLessThan(0.25);
    const { sample } = lowDose.degrade(sinogram, { doseFraction: 0.25, electronicNoise: 0 }, draws());
    const after = noiseLevel(enter(cleanOf({ ...clean.acquisition, data: leave(sample, image) })).object, WATER_ATTENUATION)!;
    // The level is a mean over the section, the photons are set for its centre, where there is more noise: within a sixth.
    expect(Math.abs(after / before - 2)).toBeLessThan(2 / 6);
  });
});
