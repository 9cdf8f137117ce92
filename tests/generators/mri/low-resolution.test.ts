import { describe, expect, it } from "vitest";
import lowResolution, { fermiWindow } from "../../../generators/mri/low-resolution.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

describe("the Fermi window", () => {
  it("passes half where a plain cut would be, all at the centre, and is 1 everywhere for the image's own pixel", () => {
    const window = fermiWindow(256, 4);
    expect(window[128 + 32]).toBeCloseTo(0.5, 12);
    expect(window[128]).toBeGreaterThan(0.98);
    expect(window[128 - 50]).toBeCloseTo(1 / (1 + Math.exp(18 / 8)), 12);
    expect(window[0]).toBe(0);
    expect(fermiWindow(97, 1).every((weight) => weight === 1)).toBe(true);
    for (let i = 0; i < 127; i++) expect(window[i]).toBeLessThanOrEqual(window[i + 1]!);
  });
});

describe("a step", () => {
  const [phase, readout] = [1024, 1];
  const image = new Float64Array(2 * phase);
  for (let i = 0; i < phase; i++) image[2 * i] = i >= 256 && i < 768 ? 2 : 1;
  const samples = samplesOf(fft2c(image, phase, readout), 1, phase, readout);
  const shown = (ratio: number): number[] => {
    const { sample } = lowResolution.degrade(samples, { pixelRatio: ratio }, draws("a"));
    const data = ifft2c(sample.data.slice(), phase, readout);
    return Array.from({ length: phase }, (_, i) => Math.hypot(data[2 * i]!, data[2 * i + 1]!));
  };

  it("rings by less than a fifth of what a plain cut does", () => {
    // Of the window's transform, K / (2 T) = 2 times pi: ripples fall off as exp(-2 pi^2 T x); the first, at x = 1 / (2 K), holds
    // exp(-pi^2 / 4) = 0.085 of a plain cut's relative to its lobe; a fifth of 8.95 % leaves room for the second lobe's tail.
    for (const ratio of [4, 8, 16]) expect(Math.max(...shown(ratio)) - 2).toBeLessThan(0.0895 / 5);
  });

  it("blurs in proportion to the pixel: twice the pixel, twice the width of the edge", () => {
    // Width: step over steepest slope, which by the inverse transform is the mean of the window over frequencies: proportional to 1 / q.
    const width = (ratio: number): number => {
      const values = shown(ratio);
      return 1 / Math.max(...values.slice(128, 384).map((value, i) => Math.abs(value - values[127 + i]!)));
    };
    expect(width(8) / width(4)).toBeCloseTo(2, 1);
    expect(width(16) / width(8)).toBeCloseTo(2, 1);
  });
});

describe("the degradation", () => {
  it("weighs by the window along both axes, and states the pixel", () => {
    const samples = { ...randomSamples(2, 24, 18), spacing: { phase: 2e-3, readout: 0.5e-3 } };
    const { sample, effective } = lowResolution.degrade(samples, { pixelRatio: 3 }, draws("a"));
    const [down, across] = [fermiWindow(24, 3), fermiWindow(18, 3)];
    const expected = samples.data.map((value, i) => value * down[Math.floor(i / 36) % 24]! * across[Math.floor(i / 2) % 18]!);
    expect(mismatch(sample.data, expected)).toBeLessThan(1e-15);
    expect(effective).toEqual({ pixelPhase: 6, pixelReadout: 1.5 });
    expect(lowResolution.degrade(samples, { pixelRatio: 1 }, draws("a")).sample.data).toEqual(samples.data);
    expect(() => lowResolution.degrade(samples, { pixelRatio: 0.5 }, draws("a"))).toThrow("Expected a ratio of at least 1, got 0.5");
  });
});
