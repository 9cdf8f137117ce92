/**
 * How much a degraded image differs from the clean one.
 *
 *   PSNR  = 10 log10(range^2 / mean((b - a)^2))  [dB]
 *   NRMSE = ||b - a|| / ||a - floor||  [1]
 *   SSIM  = mean of (2 ma mb + C1)(2 sab + C2) / ((ma^2 + mb^2 + C1)(sa^2 + sb^2 + C2)),   C1 = (0.01 range)^2, C2 = (0.03 range)^2
 *
 * m and s are the means, variances and covariance under an 11 x 11 Gaussian window of sigma 1.5 pixels. Only windows that lie inside the
 * image count. An image with fewer than 11 rows or columns gets the largest odd square window that fits, of the same sigma.
 *
 * Source: Wang, Bovik, Sheikh and Simoncelli, IEEE Trans. Image Process. 13 (2004) 600.
 */
import { exp, log10 } from "./math.ts";
import { meanSimilarities } from "./metrics/similarity.ts";

const WINDOW = 11;
const SIGMA = 1.5;

/** @returns sum of (b - a)^2 */
function squaredDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) throw new RangeError(`Expected two images of one size, got ${a.length} and ${b.length} values`);
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (b[index] - a[index]) * (b[index] - a[index]);
  return sum;
}

/**
 * Gives the peak signal-to-noise ratio [dB].
 *
 * @param range the span of values that counts as the peak, > 0
 * @returns Infinity for equal images
 * @throws RangeError when the images differ in size
 */
export function psnr(a: Float64Array, b: Float64Array, range: number): number {
  const mean = squaredDifference(a, b) / a.length;
  return mean === 0 ? Number.POSITIVE_INFINITY : 10 * log10((range * range) / mean);
}

/**
 * Gives the norm of the difference over the norm of the clean image above its floor [1].
 *
 * @param a the clean image
 * @param floor the value that means nothing there: 0 for magnitudes and light, -1000 for HU
 * @returns 0 for equal images; Infinity where the clean image lies on its floor and the other does not
 * @throws RangeError when the images differ in size
 */
export function nrmse(a: Float64Array, b: Float64Array, floor: number): number {
  const difference = squaredDifference(a, b);
  if (difference === 0) return 0;
  let signal = 0;
  for (const value of a) signal += (value - floor) * (value - floor);
  return Math.sqrt(difference / signal);
}

/**
 * Gives the structural similarity [1], averaged over windows and then over channels.
 *
 * @param a rows x columns x channels
 * @param b the same shape
 * @param range the span of values, > 0
 * @returns -1 .. 1; exactly 1 for equal images
 * @throws RangeError when the sizes disagree or the range is not above 0
 */
export function ssim(a: Float64Array, b: Float64Array, rows: number, columns: number, channels: number, range: number): number {
  const expected = rows * columns * channels;
  if (a.length !== expected || b.length !== expected || expected === 0) {
    throw new RangeError(`Expected ${rows} x ${columns} x ${channels} values, got ${a.length} and ${b.length}`);
  }
  if (!(range > 0)) throw new RangeError(`Expected a range above 0, got ${range}`);
  const weights = windowWeights(Math.min(rows, columns));
  const similarities = meanSimilarities({ a, b, rows, columns, channels, weights, range });
  let sum = 0;
  for (const similarity of similarities) sum += similarity;
  return sum / channels;
}

/** @returns Gaussian weights that add up to 1, as many as fit `side`, an odd number of at most WINDOW */
function windowWeights(side: number): Float64Array {
  const size = Math.min(WINDOW, side - 1 + (side % 2));
  const middle = (size - 1) / 2;
  const weights = Float64Array.from({ length: size }, (_, index) => exp(-((index - middle) * (index - middle)) / (2 * SIGMA * SIGMA)));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}
