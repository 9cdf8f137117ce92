/**
 * Convolution of an image with a point spread function. Beyond its edges the image is mirrored.
 *
 *   out[r, c] = sum over (i, j) of w[i, j] in[r - i, c - j]
 *
 * Small kernels are summed tap by tap, separable ones along each axis in turn, large ones through the Fourier transform. There the period
 * is that of the mirrored image, twice its size, or less where padding by the kernel's reach suffices: nothing wraps around.
 * An average never leaves the range of what it averages: through the Fourier transform, rounding is cut off at that range.
 */
import type { Plane } from "../plane.ts";
import { reflected } from "./edges.ts";
import { fft2c, ifft2c, quickLength } from "./fft.ts";
import type { Kernel, SeparableKernel } from "./kernel.ts";

export { discKernel, gaussianKernel, type Kernel, type PathPoint, pathKernel, type SeparableKernel } from "./kernel.ts";

/** Kernels with more weights than this go through the Fourier transform. */
const DIRECT_WEIGHTS = 120;

/**
 * Convolves every channel.
 *
 * @param plane rows x columns x channels
 * @returns a new plane of the same shape
 */
export function convolve(plane: Plane, kernel: Kernel | SeparableKernel): Plane {
  const data = new Float64Array(plane.data.length);
  if ("down" in kernel) {
    const { down, across } = kernel;
    if (down.length + across.length > 2 * DIRECT_WEIGHTS) throughFourier(plane, outerProduct(kernel), data);
    else {
      const vertical = { rows: down.length, columns: 1, weights: down };
      const horizontal = { rows: 1, columns: across.length, weights: across };
      const between = { ...plane, data: new Float64Array(data.length) };
      tapByTap(plane, horizontal, between.data);
      tapByTap(between, vertical, data);
    }
  } else if (kernel.weights.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0) > DIRECT_WEIGHTS)
    throughFourier(plane, kernel, data);
  else tapByTap(plane, kernel, data);
  return { ...plane, data };
}

function outerProduct({ down, across }: SeparableKernel): Kernel {
  const weights = Float64Array.from(
    { length: down.length * across.length },
    (_, index) => down[Math.floor(index / across.length)] * across[index % across.length],
  );
  return { rows: down.length, columns: across.length, weights };
}

/** Adds up shifted copies of the mirrored image, row by row and four weights at a time. */
function tapByTap(plane: Plane, kernel: Kernel, target: Float64Array): void {
  const { rows, columns, channels } = plane;
  const rowReach = (kernel.rows - 1) / 2;
  const columnReach = (kernel.columns - 1) / 2;
  const width = columns * channels;
  const padded = mirroredOutwards(plane, rowReach, columnReach);
  const paddedWidth = width + 2 * columnReach * channels;
  const taps = Array.from(kernel.weights.keys()).filter((tap) => kernel.weights[tap] !== 0);
  const weights = Float64Array.from(taps, (tap) => kernel.weights[tap]);
  const shifts = Int32Array.from(taps, (tap) => {
    const down = 2 * rowReach - Math.floor(tap / kernel.columns);
    return down * paddedWidth + (2 * columnReach - (tap % kernel.columns)) * channels;
  });
  for (let row = 0; row < rows; row++) {
    const out = target.subarray(row * width, (row + 1) * width);
    const start = row * paddedWidth;
    let tap = 0;
    for (; tap + 4 <= taps.length; tap += 4) addFour(out, padded, start, weights.subarray(tap, tap + 4), shifts.subarray(tap, tap + 4));
    for (; tap < taps.length; tap++) {
      const from = start + shifts[tap];
      for (let at = 0; at < width; at++) out[at] += weights[tap] * padded[from + at];
    }
  }
}

function addFour(out: Float64Array, padded: Float64Array, start: number, weights: Float64Array, shifts: Int32Array): void {
  const [w0, w1, w2, w3] = [weights[0], weights[1], weights[2], weights[3]];
  const [s0, s1, s2, s3] = [start + shifts[0], start + shifts[1], start + shifts[2], start + shifts[3]];
  for (let at = 0; at < out.length; at++) {
    out[at] += w0 * padded[s0 + at] + w1 * padded[s1 + at] + (w2 * padded[s2 + at] + w3 * padded[s3 + at]);
  }
}

