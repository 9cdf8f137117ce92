import { describe, expect, it } from "vitest";
import lowDose from "../../../generators/ct/low-dose.ts";
import { NOISE_INDEX, type Sinogram } from "../../../generators/ct/modality.ts";
import { cleanOf, cylinder, draws, enter, leave, moments } from "./body.ts";

/** A sinogram whose every bin holds the same line integral. */
const even = (integral: number, photonCount: number): Sinogram => {
  const { sinogram } = enter(cleanOf(cylinder(64, 64, 0.02)));
  return { ...sinogram, photonCount, data: new Float64Array(sinogram.data.length).fill(integral) };
};

describe("low dose", () => {
  it("adds the variance (1 - a) / (a N0) to line integrals without moving their mean, for large counts", () => {
    const [photons, integral] = [4e6, 2];
    const full = photons * Math.exp(-integral);
    for (const dose of [0.5, 0.1, 0.02]) {
      const { sample } = lowDose.degrade(even(integral, photons), { doseFraction: dose, electronicNoise: 0 }, draws());
      const { mean, deviation, count } = moments(sample.data, () => true);
      const expected = Math.sqrt((1 - dose) / (dose * full));
      // Standard errors: sigma / sqrt(n) and sigma / sqrt(2 n). The logarithm's own bias is about half the variance.
      expect(Math.abs(mean - integral - expected ** 2 / 2)).toBeLessThan((4 * expected) / Math.sqrt(count) + expected ** 3);
      expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * count) + expected ** 2 * 3);
    }
  });

  it("makes Poisson counts of Poisson counts: mean and variance a N", () => {
    // Full-dose counts drawn from Poisson(N) here; after thinning, mean and variance are both a N.
    const [photons, dose] = [900, 0.3];
    const clean = even(0, photons);
    const stream = draws("full dose").stream("counts");
    const noisy = { ...clean, data: clean.data.map(() => -Math.log(stream.poisson(photons) / photons)) };
    const { sample } = lowDose.degrade(noisy, { doseFraction: dose, electronicNoise: 0 }, draws());
    const counts = sample.data.map((value) => dose * photons * Math.exp(-value));
    const { mean, deviation, count } = moments(counts, () => true);
    const expected = dose * photons;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / count));
    expect(Math.abs(deviation ** 2 / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it("adds electronic noise by what full dose already had", () => {
    const [photons, dose, noise] = [1e4, 0.5, 40];
    const { sample } = lowDose.degrade(even(0, photons), { doseFraction: dose, electronicNoise: noise }, draws());
    const counts = sample.data.map((value) => dose * photons * Math.exp(-value));
    const expected = dose * (1 - dose) * photons + (1 - dose * dose) * noise * noise;
    const { deviation, count } = moments(counts, () => true);
    expect(Math.abs(deviation ** 2 / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it("adds nothing at full dose", () => {
    const clean = enter(cleanOf(cylinder(48, 48, 0.02))).sinogram;
    const { sample, effective } = lowDose.degrade(clean, { doseFraction: 1, electronicNoise: 5 }, draws());
    sample.data.forEach((value, at) => {
      expect(Math.abs(value - clean.data[at]!)).toBeLessThan(1e-12);
    });
    expect(effective).toMatchObject({ noiseAdded: 0, starvedFraction: 0 });
  });

  it("gives the image the noise that exposure control predicts at its centre", () => {
    const size = 128;
    const clean = cleanOf(cylinder(size, size, 0.055));
    const { sinogram } = enter(clean);
    const central = (at: number): boolean => (Math.floor(at / size) - 63.5) ** 2 + ((at % size) - 63.5) ** 2 < 20 * 20;
    for (const dose of [0.5, 0.2]) {
      const { sample, effective } = lowDose.degrade(sinogram, { doseFraction: dose, electronicNoise: 0 }, draws());
      const { deviation, count } = moments(leave(sample, clean), central);
      expect(effective.noiseAdded).toBeCloseTo(NOISE_INDEX * Math.sqrt((1 - dose) / dose), 12);
      // Neighbours are correlated over about 4 pixels, and off the centre rays are shorter: 4 standard errors and 3 percent.
      expect(Math.abs(deviation / effective.noiseAdded! - 1)).toBeLessThan((4 * 2) / Math.sqrt(2 * count) + 0.03);
    }
  });

  it("counts rays that starve, and stays finite behind them", () => {
    const { sample, effective } = lowDose.degrade(even(9, 1e4), { doseFraction: 0.01, electronicNoise: 5 }, draws());
    expect(effective.starvedFraction).toBeGreaterThan(0.3);
    expect(sample.data.every(Number.isFinite)).toBe(true);
    // Nothing is brighter than one photon: -ln(1 / (a I0)).
    expect(Math.max(...sample.data)).toBeCloseTo(Math.log(100), 12);
  });
});
