import { describe, expect, it } from "vitest";
import centrePoint from "../../../generators/mri/centre-point-artefact.ts";
import { signalOf } from "../../../generators/mri/tissue/signal.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

/** Sum over i = 0 .. N - 1 of q^i exp(2 pi i n (i - c) / N) / sum of q^i, a geometric series: q^N is the same for every n. */
function series(count: number, settling: number, n: number): [number, number] {
  const q = Math.exp(-1 / (settling * count));
  const angle = (2 * Math.PI * n) / count;
  const [re, im] = [1 - q * Math.cos(angle), -q * Math.sin(angle)];
  const scale = (1 - q) / (re * re + im * im);
  const turn = -angle * Math.floor(count / 2);
  const [a, b] = [scale * re, -scale * im];
  return [a * Math.cos(turn) - b * Math.sin(turn), a * Math.sin(turn) + b * Math.cos(turn)];
}

describe("mri/centre-point-artefact", () => {
  it.each([
    [16, 12, 0.2],
    [15, 11, 0.3],
    [14, 9, 1e12],
  ])("adds the closed form of a settling offset to each coil's image: %i x %i, %d", (phase, readout, settling) => {
    const samples = randomSamples(2, phase, readout);
    const { sample, drawn, effective, mask } = centrePoint.degrade(samples, { amplitude: 5, settling }, draws("c"));
    const images = ifft2c(samples.data.slice(), phase, readout, 2);
    const found = ifft2c(sample.data.slice(), phase, readout, 2);
    // rms of a coil's image: the transform keeps energy.
    const size = 5 * Math.sqrt(energy(samples.data) / (2 * phase * readout));
    const expected = images.slice();
    const centre = Math.floor(phase / 2) * readout + Math.floor(readout / 2);
    for (const coil of [0, 1]) {
      const middle = 2 * (coil * phase * readout + centre);
      const angle = Math.atan2(images[middle + 1]!, images[middle]!) + ((drawn.phasesDeg as number[])[coil]! * Math.PI) / 180;
      for (let i = 0; i < phase * readout; i++) {
        const [a, b] = series(phase, settling, Math.floor(i / readout) - Math.floor(phase / 2));
        const [c, d] = series(readout, settling, (i % readout) - Math.floor(readout / 2));
        const [re, im] = [a * c - b * d, a * d + b * c];
        const at = 2 * (coil * phase * readout + i);
        expected[at] += size * (re * Math.cos(angle) - im * Math.sin(angle));
        expected[at + 1] += size * (re * Math.sin(angle) + im * Math.cos(angle));
      }
      // The law of cosines, for an angle within 45 degrees: never darker.
      expect(Math.hypot(found[middle]!, found[middle + 1]!)).toBeGreaterThan(Math.hypot(images[middle]!, images[middle + 1]!));
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-11);
    // Of two coils that hear the same.
    expect((effective.pointAmplitude * signalOf(samples).brightest) / 100).toBeCloseTo(size * Math.SQRT2, 10);
    expect(mask![centre]).toBe(1);
    // Constant, it is one pixel.
    if (settling > 1e6) expect(mask!.reduce((sum, value) => sum + value, 0)).toBe(1);
  });

  it("turns its mask with an image whose phase encoding runs along the rows", () => {
    const { mask } = centrePoint.degrade({ ...randomSamples(1, 6, 9), transposed: true }, { amplitude: 1, settling: 1e12 }, draws("c"));
    // 9 rows of 6: row 4, column 3.
    expect(mask!.indexOf(1)).toBe(4 * 6 + 3);
  });

  it("leaves samples alone that were not acquired", () => {
    const acquired = new Uint8Array(48).fill(1, 12);
    const samples = { ...randomSamples(1, 8, 6), acquired };
    const { sample } = centrePoint.degrade(samples, { amplitude: 1, settling: 0.2 }, draws("c"));
    expect(sample.data.subarray(0, 24)).toEqual(samples.data.subarray(0, 24));
    expect(sample.data.subarray(24)).not.toEqual(samples.data.subarray(24));
  });
});
