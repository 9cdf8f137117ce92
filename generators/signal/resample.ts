/**
 * Values of an image between its pixels, and images of another size.
 *
 * Pixel (r, c) is centred at the coordinates (r, c); the image reaches from -1/2 to rows - 1/2. Beyond the edges it is mirrored.
 *   bilinear   weights 1 - |d| of the 2 x 2 nearest pixels
 *   bicubic    Keys' cubic convolution with a = -1/2 over 4 x 4 pixels: exact for quadratic polynomials
 *   area       the mean over the new pixel's square of old pixels that are constant each
 *   resize     output pixel i of n lies at (i + 1/2) N / n - 1/2; filters are widened by N / n when the image shrinks against aliasing
 *
 * Sources: Keys, IEEE Trans. Acoust. Speech Signal Process. 29 (1981) 1153; Duchon, J. Appl. Meteorol. 18 (1979) 1016 (Lanczos window).
 */
import type { Plane } from "../plane.ts";
import { reflected } from "./edges.ts";
import { PI, sinTurns } from "./math.ts";
import { resampleAxis, type Taps } from "./resample/axis.ts";

/** @returns one channel's value at a real coordinate, bilinearly */
export function bilinear(plane: Plane, row: number, column: number, channel = 0): number {
  const { rows, columns, channels, data } = plane;
  const top = Math.floor(row);
  const left = Math.floor(column);
  const down = row - top;
  const across = column - left;
  const upper = reflected(top, rows) * columns;
  const lower = reflected(top + 1, rows) * columns;
  const near = reflected(left, columns);
  const far = reflected(left + 1, columns);
  const above = data[(upper + near) * channels + channel] * (1 - across) + data[(upper + far) * channels + channel] * across;
  const below = data[(lower + near) * channels + channel] * (1 - across) + data[(lower + far) * channels + channel] * across;
  return above * (1 - down) + below * down;
}

/** @returns one channel's value at a real coordinate, by cubic convolution; it may overshoot its neighbours */
export function bicubic(plane: Plane, row: number, column: number, channel = 0): number {
  const { rows, columns, channels, data } = plane;
  const top = Math.floor(row) - 1;
  const left = Math.floor(column) - 1;
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    const start = reflected(top + i, rows) * columns;
    let line = 0;
    for (let j = 0; j < 4; j++) line += cubic(column - left - j) * data[(start + reflected(left + j, columns)) * channels + channel];
    sum += cubic(row - top - i) * line;
  }
  return sum;
}

/** Keys' cubic convolution kernel, a = -1/2. */
function cubic(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 1 + d * d * (1.5 * d - 2.5);
  return d < 2 ? 2 + d * (-4 + d * (2.5 - 0.5 * d)) : 0;
}

/** The filter that resize weights its pixels with. */
export type ResizeFilter = "area" | "triangle" | "cubic" | "lanczos";

const FILTERS: Readonly<Record<Exclude<ResizeFilter, "area">, { readonly reach: number; readonly weight: (distance: number) => number }>> =
  {
    triangle: { reach: 1, weight: (d) => Math.max(0, 1 - Math.abs(d)) },
    cubic: { reach: 2, weight: cubic },
    lanczos: { reach: 3, weight: (d) => (Math.abs(d) < 3 ? sinc(d) * sinc(d / 3) : 0) },
  };

/** @returns sin(pi x) / (pi x) */
function sinc(x: number): number {
  return x === 0 ? 1 : sinTurns(x / 2) / (PI * x);
}

/**
 * Gives the image on a grid of another size over the same field. A constant stays as it is, bit for bit.
 *
 * @param plane rows x columns x channels
 * @param filter area: the mean over the pixel's own square; triangle: never overshoots; cubic and lanczos (three lobes) keep more detail
 * @returns a new plane of rows x columns x channels
 * @throws RangeError for a size below 1, or a plane whose sizes disagree with its numbers
 */
export function resize(plane: Plane, rows: number, columns: number, filter: ResizeFilter = "triangle"): Plane {
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1 && columns >= 1)) {
    throw new RangeError(`Expected a size of at least 1 x 1, got ${rows} x ${columns}`);
  }
  const { channels, data } = plane;
  const whole = [plane.rows, plane.columns, channels].every((count) => Number.isInteger(count) && count >= 1);
  if (!whole || data.length !== plane.rows * plane.columns * channels)
    throw new RangeError(`Expected a plane of ${plane.rows} x ${plane.columns} x ${channels} numbers, got ${data.length}`);
  const across = { outer: plane.rows, length: plane.columns, inner: channels };
  const between = columns === plane.columns ? data.slice() : resampleAxis(data, across, tapsOf(plane.columns, columns, filter));
  const down = { outer: 1, length: plane.rows, inner: columns * channels };
  return { rows, columns, channels, data: rows === plane.rows ? between : resampleAxis(between, down, tapsOf(plane.rows, rows, filter)) };
}

/** @returns the taps of an axis of `length` samples that becomes `size` places long */
function tapsOf(length: number, size: number, filter: ResizeFilter): Taps {
  const references = new Int32Array(size);
  const starts = new Int32Array(size + 1);
  const sources: number[] = [];
  const shares: number[] = [];
  const factor = length / size;
  for (let place = 0; place < size; place++) {
    const { first, weights } = filter === "area" ? overlaps(place, factor) : samples(place, factor, filter);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const largest = weights.indexOf(Math.max(...weights));
    references[place] = reflected(first + largest, length);
    weights.forEach((weight, tap) => {
      if (weight === 0 || tap === largest) return;
      sources.push(reflected(first + tap, length));
      shares.push(weight / total);
    });
    starts[place + 1] = shares.length;
  }
  return { references, starts, sources: Int32Array.from(sources), shares: Float64Array.from(shares) };
}

/** The filter's weights of the samples around a place, widened where the image shrinks. */
function samples(place: number, factor: number, filter: Exclude<ResizeFilter, "area">): { first: number; weights: number[] } {
  const { reach, weight } = FILTERS[filter];
  const widening = Math.max(1, factor);
  const centre = (place + 0.5) * factor - 0.5;
  const first = Math.ceil(centre - reach * widening);
  const count = Math.floor(centre + reach * widening) - first + 1;
  return { first, weights: Array.from({ length: count }, (_, tap) => weight((first + tap - centre) / widening)) };
}

/** How much of the new pixel each old pixel covers. */
function overlaps(place: number, factor: number): { first: number; weights: number[] } {
  const [low, high] = [place * factor, (place + 1) * factor];
  const first = Math.floor(low);
  const count = Math.max(1, Math.ceil(high) - first);
  return {
    first,
    weights: Array.from({ length: count }, (_, tap) => Math.max(0, Math.min(first + tap + 1, high) - Math.max(first + tap, low))),
  };
}
