import { describe, expect, it } from "vitest";
import periodicAttenuation, { attenuated } from "../../../generators/mri/periodic-attenuation.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples } from "./coil-samples.ts";

describe("attenuated", () => {
  it.each([3, 4])("gives as many images as the period: 1 - s / n of the first, s / n of each other one, n = %i", (period) => {
    // The comb [l = m mod n] is 1/n sum_j exp(2 pi i j (l - m) / n); exp(2 pi i j (l - c) / n) moves the image by j N / n.
    const [coils, phase, readout, first, loss] = [2, 24, 7, 1, 0.6];
    const samples = randomSamples(coils, phase, readout);
    const images = ifft2c(samples.data.slice(), phase, readout, coils);
    const found = ifft2c(attenuated(samples, first, period, loss).data, phase, readout, coils);
    const expected = images.map((value) => value);
    for (let j = 0; j < period; j++) {
      const angle = (2 * Math.PI * j * (phase / 2 - first)) / period;
      const [re, im] = [(-loss / period) * Math.cos(angle), (-loss / period) * Math.sin(angle)];
      for (let i = 0; i < images.length / 2; i++) {
        const row = Math.floor(i / readout) % phase;
        // Multiplied by exp(2 pi i j k / n) k-space belongs to x(y + j N / n).
        const from = 2 * (i + (((row + (j * phase) / period) % phase) - row) * readout);
        expected[2 * i] += re * images[from]! - im * images[from + 1]!;
        expected[2 * i + 1] += re * images[from + 1]! + im * images[from]!;
      }
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-13);
  });
});

describe("mri/periodic-attenuation", () => {
  it("says how bright the copies are and how far apart", () => {
    const { effective, sample } = periodicAttenuation.degrade(randomSamples(1, 24, 8), { loss: 60, period: 4 }, draws("p"));
    expect(effective.ghostAmplitude).toBeCloseTo(0.15, 12);
    // 24 pixels of 1 mm.
    expect(effective.ghostSpacing).toBeCloseTo(6, 12);
    expect(sample.data.length).toBe(2 * 24 * 8);
  });
});
