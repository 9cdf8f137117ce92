import { describe, expect, it } from "vitest";
import thickSection from "../../../generators/mri/thick-section.ts";
import { drawSlopes } from "../../../generators/signal/oblique-structures.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

const [PHASE, READOUT] = [64, 48];

describe("a thick section", () => {
  it("keeps what is even through and along the section", () => {
    const even = samplesOf(
      Float64Array.from({ length: 2 * PHASE * READOUT }, (_, at) => (at % 2 === 0 ? 3 : -2)),
      1,
      PHASE,
      READOUT,
    );
    const { sample, effective } = thickSection.degrade(even, { thickness: 10 }, draws("a"));
    expect(mismatch(sample.data, even.data)).toBeLessThan(1e-14);
    expect(effective.smear).toBe(7);
  });

  it("averages a wave to the sinc of the way it shifts through the thickness", () => {
    // x = exp(i k column): at the height z it is shifted by v z, so the mean over T is the wave times sin(k v T / 2) / (k v T / 2), v in pixels.
    const k = (2 * Math.PI * 2) / READOUT;
    const data = Float64Array.from({ length: 2 * PHASE * READOUT }, (_, at) => {
      const column = (at >> 1) % READOUT;
      return at % 2 === 0 ? Math.cos(k * column) : Math.sin(k * column);
    });
    const thickness = 5;
    const { sample } = thickSection.degrade(samplesOf(data, 1, PHASE, READOUT), { thickness }, draws("a"));
    const { across } = drawSlopes({ rows: PHASE, columns: READOUT, pixel: { row: 1e-3, column: 1e-3 } }, draws("a"));
    for (const at of [20 * READOUT + 24, 40 * READOUT + 20, 33 * READOUT + 30]) {
      const half = (k * across[at]! * thickness) / 2;
      const expected = half === 0 ? 1 : Math.sin(half) / half;
      const [re, im] = [sample.data[2 * at]!, sample.data[2 * at + 1]!];
      // Bilinear interpolation loses at most k^2 / 8 of a wave; the midpoint rule over ten sections less than that.
      expect(Math.abs(Math.hypot(re, im) - Math.abs(expected))).toBeLessThan(k ** 2 / 8 + 0.005);
    }
  });

  it("treats all coils alike: their sum is that of the sum", () => {
    const images = randomSamples(2, PHASE, READOUT);
    const both = thickSection.degrade(images, { thickness: 4 }, draws("b")).sample.data;
    const size = 2 * PHASE * READOUT;
    const sum = images.data.slice(0, size).map((value, i) => value + images.data[size + i]!);
    const expected = thickSection.degrade({ ...images, coils: 1, data: sum }, { thickness: 4 }, draws("b")).sample.data;
    const got = both.slice(0, size).map((value, i) => value + both[size + i]!);
    expect(mismatch(got, expected)).toBeLessThan(1e-13);
  });
});
