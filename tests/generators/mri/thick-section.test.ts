import { describe, expect, it } from "vitest";
import thickSection from "../../../generators/mri/thick-section.ts";
import { drawLeaning } from "../../../generators/mri/tissue/leaning.ts";
import { supportOf } from "../../../generators/mri/tissue/support.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

const [PHASE, READOUT] = [64, 48];

describe("a thick section", () => {
  it("keeps what is even through and along the section", () => {
    const even = samplesOf(
      Float64Array.from({ length: 2 * PHASE * READOUT }, (_, at) => (at % 2 === 0 ? 3 : -2)),
      1,
      PHASE,
      READOUT,
    );
    const { sample, effective } = thickSection.degrade(even, { thickness: 10 }, draws("a"));
    expect(mismatch(sample.data, even.data)).toBeLessThan(1e-14);
    // Half of the thickness: the surface leans by 0.5.
    expect(effective.smear).toBe(5);
  });

  it("averages a wave to the sinc of the way it shifts through the thickness", () => {
    // x = exp(i k column): at the height z it is shifted by v z, so the mean over T is the wave times sin(k v T / 2) / (k v T / 2), v in pixels.
    const k = (2 * Math.PI * 2) / READOUT;
    const data = Float64Array.from({ length: 2 * PHASE * READOUT }, (_, at) => {
      const column = (at >> 1) % READOUT;
      return at % 2 === 0 ? Math.cos(k * column) : Math.sin(k * column);
    });
    const thickness = 5;
    const images = samplesOf(data, 1, PHASE, READOUT);
    const { sample } = thickSection.degrade(images, { thickness }, draws("a"));
    const { across } = drawLeaning(images, supportOf(images), draws("a"));
    for (const at of [20 * READOUT + 24, 40 * READOUT + 20, 33 * READOUT + 30]) {
      const half = (k * across[at]! * thickness) / 2;
      const expected = half === 0 ? 1 : Math.sin(half) / half;
      const [re, im] = [sample.data[2 * at]!, sample.data[2 * at + 1]!];
      // Bilinear interpolation loses at most k^2 / 8 of a wave; the midpoint rule over ten sections less than that.
      expect(Math.abs(Math.hypot(re, im) - Math.abs(expected))).toBeLessThan(k ** 2 / 8 + 0.005);
    }
  });

  it("softens the outline of a disc evenly all around", () => {
    const size = 96;
    const disc = samplesOf(
      Float64Array.from({ length: 2 * size * size }, (_, at) => {
        const i = at >> 1;
        return at % 2 === 0 && Math.hypot((i % size) - 47.5, Math.floor(i / size) - 47.5) < 36 ? 1 : 0;
      }),
      1,
      size,
      size,
    );
    const { sample } = thickSection.degrade(disc, { thickness: 16 }, draws("c"));
    // Skin leans by 0.5 at the surface and runs on evenly: over 16 mm the outline is a ramp from 4 mm within to 4 mm beyond, half-way at 36 mm.
    const along = (radius: number): number[] =>
      Array.from({ length: 16 }, (_, k) => {
        const [u, v] = [47.5 + radius * Math.cos((k * Math.PI) / 8), 47.5 + radius * Math.sin((k * Math.PI) / 8)];
        return sample.data[2 * (Math.round(v) * size + Math.round(u))]!;
      });
    // A place is off by half a pixel's diagonal at most, of a ramp of 1 / 8 a pixel.
    for (const value of along(36)) expect(Math.abs(value - 0.5)).toBeLessThan(0.71 / 8 + 0.05);
    for (const value of along(41.5)) expect(value).toBeLessThan(0.02);
  });

  it("treats all coils alike: their sum is that of the sum", () => {
    // Signal everywhere, in each coil and in their sum: the object is the same.
    const random = randomSamples(2, PHASE, READOUT);
    const images = { ...random, data: random.data.map((value, at) => value + (at % 2 === 0 ? 10 : 0)) };
    const both = thickSection.degrade(images, { thickness: 4 }, draws("b")).sample.data;
    const size = 2 * PHASE * READOUT;
    const sum = images.data.slice(0, size).map((value, i) => value + images.data[size + i]!);
    const expected = thickSection.degrade({ ...images, coils: 1, data: sum }, { thickness: 4 }, draws("b")).sample.data;
    const got = both.slice(0, size).map((value, i) => value + both[size + i]!);
    expect(mismatch(got, expected)).toBeLessThan(1e-13);
  });
});
