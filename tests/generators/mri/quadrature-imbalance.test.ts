import { describe, expect, it } from "vitest";
import quadratureImbalance, { imbalanced } from "../../../generators/mri/quadrature-imbalance.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples } from "./coil-samples.ts";

describe("imbalanced", () => {
  it.each([
    [16, 12],
    [15, 11],
  ])("adds the conjugate image, turned about the centre, of the closed form's size: %i x %i", (phase, readout) => {
    const samples = randomSamples(2, phase, readout);
    const [gain, turns] = [0.2, 0.03];
    const image = ifft2c(samples.data.slice(), phase, readout, 2);
    const found = ifft2c(imbalanced(samples, gain, turns).data, phase, readout, 2);
    const [c, s] = [(1 + gain / 2) * Math.cos(2 * Math.PI * turns), (1 + gain / 2) * Math.sin(2 * Math.PI * turns)];
    const real = 1 - gain / 2;
    const [a, b] = [
      [(real + c) / 2, s / 2],
      [(real - c) / 2, s / 2],
    ];
    const mirrored = (index: number, length: number): number => (2 * Math.floor(length / 2) - index + length) % length;
    const expected = new Float64Array(image.length);
    for (let i = 0; i < image.length / 2; i++) {
      const coil = Math.floor(i / (phase * readout));
      const [row, column] = [Math.floor(i / readout) % phase, i % readout];
      const j = (coil * phase + mirrored(row, phase)) * readout + mirrored(column, readout);
      const [re, im, mirrorRe, mirrorIm] = [image[2 * i], image[2 * i + 1], image[2 * j], -image[2 * j + 1]];
      expected[2 * i] = a[0] * re - a[1] * im + b[0] * mirrorRe - b[1] * mirrorIm;
      expected[2 * i + 1] = a[0] * im + a[1] * re + b[0] * mirrorIm + b[1] * mirrorRe;
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-13);
  });
});

describe("mri/quadrature-imbalance", () => {
  it("says how bright the ghost is: half the gain error where that is small and alone", () => {
    const { effective } = quadratureImbalance.degrade(randomSamples(1, 8, 8), { gainError: 0.2, phaseError: 0 }, draws("q"));
    // (1 + g / 2 - (1 - g / 2)) / 2 with g = 0.002
    expect(effective.ghostToImage).toBeCloseTo(0.001, 12);
  });
});
