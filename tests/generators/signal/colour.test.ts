import { describe, expect, it } from "vitest";
import { decodeSrgb, decodeSrgbAll, encodeSrgb, encodeSrgbAll } from "../../../generators/signal/colour.ts";

describe("the sRGB transfer function", () => {
  it.each([255, 65535])("comes back code for code on %i steps", (top) => {
    let wrong = 0;
    for (let code = 0; code <= top; code++) if (Math.floor(top * encodeSrgb(decodeSrgb(code / top)) + 0.5) !== code) wrong++;
    expect(wrong).toBe(0);
  });

  it("has the standard's curves", () => {
    // Rounding: a few units of 1.1e-16 for the roots, their powers and the final sum.
    for (let step = 0; step <= 5000; step++) {
      const x = step / 5000;
      const encoded = x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
      const decoded = x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
      expect(Math.abs(encodeSrgb(x) - encoded)).toBeLessThan(1e-15);
      expect(Math.abs(decodeSrgb(x) - decoded)).toBeLessThan(1e-15);
    }
  });

  it("never falls, across the knee included", () => {
    for (const [curve, knee] of [
      [encodeSrgb, 0.0031308],
      [decodeSrgb, 0.04045],
    ] as const) {
      let before = Number.NEGATIVE_INFINITY;
      for (let step = -2000; step <= 2000; step++) {
        const value = curve(knee + step * 1e-11);
        expect(value).toBeGreaterThanOrEqual(before);
        before = value;
      }
    }
  });

  it("keeps black, white and the linear part exact", () => {
    expect([encodeSrgb(0), encodeSrgb(1), decodeSrgb(0), decodeSrgb(1)]).toEqual([0, 1, 0, 1]);
    expect(encodeSrgb(0.001)).toBe(12.92 * 0.001);
  });

  it("goes on beyond 0 and 1", () => {
    expect(encodeSrgb(-0.1)).toBeCloseTo(-1.292, 12);
    expect(encodeSrgb(decodeSrgb(1.5))).toBeCloseTo(1.5, 12);
  });

  it("gives many values the bits of one", () => {
    // More than one batch, an odd count, and values beyond 0 .. 1 and at the knees among them.
    const values = Float64Array.from({ length: 9001 }, (_, i) => (i - 1000) / 7000);
    values.set([Number.NaN, -0, 0, 1, 0.0031308, 0.04045, Number.POSITIVE_INFINITY, 1e300, -5], 4090);
    expect(encodeSrgbAll(values)).toEqual(values.map(encodeSrgb));
    expect(decodeSrgbAll(values)).toEqual(values.map(decodeSrgb));
  });
});
