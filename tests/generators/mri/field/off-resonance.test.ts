import { describe, expect, it } from "vitest";
import { airOf } from "../../../../generators/mri/field/air.ts";
import { drawOffResonance } from "../../../../generators/mri/field/off-resonance.ts";
import type { CoilSamples } from "../../../../generators/mri/modality.ts";
import { supportOf } from "../../../../generators/mri/tissue/support.ts";
import { draws, samplesOf } from "../coil-samples.ts";

/** An ellipse of signal, 0.4 by 0.33 fields of view about the middle; without signal where a cavity is. */
function head(phase: number, readout: number, cavity?: { line: number; sample: number; radius: number }): CoilSamples {
  const image = new Float64Array(2 * phase * readout);
  for (let i = 0; i < phase * readout; i++) {
    const [line, sample] = [Math.floor(i / readout), i % readout];
    const [v, u] = [line / phase - 0.5, sample / readout - 0.5];
    const empty = cavity !== undefined && Math.hypot(line - cavity.line, sample - cavity.sample) < cavity.radius;
    image[2 * i] = (u * u) / 0.11 + (v * v) / 0.16 < 1 && !empty ? 1 : 0;
  }
  return samplesOf(image, 1, phase, readout);
}

describe("a drawn field error", () => {
  it.each([
    [60, 60],
    [33, 90],
    [17, 16],
  ])("has a largest magnitude of 1 over the object, stays within it, and neither mean nor slope there: %i x %i", (phase, readout) => {
    const images = head(phase, readout);
    const support = supportOf(images);
    for (const seed of ["a", "b", "c"]) {
      const { field, peak } = drawOffResonance(images, support, draws(seed));
      let [most, mean, down, across] = [0, 0, 0, 0];
      for (let i = 0; i < field.length; i++) {
        if (support.mask[i] === 0) continue;
        most = Math.max(most, Math.abs(field[i]!));
        mean += field[i]! / support.count;
        down += (field[i]! * (Math.floor(i / readout) - phase / 2)) / (support.count * phase);
        across += (field[i]! * ((i % readout) - readout / 2)) / (support.count * readout);
      }
      expect(most).toBeCloseTo(1, 12);
      expect(field.every((value) => Math.abs(value) <= 1)).toBe(true);
      // The shim's residue is rounding: orthogonal to 1 and to both coordinates.
      for (const moment of [mean, down, across]) expect(Math.abs(moment)).toBeLessThan(1e-9);
      expect(support.mask[peak[0] * readout + peak[1]]).toBe(1);
    }
  });

  it("peaks at the front, never in the middle, whichever way the image lies", () => {
    for (const seed of ["a", "b", "c", "d", "e", "f"]) {
      const images = head(80, 80);
      const up = drawOffResonance(images, supportOf(images), draws(seed)).peak;
      // Within the front third of the ellipse, whose half axis is 32 of 80 lines.
      expect(up[0]).toBeLessThan(40 - 32 / 3);
      const front = { plane: "axial", front: [1, 0], feet: [0, 0] } as const;
      const turned = { ...images, prescription: front };
      expect(drawOffResonance(turned, supportOf(turned), draws(seed)).peak[0]).toBeGreaterThan(40 + 32 / 3);
    }
  });
});

describe("air", () => {
  it("is where the image shows a cavity near the surface", () => {
    const images = head(100, 100, { line: 24, sample: 52, radius: 6 });
    const air = airOf(images, supportOf(images));
    expect(air).toHaveLength(1);
    expect(Math.hypot(air[0]!.line - 24, air[0]!.sample - 52)).toBeLessThan(0.5);
  });

  it("is not a dark fluid deep inside: then the sinuses beneath stand in, the same on both sides", () => {
    const images = head(100, 100, { line: 50, sample: 50, radius: 6 });
    const [front, ...sides] = airOf(images, supportOf(images));
    expect(front!.line).toBeLessThan(30);
    expect(front!.sample).toBeCloseTo(50, 0);
    expect(sides.map(({ sample }) => sample - 50).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 0);
    expect(sides[0]!.line).toBe(sides[1]!.line);
  });

  it("lies on the same side of the patient where phase encoding runs across the image", () => {
    const images = head(100, 100);
    const [plain, across] = [images, { ...images, transposed: true }].map((each) => airOf(each, supportOf(each))[0]!);
    // Front is up in the image: the readout of transposed samples.
    expect(plain!.line).toBeLessThan(30);
    expect(across!.sample).toBeLessThan(35);
    expect(across!.line).toBeCloseTo(50, 0);
  });

  it("is none without an object", () => {
    const empty = samplesOf(new Float64Array(2 * 80), 1, 8, 10);
    expect(airOf(empty, supportOf(empty))).toEqual([]);
  });
});
