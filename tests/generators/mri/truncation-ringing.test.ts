import { describe, expect, it } from "vitest";
import truncation from "../../../generators/mri/truncation-ringing.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

describe("a box of k-space", () => {
  it("overshoots a step by the constant of Wilbraham and Gibbs, 8.95 %, wherever the cut is", () => {
    // A band of half the field of view between 1 and 2, so that its magnitude is its value. Edges lie between samples, and N = 4096
    // lines show what 64 to 256 of them hold: 16 and more image samples a ripple's half-width, so the highest one misses the peak's
    // height, of curvature pi^2 / w^2 times it, by less than 0.09 (pi / 2 / 16)^2 / 2 = 4e-4; the next edge, N / 2 away, adds its
    // far ripples, below 1 / (pi^2 n / 2) of the step for n kept lines: 3e-3 at 64.
    const [phase, readout] = [4096, 1];
    const image = new Float64Array(2 * phase);
    for (let i = 0; i < phase; i++) image[2 * i] = i >= 1024 && i < 3072 ? 2 : 1;
    const samples = samplesOf(fft2c(image, phase, readout), 1, phase, readout);
    const wilbraham = 0.0894898722;
    for (const lines of [65, 129, 257]) {
      const { sample } = truncation.degrade(samples, { kept: lines / phase }, draws("a"));
      const shown = ifft2c(sample.data.slice(), phase, readout);
      let most = 0;
      for (let i = 0; i < phase; i++) most = Math.max(most, Math.hypot(shown[2 * i]!, shown[2 * i + 1]!));
      expect(Math.abs(most - 2 - wilbraham), `${lines} lines`).toBeLessThan(4e-4 + 2 / (Math.PI ** 2 * lines));
    }
  });

  it("is the identity where everything is kept, and records what it kept", () => {
    const samples = { ...randomSamples(2, 30, 21), spacing: { phase: 2e-3, readout: 1e-3 } };
    expect(truncation.degrade(samples, { kept: 1 }, draws("a")).sample.data).toEqual(samples.data);
    const { sample, effective } = truncation.degrade(samples, { kept: 0.5 }, draws("a"));
    // 11 of 21 readout samples; ripples follow every 2 N / n pixels of 2 mm.
    expect(effective).toEqual({ lines: 15, readoutSamples: 11, ripple: 8 });
    expect(sample.acquired!.reduce((sum, kept) => sum + kept, 0)).toBe(15 * 11);
    expect(mismatch(sample.data, samples.data)).toBeGreaterThan(0.5);
  });
});
