import { describe, expect, it } from "vitest";
import { keepLines } from "../../../generators/mri/acquisition/acquired.ts";
import type { CoilSamples } from "../../../generators/mri/modality.ts";
import wrapAround, { extentOf, fold } from "../../../generators/mri/wrap-around.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

const imagesOf = (samples: CoilSamples): CoilSamples => ({
  ...samples,
  data: ifft2c(samples.data.slice(), samples.phase, samples.readout, samples.coils),
});

describe("folding", () => {
  it("into half the field of view is what every other line of k-space shows, to rounding", () => {
    const [coils, phase, readout] = [2, 32, 7];
    const samples = randomSamples(coils, phase, readout);
    const images = imagesOf(samples);
    // Twice the comb's image is x(y) + x(y + N / 2) everywhere; the central line is among the lines kept.
    const kept = imagesOf(
      keepLines(
        samples,
        Uint8Array.from({ length: phase }, (_, line) => 1 - (line % 2)),
      ),
    );
    const folded = fold(images, 8, 16);
    const expected = new Float64Array(folded.length);
    for (let line = 0; line < coils * phase; line++) {
      if (line % phase < 8 || line % phase >= 24) continue;
      for (let i = 2 * line * readout; i < 2 * (line + 1) * readout; i++) expected[i] = 2 * kept.data[i]!;
    }
    expect(mismatch(folded, expected)).toBeLessThan(1e-14);
  });

  it("adds x(y + j V) for every j, and keeps the sum of all of the image", () => {
    const images = samplesOf(
      new Float64Array(20).map((_, i) => (i % 2 === 0 ? 2 ** (i / 2) : 0)),
      1,
      10,
      1,
    );
    // V = 3 from line 4 on: line 4 shows 1, 4, 7; line 5 shows 2, 5, 8; line 6 shows 0, 3, 6, 9.
    const real = fold(images, 4, 3).filter((_, i) => i % 2 === 0);
    expect([...real]).toEqual([0, 0, 0, 0, 2 + 16 + 128, 4 + 32 + 256, 1 + 8 + 64 + 512, 0, 0, 0]);
  });
});

describe("the field of view", () => {
  /** An object of 1 on lines 10 .. 39 of 64. */
  function slab(): CoilSamples {
    const data = new Float64Array(2 * 64 * 5);
    for (let i = 10 * 5; i < 40 * 5; i++) data[2 * i] = 1;
    return { ...samplesOf(data, 1, 64, 5), spacing: { phase: 2e-3, readout: 1e-3 } };
  }

  it("is a share of the object's extent, centred on it", () => {
    expect(extentOf(slab())).toEqual({ first: 10, count: 30 });
    const { sample, effective } = wrapAround.degrade(slab(), { fieldOfView: 0.8 }, draws("a"));
    expect(effective).toEqual({ fieldOfView: 48, wrapped: 12 });
    // 24 lines from 13 on; the three lines on either side return on the other.
    const shown = Array.from({ length: 64 }, (_, line) => sample.data[10 * line]!);
    const expected = Array.from({ length: 64 }, (_, line) => (line < 13 || line >= 37 ? 0 : line < 16 || line >= 34 ? 2 : 1));
    expect(shown).toEqual(expected);
  });

  it("of the whole object loses nothing of it", () => {
    expect(wrapAround.degrade(slab(), { fieldOfView: 1 }, draws("a")).sample.data).toEqual(slab().data);
  });

  it("is defined without any signal", () => {
    const empty = samplesOf(fft2c(new Float64Array(2 * 8 * 4), 8, 4), 1, 8, 4);
    expect(wrapAround.degrade(empty, { fieldOfView: 0.5 }, draws("a")).effective.fieldOfView).toBe(8 * 0.5);
  });
});
