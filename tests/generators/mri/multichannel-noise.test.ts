import { describe, expect, it } from "vitest";
import modality, { kSpace } from "../../../generators/mri/modality.ts";
import multichannelNoise from "../../../generators/mri/multichannel-noise.ts";
import { fft2c } from "../../../generators/signal/fft.ts";
import { draws, randomSamples, samplesOf } from "./coil-samples.ts";

const SIZE = 128;
const COUNT = SIZE * SIZE;
const station = modality.stations.find(({ domain }) => domain === kSpace)!;

/** Signal 1 with a phase in the upper half, nothing below but for one pixel: it keeps k-space from being exactly 0 anywhere. */
function halfImage() {
  const image = new Float64Array(2 * COUNT);
  for (let i = 0; i < COUNT / 2; i++) image.set([Math.cos(i / COUNT), Math.sin(i / COUNT)], 2 * i);
  image[2 * COUNT - 2] = 0.01;
  return samplesOf(fft2c(image, SIZE, SIZE), 1, SIZE, SIZE);
}

/** Gamma(L + 1/2) / Gamma(L), from Gamma(1/2) = sqrt(pi) by the recurrence of Gamma. */
function gammaRatio(coils: number): number {
  let ratio = Math.sqrt(Math.PI);
  for (let k = 0; k < coils; k++) ratio *= (k + 0.5) / Math.max(k, 1);
  return ratio;
}

function estimate(values: Float64Array): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
  return { mean, error: Math.sqrt(variance / values.length) };
}

describe("the magnitude that L coils receive", () => {
  it.each([4, 16, 32])("is non-central chi with 2 L degrees of freedom: L = %i", (coils) => {
    const floor = 0.6;
    const { sample, effective } = multichannelNoise.degrade(halfImage(), { noiseFloor: floor, coils }, draws("chi"));
    const { data } = station.leave(sample, undefined as never);
    const sigma = floor / Math.sqrt(2 * coils);
    expect(effective.coils).toBe(coils);
    expect(effective.channelSnr).toBeCloseTo(1 / sigma, 9);
    const signal = data.slice(0, COUNT / 2);
    const background = data.slice(COUNT / 2, COUNT - 1);
    for (const [values, amplitude] of [
      [signal, 1],
      [background, 0],
    ] as const) {
      const second = estimate(values.map((value) => value * value));
      expect(Math.abs(second.mean - (amplitude * amplitude + 2 * coils * sigma * sigma))).toBeLessThan(4 * second.error);
    }
    const first = estimate(background);
    expect(Math.abs(first.mean - sigma * Math.SQRT2 * gammaRatio(coils))).toBeLessThan(4 * first.error);
    // Var = s^2 (2 L - mean^2 / s^2) nears s^2 / 2: an even floor. The relative error of a standard deviation is near 1 / sqrt(2 N).
    const deviation = sigma * Math.sqrt(2 * coils - 2 * gammaRatio(coils) ** 2);
    expect(Math.abs((first.error * Math.sqrt(background.length)) / deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * background.length));
  });

  it("receives anew what fewer coils saw whole: their root-sum-of-squares, by sixteen", () => {
    const clean = randomSamples(4, 32, 24);
    const { sample, effective } = multichannelNoise.degrade(clean, { noiseFloor: 0, coils: 16 }, draws("few"));
    expect([sample.coils, effective.coils]).toEqual([16, 16]);
    const [before, after] = [clean, sample].map((each) => station.leave(each, undefined as never).data);
    // Where signal is below a tenth of its mean, smooth sensitivities count for more: a few pixels of noise lose some of it.
    const mean = before!.reduce((sum, value) => sum + value, 0) / before!.length;
    const off = after!.map((value, i) => Math.abs(value - before![i]!) / mean).sort();
    expect(off[Math.floor(0.95 * off.length)]).toBeLessThan(0.02);
  });

  it("keeps the coils that raw samples have, and leaves empty what was never acquired", () => {
    const clean = randomSamples(3, 32, 24);
    for (let line = 0; line < 96; line++) if (line % 2 === 1) clean.data.fill(0, 48 * line, 48 * (line + 1));
    const { sample, effective } = multichannelNoise.degrade(clean, { noiseFloor: 0.3, coils: 16 }, draws("raw"));
    expect(effective.coils).toBe(3);
    for (let line = 0; line < 96; line++) {
      expect(sample.data.subarray(48 * line, 48 * (line + 1)).every((value) => value === 0)).toBe(line % 2 === 1);
    }
  });
});
