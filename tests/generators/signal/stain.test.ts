import { describe, expect, it } from "vitest";
import { randomSource } from "../../../generators/signal/random.ts";
import {
  angleBetween,
  dot,
  EOSIN,
  HAEMATOXYLIN,
  inverse,
  mix,
  stainMatrix,
  stainsOf,
  unit,
  unmix,
  type Vector,
} from "../../../generators/signal/stain.ts";

const stream = () => randomSource({ seed: "1", image: "stain", operation: "test", stage: "test" }).stream("amounts");

/** Optical density of pixels that hold haematoxylin, eosin or both, side by side: rows x columns x 3. */
function twoStainImage(haematoxylin: Vector, eosin: Vector) {
  const draws = stream();
  const size = 64 * 64;
  const amounts = new Float64Array(size * 3);
  for (let i = 0; i < size; i++) {
    const share = i % 3 === 0 ? 1 : i % 3 === 1 ? 0 : draws.uniform();
    const total = draws.range(0.8, 3);
    amounts[3 * i] = total * share;
    amounts[3 * i + 1] = total * (1 - share);
  }
  return { rows: 64, columns: 64, channels: 3, data: mix(amounts, stainMatrix(haematoxylin, eosin)) };
}

describe("stain matrix", () => {
  it("has unit rows, and a residual at right angles to both stains", () => {
    const [haematoxylin, eosin, residual] = stainMatrix(HAEMATOXYLIN, EOSIN);
    for (const row of [haematoxylin, eosin, residual]) expect(dot(row, row)).toBeCloseTo(1, 14);
    expect(dot(residual, haematoxylin)).toBeCloseTo(0, 14);
    expect(dot(residual, eosin)).toBeCloseTo(0, 14);
  });

  it("times its inverse is the identity", () => {
    const stains = stainMatrix(HAEMATOXYLIN, EOSIN);
    const columns = inverse(stains);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const sum = stains[i][0] * columns[0][j] + stains[i][1] * columns[1][j] + stains[i][2] * columns[2][j];
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 13);
      }
    }
  });

  it("unmixes what it mixed", () => {
    const stains = stainMatrix(HAEMATOXYLIN, EOSIN);
    const amounts = stream().fillNormal(new Float64Array(3000));
    const back = unmix(mix(amounts, stains), stains);
    for (let i = 0; i < amounts.length; i++) expect(Math.abs(back[i] - amounts[i])).toBeLessThan(1e-12);
  });

  it("gives a pure stain one amount only", () => {
    const [haematoxylin, eosin, residual] = unmix(
      Float64Array.from(HAEMATOXYLIN, (value) => 2 * value),
      stainMatrix(HAEMATOXYLIN, EOSIN),
    );
    expect(haematoxylin).toBeCloseTo(2, 13);
    expect(eosin).toBeCloseTo(0, 13);
    expect(residual).toBeCloseTo(0, 13);
  });
});

describe("Macenko's estimate", () => {
  // A third of the pixels holds each stain alone, so the 1st and 99th percentile of the angles are the stains themselves.
  it.each([
    { haematoxylin: HAEMATOXYLIN, eosin: EOSIN },
    { haematoxylin: unit([0.55, 0.74, 0.4]), eosin: unit([0.15, 0.83, 0.54]) },
  ])("recovers the vectors of a two-stain image", ({ haematoxylin, eosin }) => {
    const { stains, estimated } = stainsOf(twoStainImage(haematoxylin, eosin));
    expect(estimated).toBe(true);
    expect(angleBetween(stains[0], haematoxylin)).toBeLessThan(1e-6);
    expect(angleBetween(stains[1], eosin)).toBeLessThan(1e-6);
  });

  it("falls back on the reference for stains that are no H&E, for bare glass, and for too few pixels", () => {
    const brown = unit([0.27, 0.57, 0.78]);
    const glass = { rows: 20, columns: 20, channels: 3, data: new Float64Array(1200).fill(0.01) };
    const tiny = { rows: 1, columns: 3, channels: 3, data: Float64Array.from([1, 1, 1, 2, 1, 1, 1, 2, 1]) };
    for (const density of [twoStainImage(HAEMATOXYLIN, brown), glass, tiny]) {
      const { stains, estimated } = stainsOf(density);
      expect(estimated).toBe(false);
      expect(stains).toEqual(stainMatrix(HAEMATOXYLIN, EOSIN));
    }
  });
});
