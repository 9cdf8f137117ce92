import { describe, expect, it } from "vitest";
import converterOverflow from "../../../generators/mri/converter-overflow.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, randomSamples } from "./coil-samples.ts";

describe("mri/converter-overflow", () => {
  const samples = randomSamples(2, 24, 20);
  const peak = samples.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

  it("holds every number up to its limit exactly and none beyond", () => {
    const { sample, effective } = converterOverflow.degrade(samples, { level: 0.3 }, draws("o"));
    let clipped = 0;
    for (const [i, value] of sample.data.entries()) {
      const before = samples.data[i];
      expect(value).toBe(Math.abs(before) <= 0.3 * peak ? before : Math.sign(before) * 0.3 * peak);
      if (value !== before) clipped++;
    }
    expect(effective.clippedSamples).toBe(clipped);
  });

  it("loses in the image, too, the energy that it says (Parseval)", () => {
    const { sample, effective } = converterOverflow.degrade(samples, { level: 0.5 }, draws("o"));
    const image = ifft2c(sample.data.slice(), 24, 20, 2);
    expect(energy(image) / energy(samples.data)).toBeCloseTo(1 - effective.energyLost, 12);
  });

  it("of an even square leaves the amplitude of k = 0 that was cut off spread as a constant", () => {
    // A point in the centre has the same number 1 / sqrt(N) everywhere in k-space; with c added to all pixels, k = 0 alone is larger by c sqrt(N).
    const [phase, readout, c] = [16, 16, 0.5];
    const count = phase * readout;
    const data = new Float64Array(2 * count).map((_, i) => (i % 2 === 0 ? 1 / Math.sqrt(count) : 0));
    const centre = 2 * (8 * readout + 8);
    data[centre] += c * Math.sqrt(count);
    const level = 1 / Math.sqrt(count) / data[centre];
    const { sample } = converterOverflow.degrade({ ...samples, coils: 1, phase, readout, data }, { level }, draws("o"));
    const image = ifft2c(sample.data, phase, readout);
    for (let i = 0; i < count; i++) expect(image[2 * i]).toBeCloseTo(i === 8 * readout + 8 ? 1 : 0, 12);
  });
});
