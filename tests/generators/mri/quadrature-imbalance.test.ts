import { describe, expect, it } from "vitest";
import quadratureImbalance, { imbalanced } from "../../../generators/mri/quadrature-imbalance.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

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
  it("turns the copy about the isocentre along phase encoding and about the middle along the readout", () => {
    // A Gaussian of 3 pixels, smooth enough for shifts by parts of a pixel.
    const [phase, readout] = [64, 48];
    const image = Float64Array.from({ length: 2 * phase * readout }, (_, at) => {
      const i = at >> 1;
      const square = (Math.floor(i / readout) - 30) ** 2 + ((i % readout) - 15) ** 2;
      return at % 2 === 0 ? Math.exp(-square / 18) : 0;
    });
    const samples = samplesOf(fft2c(image.slice(), phase, readout), 1, phase, readout);
    const { sample, drawn, effective } = quadratureImbalance.degrade(samples, { gainError: 30, phaseError: 0 }, draws("q"));
    const found = ifft2c(sample.data.slice(), phase, readout);
    // Real gains: image' = x + (g / 2) conj(x) about c, with a = 1 and b = -g / 2.
    const expected = Float64Array.from({ length: 2 * phase * readout }, (_, at) => {
      const i = at >> 1;
      const line = 2 * (32 + (drawn.isocentre as number) * phase) - Math.floor(i / readout);
      const square = (line - 30) ** 2 + (48 - (i % readout) - 15) ** 2;
      return image[at]! - (at % 2 === 0 ? 0.15 * Math.exp(-square / 18) : 0);
    });
    // The phases of the field of view turn the copy as a whole: its magnitude counts.
    const ghost = found.map((value, at) => value - image[at]!);
    const wanted = expected.map((value, at) => value - image[at]!);
    const sizes = (data: Float64Array): Float64Array =>
      Float64Array.from({ length: phase * readout }, (_, i) => Math.hypot(data[2 * i]!, data[2 * i + 1]!));
    expect(mismatch(sizes(ghost), sizes(wanted))).toBeLessThan(1e-3);
    expect(effective.ghostToImage).toBeCloseTo(0.15, 12);
  });

  it("says how bright the ghost is: half the gain error where that is small and alone", () => {
    const { effective } = quadratureImbalance.degrade(randomSamples(1, 8, 8), { gainError: 0.2, phaseError: 0 }, draws("q"));
    // (1 + g / 2 - (1 - g / 2)) / 2 with g = 0.002
    expect(effective.ghostToImage).toBeCloseTo(0.001, 12);
  });
});
