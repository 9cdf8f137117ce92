import { describe, expect, it } from "vitest";
import nyquistGhost, { misaligned } from "../../../generators/mri/nyquist-ghost.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

describe("misaligned", () => {
  it.each([
    [16, 12],
    [18, 11],
  ])("is cos of half the phase times the image, and sin of it times the image half a field of view away: %i x %i", (phase, readout) => {
    // exp(i s h) = cos h + i s sin h for s = (-1)^l; and (-1)^l = (-1)^c exp(i pi (l - c)) moves the image by half of the lines.
    const samples = randomSamples(2, phase, readout);
    const half = Float64Array.from({ length: readout }, (_, x) => 0.05 + 0.01 * x);
    const images = ifft2c(samples.data.slice(), phase, readout, 2);
    const found = ifft2c(misaligned(samples, half).data, phase, readout, 2);
    const sign = (phase / 2) % 2 === 0 ? 1 : -1;
    const expected = new Float64Array(images.length);
    for (let i = 0; i < images.length / 2; i++) {
      const row = Math.floor(i / readout) % phase;
      const from = 2 * (i + (((row + phase / 2) % phase) - row) * readout);
      const angle = 2 * Math.PI * half[i % readout]!;
      expected[2 * i] = Math.cos(angle) * images[2 * i] - sign * Math.sin(angle) * images[from + 1];
      expected[2 * i + 1] = Math.cos(angle) * images[2 * i + 1] + sign * Math.sin(angle) * images[from];
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-13);
  });

  it("keeps the energy of each line", () => {
    const samples = randomSamples(1, 9, 14);
    const { data } = misaligned(samples, new Float64Array(14).fill(0.07));
    for (let line = 0; line < 9; line++) {
      const [after, before] = [data, samples.data].map((each) => energy(each.subarray(28 * line, 28 * line + 28)));
      expect(after / before).toBeCloseTo(1, 12);
    }
  });
});

describe("mri/nyquist-ghost", () => {
  it("says how bright the ghost is and where it stands", () => {
    const { effective } = nyquistGhost.degrade(randomSamples(1, 20, 8), { phase: 60, delay: 0 }, draws("n"));
    // sin(60 deg / 2), and half of 20 pixels of 1 mm.
    expect(effective.ghostToImage).toBeCloseTo(0.5, 12);
    expect(effective.ghostDistance).toBeCloseTo(10, 12);
  });
});
