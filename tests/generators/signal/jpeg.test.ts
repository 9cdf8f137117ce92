import { describe, expect, it } from "vitest";
import { CHROMINANCE_STEPS, dct8x8, inverseDct8x8, LUMINANCE_STEPS, scaledSteps, throughJpeg } from "../../../generators/signal/jpeg.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const stream = () => randomSource({ seed: "1", image: "jpeg", operation: "test", stage: "test" }).stream("values");

/** An 8x8 block of one basis function: amplitude times cos((2y+1)v pi/16) cos((2x+1)u pi/16), with the orthonormal scale. */
function basisFunction(v: number, u: number, amplitude: number): Float64Array {
  const scale = (frequency: number) => Math.sqrt(frequency === 0 ? 1 / 8 : 1 / 4);
  return Float64Array.from({ length: 64 }, (_, i) => {
    const [y, x] = [i >> 3, i & 7];
    return amplitude * scale(v) * scale(u) * Math.cos(((2 * y + 1) * v * Math.PI) / 16) * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
  });
}

const grey = (data: Float64Array, rows = 8, columns = 8) => ({ rows, columns, channels: 1, data });

describe("8x8 DCT", () => {
  it("finds one coefficient in one basis function", () => {
    for (const [v, u] of [
      [0, 0],
      [3, 5],
      [7, 1],
    ]) {
      const block = basisFunction(v, u, 100);
      dct8x8(block);
      block.forEach((value, i) => {
        expect(value).toBeCloseTo(i === v * 8 + u ? 100 : 0, 10);
      });
    }
  });

  it("keeps energy and is undone by its inverse", () => {
    const values = stream().fillNormal(new Float64Array(64));
    const block = values.slice();
    const energy = (data: Float64Array) => data.reduce((sum, value) => sum + value * value, 0);
    dct8x8(block);
    expect(energy(block)).toBeCloseTo(energy(values), 11);
    inverseDct8x8(block);
    block.forEach((value, i) => {
      expect(value).toBeCloseTo(values[i], 12);
    });
  });
});

describe("quantisation steps", () => {
  it("are the tables of Annex K at quality 50, and 1 at quality 100", () => {
    expect(scaledSteps(LUMINANCE_STEPS, 50)).toEqual(LUMINANCE_STEPS);
    expect(scaledSteps(CHROMINANCE_STEPS, 50)).toEqual(CHROMINANCE_STEPS);
    expect(new Set(scaledSteps(LUMINANCE_STEPS, 100))).toEqual(new Set([1]));
  });

  it("double from quality 50 to 25, and end at 255", () => {
    expect(scaledSteps(LUMINANCE_STEPS, 25)).toEqual(LUMINANCE_STEPS.map((step) => Math.min(2 * step, 255)));
    expect(Math.max(...scaledSteps(LUMINANCE_STEPS, 1))).toBe(255);
  });

  it("never grow with quality", () => {
    for (let quality = 2; quality <= 100; quality++) {
      const finer = scaledSteps(LUMINANCE_STEPS, quality);
      scaledSteps(LUMINANCE_STEPS, quality - 1).forEach((step, i) => {
        expect(finer[i]).toBeLessThanOrEqual(step);
      });
    }
  });
});

describe("an image through JPEG", () => {
  it("keeps a basis function at a whole multiple of its step, and rounds it to one otherwise", () => {
    // At quality 50 the step of (0, 1) is 11: 8 x 11 = 88 survives to the rounding of codes, 92 (8.36 steps) becomes 88, 5 (0.45 steps) becomes 0.
    for (const [amplitude, expected] of [
      [88, 88],
      [92, 88],
      [5, 0],
    ]) {
      const { decoded } = throughJpeg(grey(basisFunction(0, 1, amplitude).map((value) => value + 128)), 50);
      const want = basisFunction(0, 1, expected);
      decoded.data.forEach((value, i) => {
        expect(Math.abs(value - 128 - want[i])).toBeLessThanOrEqual(0.5 + 1e-9);
      });
    }
  });

  it("leaves a constant image constant, within half a step of its mean", () => {
    // The DC coefficient is 8 (code - 128): a step q moves the code by at most q / 16, and rounding by another half.
    for (const quality of [5, 14, 35, 75, 100]) {
      for (const code of [0, 37, 128, 200, 255]) {
        const { decoded } = throughJpeg(grey(new Float64Array(17 * 11).fill(code), 17, 11), quality);
        expect(new Set(decoded.data).size).toBe(1);
        expect(Math.abs(decoded.data[0] - code)).toBeLessThanOrEqual(scaledSteps(LUMINANCE_STEPS, quality)[0] / 16 + 0.5);
      }
    }
  });

  it("keeps grey grey where colour channels are equal", () => {
    const codes = stream().fillUniform(new Float64Array(24 * 24));
    const colour = Float64Array.from({ length: codes.length * 3 }, (_, i) => Math.round(255 * codes[Math.floor(i / 3)]));
    const { decoded } = throughJpeg({ rows: 24, columns: 24, channels: 3, data: colour }, 35);
    for (let i = 0; i < decoded.data.length; i += 3) {
      expect(decoded.data[i + 1]).toBe(decoded.data[i]);
      expect(decoded.data[i + 2]).toBe(decoded.data[i]);
    }
  });

  it("takes sizes that fill no block, and leaves its input as it was", () => {
    for (const channels of [1, 3]) {
      for (const [rows, columns] of [
        [1, 1],
        [7, 23],
        [97, 61],
      ]) {
        const data = stream()
          .fillUniform(new Float64Array(rows * columns * channels))
          .map((value) => 255 * value);
        const before = data.slice();
        const { decoded, bits } = throughJpeg({ rows, columns, channels, data }, 20);
        expect(data).toEqual(before);
        expect(decoded.data.length).toBe(before.length);
        expect(decoded.data.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true);
        expect(Number.isFinite(bits)).toBe(true);
      }
    }
  });
});
