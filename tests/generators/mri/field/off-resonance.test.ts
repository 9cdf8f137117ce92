import { describe, expect, it } from "vitest";
import { drawOffResonance, placeWithin } from "../../../../generators/mri/field/off-resonance.ts";
import { supportOf } from "../../../../generators/mri/tissue/support.ts";
import { draws, samplesOf } from "../coil-samples.ts";

describe("a drawn field error", () => {
  it.each([
    [60, 60],
    [33, 90],
    [17, 16],
  ])("has a largest magnitude of 1 over the object, stays within it, and is smooth: %i x %i", (phase, readout) => {
    const image = new Float64Array(2 * phase * readout);
    for (let i = 0; i < phase * readout; i++) {
      const [v, u] = [Math.floor(i / readout) / phase - 0.5, (i % readout) / readout - 0.5];
      image[2 * i] = u * u + v * v < 0.16 ? 1 : 0;
    }
    const images = samplesOf(image, 1, phase, readout);
    const support = supportOf(images);
    for (const seed of ["a", "b", "c"]) {
      const { field, peak } = drawOffResonance(images, support, draws(seed));
      const inside = field.filter((_, i) => support.mask[i] === 1).map(Math.abs);
      expect(inside.reduce((most, value) => Math.max(most, value), 0)).toBeCloseTo(1, 12);
      expect(field.every((value) => Math.abs(value) <= 1)).toBe(true);
      expect(support.mask[peak[0] * readout + peak[1]]).toBe(1);
      // The peak's steepest slope is 0.86 of its height over its width of 0.16 fields of view; the height is at most all there is, 2.
      const steepest = (2 * 0.86) / (0.16 * Math.max(phase, readout));
      for (let i = 0; i + 1 < field.length; i++) {
        if ((i + 1) % readout > 0) expect(Math.abs(field[i + 1]! - field[i]!)).toBeLessThan(1.5 * steepest);
      }
    }
  });
});

describe("a place within a mask", () => {
  it("is the pixel at that share of its pixels, or of all where there is none", () => {
    const mask = Uint8Array.of(0, 1, 0, 1, 1);
    const support = { mask, magnitude: new Float64Array(5), count: 3 };
    expect([0, 0.3, 0.34, 0.999].map((u) => placeWithin(support, u))).toEqual([1, 1, 3, 4]);
    expect(placeWithin({ ...support, mask: new Uint8Array(5), count: 0 }, 0.5)).toBe(2);
  });
});
