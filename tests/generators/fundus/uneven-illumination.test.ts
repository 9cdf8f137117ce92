import { describe, expect, it } from "vitest";
import uneven from "../../../generators/fundus/uneven-illumination.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const SIZE = 81;
const random = (image: string) => randomSource({ seed: "1", image, operation: "fundus/uneven-illumination", stage: "degrade" });

/** A uniform round retina in a black surround. */
function retina() {
  const data = new Float64Array(SIZE * SIZE * 3);
  for (let i = 0; i < SIZE * SIZE; i++) {
    if ((Math.floor(i / SIZE) - 40) ** 2 + ((i % SIZE) - 40) ** 2 < 38 ** 2) data.set([0.5, 0.1, 0.05], 3 * i);
  }
  return { rows: SIZE, columns: SIZE, channels: 3, data };
}

/** Illumination by pixel of the retina: what came out over what went in. */
function illumination(data: Float64Array): { i: number; value: number }[] {
  const before = retina().data;
  return Array.from({ length: SIZE * SIZE }, (_, i) => i)
    .filter((i) => before[3 * i] > 0)
    .map((i) => ({ i, value: data[3 * i] / 0.5 }));
}

describe("uneven illumination", () => {
  it("spans exactly the declared stops over the retina, 1 at its brightest", () => {
    for (const falloff of [0.5, 2, 6]) {
      const { sample, effective } = uneven.degrade(retina(), { falloff }, random("a"));
      const values = illumination(sample.data).map(({ value }) => value);
      expect(Math.max(...values)).toBeCloseTo(1, 12);
      expect(Math.log2(Math.max(...values) / Math.min(...values))).toBeCloseTo(falloff, 9);
      expect(Math.log2(effective.illuminationRatio)).toBeCloseTo(falloff, 9);
      expect(effective.darkFraction).toBeCloseTo(values.filter((value) => value < 0.5).length / values.length, 12);
    }
  });

  it("is one Gaussian beam: its logarithm has the same curvature everywhere and along both axes", () => {
    const { sample } = uneven.degrade(retina(), { falloff: 4 }, random("b"));
    const log = (row: number, column: number) => Math.log(sample.data[3 * (row * SIZE + column)]);
    const curvature = log(41, 40) + log(39, 40) - 2 * log(40, 40);
    expect(curvature).toBeLessThan(0);
    for (const [row, column] of [
      [20, 50],
      [60, 30],
      [40, 15],
    ]) {
      expect(log(row + 1, column) + log(row - 1, column) - 2 * log(row, column)).toBeCloseTo(curvature, 9);
      expect(log(row, column + 1) + log(row, column - 1) - 2 * log(row, column)).toBeCloseTo(curvature, 9);
    }
  });

  it("is brightest on the side that it records, and dims all colours alike", () => {
    const { sample, drawn } = uneven.degrade(retina(), { falloff: 3 }, random("c"));
    const values = illumination(sample.data);
    const angle = ((drawn.brightSide as number) * Math.PI) / 180;
    // The centroid of the light lies towards the beam.
    const total = values.reduce((sum, { value }) => sum + value, 0);
    const right = values.reduce((sum, { i, value }) => sum + value * ((i % SIZE) - 40), 0) / total;
    const up = values.reduce((sum, { i, value }) => sum + value * (40 - Math.floor(i / SIZE)), 0) / total;
    const distance = Math.sqrt(right * right + up * up);
    expect((right * Math.cos(angle) + up * Math.sin(angle)) / distance).toBeGreaterThan(0.999);
    const middle = 3 * (40 * SIZE + 40);
    expect(sample.data[middle + 1] / sample.data[middle]).toBeCloseTo(0.2, 12);
  });

  it("leaves the black surround as it was", () => {
    expect(uneven.degrade(retina(), { falloff: 6 }, random("d")).sample.data.slice(0, 30)).toEqual(new Float64Array(30));
  });
});
