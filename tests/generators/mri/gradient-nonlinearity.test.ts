import { describe, expect, it } from "vitest";
import gradientNonlinearity, { sources, type Warp, warped } from "../../../generators/mri/gradient-nonlinearity.ts";
import { draws, randomSamples, samplesOf } from "./coil-samples.ts";

const SIZE = 81;
const warp: Warp = { line: 38, sample: 42, phase: 0.1, readout: 0.06, reach: 0.04 };
const empty = samplesOf(new Float64Array(2 * SIZE * SIZE), 1, SIZE, SIZE);

describe("the warp", () => {
  it("leaves the isocentre, and displaces a pixel at half the field of view by the asked share along its axis", () => {
    const map = sources(empty, warp);
    const at = (line: number, sample: number): number[] =>
      Array.from(map.subarray(3 * (line * SIZE + sample), 3 * (line * SIZE + sample) + 3));
    expect(at(38, 42)).toEqual([38, 42, 1]);
    expect(at(78, 42)[0]).toBeCloseTo(38 + 40 * 1.1, 12);
    expect(at(38, 2)[1]).toBeCloseTo(42 - 40 * 1.06, 12);
    // A quarter of the way out the cubic displacement is 64 times smaller.
    expect(at(48, 42)[0]! - 48).toBeCloseTo((40 * 0.1) / 64, 12);
  });

  it("has the Jacobian of its own differences", () => {
    // Central differences of a cubic over one pixel err by the third difference: 6 e / reach^2 / 6 pixel^2 = 0.1 / 1600.
    const map = sources(empty, warp);
    for (const [line, sample] of [
      [20, 20],
      [60, 50],
      [40, 75],
    ] as const) {
      const slope = (down: number, across: number, part: number): number =>
        (map[3 * ((line + down) * SIZE + sample + across) + part]! - map[3 * ((line - down) * SIZE + sample - across) + part]!) / 2;
      const jacobian = slope(1, 0, 0) * slope(0, 1, 1) - slope(0, 1, 0) * slope(1, 0, 1);
      expect(Math.abs(map[3 * (line * SIZE + sample) + 2]! - jacobian)).toBeLessThan(3e-4);
    }
  });

  it("draws a small object where its place is the source, and keeps its signal", () => {
    // A Gaussian of 2 pixels about T(u) appears about u: the mean of its place errs by the curvature of T over its width, 3 e r s^2 / reach^2,
    // below 0.05 pixels here. Pixels sum a smooth function to far below 0.1 %, and cubic convolution errs by less than 0.5 % of it.
    const map = sources(empty, warp);
    const [line, sample] = [62, 25];
    const [toLine, toSample] = [map[3 * (line * SIZE + sample)]!, map[3 * (line * SIZE + sample) + 1]!];
    const image = new Float64Array(2 * SIZE * SIZE);
    let before = 0;
    for (let i = 0; i < SIZE * SIZE; i++) {
      const square = (Math.floor(i / SIZE) - toLine) ** 2 + ((i % SIZE) - toSample) ** 2;
      image[2 * i + 1] = Math.exp(-square / 8);
      before += image[2 * i + 1]!;
    }
    const { data } = warped(samplesOf(image, 1, SIZE, SIZE), warp);
    let [after, down, across] = [0, 0, 0];
    for (let i = 0; i < SIZE * SIZE; i++) {
      after += data[2 * i + 1]!;
      down += Math.floor(i / SIZE) * data[2 * i + 1]!;
      across += (i % SIZE) * data[2 * i + 1]!;
      expect(data[2 * i]).toBe(0);
    }
    expect(Math.abs(after / before - 1)).toBeLessThan(0.005);
    expect(Math.abs(down / after - line)).toBeLessThan(0.05);
    expect(Math.abs(across / after - sample)).toBeLessThan(0.05);
  });

  it("is the identity where nothing is displaced", () => {
    const images = randomSamples(2, 12, 15);
    const { data } = warped(images, { ...warp, phase: 0, readout: 0 });
    for (let at = 0; at < data.length; at++) expect(data[at]).toBeCloseTo(images.data[at]!, 12);
  });
});

describe("gradient nonlinearity", () => {
  it("says how far it displaces at half the smaller field of view", () => {
    const { effective } = gradientNonlinearity.degrade(randomSamples(1, 40, 60), { displacement: 5 }, draws("a"));
    // 5 % at 250 mm are 5 % (20 / 250)^2 of 20 mm.
    expect(effective.edgeDisplacement).toBeCloseTo(0.05 * (20 / 250) ** 2 * 20, 12);
  });
});
