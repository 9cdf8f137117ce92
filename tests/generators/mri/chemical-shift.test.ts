import { describe, expect, it } from "vitest";
import chemicalShift, { shiftFat } from "../../../generators/mri/chemical-shift.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

describe("the shift", () => {
  it.each([16, 17])("of an object all of fat by whole pixels is a cyclic one along the readout, to 1e-10: %i samples", (readout) => {
    // exp(-2 pi i k d / N) on the transform is the shift by d: exact for whole d on any object.
    const images = randomSamples(2, 7, readout);
    const fat = new Float64Array(7 * readout).fill(1);
    const moved = shiftFat(images, fat, 3).data;
    const expected = images.data.map((_, at) => {
      const pixel = at >> 1;
      const sample = pixel % readout;
      return images.data[2 * (pixel - sample + ((sample - 3 + readout) % readout)) + (at & 1)]!;
    });
    expect(mismatch(moved, expected)).toBeLessThan(1e-10);
  });

  it("by parts of a pixel adds up, and keeps the energy", () => {
    const images = randomSamples(1, 5, 24);
    const fat = new Float64Array(5 * 24).fill(1);
    const once = shiftFat(images, fat, 0.5);
    expect(mismatch(shiftFat(once, fat, 0.5).data, shiftFat(images, fat, 1).data)).toBeLessThan(1e-10);
    expect(Math.abs(energy(once.data) / energy(images.data) - 1)).toBeLessThan(1e-12);
  });

  it("moves fat and leaves water: one pixel of fat in water leaves a hole and doubles its new place", () => {
    const images = randomSamples(1, 3, 12);
    images.data.fill(0);
    for (let at = 0; at < images.data.length; at += 2) images.data[at] = 1;
    const fat = new Float64Array(36);
    fat[12 + 5] = 1;
    const { data } = shiftFat(images, fat, 2);
    for (let pixel = 0; pixel < 36; pixel++) {
      const expected = pixel === 17 ? 0 : pixel === 19 ? 2 : 1;
      expect(data[2 * pixel]).toBeCloseTo(expected, 10);
      expect(data[2 * pixel + 1]).toBeCloseTo(0, 10);
    }
  });

  it("leaves an object all of water alone, bit for bit, and so does no shift with any fat, to rounding", () => {
    const images = randomSamples(2, 6, 9);
    expect(shiftFat(images, new Float64Array(54), 4).data).toEqual(images.data);
    expect(mismatch(shiftFat(images, new Float64Array(54).fill(0.3), 0).data, images.data)).toBeLessThan(1e-14);
  });
});

describe("chemical shift", () => {
  it("shifts fat by the difference of frequency over the bandwidth: 3.4 ppm of 63.87 MHz are 217 Hz at 1.5 T", () => {
    const { effective } = chemicalShift.degrade(randomSamples(1, 20, 20), { bandwidth: 100 }, draws("a"));
    expect(effective.shift).toBeCloseTo((3.4e-6 * 42.577e6 * 1.5) / 100, 12);
  });
});
