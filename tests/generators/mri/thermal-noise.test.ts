import { describe, expect, it } from "vitest";
import modality, { foreground, kSpace } from "../../../generators/mri/modality.ts";
import thermalNoise from "../../../generators/mri/thermal-noise.ts";
import { signalOf } from "../../../generators/mri/tissue/signal.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

const SIZE = 128;
const COUNT = SIZE * SIZE;

/** Signal 1 in the upper half, shared evenly by the coils with phases of their own; a background below that holds only a trace. */
function halfImage(coils: number) {
  const images = new Float64Array(2 * coils * COUNT);
  for (let i = 0; i < coils * COUNT; i++) {
    const signal = i % COUNT < COUNT / 2 ? 1 / Math.sqrt(coils) : 0;
    const coil = Math.floor(i / COUNT);
    images[2 * i] = signal * Math.cos(coil);
    images[2 * i + 1] = signal * Math.sin(coil);
    // One bright pixel keeps every sample of k-space from being exactly zero, which would mean "not acquired".
    if (i % COUNT === COUNT - 1) images[2 * i] = 0.01;
  }
  return samplesOf(fft2c(images, SIZE, SIZE, coils), coils, SIZE, SIZE);
}

const station = modality.stations.find(({ domain }) => domain === kSpace)!;

function magnitudes(coils: number, snr: number): { signal: Float64Array; background: Float64Array; sigma: number } {
  const { sample } = thermalNoise.degrade(halfImage(coils), { snr }, draws("noise"));
  const { data } = station.leave(sample, undefined as never);
  return { signal: data.slice(0, COUNT / 2), background: data.slice(COUNT / 2, COUNT - 1), sigma: 1 / snr };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Mean and its standard error. */
function estimate(values: Float64Array): { mean: number; error: number } {
  const m = mean(values);
  return { mean: m, error: Math.sqrt(mean(values.map((value) => (value - m) * (value - m))) / values.length) };
}

describe("the magnitude of a noisy image", () => {
  it.each([1, 4, 8])("has the second moment A^2 + 2 L s^2 of a chi distribution in signal and background: %i coils", (coils) => {
    const { signal, background, sigma } = magnitudes(coils, 5);
    for (const [values, amplitude] of [
      [signal, 1],
      [background, 0],
    ] as const) {
      const second = estimate(values.map((value) => value * value));
      expect(Math.abs(second.mean - (amplitude * amplitude + 2 * coils * sigma * sigma))).toBeLessThan(4 * second.error);
    }
  });

  it("has a Rayleigh background for one coil: mean s sqrt(pi / 2), standard deviation s sqrt(2 - pi / 2)", () => {
    const { background, sigma } = magnitudes(1, 5);
    const first = estimate(background);
    expect(Math.abs(first.mean - sigma * Math.sqrt(Math.PI / 2))).toBeLessThan(4 * first.error);
    // The relative standard error of a standard deviation is below sqrt((kurtosis - 1) / 4 N); Rayleigh's kurtosis is 3.245.
    const deviation = first.error * Math.sqrt(background.length);
    expect(Math.abs(deviation / (sigma * Math.sqrt(2 - Math.PI / 2)) - 1)).toBeLessThan(4 * Math.sqrt(2.245 / (4 * background.length)));
  });

  it("has a Rician mean for one coil, above the true signal", () => {
    // Rice: mean = s sqrt(pi/2) L(-A^2 / 2 s^2) with L(x) = exp(x/2) ((1 - x) I0(-x/2) - x I1(-x/2)); at A / s = 2:
    // x = -2, L = exp(-1) (3 I0(1) + 2 I1(1)) = exp(-1) (3 * 1.2660658778 + 2 * 0.5651591040).
    const { signal, sigma } = magnitudes(1, 2);
    const rice = sigma * Math.sqrt(Math.PI / 2) * Math.exp(-1) * (3 * 1.2660658778 + 2 * 0.565159104);
    const first = estimate(signal);
    expect(Math.abs(first.mean - rice)).toBeLessThan(4 * first.error);
    expect(rice).toBeGreaterThan(1.1);
  });
});

describe("the noise", () => {
  it("reaches the SNR that was asked for, and says what it reached", () => {
    const clean = halfImage(4);
    expect(signalOf(clean).mean).toBeCloseTo(1, 12);
    const { sample, effective } = thermalNoise.degrade(clean, { snr: 12 }, draws("b"));
    const images = ifft2c(
      sample.data.map((value, i) => value - clean.data[i]),
      SIZE,
      SIZE,
      4,
    );
    const deviation = Math.sqrt(mean(images.map((value) => value * value)));
    // All of the foreground has signal 1.
    expect(effective.noise).toBeCloseTo(100 * deviation, 9);
    expect(effective.achievedSnr).toBeCloseTo(1 / deviation, 9);
    // The relative standard error of a standard deviation of N normal numbers is 1 / sqrt(2 N).
    expect(Math.abs(effective.achievedSnr / 12 - 1)).toBeLessThan(4 / Math.sqrt(2 * images.length));
  });

  it("is one field, scaled: twice the SNR is half the noise, sample by sample", () => {
    const clean = randomSamples(2, 31, 16);
    const [low, high] = [4, 8].map((snr) =>
      thermalNoise.degrade(clean, { snr }, draws("c")).sample.data.map((value, i) => value - clean.data[i]),
    );
    expect(
      mismatch(
        high.map((value) => 2 * value),
        low,
      ),
    ).toBeLessThan(1e-12);
  });

  it("does not fall on samples that were never acquired, and still reaches the SNR in the image", () => {
    const clean = randomSamples(2, 128, 96);
    for (let line = 0; line < 256; line++) if (line % 4 !== 0) clean.data.fill(0, 192 * line, 192 * (line + 1));
    const { sample, effective } = thermalNoise.degrade(clean, { snr: 6 }, draws("d"));
    for (let line = 0; line < 256; line++) {
      const row = sample.data.subarray(192 * line, 192 * (line + 1));
      expect(row.every((value) => value === 0)).toBe(line % 4 !== 0);
    }
    expect(Math.abs(effective.achievedSnr / 6 - 1)).toBeLessThan(4 / Math.sqrt(2 * 64 * 192));
  });

  it("is none for an image without signal", () => {
    const { sample, effective } = thermalNoise.degrade(samplesOf(new Float64Array(2 * 64), 1, 8, 8), { snr: 5 }, draws("e"));
    expect(sample.data.every((value) => value === 0)).toBe(true);
    expect(effective).toEqual({ noise: 0, achievedSnr: 0 });
  });
});

describe("the foreground", () => {
  it("is what exceeds a tenth of the 99th percentile", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 600 ? 0.09 : 1));
    expect(foreground(values)).toEqual(new Float64Array(400).fill(1));
    expect(foreground(new Float64Array(10)).length).toBe(0);
  });
});
