import { describe, expect, it } from "vitest";
import { keepSamples } from "../../../generators/mri/acquisition/acquired.ts";
import undersampling from "../../../generators/mri/poisson-disc-undersampling.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

describe("keepSamples", () => {
  it("folds the image onto itself along both axes when every other row and column is kept", () => {
    const [coils, phase, readout] = [2, 12, 20];
    const samples = randomSamples(coils, phase, readout);
    const images = ifft2c(samples.data.slice(), phase, readout, coils);
    // The centre (6, 10) is even on both axes: the comb's transform is 1/4 at shifts of 0 and N/2 of either axis.
    const keep = Uint8Array.from({ length: phase * readout }, (_, i) => (Math.floor(i / readout) % 2 === 0 && i % 2 === 0 ? 1 : 0));
    const folded = ifft2c(keepSamples(samples, keep).data, phase, readout, coils);
    const expected = images.map((_, i) => {
      const [coil, row, column, part] = [Math.floor(i / 480), Math.floor(i / 40) % 12, Math.floor(i / 2) % 20, i % 2];
      const at = (down: number, across: number): number =>
        images[480 * coil + 40 * ((row + down) % 12) + 2 * ((column + across) % 20) + part];
      return (at(0, 0) + at(6, 0) + at(0, 10) + at(6, 10)) / 4;
    });
    expect(mismatch(folded, expected)).toBeLessThan(1e-14);
  });
});

describe("the degradation", () => {
  const samples = randomSamples(2, 60, 44);
  const degrade = (acceleration: number, seed = "a") =>
    undersampling.degrade(samples, { acceleration, calibration: 0.1, spread: 3 }, draws(seed));

  it("acquires one sample in R, the same in every coil, and says how many", () => {
    const { sample, effective, drawn } = degrade(6);
    const acquired = Array.from({ length: 60 * 44 }, (_, i) => i).filter((i) => sample.data[2 * i] !== 0);
    expect(acquired.length).toBe(440);
    expect(effective.samples).toBe(440);
    expect(effective.effectiveAcceleration).toBe(6);
    expect(effective.cornerDistance).toBeGreaterThan(2);
    expect(drawn).toEqual({ calibrationRows: 6, calibrationColumns: 4 });
    for (const coil of [0, 1]) {
      for (let i = 0; i < 60 * 44; i++) {
        const at = 2 * (coil * 60 * 44 + i);
        const got = sample.data.subarray(at, at + 2);
        if (acquired.includes(i)) expect(got).toEqual(samples.data.subarray(at, at + 2));
        else expect(energy(got)).toBe(0);
      }
    }
  });

  it("acquires others for another image, and everything at acceleration 1", () => {
    expect(degrade(6, "b").sample.data).not.toEqual(degrade(6).sample.data);
    expect(degrade(1).sample.data).toEqual(samples.data);
  });

  it("refuses what leaves no calibration region", () => {
    expect(() => degrade(200)).toThrow("Expected an acceleration of 1 to 110, which leaves the calibration region sampled, got 200");
    expect(() => degrade(0.5)).toThrow("got 0.5");
  });
});
