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
  const filters: readonly ResizeFilter[] = ["triangle", "lanczos"];

  it.each(filters)("%s keeps constants, and returns an equal image for an equal size", (filter) => {
    const flat = plane(9, 12, () => 4.2);
    for (const value of resize(flat, 5, 31, filter).data) expect(value).toBeCloseTo(4.2, 13);
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
