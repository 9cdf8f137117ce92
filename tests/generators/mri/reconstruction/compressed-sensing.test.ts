import { describe, expect, it } from "vitest";
import { keepLines, keepSamples } from "../../../../generators/mri/acquisition/acquired.ts";
import { receivedBy } from "../../../../generators/mri/acquisition/coil-array.ts";
import { compressedSensing } from "../../../../generators/mri/reconstruction/compressed-sensing.ts";
import { reconstruct, reconstructionNames } from "../../../../generators/mri/reconstruction/reconstruct.ts";
import { zeroFilled } from "../../../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { sense } from "../../../../generators/mri/reconstruction/sense.ts";
import { draws, mismatch } from "../coil-samples.ts";
import { head, magnitudeOf } from "./objects.ts";

describe("compressed sensing", () => {
  const object = head(96, 80);
  const truth = magnitudeOf(object);

  it.each([1, 4])(
    "explains a piecewise smooth object from a third of its samples at least 3 times nearer than zeros, %i coils",
    (coils) => {
      const order = draws("samples")
        .stream("samples")
        .permutation(96 * 80);
      const keep = new Uint8Array(96 * 80);
      for (const at of order.subarray(0, (96 * 80) / 3)) keep[at] = 1;
      for (let line = 40; line < 56; line++) keep.fill(1, line * 80 + 32, line * 80 + 48);
      const kept = keepSamples(receivedBy(object, coils), keep);
      expect(mismatch(compressedSensing(kept), truth)).toBeLessThan(mismatch(zeroFilled(kept), truth) / 3);
    },
  );

  it("has nothing to choose where every sample was acquired: it is the SENSE image", () => {
    const samples = receivedBy(object, 4);
    expect(mismatch(compressedSensing(samples), sense(samples))).toBeLessThan(1e-12);
  });

  it("takes any size", () => {
    for (const [phase, readout] of [
      [17, 9],
      [3, 31],
    ] as const) {
      const lines = Uint8Array.from({ length: phase }, (_, line) => (line % 3 === 0 ? 0 : 1));
      const image = compressedSensing(keepLines(head(phase, readout), lines));
      expect(image.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("the reconstructions", () => {
  it("all give the plain image of complete samples of one coil", () => {
    const samples = head(33, 40);
    for (const reconstruction of reconstructionNames) {
      expect(mismatch(reconstruct({ ...samples, reconstruction }), zeroFilled(samples)), reconstruction).toBeLessThan(1e-12);
    }
  });
});
