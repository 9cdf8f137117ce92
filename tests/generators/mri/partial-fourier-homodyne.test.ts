import { describe, expect, it } from "vitest";
import { keepLines } from "../../../generators/mri/acquisition/acquired.ts";
import { halfScanLines } from "../../../generators/mri/partial-fourier.ts";
import partialFourierHomodyne, { turnedPixels } from "../../../generators/mri/partial-fourier-homodyne.ts";
import { homodyne } from "../../../generators/mri/reconstruction/homodyne.ts";
import { reconstruct } from "../../../generators/mri/reconstruction/reconstruct.ts";
import { zeroFilled } from "../../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

describe("a phase that the centre of k-space does not hold", () => {
  it.each([1, -1] as const)("becomes brightness: a ripple a cos(t) of phase becomes 1 -+ a sin(t), to a^2", (side) => {
    // exp(i a cos t) = 1 + i (a / 2) (exp(i t) + exp(-i t)) + O(a^2). Beyond the centre one of the two is missing, the other counts twice:
    // 1 + i a exp(+-i t), and the part in phase with the centre's 1 is 1 -+ a sin t.
    const [phase, readout, a, m] = [63, 5, 0.01, 9];
    const t = (i: number): number => (2 * Math.PI * m * (Math.floor(i / readout) - 31)) / phase;
    const even = new Float64Array(2 * phase * readout).map((_, i) => 1 - (i % 2));
    const turns = Float64Array.from({ length: phase * readout }, (_, i) => (a * Math.cos(t(i))) / (2 * Math.PI));
    // 37 lines: 31 on one side, the centre, and 5 on the other: 9 is beyond them.
    const kept = keepLines(turnedPixels(samplesOf(even, 1, phase, readout), turns), halfScanLines(phase, 37 / 63, side));
    const image = homodyne(kept);
    image.forEach((value, i) => {
      expect(Math.abs(value - (1 - side * a * Math.sin(t(i))))).toBeLessThan(a * a);
    });
  });

  it("does not show where every line was acquired: the magnitude is the object's", () => {
    const samples = randomSamples(3, 20, 15);
    const { sample, effective } = partialFourierHomodyne.degrade(samples, { fraction: 1, turns: 1 }, draws("a"));
    expect(sample.reconstruction).toBe("homodyne");
    expect(mismatch(reconstruct(sample), zeroFilled(samples))).toBeLessThan(1e-13);
    expect(effective).toEqual({ fraction: 1, symmetricLines: 20 });
    expect(mismatch(sample.data, samples.data)).toBeGreaterThan(0.5);
  });

  it("needs half of k-space at least", () => {
    const run = () => partialFourierHomodyne.degrade(randomSamples(1, 8, 8), { fraction: 0.3, turns: 1 }, draws("a"));
    expect(run).toThrow("Expected a fraction of 0.5 to 1, got 0.3");
  });
});
