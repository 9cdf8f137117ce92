import { describe, expect, it } from "vitest";
import type { Plane } from "../../../generators/plane.ts";
import { convolve, discSpread, gaussianSpread, type PointSpread, pathSpread } from "../../../generators/signal/convolve.ts";
import { reflected } from "../../../generators/signal/edges.ts";
import { randomSource } from "../../../generators/signal/random.ts";

function noise(rows: number, columns: number, channels: number): Plane {
  const stream = randomSource({ seed: "convolve", image: "", operation: "", stage: "" }).stream("noise");
  return { rows, columns, channels, data: stream.fillUniform(new Float64Array(rows * columns * channels)) };
}

function delta(rows: number, columns: number): Plane {
  const data = new Float64Array(rows * columns);
  data[Math.floor(rows / 2) * columns + Math.floor(columns / 2)] = 1;
  return { rows, columns, channels: 1, data };
}

/** The sum in the definition, with mirrored edges. */
function byDefinition(plane: Plane, spread: PointSpread): Float64Array {
  const { rows, columns, channels, data } = plane;
  return data.map((_, index) => {
    const channel = index % channels;
    const column = Math.floor(index / channels) % columns;
    const row = Math.floor(index / channels / columns);
    let sum = 0;
    spread.weights.forEach((weight, tap) => {
      const r = reflected(row - (Math.floor(tap / spread.columns) - (spread.rows - 1) / 2), rows);
      const c = reflected(column - ((tap % spread.columns) - (spread.columns - 1) / 2), columns);
      sum += weight * data[(r * columns + c) * channels + channel];
    });
    return sum;
  });
}

const furthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, value, index) => Math.max(worst, Math.abs(value - b[index])), 0);

const SLANTED = pathSpread([
  { row: 0, column: 0 },
  { row: 3, column: 5 },
  { row: 4, column: 1 },
]);

describe("convolution", () => {
  it.each([
    ["tap by tap", discSpread(3.3), 14, 11, 3],
    ["tap by tap, asymmetric", SLANTED, 9, 13, 1],
    ["through the Fourier transform", discSpread(7.2), 31, 42, 3],
    ["through the Fourier transform, four channels", discSpread(7.2), 20, 33, 4],
    ["with a point spread wider than the image", discSpread(9.5), 7, 5, 1],
    ["with an image of one row", discSpread(8), 1, 12, 2],
  ] as const)("equals its definition %s", (_, spread, rows, columns, channels) => {
    const plane = noise(rows, columns, channels);
    expect(furthest(convolve(plane, spread).data, byDefinition(plane, spread))).toBeLessThan(3e-15);
  });

  it.each([2, 25])("equals its definition for a separable point spread of sigma %d", (sigma) => {
    // The definition adds up to 70000 terms one after another here, which costs it some 1e-14.
    const plane = noise(12, 17, 2);
    const { down, across } = gaussianSpread(sigma, sigma / 2);
    const weights = Float64Array.from(
      { length: down.length * across.length },
      (_, i) => down[Math.floor(i / across.length)] * across[i % across.length],
    );
    expect(
      furthest(convolve(plane, { down, across }).data, byDefinition(plane, { rows: down.length, columns: across.length, weights })),
    ).toBeLessThan(1e-13);
  });

  it("leaves the image as it is, bit for bit, under the delta", () => {
    const plane = noise(9, 8, 3);
    for (const spread of [discSpread(0), gaussianSpread(0), pathSpread([{ row: 1, column: 2 }])]) {
      expect(convolve(plane, spread).data).toEqual(plane.data);
    }
  });

  it("leaves its input untouched", () => {
    const plane = noise(9, 8, 1);
    const before = plane.data.slice();
    convolve(plane, discSpread(8));
    expect(plane.data).toEqual(before);
  });

  it.each([2, 8])("keeps the total of a mirrored image (radius %d)", (radius) => {
    // Each pixel gives all of its weight away, and what passes the edge returns with the mirror image.
    const plane = noise(30, 41, 1);
    const sum = (data: Float64Array): number => data.reduce((total, value) => total + value, 0);
    expect(sum(convolve(plane, discSpread(radius)).data) / sum(plane.data)).toBeCloseTo(1, 13);
  });

  it("commutes for symmetric point spreads", () => {
    const plane = noise(24, 24, 1);
    const gaussian = gaussianSpread(1.5);
    const disc = discSpread(7);
    expect(furthest(convolve(convolve(plane, gaussian), disc).data, convolve(convolve(plane, disc), gaussian).data)).toBeLessThan(3e-15);
  });

  it("adds variances: sigma 3 after sigma 4 is sigma 5", () => {
    const twice = convolve(convolve(delta(101, 101), gaussianSpread(3)), gaussianSpread(4));
    expect(furthest(twice.data, convolve(delta(101, 101), gaussianSpread(5)).data)).toBeLessThan(1e-10);
  });

  it("spreads light in the direction of the spread's displacement", () => {
    const weights = new Float64Array(9);
    weights[2 * 3 + 1] = 1; // one row down
    const moved = convolve(delta(5, 5), { rows: 3, columns: 3, weights });
    expect(moved.data[3 * 5 + 2]).toBe(1);
  });

  it("never leaves the range of what it averages", () => {
    const plane = noise(40, 40, 1);
    const edge = { ...plane, data: plane.data.map((value) => (value < 0.5 ? 0 : 1)) };
    const blurred = convolve(edge, discSpread(6.5)).data;
    for (const value of blurred) expect(value >= 0 && value <= 1).toBe(true);
    const flat = { ...plane, data: new Float64Array(1600).fill(0.3) };
    expect(convolve(flat, discSpread(6.5)).data).toEqual(flat.data);
  });
});

it("mirrors beyond the edges with the edge doubled", () => {
  expect([-7, -4, -3, -1, 0, 2, 3, 5, 6].map((index) => reflected(index, 3))).toEqual([0, 2, 2, 0, 0, 2, 2, 0, 0]);
});
