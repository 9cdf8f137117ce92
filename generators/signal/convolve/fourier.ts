/**
 * Convolution through the Fourier transform, in tiles: overlap-save. A tile carries its surroundings as far as the point spread reaches,
 * so nothing wraps around. An axis that one tile covers may instead take the period of the mirrored image, which repeats by itself.
 *
 *   tile = ifft(fft(tile with surroundings) * fft(point spread))
 *
 * The point spread is real, so two tiles (or two channels of one) travel as the real and imaginary parts of one image.
 * An average never leaves the range of what it averages: where no weight is negative, rounding is cut off at the channel's range.
 *
 * Source: Oppenheim and Schafer, Discrete-Time Signal Processing, 3rd ed. (2010), 8.7 (overlap-save).
 */
import type { Plane } from "../../plane.ts";
import { reflected } from "../edges.ts";
import { fft2c, ifft2c, quickLength } from "../fft.ts";
import { log2 } from "../math.ts";
import type { PointSpread } from "../point-spread.ts";

/** One axis cut into tiles: `count` of `length` pixels each (they may overlap), each in a transform of `period` samples. */
interface Tiling {
  readonly count: number;
  readonly length: number;
  readonly period: number;
}

/** Convolves into `target`, rows x columns x channels. */
export function throughFourier(plane: Plane, spread: PointSpread, target: Float64Array): void {
  const { rows, columns, channels } = plane;
  const [down, across] = cheapestTiling(plane, spread);
  const response = responseOf(spread, down.period, across.period);
  const field = new Float64Array(response.length);
  const parts = down.count * across.count * channels;
  const place = (part: number) => ({
    top: startOf(down, Math.floor(part / (channels * across.count)), rows),
    left: startOf(across, Math.floor(part / channels) % across.count, columns),
    channel: part % channels,
  });
  for (let part = 0; part < parts; part += 2) {
    if (part + 1 === parts) field.fill(0);
    for (let half = 0; half < Math.min(2, parts - part); half++) readTile(plane, place(part + half), down, across, field, half);
    fft2c(field, down.period, across.period);
    multiplyComplex(field, response);
    ifft2c(field, down.period, across.period);
    for (let half = 0; half < Math.min(2, parts - part); half++) writeTile(field, half, place(part + half), down, across, plane, target);
  }
  if (spread.weights.every((weight) => weight >= 0)) clipToRange(target, plane.data, channels);
}

/** Estimates the work of the cheapest tiling, in units of about one complex multiplication. */
export function fourierWork(plane: Plane, rows: number, columns: number): number {
  const [down, across] = cheapestTiling(plane, { rows, columns });
  return workOf(down, across, plane.channels);
}

/** @returns the tiling with the least work: few samples, and transforms that stay in the processor's cache */
function cheapestTiling(plane: Plane, spread: { readonly rows: number; readonly columns: number }): readonly [Tiling, Tiling] {
  let best: readonly [Tiling, Tiling] | undefined;
  let least = Number.POSITIVE_INFINITY;
  const alternatives = tilingsOf(plane.columns, (spread.columns - 1) / 2);
  for (const down of tilingsOf(plane.rows, (spread.rows - 1) / 2)) {
    for (const across of alternatives) {
      const work = workOf(down, across, plane.channels);
      if (work < least) [best, least] = [[down, across], work];
    }
  }
  return best!;
}

/** Samples of a transform that stays in cache. */
const CACHED = 65536;

function workOf(down: Tiling, across: Tiling, channels: number): number {
  const samples = down.period * across.period;
  const transforms = 2 * Math.ceil((down.count * across.count * channels) / 2) + 1;
  return transforms * samples * (log2(samples) + (samples > CACHED ? 4 : 0) + 2);
}

/** @returns the ways to cut an axis that are worth a look */
function tilingsOf(length: number, reach: number): Tiling[] {
  const whole = { count: 1, length, period: Math.min(quickLength(length + 2 * reach), 2 * length) };
  const tilings: Tiling[] = [whole];
  for (let count = 2; count <= Math.min(64, length); count++) {
    const tile = Math.ceil(length / count);
    const period = quickLength(tile + 2 * reach);
    if (period < whole.period) tilings.push({ count, length: tile, period });
    if (tile < reach) break;
  }
  return tilings;
}

/** The last tile ends where the axis ends. */
const startOf = (tiling: Tiling, index: number, length: number): number => Math.min(index * tiling.length, length - tiling.length);

interface Place {
  readonly top: number;
  readonly left: number;
  readonly channel: number;
}

/** @returns the source index of each sample of a period: the tile, then what follows it, then what precedes it */
function sourcesOf({ length, period }: Tiling, start: number, axis: number): Int32Array {
  const after = length + Math.ceil((period - length) / 2);
  return Int32Array.from({ length: period }, (_, sample) => reflected(start + (sample < after ? sample : sample - period), axis));
}

/** Reads a tile and its surroundings into the real (half 0) or the imaginary (half 1) parts of the field. */
function readTile(plane: Plane, place: Place, down: Tiling, across: Tiling, field: Float64Array, half: number): void {
  const { rows, columns, channels, data } = plane;
  const offsets = sourcesOf(across, place.left, columns).map((column) => column * channels + place.channel);
  let at = half;
  for (const row of sourcesOf(down, place.top, rows)) {
    const line = row * columns * channels;
    for (let sample = 0; sample < offsets.length; sample++, at += 2) field[at] = data[line + offsets[sample]];
  }
}

function writeTile(
  field: Float64Array,
  half: number,
  place: Place,
  down: Tiling,
  across: Tiling,
  plane: Plane,
  target: Float64Array,
): void {
  const { columns, channels } = plane;
  for (let row = 0; row < down.length; row++) {
    let to = ((place.top + row) * columns + place.left) * channels + place.channel;
    let from = 2 * row * across.period + half;
    for (let column = 0; column < across.length; column++, to += channels, from += 2) target[to] = field[from];
  }
}

/** @returns the spectrum of the point spread, times the sqrt(N) that the orthonormal transforms leave out */
function responseOf(spread: PointSpread, height: number, width: number): Float64Array {
  const response = new Float64Array(2 * height * width);
  const top = Math.floor(height / 2) - (spread.rows - 1) / 2;
  const left = Math.floor(width / 2) - (spread.columns - 1) / 2;
  for (let row = 0; row < spread.rows; row++) {
    const wrappedRow = wrapped(top + row, height);
    for (let column = 0; column < spread.columns; column++) {
      response[2 * (wrappedRow * width + wrapped(left + column, width))] += spread.weights[row * spread.columns + column];
    }
  }
  fft2c(response, height, width);
  const scale = Math.sqrt(height * width);
  for (let index = 0; index < response.length; index++) response[index] *= scale;
  return response;
}

const wrapped = (index: number, period: number): number => index - period * Math.floor(index / period);

function multiplyComplex(field: Float64Array, factors: Float64Array): void {
  for (let at = 0; at < field.length; at += 2) {
    const re = field[at] * factors[at] - field[at + 1] * factors[at + 1];
    field[at + 1] = field[at] * factors[at + 1] + field[at + 1] * factors[at];
    field[at] = re;
  }
}

/** Limits every channel of an average to the range of the channel it averages. */
function clipToRange(target: Float64Array, data: Float64Array, channels: number): void {
  for (let channel = 0; channel < channels; channel++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = channel; at < data.length; at += channels) {
      low = Math.min(low, data[at]);
      high = Math.max(high, data[at]);
    }
    for (let at = channel; at < target.length; at += channels) target[at] = Math.min(Math.max(target[at], low), high);
  }
}
