import { describe, expect, it } from "vitest";
import epiDistortion from "../../../generators/mri/epi-distortion.ts";
import { displaced } from "../../../generators/mri/field/displaced.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

/** Sums of a coil's complex columns, along phase encoding. */
function columnSums(data: Float64Array, coils: number, phase: number, readout: number): Float64Array {
  const sums = new Float64Array(2 * coils * readout);
  for (let i = 0; i < coils * phase * readout; i++) {
    const column = Math.floor(i / (phase * readout)) * readout + (i % readout);
    sums[2 * column] += data[2 * i]!;
    sums[2 * column + 1] += data[2 * i + 1]!;
  }
  return sums;
}

describe("displacement along phase encoding", () => {
  it.each([
    [16, 7],
    [17, 6],
    [1, 3],
  ])("is the identity without a field error: %i lines of %i", (phase, readout) => {
    const images = randomSamples(2, phase, readout);
    expect(mismatch(displaced(images, new Float64Array(phase * readout), "phase").data, images.data)).toBeLessThan(1e-13);
  });

  it.each([16, 17])("by whole pixels is a cyclic shift of every column by its own: %i lines", (phase) => {
    const readout = 5;
    const images = randomSamples(2, phase, readout);
    const shift = Float64Array.from({ length: phase * readout }, (_, i) => (i % readout) - 2);
    const expected = images.data.map((_, at) => {
      const i = at >> 1;
      const line = Math.floor(i / readout) % phase;
      const from = (((line - ((i % readout) - 2)) % phase) + phase) % phase;
      return images.data[2 * (i + (from - line) * readout) + (at & 1)]!;
    });
    expect(mismatch(displaced(images, shift, "phase").data, expected)).toBeLessThan(1e-12);
  });

  it.each([24, 25])("loses no signal, whatever the field: each column's sum stays (%i lines)", (phase) => {
    // The sum over an image column is its zero frequency along phase encoding, to which every pixel gives its own value whatever its place.
    const readout = 9;
    const images = randomSamples(3, phase, readout);
    const shift = draws("shift")
      .stream("shift")
      .fillNormal(new Float64Array(phase * readout))
      .map((value) => 3 * value);
    const before = columnSums(images.data, 3, phase, readout);
    expect(mismatch(columnSums(displaced(images, shift, "phase").data, 3, phase, readout), before)).toBeLessThan(1e-12);
  });

  it("moves a line across the image to where the field puts it, and nowhere else", () => {
    const [phase, readout] = [32, 8];
    const image = new Float64Array(2 * phase * readout);
    for (let sample = 0; sample < readout; sample++) image[2 * (10 * readout + sample)] = 1;
    const shift = Float64Array.from({ length: phase * readout }, (_, i) => i % readout);
    const { data } = displaced(samplesOf(image, 1, phase, readout), shift, "phase");
    for (let i = 0; i < phase * readout; i++) {
      const sample = i % readout;
      expect(data[2 * i]).toBeCloseTo(Math.floor(i / readout) === 10 + sample ? 1 : 0, 10);
    }
  });

  it("thins signal where the shift rises and piles it up where it falls: to 1 / (1 + slope)", () => {
    // A plateau of 64 pixels through y' = y + s (y - 64) is 64 (1 + s) pixels of 1 / (1 + s). Away from its edges by 12 pixels the ringing
    // of both, 1 / (pi distance) each at most, averages out to below 1 % over 16 pixels.
    for (const slope of [-0.3, 0.25]) {
      const phase = 128;
      const image = new Float64Array(2 * phase);
      for (let line = 32; line < 96; line++) image[2 * line] = 1;
      const shift = Float64Array.from({ length: phase }, (_, line) => slope * (line - 64));
      const { data } = displaced(samplesOf(image, 1, phase, 1), shift, "phase");
      let mean = 0;
      for (let line = 56; line < 72; line++) mean += data[2 * line]! / 16;
      expect(Math.abs(mean * (1 + slope) - 1)).toBeLessThan(0.01);
    }
  });
});

describe("a stretch to the double", () => {
  it("leaves no gaps between pixels: half of the signal, evenly", () => {
    // y' = y + (y - 64): pixels come to lie two apart. As points they would give lines of 1 and 0 in turn.
    const phase = 128;
    const image = new Float64Array(2 * phase);
    for (let line = 48; line < 80; line++) image[2 * line] = 1;
    const shift = Float64Array.from({ length: phase }, (_, line) => line - 64);
    const { data } = displaced(samplesOf(image, 1, phase, 1), shift, "phase");
    // A plateau of 64 pixels; 16 pixels within its edges they ring by 1 / (16 pi) of its height, both together by 2 %.
    for (let line = 48; line < 80; line++) expect(Math.abs(data[2 * line]! - 0.5)).toBeLessThan(0.5 * 0.05);
  });
});

describe("echo-planar distortion", () => {
  it("says how far it moves the object at most", () => {
    const { effective } = epiDistortion.degrade(randomSamples(1, 30, 30), { displacement: 10 }, draws("a"));
    // A tenth of 30 lines of a millimetre; 200 Hz times 0.5 ms is a tenth as well.
    expect(effective.peakDisplacement).toBeCloseTo(3, 12);
    expect(effective.fieldError).toBeCloseTo(200, 9);
    expect(effective.rmsDisplacement).toBeLessThan(3);
    expect(effective.rmsDisplacement).toBeGreaterThan(0.3);
  });
});
