import { describe, expect, it } from "vitest";
import { nrmse, psnr, ssim } from "../../../generators/signal/metrics.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const stream = (name: string) => randomSource({ seed: "metrics", image: "", operation: "", stage: "" }).stream(name);
const image = stream("image").fillUniform(new Float64Array(32 * 27));

describe("psnr", () => {
  it("is 20 log10(range / error) for a constant error", () => {
    expect(
      psnr(
        image,
        image.map((x) => x + 0.01),
        1,
      ),
    ).toBeCloseTo(40, 9);
    expect(
      psnr(
        image,
        image.map((x) => x - 0.1),
        10,
      ),
    ).toBeCloseTo(40, 9);
  });

  it("is infinite for equal images, and refuses different sizes", () => {
    expect(psnr(image, image.slice(), 1)).toBe(Number.POSITIVE_INFINITY);
    expect(() => psnr(image, image.slice(1), 1)).toThrow("Expected two images of one size, got 864 and 863 values");
  });
});

describe("nrmse", () => {
  it("is the share by which the image above its floor is scaled", () => {
    const hounsfield = image.map((x) => -1000 + 1500 * x);
    expect(
      nrmse(
        hounsfield,
        hounsfield.map((x) => -1000 + 0.8 * (x + 1000)),
        -1000,
      ),
    ).toBeCloseTo(0.2, 12);
  });

  it("is 0 for equal images and infinite above an empty one", () => {
    expect(nrmse(image, image.slice(), 0)).toBe(0);
    expect(nrmse(new Float64Array(4), new Float64Array(4), 0)).toBe(0);
    expect(nrmse(new Float64Array(4), new Float64Array(4).fill(1), 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("ssim", () => {
  it("is exactly 1 for equal images of any size", () => {
    for (const [rows, columns] of [
      [32, 27],
      [6, 40],
      [1, 20],
      [1, 1],
    ]) {
      const part = image.slice(0, rows * columns);
      expect(ssim(part, part.slice(), rows, columns, 1, 1)).toBe(1);
    }
  });

  it("for constant images is the luminance term: (2 a b + C1) / (a^2 + b^2 + C1)", () => {
    const a = new Float64Array(400).fill(0.5);
    const b = new Float64Array(400).fill(0.7);
    expect(ssim(a, b, 20, 20, 1, 1)).toBeCloseTo((2 * 0.5 * 0.7 + 1e-4) / (0.25 + 0.49 + 1e-4), 12);
  });

  it("for an image of one window equals the formula with Gaussian moments", () => {
    const a = stream("a").fillUniform(new Float64Array(121));
    const b = stream("b").fillUniform(new Float64Array(121));
    const weights = Array.from({ length: 121 }, (_, i) => Math.exp(-((Math.floor(i / 11) - 5) ** 2 + ((i % 11) - 5) ** 2) / 4.5));
    const total = weights.reduce((sum, w) => sum + w, 0);
    const mean = (value: (index: number) => number): number => weights.reduce((sum, w, index) => sum + (w * value(index)) / total, 0);
    const ma = mean((i) => a[i]);
    const mb = mean((i) => b[i]);
    const va = mean((i) => (a[i] - ma) ** 2);
    const vb = mean((i) => (b[i] - mb) ** 2);
    const ab = mean((i) => (a[i] - ma) * (b[i] - mb));
    const expected = ((2 * ma * mb + 1e-4) * (2 * ab + 9e-4)) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
    expect(ssim(a, b, 11, 11, 1, 1)).toBeCloseTo(expected, 12);
  });

  it("is symmetric, averages channels, and falls as noise grows", () => {
    const noise = stream("noise").fillNormal(new Float64Array(image.length));
    const noisy = (sigma: number): Float64Array => image.map((x, index) => x + sigma * noise[index]);
    expect(ssim(image, noisy(0.1), 32, 27, 1, 1)).toBeCloseTo(ssim(noisy(0.1), image, 32, 27, 1, 1), 14);
    const grades = [0.01, 0.03, 0.1, 0.3].map((sigma) => ssim(image, noisy(sigma), 32, 27, 1, 1));
    expect(grades).toEqual(grades.slice().sort((a, b) => b - a));
    const interleave = (a: Float64Array, b: Float64Array): Float64Array =>
      Float64Array.from({ length: 2 * a.length }, (_, i) => (i % 2 ? b : a)[i >> 1]);
    expect(ssim(interleave(image, image), interleave(image, noisy(0.1)), 32, 27, 2, 1)).toBeCloseTo(
      (1 + ssim(image, noisy(0.1), 32, 27, 1, 1)) / 2,
      13,
    );
  });

  it("refuses sizes that disagree and an empty range", () => {
    expect(() => ssim(image, image, 32, 28, 1, 1)).toThrow("Expected 32 x 28 x 1 values, got 864 and 864");
    expect(() => ssim(image, image, 32, 27, 1, 0)).toThrow("Expected a range above 0, got 0");
  });
});
