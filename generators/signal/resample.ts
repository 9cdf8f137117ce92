/**
 * Values of an image between its pixels, and images of another size.
 *
 * Pixel (r, c) is centred at the coordinates (r, c); the image reaches from -1/2 to rows - 1/2. Beyond the edges it is mirrored.
 *   bilinear   weights 1 - |d| of the 2 x 2 nearest pixels
 *   bicubic    Keys' cubic convolution with a = -1/2 over 4 x 4 pixels: exact for quadratic polynomials
 *   resize     output pixel i of n lies at (i + 1/2) N / n - 1/2; the filter is widened by N / n when the image shrinks, so nothing aliases
 *
 * Sources: Keys, IEEE Trans. Acoust. Speech Signal Process. 29 (1981) 1153; Duchon, J. Appl. Meteorol. 18 (1979) 1016 (Lanczos window).
 */
import type { Plane } from "../plane.ts";
import { reflected } from "./edges.ts";
import { PI, sinTurns } from "./math.ts";

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
export type ResizeFilter = "triangle" | "lanczos";

const FILTERS: Readonly<Record<ResizeFilter, { readonly reach: number; readonly weight: (distance: number) => number }>> = {
  triangle: { reach: 1, weight: (d) => Math.max(0, 1 - Math.abs(d)) },
  lanczos: { reach: 3, weight: (d) => (Math.abs(d) < 3 ? sinc(d) * sinc(d / 3) : 0) },
};

/** @returns sin(pi x) / (pi x) */
function sinc(x: number): number {
  return x === 0 ? 1 : sinTurns(x / 2) / (PI * x);
}

/**
 * Gives the image on a grid of another size over the same field.
 *
 * @param plane rows x columns x channels
 * @param filter triangle never overshoots; lanczos (three lobes) keeps more detail
 * @returns a new plane of rows x columns x channels
 * @throws RangeError for a size below 1
 */
export function resize(plane: Plane, rows: number, columns: number, filter: ResizeFilter = "triangle"): Plane {
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1 && columns >= 1)) {
    throw new RangeError(`Expected a size of at least 1 x 1, got ${rows} x ${columns}`);
  }
  const { channels } = plane;
  const across = resizeAxis(plane.data, { outer: plane.rows, length: plane.columns, inner: channels }, columns, filter);
  return { rows, columns, channels, data: resizeAxis(across, { outer: 1, length: plane.rows, inner: columns * channels }, rows, filter) };
}

/** Shape of an array around the axis that changes its length. */
interface Axis {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

function resizeAxis(data: Float64Array, { outer, length, inner }: Axis, size: number, filter: ResizeFilter): Float64Array {
  if (size === length) return data.slice();
  const target = new Float64Array(outer * size * inner);
  const factor = length / size;
  const widening = Math.max(1, factor);
  const { reach, weight } = FILTERS[filter];
  for (let place = 0; place < size; place++) {
    const centre = (place + 0.5) * factor - 0.5;
    const first = Math.ceil(centre - reach * widening);
    const count = Math.floor(centre + reach * widening) - first + 1;
    const weights = Float64Array.from({ length: count }, (_, tap) => weight((first + tap - centre) / widening));
    const total = weights.reduce((sum, value) => sum + value, 0);
    for (let tap = 0; tap < count; tap++) {
      const share = weights[tap] / total;
      const source = reflected(first + tap, length);
      for (let block = 0; block < outer; block++) {
        const from = (block * length + source) * inner;
        const to = (block * size + place) * inner;
        for (let index = 0; index < inner; index++) target[to + index] += share * data[from + index];
      }
    }
  }
  return target;
}
