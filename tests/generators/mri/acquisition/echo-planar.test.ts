import { describe, expect, it } from "vitest";
import { exchanged } from "../../../../generators/mri/acquisition/axes.ts";
import { asEchoPlanar, withAxesOf } from "../../../../generators/mri/acquisition/echo-planar.ts";
import { prescriptionOf } from "../../../../generators/mri/acquisition/prescription.ts";
import { fft2c } from "../../../../generators/signal/fft.ts";
import { mismatch, randomSamples } from "../coil-samples.ts";

const AXIAL = [1, 0, 0, 0, 1, 0];
const SAGITTAL = [0, 1, 0, 0, 0, -1];
const CORONAL = [1, 0, 0, 0, 0, -1];

describe("a prescription", () => {
  it.each([
    ["axial", AXIAL, [-1, 0], [0, 0]],
    // Rows run to the back, columns to the feet.
    ["sagittal", SAGITTAL, [0, -1], [1, 0]],
    ["coronal", CORONAL, [0, 0], [1, 0]],
    // As the face would see it lying on its belly: rows to the right, columns to the front.
    ["axial", [-1, 0, 0, 0, -1, 0], [1, 0], [0, 0]],
    // Tilted by 30 degrees towards coronal, it is still axial.
    ["axial", [1, 0, 0, 0, 0.866, -0.5], [-0.866, 0], [0.5, 0]],
  ])("says how a section lies: %s", (plane, ImageOrientationPatient, front, feet) => {
    const found = prescriptionOf({ ImageOrientationPatient });
    expect(found.plane).toBe(plane);
    for (const i of [0, 1]) {
      expect(found.front[i]).toBeCloseTo(front[i]!, 12);
      expect(found.feet[i]).toBeCloseTo(feet[i]!, 12);
    }
  });

  it("is axial, front up, where the header is silent or damaged", () => {
    for (const scanner of [{}, { ImageOrientationPatient: [1, 0, 0] }, { ImageOrientationPatient: "1" }]) {
      expect(prescriptionOf(scanner)).toEqual({ plane: "axial", front: [-1, 0], feet: [0, 0] });
    }
  });
});

describe("an echo-planar scan", () => {
  it.each([
    ["axial", AXIAL, false],
    ["sagittal", SAGITTAL, true],
    ["coronal", CORONAL, false],
  ])("of an %s section encodes phase along rows (%#)", (_, ImageOrientationPatient, across) => {
    const prescription = prescriptionOf({ ImageOrientationPatient });
    for (const transposed of [true, false]) {
      const samples = { ...randomSamples(2, 6, 9), transposed, prescription };
      const scan = asEchoPlanar(samples);
      expect(scan.transposed).toBe(across);
      expect(withAxesOf(samples, scan)).toEqual(samples);
    }
  });

  it("has axes that exchange in k-space as in the image", () => {
    const images = randomSamples(2, 6, 9);
    const spectrum = { ...images, data: fft2c(images.data.slice(), 6, 9, 2) };
    expect(mismatch(exchanged(spectrum).data, fft2c(exchanged(images).data, 9, 6, 2))).toBeLessThan(1e-12);
  });

  it("takes masks and sensitivities with it", () => {
    const samples = { ...randomSamples(2, 3, 2), acquired: Uint8Array.of(1, 2, 3, 4, 5, 6), sensitivities: randomSamples(2, 3, 2).data };
    const scan = exchanged(samples);
    expect(scan.acquired).toEqual(Uint8Array.of(1, 3, 5, 2, 4, 6));
    expect(scan.sensitivities).toEqual(exchanged({ ...samples, data: samples.sensitivities }).data);
    expect([scan.phase, scan.readout]).toEqual([2, 3]);
  });
});
