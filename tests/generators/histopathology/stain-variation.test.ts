import { describe, expect, it } from "vitest";
import stainVariation from "../../../generators/histopathology/stain-variation.ts";
import type { OpticalDensity } from "../../../generators/signal/optical-density.ts";
import { transmittedLight } from "../../../generators/signal/optical-density.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { mix, stainMatrix, stainsOf, unit, unmix } from "../../../generators/signal/stain.ts";

const sourceOf = (seed: string) => randomSource({ seed, image: "tile", operation: "histopathology/stain-variation", stage: "degrade" });

const STAINS = stainMatrix(unit([0.56, 0.73, 0.38]), unit([0.14, 0.86, 0.49]));
const GLASS = 64;

/** A tile with pure and mixed stains; its first pixels are bare glass. */
function tile(): OpticalDensity {
  const stream = sourceOf("tile").stream("amounts");
  const amounts = new Float64Array(48 * 48 * 3);
  for (let i = 3 * GLASS; i < amounts.length; i += 3) {
    const share = i % 2 === 0 ? 0 : stream.uniform() < 0.5 ? 1 : stream.uniform();
    const total = stream.range(0.8, 2.5);
    amounts[i] = total * share;
    amounts[i + 1] = total * (1 - share);
  }
  return { rows: 48, columns: 48, channels: 3, data: mix(amounts, STAINS), white: [0.9, 0.88, 0.9] };
}

const mean = (amounts: Float64Array, stain: number) =>
  amounts.reduce((sum, value, i) => (i % 3 === stain ? sum + value : sum), 0) / (amounts.length / 3);

describe("stain variation", () => {
  it("scales the mean amount of each stain by its gain", () => {
    // The angle is 0, so that the stain vectors before and after are the same.
    for (const seed of ["1", "2", "3", "4"]) {
      const density = tile();
      const { sample, effective } = stainVariation.degrade(density, { gain: 1.8, angle: 0 }, sourceOf(seed));
      const { stains } = stainsOf(density);
      const [before, after] = [unmix(density.data, stains), unmix(sample.data, stains)];
      expect(mean(after, 0) / mean(before, 0)).toBeCloseTo(effective.haematoxylinGain, 10);
      expect(mean(after, 1) / mean(before, 1)).toBeCloseTo(effective.eosinGain, 10);
      expect(mean(after, 2)).toBeCloseTo(mean(before, 2), 10);
    }
  });

  it("leaves bare glass as it is", () => {
    for (const seed of ["1", "2", "3", "4", "5"]) {
      const { sample } = stainVariation.degrade(tile(), { gain: 2.8, angle: 12 }, sourceOf(seed));
      const light = transmittedLight(sample);
      for (let i = 0; i < 3 * GLASS; i++) expect(light.data[i]).toBeCloseTo(sample.white[i % 3], 14);
    }
  });

  it("never tints stained tissue green: green stays the light that H&E absorbs most", () => {
    const density = tile();
    for (let seed = 0; seed < 40; seed++) {
      const { sample } = stainVariation.degrade(density, { gain: 2.8, angle: 12 }, sourceOf(String(seed)));
      let least = Number.POSITIVE_INFINITY;
      for (let i = 3 * GLASS; i < sample.data.length; i += 3) {
        const [red, green, blue] = sample.data.subarray(i, i + 3);
        least = Math.min(least, green / Math.max(red, blue));
      }
      // Equal shares would be grey; a pure, over-turned haematoxylin may come within a tenth of it.
      expect(least).toBeGreaterThan(0.9);
    }
  });

  it("draws alike at every severity, and in every direction over many seeds", () => {
    const drawn = (seed: string, gain: number) => stainVariation.degrade(tile(), { gain, angle: 3 }, sourceOf(seed)).drawn;
    expect(drawn("7", 1.1)).toEqual(drawn("7", 2.8));
    const directions = new Set(Array.from({ length: 40 }, (_, seed) => drawn(String(seed), 1.5).direction));
    expect(directions.size).toBe(4);
  });

  it("reports the change of the mean density", () => {
    const density = tile();
    const { sample, effective } = stainVariation.degrade(density, { gain: 2, angle: 6 }, sourceOf("3"));
    let change = 0;
    sample.data.forEach((value, i) => {
      change += (value - density.data[i]) / sample.data.length;
    });
    expect(effective.meanDensityChange).toBeCloseTo(change, 10);
  });
});
