import { describe, expect, it } from "vitest";
import type { Plane } from "../../../generators/plane.ts";
import { bicubic, bilinear, type ResizeFilter, resize } from "../../../generators/signal/resample.ts";

const plane = (rows: number, columns: number, value: (row: number, column: number) => number): Plane => ({
  rows,
  columns,
  channels: 1,
  data: Float64Array.from({ length: rows * columns }, (_, index) => value(Math.floor(index / columns), index % columns)),
});

describe("values between pixels", () => {
  it("both kernels give the pixels themselves at whole coordinates", () => {
    const image = plane(6, 7, (row, column) => ((row * 31 + column * 17) % 11) / 11);
    for (let index = 0; index < 42; index++) {
      expect(bilinear(image, Math.floor(index / 7), index % 7)).toBe(image.data[index]);
      expect(bicubic(image, Math.floor(index / 7), index % 7)).toBe(image.data[index]);
    }
  });

  it("bilinear is exact for a + b r + c s + d r s", () => {
    const surface = (r: number, c: number): number => 2 - 3 * r + 0.5 * c + 0.25 * r * c;
    const image = plane(8, 9, surface);
    for (const [r, c] of [
      [0.3, 0.9],
      [3.25, 4.5],
      [6.99, 7.01],
    ]) {
      expect(bilinear(image, r, c)).toBeCloseTo(surface(r, c), 12);
    }
  });

  it("bicubic is exact for quadratic polynomials, away from the mirrored edges", () => {
    // Keys (1981): the kernel with a = -1/2 reproduces polynomials of degree 2.
    const surface = (r: number, c: number): number => 1 + 2 * r * r - 0.7 * c * c + 0.3 * r * c + c;
    const image = plane(10, 10, surface);
    for (const [r, c] of [
      [2.3, 4.9],
      [5.5, 5.5],
      [7.99, 1.01],
    ]) {
      expect(bicubic(image, r, c)).toBeCloseTo(surface(r, c), 11);
    }
  });

  it("reads the asked channel, and mirrors beyond the edges", () => {
    const image: Plane = { rows: 2, columns: 2, channels: 2, data: Float64Array.of(0, 10, 1, 11, 2, 12, 3, 13) };
    expect(bilinear(image, 0.5, 0.5, 1)).toBe(11.5);
    expect(bilinear(image, -0.5, 0, 0)).toBe(0);
    expect(bicubic(image, 0, 1, 1)).toBe(11);
    expect(bilinear(image, 2, 1, 1)).toBe(13);
  });
});

describe("resize", () => {
  const filters: readonly ResizeFilter[] = ["area", "triangle", "cubic", "lanczos"];

  it.each(filters)("%s keeps constants, and returns an equal image for an equal size", (filter) => {
    const flat = plane(9, 12, () => 4.2);
    for (const value of resize(flat, 5, 31, filter).data) expect(value).toBe(4.2);
    const image = plane(9, 12, (row, column) => row * column);
    expect(resize(image, 9, 12, filter)).toEqual(image);
  });

  it.each(filters)("%s keeps a ramp over the same field, away from the edges", (filter) => {
    // Output pixel i lies at (i + 1/2) N / n - 1/2, and a symmetric filter sampled there returns a linear function when its taps are
    // symmetric about that place: for the factor 1/2 (places between two pixels) they are.
    const ramp = plane(40, 4, (row) => row);
    const half = resize(ramp, 20, 4, filter);
    for (let row = 4; row < 16; row++) expect(half.data[row * 4]).toBeCloseTo(2 * row + 0.5, 12);
  });

  it("averages with the triangle of twice the width: 1/8, 3/8, 3/8, 1/8 for half the size", () => {
    // Places between two pixels, distances 1/2 and 3/2 on a triangle of reach 2: weights 3/4 and 1/4, over their sum 2.
    const image = plane(1, 16, (_, column) => (column === 7 ? 1 : 0));
    expect(Array.from(resize(image, 1, 8).data)).toEqual([0, 0, 0, 0.375, 0.125, 0, 0, 0]);
  });

  it("removes a stripe pattern that the smaller grid cannot show", () => {
    // Away from the edges, where the doubled pixel breaks the pattern.
    const stripes = plane(4, 64, (_, column) => column % 2);
    for (const filter of filters) {
      const small = resize(stripes, 4, 16, filter);
      for (let column = 3; column < 13; column++) expect(small.data[column]).toBeCloseTo(0.5, 12);
    }
  });

  it("area is the mean over the new pixel's own square, and keeps the total", () => {
    const image = plane(4, 6, (row, column) => row * 10 + column * column);
    // 2 x 3 old pixels for each new one.
    const small = resize(image, 2, 2, "area").data;
    const mean = (top: number, left: number): number => {
      let sum = 0;
      for (let i = 0; i < 6; i++) sum += image.data[(top + Math.floor(i / 3)) * 6 + left + (i % 3)] / 6;
      return sum;
    };
    [mean(0, 0), mean(0, 3), mean(2, 0), mean(2, 3)].forEach((value, i) => {
      expect(small[i]).toBeCloseTo(value, 12);
    });
    const total = (data: Float64Array): number => data.reduce((sum, value) => sum + value, 0);
    for (const [rows, columns] of [
      [3, 5],
      [7, 11],
      [1, 1],
    ]) {
      expect((total(resize(image, rows, columns, "area").data) * 24) / (rows * columns)).toBeCloseTo(total(image.data), 9);
    }
  });

  it.each(["triangle", "cubic"] as const)("%s keeps a slope exactly when the image grows", (filter) => {
    // Both interpolate polynomials of degree 1 without error (Keys for the cubic).
    const ramp = plane(30, 3, (row) => 2 * row - 7);
    const large = resize(ramp, 77, 3, filter).data;
    for (let row = 6; row < 71; row++) expect(large[row * 3]).toBeCloseTo(2 * ((row + 0.5) * (30 / 77) - 0.5) - 7, 12);
  });

  it.each([
    ["area", 0.3001, 0.01],
    ["triangle", 0.0901, 0.01],
    ["lanczos", 0, 0.02],
  ] as const)("%s passes 1.5 times the new Nyquist frequency only as its spectrum says", (filter, gain, tolerance) => {
    // f = 3/4 of the new sampling frequency. The square of a pixel has the spectrum sinc(f) = 0.3001, the triangle its square, 0.0901;
    // sinc(x) sinc(x / 3) has a trapezium that ends at f = 2/3, and its cut at three lobes leaves ripples of some hundredths.
    const wave = (phase: number) => plane(1, 512, (_, column) => Math.cos((2 * Math.PI * 0.75 * column) / 8 + phase));
    const [cosine, sine] = [0, Math.PI / 2].map((phase) => resize(wave(phase), 1, 64, filter).data);
    for (let place = 5; place < 59; place++) {
      expect(Math.abs(Math.sqrt(cosine[place] ** 2 + sine[place] ** 2) - gain)).toBeLessThan(tolerance);
    }
  });

  it("refuses an empty size", () => {
    expect(() =>
      resize(
        plane(2, 2, () => 0),
        0,
        2,
      ),
    ).toThrow("Expected a size of at least 1 x 1, got 0 x 2");
  });
});
