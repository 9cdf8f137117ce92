/**
 * The similarity of two images in every window (see ../metrics.ts), averaged over the windows of each channel.
 *
 * Each row is filtered along its columns once, then the last rows down. The channels stay interleaved: a tap lies `channels` numbers from
 * the next. Similarities are added up along a row, then row by row. The compiled kernel and its twin here do the same operations.
 */
import { type LoadedKernel, loadKernel } from "../webassembly.ts";

interface Functions {
  filterRow(target: number, pitch: number, a: number, b: number, vectors: number, step: number, weights: number, taps: number): void;
  compareRows(target: number, pitch: number, rows: number, vectors: number, weights: number, taps: number, c1: number, c2: number): void;
}

/** Two images of rows x columns x channels, no window wider than either side. */
export interface Compared {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly weights: Float64Array;
  readonly range: number;
}

/** @returns the mean similarity of each channel */
export function meanSimilarities(images: Compared): Float64Array {
  const kernel = loadKernel<Functions>("similarity");
  return kernel === undefined ? meanSimilaritiesPlain(images) : compiledSimilarities(kernel, images);
}

const constants = (range: number): [number, number] => [0.01 * range * (0.01 * range), 0.03 * range * (0.03 * range)];

/** Adds one row's similarities to the channels' sums. */
function addRow(sums: Float64Array, similarities: Float64Array, count: number): void {
  for (let channel = 0; channel < sums.length; channel++) {
    let sum = 0;
    for (let at = channel; at < count; at += sums.length) sum += similarities[at];
    sums[channel] += sum;
  }
}

function compiledSimilarities({ run, memory }: LoadedKernel<Functions>, images: Compared): Float64Array {
  const { a, b, rows, columns, channels, weights, range } = images;
  const size = weights.length;
  const width = columns * channels;
  const count = (columns - size + 1) * channels;
  const vectors = Math.ceil(count / 2);
  // Block after block at distances that are odd counts of cache lines; one vector more than the row, which the last one may read.
  const pitch = 64 * (Math.ceil(vectors / 4) | 1);
  const row = 8 * (width + 2);
  const [fromA, fromB, taps, places, similarities, ring] = memory.scratch(row, row, 8 * size, 4 * size, 16 * vectors, 5 * pitch * size);
  memory.f64(taps, size).set(weights);
  const inputA = memory.f64(fromA, width);
  const inputB = memory.f64(fromB, width);
  const order = memory.i32(places, size);
  const output = memory.f64(similarities, 2 * vectors);
  const [c1, c2] = constants(range);
  const sums = new Float64Array(channels);
  for (let at = 0; at < rows; at++) {
    inputA.set(a.subarray(at * width, (at + 1) * width));
    inputB.set(b.subarray(at * width, (at + 1) * width));
    run.filterRow(ring + 5 * pitch * (at % size), pitch, fromA, fromB, vectors, 8 * channels, taps, size);
    if (at < size - 1) continue;
    for (let tap = 0; tap < size; tap++) order[tap] = ring + 5 * pitch * ((at - size + 1 + tap) % size);
    run.compareRows(similarities, pitch, places, vectors, taps, size, c1, c2);
    addRow(sums, output, count);
  }
  const windows = (columns - size + 1) * (rows - size + 1);
  return sums.map((sum) => sum / windows);
}

/** The kernel's twin. */
export function meanSimilaritiesPlain({ a, b, rows, columns, channels, weights, range }: Compared): Float64Array {
  const size = weights.length;
  const width = columns * channels;
  const count = (columns - size + 1) * channels;
  const filtered = Array.from({ length: size }, () => new Float64Array(5 * count));
  const moments = new Float64Array(5 * count);
  const similarities = new Float64Array(count);
  const sums = new Float64Array(channels);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    filterRow(filtered[row % size], a.subarray(start, start + width), b.subarray(start, start + width), weights, channels);
    if (row < size - 1) continue;
    moments.fill(0);
    for (let tap = 0; tap < size; tap++) {
      const source = filtered[(row - size + 1 + tap) % size];
      const weight = weights[tap];
      for (let index = 0; index < moments.length; index++) moments[index] += weight * source[index];
    }
    compareRow(similarities, moments, range);
    addRow(sums, similarities, count);
  }
  const windows = (columns - size + 1) * (rows - size + 1);
  return sums.map((sum) => sum / windows);
}

/** Filters a, b, a^2, b^2 and a b along one row, into five blocks of `target`. */
function filterRow(target: Float64Array, a: Float64Array, b: Float64Array, weights: Float64Array, step: number): void {
  const width = target.length / 5;
  for (let column = 0; column < width; column++) {
    let meanA = 0;
    let meanB = 0;
    let squareA = 0;
    let squareB = 0;
    let product = 0;
    for (let tap = 0; tap < weights.length; tap++) {
      const valueA = a[column + tap * step];
      const valueB = b[column + tap * step];
      const weightedA = weights[tap] * valueA;
      const weightedB = weights[tap] * valueB;
      meanA += weightedA;
      meanB += weightedB;
      squareA += weightedA * valueA;
      squareB += weightedB * valueB;
      product += weightedA * valueB;
    }
    target[column] = meanA;
    target[column + width] = meanB;
    target[column + 2 * width] = squareA;
    target[column + 3 * width] = squareB;
    target[column + 4 * width] = product;
  }
}

function compareRow(target: Float64Array, moments: Float64Array, range: number): void {
  const width = target.length;
  const [c1, c2] = constants(range);
  for (let column = 0; column < width; column++) {
    const meanA = moments[column];
    const meanB = moments[column + width];
    const varianceA = moments[column + 2 * width] - meanA * meanA;
    const varianceB = moments[column + 3 * width] - meanB * meanB;
    const covariance = moments[column + 4 * width] - meanA * meanB;
    const luminance = (2 * meanA * meanB + c1) / (meanA * meanA + meanB * meanB + c1);
    target[column] = luminance * ((2 * covariance + c2) / (varianceA + varianceB + c2));
  }
}
