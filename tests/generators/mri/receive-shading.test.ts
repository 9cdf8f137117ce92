import { describe, expect, it } from "vitest";
import receiveShading, { logReceived } from "../../../generators/mri/receive-shading.ts";
import { draws, samplesOf } from "./coil-samples.ts";

const [PHASE, READOUT] = [48, 40];

/** Signal 1 everywhere, its phase turning slowly. */
function evenImage() {
  const image = new Float64Array(2 * PHASE * READOUT);
  for (let i = 0; i < image.length; i += 2) image.set([Math.cos(i / 500), Math.sin(i / 500)], i);
  return samplesOf(image, 1, PHASE, READOUT);
}

const magnitudes = (data: Float64Array): Float64Array =>
  Float64Array.from({ length: data.length / 2 }, (_, i) => Math.hypot(data[2 * i]!, data[2 * i + 1]!));

/** |B_xy| of a circular loop about (x, 0), axis along x, by Biot and Savart with 4000 pieces, but for mu0 I / 4 pi; z up, in metres. */
function loopOnTheRight(x: number, radius: number, px: number, py: number): number {
  let [bx, by] = [0, 0];
  const pieces = 4000;
  for (let piece = 0; piece < pieces; piece++) {
    const turn = (2 * Math.PI * piece) / pieces;
    const [ly, lz] = [-radius * Math.sin(turn), radius * Math.cos(turn)];
    const [dx, dy, dz] = [px - x, py - radius * Math.cos(turn), -radius * Math.sin(turn)];
    const cube = (dx * dx + dy * dy + dz * dz) ** 1.5;
    bx += ((ly * dz - lz * dy) / cube) * ((2 * Math.PI) / pieces);
    by += ((lz * dx) / cube) * ((2 * Math.PI) / pieces);
  }
  return Math.hypot(bx, by);
}

describe("receive shading", () => {
  it("follows Biot and Savart's field of the loop", () => {
    // A quarter of a percent: 24 straight pieces stand for the circle.
    const values = logReceived(evenImage(), 0, 0.6);
    const [radius, x] = [0.6 * 0.02, 1.2 * 0.02];
    for (const [line, sample] of [
      [24, 20],
      [24, 38],
      [5, 11],
      [40, 30],
    ] as const) {
      const expected = loopOnTheRight(x, radius, (sample - 20) * 1e-3, (line - 24) * 1e-3);
      expect(Math.abs(Math.exp(values[line * READOUT + sample]!) / expected - 1)).toBeLessThan(0.0025);
    }
  });

  it("spans the asked ratio, is the field's power gamma, and keeps the mean signal", () => {
    const clean = evenImage();
    const { sample, drawn, effective } = receiveShading.degrade(clean, { sensitivityRatio: 4, coilRadius: 0.6 }, draws("a"));
    const gain = magnitudes(sample.data);
    const sorted = gain.slice().sort();
    expect(sorted[sorted.length - 1]! / sorted[0]!).toBeCloseTo(4, 9);
    expect(gain.reduce((sum, value) => sum + value, 0) / gain.length).toBeCloseTo(1, 9);
    const field = logReceived(clean, drawn.turns as number, 0.6);
    for (const i of [1, 333, 1000, 1919]) {
      expect(Math.log(gain[i]! / gain[0]!)).toBeCloseTo(effective.exponent! * (field[i]! - field[0]!), 9);
    }
    const mean = 1;
    const deviation = Math.sqrt(gain.reduce((sum, value) => sum + (value - mean) ** 2, 0) / gain.length);
    expect(effective.variation).toBeCloseTo(100 * deviation, 6);
  });

  it("turns no phase", () => {
    const clean = evenImage();
    const { sample } = receiveShading.degrade(clean, { sensitivityRatio: 9, coilRadius: 0.6 }, draws("b"));
    for (let i = 0; i < clean.data.length; i += 2) {
      expect(clean.data[i]! * sample.data[i + 1]! - clean.data[i + 1]! * sample.data[i]!).toBeCloseTo(0, 12);
    }
  });
});
