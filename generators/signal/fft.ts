/**
 * The discrete Fourier transform of any length, in 64-bit floating point, in place, on interleaved complex data (re, im, re, im, ..).
 *
 *   plain:                    X[k] = sum_j x[j] exp(-2 pi i j k / N), and 1/N times the conjugate sum for the inverse
 *   centred and orthonormal:  X[k] = 1/sqrt(N) sum_j x[j] exp(-2 pi i (j - c)(k - c) / N),   c = floor(N / 2)
 *
 * Lengths without a prime factor above 61 take O(N log N) directly, others through a convolution about five times as dear.
 *
 * Not modelled: real input is transformed as complex input.
 *
 * Sources: Cooley and Tukey, Math. Comp. 19 (1965) 297; the centred convention is that of fastMRI's fft2c (Zbontar et al. 2018).
 */
import { type FourierPlan, fourierPlan, LINES } from "./fft/plan.ts";

export { quickLength } from "./fft/plan.ts";

/**
 * Transforms one line in place: plain, zero frequency first.
 *
 * @param data N complex numbers, interleaved
 * @param inverse the inverse transform, scaled by 1/N
 */
export function fft(data: Float64Array, inverse = false): Float64Array {
  const plan = fourierPlan(data.length / 2);
  return transformLines(data, { plan, outer: 1, inner: 1, centre: 0, scale: inverse ? 1 / plan.length : 1, inverse });
}

/**
 * Transforms one axis in place: centred, orthonormal.
 *
 * @param data outer x length x inner complex numbers, interleaved
 */
export function fftc(data: Float64Array, outer: number, length: number, inner: number, inverse = false): Float64Array {
  if (data.length !== 2 * outer * length * inner) {
    throw new RangeError(`Expected ${outer} x ${length} x ${inner} complex numbers, got ${data.length / 2}`);
  }
  const centre = Math.floor(length / 2);
  return transformLines(data, { plan: fourierPlan(length), outer, inner, centre, scale: 1 / Math.sqrt(length), inverse });
}

/**
 * Transforms images to k-space in place: centred, orthonormal, zero frequency at (floor(rows / 2), floor(columns / 2)).
 *
 * @param data batch x rows x columns complex numbers, interleaved
 */
export function fft2c(data: Float64Array, rows: number, columns: number, batch = 1): Float64Array {
  fftc(data, batch * rows, columns, 1);
  return fftc(data, batch, rows, columns);
}

/** Transforms k-space to images in place: the inverse, and the adjoint, of fft2c. */
export function ifft2c(data: Float64Array, rows: number, columns: number, batch = 1): Float64Array {
  fftc(data, batch * rows, columns, 1, true);
  return fftc(data, batch, rows, columns, true);
}

/** Transforms along the axis between `outer` and `inner`. */
interface Lines {
  readonly plan: FourierPlan;
  readonly outer: number;
  readonly inner: number;
  /** The sample that enters first: the one the phase is counted from. */
  readonly centre: number;
  readonly scale: number;
  readonly inverse: boolean;
}

function transformLines(data: Float64Array, lines: Lines): Float64Array {
  const { plan, outer, inner } = lines;
  const count = outer * inner;
  const starts = new Int32Array(LINES);
  for (let first = 0; first < count; first += LINES) {
    const together = Math.min(LINES, count - first);
    for (let line = 0; line < together; line++) {
      const index = first + line;
      starts[line] = 2 * (Math.floor(index / inner) * plan.length * inner + (index % inner));
    }
    transformTogether(data, starts.subarray(0, together), lines);
  }
  return data;
}

/** Transforms a few lines in place: each rotated to start at its centre, parts swapped for the inverse. */
function transformTogether(data: Float64Array, starts: Int32Array, lines: Lines): void {
  const { plan, centre, scale } = lines;
  const { work, length } = plan;
  const count = starts.length;
  const step = 2 * lines.inner;
  const real = lines.inverse ? 1 : 0;
  const imaginary = 1 - real;
  for (let sample = 0; sample < length; sample++) {
    const shifted = sample + centre < length ? sample + centre : sample + centre - length;
    for (let line = 0; line < count; line++) {
      const from = starts[line] + step * shifted;
      const to = 2 * (sample * count + line);
      work[to + real] = data[from];
      work[to + imaginary] = data[from + 1];
    }
  }
  plan.run(count);
  for (let sample = 0; sample < length; sample++) {
    const shifted = sample + centre < length ? sample + centre : sample + centre - length;
    for (let line = 0; line < count; line++) {
      const to = starts[line] + step * shifted;
      const from = 2 * (sample * count + line);
      data[to] = work[from + real] * scale;
      data[to + 1] = work[from + imaginary] * scale;
    }
  }
}
