import { describe, expect, it } from "vitest";
import indiaInk, { turnFat } from "../../../generators/mri/india-ink.ts";
import { draws, randomSamples } from "./coil-samples.ts";

const magnitude = (data: Float64Array, pixel: number): number => Math.hypot(data[2 * pixel]!, data[2 * pixel + 1]!);

describe("fat turned against water", () => {
  it("leaves |w - f| in opposed phase", () => {
    const images = randomSamples(2, 9, 11);
    const fraction = Float64Array.from({ length: 99 }, (_, i) => i / 98);
    const { data } = turnFat(images, fraction, 0.5);
    for (let pixel = 0; pixel < 198; pixel++) {
      const whole = magnitude(images.data, pixel);
      const fat = fraction[pixel % 99]! * whole;
      expect(magnitude(data, pixel)).toBeCloseTo(Math.abs(whole - fat - fat), 12);
    }
  });

  it("leaves cos(a / 2) where half is fat, and all where all is fat or all is water", () => {
    const images = randomSamples(1, 1, 3);
    for (const degrees of [0, 40, 90, 135, 180]) {
      const { data } = turnFat(images, Float64Array.of(0, 0.5, 1), degrees / 360);
      const left = [0, 1, 2].map((pixel) => magnitude(data, pixel) / magnitude(images.data, pixel));
      expect(left[0]).toBe(1);
      expect(left[1]).toBeCloseTo(Math.cos((degrees * Math.PI) / 360), 12);
      expect(left[2]).toBeCloseTo(1, 12);
    }
  });
});

describe("opposed phase", () => {
  it("comes first at 2.30 ms at 1.5 T", () => {
    const { effective } = indiaInk.degrade(randomSamples(1, 20, 20), { phaseAngle: 180, borderWidth: 1 }, draws("a"));
    expect(effective.echoTime).toBeCloseTo(1e3 / (2 * 3.4e-6 * 42.577e6 * 1.5), 9);
    expect(effective.darkest).toBeCloseTo(0, 12);
  });
});
