import { describe, expect, it } from "vitest";
import { signalOf } from "../../../generators/mri/tissue/signal.ts";
import zipper from "../../../generators/mri/zipper.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, randomSamples } from "./coil-samples.ts";

describe("mri/zipper", () => {
  it.each([
    [24, 18],
    [17, 23],
  ])("puts all its energy on one line along phase encoding, as much as it says: %i x %i", (phase, readout) => {
    const samples = randomSamples(2, phase, readout);
    const { sample, mask, effective } = zipper.degrade(samples, { amplitude: 3 }, draws("z"));
    // The transform is linear: what was added to k-space is what was added to the images.
    const added = ifft2c(
      sample.data.map((value, i) => value - samples.data[i]!),
      phase,
      readout,
      2,
    );
    const total = energy(added);
    let within = 0;
    for (let i = 0; i < added.length; i++) if (mask![Math.floor(i / 2) % (phase * readout)] === 1) within += added[i]! * added[i]!;
    expect(mask!.reduce((sum, value) => sum + value, 0)).toBe(phase);
    expect(Math.abs(within / total - 1)).toBeLessThan(1e-12);
    // Parseval: amplitude^2 rms^2 on each of the pixels of the line, in each coil; rms^2 = energy / (coils x pixels).
    expect(total / energy(samples.data)).toBeCloseTo(9 / readout, 12);
    expect(effective.energy).toBeCloseTo(9 / readout, 12);
    const amplitude = (effective.lineAmplitude * signalOf(samples).brightest) / 100;
    expect(amplitude * amplitude * phase).toBeCloseTo(total, 8);
  });

  it("turns its mask with an image whose phase encoding runs along the rows", () => {
    const { mask } = zipper.degrade({ ...randomSamples(1, 6, 9), transposed: true }, { amplitude: 1 }, draws("z"));
    const rows = Array.from({ length: 9 }, (_, row) => mask!.subarray(6 * row, 6 * row + 6).reduce((sum, value) => sum + value, 0));
    expect(rows.filter((count) => count === 6).length).toBe(1);
    expect(rows.filter((count) => count === 0).length).toBe(8);
  });

  it("leaves samples alone that were not acquired", () => {
    const samples = randomSamples(1, 8, 6);
    const acquired = new Uint8Array(48).fill(1, 12);
    const { sample } = zipper.degrade({ ...samples, acquired }, { amplitude: 1 }, draws("z"));
    expect(sample.data.subarray(0, 24)).toEqual(samples.data.subarray(0, 24));
    expect(sample.data.subarray(24)).not.toEqual(samples.data.subarray(24));
  });
});
