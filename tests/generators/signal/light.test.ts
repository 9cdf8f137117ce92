import { describe, expect, it } from "vitest";
import { quantise, toDisplay } from "../../../generators/display.ts";
import { LUMINANCE, lightWindow, linearLightOf, luminanceOf } from "../../../generators/signal/light.ts";
import { MedqError } from "../../../manifests/error.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";

function photograph(channels: number, data: Float64Array, bits: 8 | 16 = 8): Acquisition {
  return { quantity: "srgb", coils: 1, rows: 1, columns: data.length / channels, channels, complex: false, data, bits, scanner: {} };
}

describe("linear light", () => {
  it("gives every 8-bit code back", () => {
    const codes = Float64Array.from({ length: 768 }, (_, i) => i % 256);
    expect(Float64Array.from(quantise(toDisplay(linearLightOf(photograph(3, codes)), lightWindow)))).toEqual(codes);
  });

  it("gives every 16-bit code back to rounding", () => {
    const codes = Float64Array.from({ length: 65535 }, (_, i) => i);
    const shown = toDisplay(linearLightOf(photograph(3, codes, 16)), lightWindow).data;
    // Two powers in f64, each within a few units of 1e-16, at a slope of at most 12.92 x 65535.
    expect(shown.every((code, i) => Math.abs(code * 257 - i) < 1e-6)).toBe(true);
  });

  it("spreads grey over three equal channels", () => {
    const { channels, data } = linearLightOf(photograph(1, Float64Array.of(0, 188, 255)));
    expect(channels).toBe(3);
    // sRGB code 188 of 255 is half the light, to half a code.
    expect(data[3]).toBeCloseTo(0.5, 2);
    expect([data[0], data[4] === data[3], data[5] === data[3], data[8]]).toEqual([0, true, true, 1]);
    expect(LUMINANCE.red + LUMINANCE.green + LUMINANCE.blue).toBeCloseTo(1, 15);
    expect(luminanceOf({ rows: 1, columns: 3, channels: 3, data })[1]).toBeCloseTo(data[3], 15);
  });

  it("refuses a camera's 12 bits in 16: they are no picture", () => {
    expect(() => linearLightOf(photograph(3, Float64Array.of(0, 2000, 4095), 16))).toThrow(/up to 4095/);
    expect(linearLightOf(photograph(3, Float64Array.of(0, 2000, 60000), 16)).columns).toBe(1);
    expect(linearLightOf(photograph(3, Float64Array.of(0, 0, 0), 16)).data[0]).toBe(0);
  });

  it("refuses numbers that are not sRGB", () => {
    const acquisition: Acquisition = { ...photograph(1, Float64Array.of(40)), quantity: "hounsfield" };
    expect(() => linearLightOf(acquisition)).toThrow(MedqError);
    expect(() => linearLightOf(photograph(2, Float64Array.of(1, 2)))).toThrow(/1 or 3 channels/);
  });
});
