import { describe, expect, it } from "vitest";
import interference, { type Burst, burstSamples, disturbed } from "../../../generators/mri/radio-frequency-interference.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

describe("disturbed", () => {
  it("weaves a wave under a Gaussian into each coil's image", () => {
    // Poisson: the transform of a sampled Gaussian is the periodic sum of its transform, in phase where its middle is a whole sample.
    // The burst of deviation 1 / (2 pi 0.05) = 3.2 samples ends 31 samples from its middle, at exp(-47).
    const [coils, phase, readout, width] = [2, 24, 80, 0.05];
    const acquired = new Uint8Array(phase * readout).fill(1);
    const empty = { ...samplesOf(new Float64Array(2 * coils * phase * readout), coils, phase, readout), acquired };
    const burst: Burst = { place: 0.3, line: 5 / 24, moment: 0.1, turns: 0.17 };
    const found = ifft2c(disturbed(empty, [burst], width, 1).data, phase, readout, coils);
    const deviation = width * readout;
    const peak = 1 / Math.sqrt(phase * deviation * Math.sqrt(Math.PI));
    const expected = new Float64Array(found.length);
    for (let i = 0; i < expected.length / 2; i++) {
      const y = (Math.floor(i / readout) % phase) - phase / 2;
      const x = (i % readout) - readout / 2;
      let size = 0;
      for (const repeat of [-1, 0, 1]) size += peak * Math.exp((-0.5 * (x - (0.3 + repeat) * readout) ** 2) / deviation ** 2);
      const angle = 2 * Math.PI * (0.17 + (5 * y) / phase + 0.1 * x);
      expected[2 * i] = size * Math.cos(angle);
      expected[2 * i + 1] = size * Math.sin(angle);
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-12);
  });

  it("adds to one line for each burst, and nothing where nothing was acquired", () => {
    const samples = { ...randomSamples(1, 10, 12), acquired: new Uint8Array(120).fill(1, 0, 60) };
    const at = (line: number): Burst => ({ place: 0, line: line / 10, moment: 0, turns: 0 });
    const { data } = disturbed(samples, [at(-3), at(2)], 0.05, 1);
    for (let line = 0; line < 10; line++) {
      const [after, before] = [data, samples.data].map((each) => each.subarray(24 * line, 24 * line + 24));
      if (line === 2) expect(after).not.toEqual(before);
      else expect(after).toEqual(before);
    }
  });
});

describe("mri/radio-frequency-interference", () => {
  it("has the energy that its amplitude says, shared by the bursts", () => {
    const samples = randomSamples(2, 40, 64);
    const { sample, drawn } = interference.degrade(samples, { amplitude: 0.5, bursts: 3, width: 0.05 }, draws("r"));
    const lines = (drawn.lines as number[]).map((line) => Math.round(line * 40));
    expect(new Set(lines).size).toBe(3);
    const added = sample.data.map((value, i) => value - samples.data[i]!);
    expect(energy(added) / energy(samples.data)).toBeCloseTo(0.25, 12);
    expect(energy(burstSamples(64, { place: 0.2, line: 0, moment: 0.05, turns: 0.4 }, 0.05))).toBeCloseTo(1, 12);
  });
});
