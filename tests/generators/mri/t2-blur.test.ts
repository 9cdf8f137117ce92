import { describe, expect, it } from "vitest";
import t2Blur, { decayOfLines, echoOfLines } from "../../../generators/mri/t2-blur.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

describe("the echo train", () => {
  it.each([
    [64, 8],
    [61, 7],
    [17, 17],
  ])("acquires the centre first and the edges last, each echo equally many lines: %i lines, %i echoes", (phase, echoes) => {
    const echo = echoOfLines(phase, echoes);
    const centre = Math.floor(phase / 2);
    expect(echo[centre]).toBe(0);
    const counts = new Array<number>(echoes).fill(0);
    for (let line = 0; line < phase; line++) {
      counts[echo[line]!]!++;
      if (line > centre) expect(echo[line]).toBeGreaterThanOrEqual(echo[line - 1]!);
      if (line < centre) expect(echo[line]).toBeGreaterThanOrEqual(echo[line + 1]!);
    }
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(Math.max(...echo)).toBe(echoes - 1);
  });
});

describe("T2 decay", () => {
  it("makes a point the transform of the decay: with an echo for each line, a Lorentzian within the sampled k-space", () => {
    // With W(k) = exp(-a |k| / k_max), |k| <= k_max = 1/2 per pixel:
    //   p(y) = 2 integral from 0 to 1/2 of exp(-2 a k) cos(2 pi k y) dk
    //        = (4 a - 4 a exp(-a) cos(pi y)) / (4 a^2 + 4 pi^2 y^2)           at whole y, where sin(pi y) = 0
    // Lines are N^-1 apart, and the echo of a line is off by at most one line: each weight errs by at most 2 a / N relatively, so p does by
    // at most 2 a / N times p(0), the sum of all weights, and the sum for the integral by one line more.
    const [phase, decay] = [512, 6];
    const samples = samplesOf(
      new Float64Array(2 * phase).map((_, i) => (i % 2 === 0 ? 1 : 0)),
      1,
      phase,
      1,
    );
    const { sample, effective } = t2Blur.degrade(samples, { decay, echoes: phase }, draws("a"));
    const point = ifft2c(sample.data.slice(), phase, 1);
    const peak = (4 * decay - 4 * decay * Math.exp(-decay)) / (4 * decay * decay);
    for (let y = -60; y <= 60; y++) {
      const expected = (4 * decay - 4 * decay * Math.exp(-decay) * Math.cos(Math.PI * y)) / (4 * (decay * decay + (Math.PI * y) ** 2));
      const got = point[2 * (phase / 2 + y)]! / Math.sqrt(phase);
      expect(Math.abs(got - expected)).toBeLessThan(((2 * decay + 1) / phase) * peak + 1 / phase);
    }
    expect(effective.width).toBeCloseTo((2 * decay) / Math.PI, 12);
    // Half the width from the middle the Lorentzian has half its height: pi y = a.
    expect(1 / (1 + ((Math.PI * effective.width!) / 2 / decay) ** 2)).toBeCloseTo(0.5, 12);
  });

  it("weighs the first echo by 1 and the last by exp(-duration / T2)", () => {
    const weights = decayOfLines(48, 16, 2.5);
    expect(weights[24]).toBe(1);
    expect(weights[0]).toBeCloseTo(Math.exp(-2.5), 12);
    expect(t2Blur.degrade(randomSamples(1, 48, 4), { decay: 2.5, echoes: 16 }, draws("b")).effective.lastEcho).toBeCloseTo(
      100 * Math.exp(-2.5),
      9,
    );
  });

  it("leaves an object alone that does not vary along phase encoding: all of it lies on the central line", () => {
    const samples = randomSamples(1, 24, 10);
    const even = { ...samples, data: samples.data.map((value, at) => (Math.floor(at / 20) === 12 ? value : 0)) };
    expect(mismatch(t2Blur.degrade(even, { decay: 5, echoes: 8 }, draws("c")).sample.data, even.data)).toBe(0);
  });
});
