import { describe, expect, it } from "vitest";
import type { PointSpread } from "../../../generators/signal/point-spread.ts";
import { apertureOf, type Lens, pupilSpread } from "../../../generators/signal/pupil-spread.ts";

const WAVELENGTH = 550e-9;
const F_NUMBER = 8;
/** Pixels of an eighth of wavelength x f-number: fine enough to see the rings. */
const FINE = (WAVELENGTH * F_NUMBER) / 8;

const lens = (waves: readonly number[] = [], pixelSize = FINE): Lens => ({
  wavelength: WAVELENGTH,
  numericalAperture: apertureOf(F_NUMBER),
  pixelSize,
  aberrations: waves.map((value) => value * WAVELENGTH),
});
/** One polynomial, by Noll's index, of so many wavelengths root mean square. */
const only = (index: number, value: number): number[] => Array.from({ length: index }, (_, place) => (place === index - 1 ? value : 0));

const at = ({ rows, columns, weights }: PointSpread, row: number, column: number): number =>
  weights[((rows - 1) / 2 + row) * columns + (columns - 1) / 2 + column];

/** J_1(v) / v by its power series; v up to 12 loses four of sixteen digits. */
function besselOverV(v: number): number {
  let term = 0.5;
  let sum = term;
  for (let k = 1; k < 60; k++) {
    term *= -(v * v) / (4 * k * (k + 1));
    sum += term;
  }
  return sum;
}

/** Airy's intensity at a distance in units of wavelength x f-number, 1 at the centre. */
const airy = (distance: number): number => (2 * besselOverV(Math.PI * distance)) ** 2;