/** @returns the image with its mirrored continuation: (rows + 2 rowReach) x (columns + 2 columnReach) x channels */
function mirroredOutwards(plane: Plane, rowReach: number, columnReach: number): Float64Array {
  const { rows, columns, channels, data } = plane;
  const inner = columns * channels;
  const outer = inner + 2 * columnReach * channels;
  const padded = new Float64Array((rows + 2 * rowReach) * outer);
  for (let row = -rowReach; row < rows + rowReach; row++) {
    const from = reflected(row, rows) * inner;
    const to = (row + rowReach) * outer;
    padded.set(data.subarray(from, from + inner), to + columnReach * channels);
    for (let beyond = 1; beyond <= columnReach; beyond++) {
      const left = from + reflected(-beyond, columns) * channels;
      const right = from + reflected(columns - 1 + beyond, columns) * channels;
      for (let channel = 0; channel < channels; channel++) {
        padded[to + (columnReach - beyond) * channels + channel] = data[left + channel];
        padded[to + (columnReach + columns - 1 + beyond) * channels + channel] = data[right + channel];
      }
    }
  }
  return padded;
}

/** @returns a period long enough that nothing wraps around, or the mirrored image's own */
const periodOf = (length: number, reach: number): number => Math.min(quickLength(length + 2 * reach), 2 * length);

/** Multiplies spectra. The kernel is real, so two channels travel as the real and imaginary parts of one image. */
function throughFourier(plane: Plane, kernel: Kernel, target: Float64Array): void {
  const { rows, columns, channels, data } = plane;
  const height = periodOf(rows, (kernel.rows - 1) / 2);
  const width = periodOf(columns, (kernel.columns - 1) / 2);
  const sourceRows = mirroredPlaces(rows, height);
  const sourceColumns = mirroredPlaces(columns, width);
  const response = responseOf(kernel, height, width);
  const field = new Float64Array(2 * height * width);
  for (let channel = 0; channel < channels; channel += 2) {
    const second = channel + 1 < channels ? 1 : 0;
    for (let row = 0, at = 0; row < height; row++) {
      for (let column = 0; column < width; column++, at += 2) {
        const from = (sourceRows[row] * columns + sourceColumns[column]) * channels + channel;
        field[at] = data[from];
        field[at + 1] = data[from + second];
      }
    }
    fft2c(field, height, width);
    multiplyComplex(field, response);
    ifft2c(field, height, width);
    for (let pixel = 0; pixel < rows * columns; pixel++) {
      const from = 2 * (Math.floor(pixel / columns) * width + (pixel % columns));
      target[pixel * channels + channel] = field[from];
      if (second === 1) target[pixel * channels + channel + 1] = field[from + 1];
    }
  }
  if (kernel.weights.every((weight) => weight >= 0)) clipToRange(target, data, channels);
}

/** @returns the source index of each place of one period: the image, then its continuation on the right, then that on the left */
function mirroredPlaces(length: number, period: number): Int32Array {
  const right = length + Math.ceil((period - length) / 2);
  return Int32Array.from({ length: period }, (_, place) => reflected(place < right ? place : place - period, length));
}

/** @returns the kernel's spectrum, times the sqrt(N) that the orthonormal transforms leave out */
function responseOf(kernel: Kernel, height: number, width: number): Float64Array {
  const response = new Float64Array(2 * height * width);
  const top = Math.floor(height / 2) - (kernel.rows - 1) / 2;
  const left = Math.floor(width / 2) - (kernel.columns - 1) / 2;
  for (let row = 0; row < kernel.rows; row++) {
    const wrappedRow = wrapped(top + row, height);
    for (let column = 0; column < kernel.columns; column++) {
      response[2 * (wrappedRow * width + wrapped(left + column, width))] += kernel.weights[row * kernel.columns + column];
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
