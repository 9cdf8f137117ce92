import { describe, expect, it } from "vitest";
import type { Plane } from "../../../generators/plane.ts";
import { convolve } from "../../../generators/signal/convolve.ts";
import { reflected } from "../../../generators/signal/edges.ts";
import { discSpread, gaussianSpread, outerProduct, type PointSpread } from "../../../generators/signal/point-spread.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { blurVarying, type SpreadField } from "../../../generators/signal/space-variant.ts";

function noise(rows: number, columns: number, channels: number): Plane {
  const stream = randomSource({ seed: "space-variant", image: "", operation: "", stage: "" }).stream("noise");
  return { rows, columns, channels, data: stream.fillUniform(new Float64Array(rows * columns * channels)) };
}

const sum = (data: Float64Array): number => data.reduce((total, value) => total + value, 0);
const furthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, value, index) => Math.max(worst, Math.abs(value - b[index])), 0);

/** 2 x 3 nodes of very different functions; some nodes lie between pixels, one outside the image. */
const FIELD: SpreadField = {
  rows: [4, 17.5],
  columns: [-2, 9.3, 25],
  spreads: [discSpread(1.2), gaussianSpread(2), discSpread(0), discSpread(3.4), gaussianSpread(0.6, 1.7), discSpread(2)],
};

const hat = (nodes: readonly number[], node: number, place: number): number => {
  const inside = Math.min(Math.max(place, nodes[0]), nodes[nodes.length - 1]);
  const before = node > 0 ? (inside - nodes[node - 1]) / (nodes[node] - nodes[node - 1]) : 1;
  const after = node + 1 < nodes.length ? (nodes[node + 1] - inside) / (nodes[node + 1] - nodes[node]) : 1;
  return Math.max(0, Math.min(before, after, 1));
};

/** The definition: whole images weighted and convolved, node by node. */
function byDefinition(plane: Plane, field: SpreadField, keeps: "light" | "uniformity"): Float64Array {
  const total = new Float64Array(plane.data.length);
  field.spreads.forEach((spread, node) => {
    const weights = plane.data.map((_, index) => {
      const pixel = Math.floor(index / plane.channels);
      const row = Math.floor(pixel / plane.columns);
      const width = field.columns.length;
      return hat(field.rows, Math.floor(node / width), row) * hat(field.columns, node % width, pixel % plane.columns);
    });
    const weighted = (data: Float64Array): Float64Array => data.map((value, index) => value * weights[index]);
    const part =
      keeps === "light" ? convolve({ ...plane, data: weighted(plane.data) }, spread).data : weighted(convolve(plane, spread).data);
    part.forEach((value, index) => {
      total[index] += value;
    });
  });
  return total;
}

describe("blur that changes over the field", () => {
  it.each(["light", "uniformity"] as const)("equals its definition (keeps %s)", (keeps) => {
    const plane = noise(23, 31, 3);
    expect(furthest(blurVarying(plane, FIELD, keeps).data, byDefinition(plane, FIELD, keeps))).toBeLessThan(1e-14);
  });

  it("keeps the total, or keeps a constant", () => {
    const plane = noise(23, 31, 2);
    expect(sum(blurVarying(plane, FIELD, "light").data) / sum(plane.data)).toBeCloseTo(1, 13);
    const flat = { ...plane, data: new Float64Array(plane.data.length).fill(0.7) };
    for (const value of blurVarying(flat, FIELD, "uniformity").data) expect(value).toBeCloseTo(0.7, 13);
  });

  it.each(["light", "uniformity"] as const)("is the plain convolution where all functions are equal (keeps %s)", (keeps) => {
    const plane = noise(20, 28, 3);
    const spread = discSpread(2.6);
    const field = { ...FIELD, spreads: FIELD.spreads.map(() => spread) };
    expect(furthest(blurVarying(plane, field, keeps).data, convolve(plane, spread).data)).toBeLessThan(1e-14);
    const deltas = { ...FIELD, spreads: FIELD.spreads.map(() => discSpread(0)) };
    expect(furthest(blurVarying(plane, deltas, keeps).data, plane.data)).toBeLessThan(1e-15);
  });

  it("tends to the true Gaussian of each place as d^2 / 8 times the second derivative", () => {
    // Along the row the standard deviation grows smoothly; here is the direct sum with each source pixel's own Gaussian.
    const length = 97;
    const sigmaAt = (column: number): number => 1 + column / 48;
    const plane = noise(1, length, 1);
    const own = Array.from({ length }, (_, column): PointSpread => outerProduct(gaussianSpread(0, sigmaAt(column))));
    const direct = new Float64Array(length);
    own.forEach(({ columns, weights }, column) => {
      for (let tap = 0; tap < columns; tap++) {
        direct[reflected(column + tap - (columns - 1) / 2, length)] += weights[tap] * plane.data[column];
      }
    });
    const errorOf = (distance: number): number => {
      const columns = Array.from({ length: 96 / distance + 1 }, (_, node) => node * distance);
      const spreads = columns.map((column) => gaussianSpread(0, sigmaAt(column)));
      return furthest(blurVarying(plane, { rows: [0], columns, spreads }).data, direct);
    };
    // |d^2 h / d sigma^2| summed over its taps is 2.22 / sigma^2 (the integral of |u^4 - 5 u^2 + 2| times the normal density); the slope of
    // sigma is 1/48, and light of at most 1 comes from everywhere, sigma >= 1.
    for (const distance of [24, 12, 6, 3]) expect(errorOf(distance)).toBeLessThan(((distance * distance) / 8) * (2.22 / 48 ** 2));
    // Second order: half the distance leaves a quarter of the error, within the scatter of maxima over noise.
    expect(errorOf(12) / errorOf(6)).toBeGreaterThan(2.5);
    expect(errorOf(6) / errorOf(3)).toBeGreaterThan(2.5);
  });

  it("refuses nodes that do not rise, and too few functions", () => {
    const plane = noise(4, 4, 1);
    expect(() => blurVarying(plane, { ...FIELD, rows: [3, 3] })).toThrow("Expected places of nodes that rise, got 3, 3");
    expect(() => blurVarying(plane, { ...FIELD, spreads: [discSpread(1)] })).toThrow("Expected 2 x 3 point spread functions, got 1");
  });
});