describe("the point spread function of a lens", () => {
  const perfect = pupilSpread(lens(), 40);

  it("is Airy's pattern, its first zero at 1.22 wavelength x f-number", () => {
    // The weight of a pixel is the mean of the pattern over it: by Gauss's rule of 3 x 3 points, as good as exact for so small a pixel.
    const rule = [
      { place: -Math.sqrt(0.15), weight: 5 / 18 },
      { place: 0, weight: 8 / 18 },
      { place: Math.sqrt(0.15), weight: 5 / 18 },
    ];
    const mean = (row: number, column: number): number => {
      let sum = 0;
      for (const y of rule) {
        for (const x of rule) sum += y.weight * x.weight * airy(Math.sqrt((row + y.place) ** 2 + (column + x.place) ** 2) / 8);
      }
      return sum;
    };
    const centre = mean(0, 0);
    for (const [row, column] of [
      [0, 2],
      [0, 6],
      [5, 4],
      [10, 0],
      [0, 13],
      [16, 12],
    ]) {
      // Samples of the pupil: some 1e-5 of the centre.
      expect(Math.abs(at(perfect, row, column) / at(perfect, 0, 0) - mean(row, column) / centre)).toBeLessThan(2e-5);
    }
    const profile = Array.from({ length: 14 }, (_, column) => at(perfect, 0, column));
    // 1.21967 x 8 = 9.76 pixels: pixel 10 is the darkest.
    expect(profile.indexOf(Math.min(...profile))).toBe(10);
    expect(profile[10] / profile[0]).toBeLessThan(1e-3);
  });

  it("has the symmetry of the square, weight 1 and no shift, with and without defocus", () => {
    for (const spread of [perfect, pupilSpread(lens(only(4, 0.4)), 40)]) {
      expect(spread.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      for (const [row, column] of [
        [3, 7],
        [12, 12],
        [0, 21],
      ]) {
        const value = at(spread, row, column);
        for (const other of [at(spread, column, row), at(spread, -row, column), at(spread, -column, -row)])
          expect(Math.abs(other - value)).toBeLessThan(1e-13);
      }
    }
  });

  it.each([4, 8, 11])("loses exp(-(2 pi sigma)^2) of its peak to a small aberration, Z%d (Marechal)", (index) => {
    // Strehl's ratio is |mean exp(2 pi i W)|^2 = 1 - s^2 + O(s^3) with s = 2 pi sigma, as is exp(-s^2).
    // The cubic and quartic terms of these polynomials (skewness and kurtosis below 2) stay below s^3. Both functions keep nearly all light.
    for (const sigma of [0.04]) {
      const s = 2 * Math.PI * sigma;
      const aberrated = pupilSpread(lens(only(index, sigma)), 40);
      const ratio = Math.max(...aberrated.weights) / at(perfect, 0, 0);
      expect(Math.abs(ratio - Math.exp(-s * s))).toBeLessThan(s ** 3 + 1e-3);
    }
  });

  it("does not know the sign of defocus, and depends on nothing but wavelengths", () => {
    const spread = pupilSpread(lens(only(4, 0.3)), 40);
    const opposite = pupilSpread(lens(only(4, -0.3)), 40);
    const scaled = pupilSpread(
      { ...lens(), wavelength: 2 * WAVELENGTH, pixelSize: 2 * FINE, aberrations: [0, 0, 0, 0.6 * WAVELENGTH] },
      40,
    );
    spread.weights.forEach((weight, index) => {
      expect(Math.abs(opposite.weights[index] - weight)).toBeLessThan(1e-13);
      expect(Math.abs(scaled.weights[index] - weight)).toBeLessThan(1e-13);
    });
  });

  it("approaches the disc of geometrical optics for strong defocus", () => {
    // W = a sqrt(3) (2 rho^2 - 1): the ray through the rim has the slope 4 sqrt(3) a, in units of wavelength / NA for a in wavelengths.
    // A uniform disc of that radius R holds (r / R)^2 of its light within r.
    const waves = 2.5;
    const pixel = WAVELENGTH * F_NUMBER;
    const radius = (4 * Math.sqrt(3) * waves * WAVELENGTH * 2 * F_NUMBER) / pixel;
    const spread = pupilSpread(lens(only(4, waves), pixel));
    let inside = 0;
    spread.weights.forEach((weight, index) => {
      const row = Math.floor(index / spread.columns) - (spread.rows - 1) / 2;
      const column = (index % spread.columns) - (spread.columns - 1) / 2;
      if (row * row + column * column < (radius / 2) ** 2) inside += weight;
    });
    expect(Math.abs(inside - 0.25)).toBeLessThan(0.02);
  });

  it("stays where it is under tilt, and has no mean displacement under coma", () => {
    const tilted = pupilSpread(lens([0, 0.7, -0.4]), 20);
    expect(tilted).toEqual(pupilSpread(lens(), 20));
    const coma = pupilSpread(lens([...only(8, 0.3)], 2 * FINE), 25);
    const mean = coma.weights.reduce((sum, weight, index) => sum + weight * ((index % coma.columns) - 25), 0);
    expect(Math.abs(mean)).toBeLessThan(1e-5);
    // Lopsided along the coma's axis, symmetric across it.
    expect(at(coma, 0, 5)).not.toBeCloseTo(at(coma, 0, -5), 5);
    expect(at(coma, 4, 3)).toBeCloseTo(at(coma, -4, 3), 12);
  });

  it("refuses what is no lens", () => {
    expect(() => pupilSpread({ ...lens(), wavelength: 0 })).toThrow("Expected a wavelength above 0 m, got 0");
    expect(() => pupilSpread({ ...lens(), numericalAperture: 1.2 })).toThrow("Expected a numerical aperture of 0 .. 1, got 1.2");
    expect(() => pupilSpread(lens([Number.NaN]))).toThrow("Expected finite aberrations, got NaN");
    expect(() => pupilSpread(lens(), -1)).toThrow("Expected a reach of 0 pixels or more, got -1");
    expect(() => pupilSpread(lens(only(4, 400)))).toThrow("lower the aberrations");
    expect(() => apertureOf(0)).toThrow("Expected an f-number above 0, got 0");
  });
});
