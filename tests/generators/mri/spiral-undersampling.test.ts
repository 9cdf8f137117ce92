import { describe, expect, it } from "vitest";
import spiral from "../../../generators/mri/spiral-undersampling.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, samplesOf } from "./coil-samples.ts";

const SIZE = 96;
const CENTRE = SIZE / 2;

function point(): Float64Array {
  const image = new Float64Array(2 * SIZE * SIZE);
  image[2 * (CENTRE * SIZE + CENTRE)] = 1;
  return fft2c(image, SIZE, SIZE);
}

describe("spiral undersampling", () => {
  it("changes nothing where the arms resolve the diagonal", () => {
    const { sample, effective } = spiral.degrade(samplesOf(point(), 1, SIZE, SIZE), { acceleration: 1 }, draws("a"));
    expect(effective).toEqual({ effectiveAcceleration: 1, ringRadius: 136 });
    expect(mismatch(sample.data, point())).toBeLessThan(1e-10);
  });

  it("aliases a point onto a ring whose radius is the field of view that the arms resolve", () => {
    const { sample, effective } = spiral.degrade(samplesOf(point(), 1, SIZE, SIZE), { acceleration: 4 }, draws("a"));
    const image = ifft2c(sample.data.slice(), SIZE, SIZE);
    // Arms 1 / F apart are a grating in |k|: its transform has its first order at the radius F, 34 pixels of 136.
    expect(effective.ringRadius).toBe(34);
    const energy = new Float64Array(CENTRE);
    const count = new Float64Array(CENTRE);
    for (let i = 0; i < SIZE * SIZE; i++) {
      const radius = Math.round(Math.hypot(Math.floor(i / SIZE) - CENTRE, (i % SIZE) - CENTRE));
      if (radius >= CENTRE) continue;
      energy[radius]! += image[2 * i]! ** 2 + image[2 * i + 1]! ** 2;
      count[radius]!++;
    }
    const mean = (from: number, to: number): number => {
      let [sum, pixels] = [0, 0];
      for (let radius = from; radius <= to; radius++) {
        sum += energy[radius]!;
        pixels += count[radius]!;
      }
      return sum / pixels;
    };
    expect(mean(32, 40)).toBeGreaterThan(20 * mean(6, 24));
  });

  it("refuses an acceleration below 1", () => {
    expect(() => spiral.degrade(samplesOf(point(), 1, SIZE, SIZE), { acceleration: 0 }, draws("a"))).toThrow(/at least 1/);
  });
});
