/**
 * Polynomials for the upper quantile of the normal distribution: x(v) with P(X > x) = v, for 2^-13 <= v <= 1/2.
 *
 * Each octave of v is cut into 64 segments. Below the upper end b of a segment of width w,
 *   x(b - t) = c0 + c1 t + ... + c6 t^6,   0 <= t <= w,   c0 the sum of two numbers, c1 less 2.5 where c0 < 0.03.
 *
 * From dx/dt = g, dg/dt = x g^2 (g the reciprocal density, t = b - v) follow the Taylor coefficients at b:
 *   (k + 1) x[k+1] = g[k],   (k + 1) g[k+1] = sum of x[i] g[j] g[l] over i + j + l = k.
 * The walk starts at v = 1/2, where x = 0 and g = sqrt(2 pi), and sums the series at t = w to come to the next segment, the leading
 * coefficients in pairs of numbers: after all 768 segments x is good to 2^-70. Terms above t^6 go by Lanczos's economisation, into
 * Chebyshev polynomials of 0 .. w: what is left out stays below 2^-57 of x.
 * Sources: Steinbrecher and Shaw, Quantile mechanics, Eur. J. Appl. Math. 19 (2008) 87 (the differential equation);
 * Lanczos, Applied Analysis (1956), VII.8 (economisation); Dekker, Numer. Math. 18 (1971) 224 (pairs of numbers).
 */
import { productError, sumError } from "./exact.ts";

/** Segments of one octave, and octaves. */
const OCTAVE_SEGMENTS = 64;
const OCTAVES = 12;
const SEGMENTS = OCTAVES * OCTAVE_SEGMENTS;
/** Numbers of a segment: the two parts of c0, then c1 .. c6. */
export const SEGMENT_NUMBERS = 8;
/** Where the segments begin. */
export const LOWEST = 0.0001220703125;

/** Where c0 is below this, c1 t is not small beside it. Its larger part, 2.5 t, is exact, and c1 holds the rest. */
export const CENTRE = 0.03;
export const CENTRE_SLOPE = 2.5;

const SQRT_TWO_PI = 2.5066282746310007;
const SQRT_TWO_PI_LOW = -1.8328579980459167e-16;
/** The highest power of the Taylor series, of the economised one, and of those that are carried in pairs. */
const TAYLOR = 13;
const DEGREE = 6;
const PAIRED = 4;

/** Coefficients of the Chebyshev polynomials of 0 .. 1 by rising powers: T[n+1] = (4 y - 2) T[n] - T[n-1]. */
const CHEBYSHEV: readonly Float64Array[] = (() => {
  const all = [Float64Array.of(1), Float64Array.of(-1, 2)];
  for (let n = 1; n < TAYLOR; n++) {
    const at = (index: number, power: number): number => all[index][power] ?? 0;
    all.push(Float64Array.from({ length: n + 2 }, (_, power) => 4 * at(n, power - 1) - 2 * at(n, power) - at(n - 1, power)));
  }
  return all;
})();

/** A power series, each coefficient the sum of two numbers. */
class Series {
  readonly high = new Float64Array(TAYLOR + 1);
  readonly low = new Float64Array(TAYLOR + 1);

  /** Sets coefficient k to (high + low) / divisor. */
  set(k: number, high: number, low: number, divisor: number): void {
    if (k > PAIRED) {
      this.high[k] = high / divisor;
      return;
    }
    const quotient = high / divisor;
    const back = quotient * divisor;
    const rest = (high - back - productError(quotient, divisor, back) + low) / divisor;
    this.high[k] = quotient + rest;
    this.low[k] = quotient - this.high[k] + rest;
  }

  /** Sets coefficient k + shift to coefficient k of the product a b, over k + shift (or 1). */
  setProduct(k: number, a: Series, b: Series, shift: number): void {
    const p = a.high;
    const q = b.high;
    let sum = 0;
    let sumLow = 0;
    if (k > PAIRED) for (let i = 0; i <= k; i++) sum += p[i] * q[k - i];
    else
      for (let i = 0; i <= k; i++) {
        const product = p[i] * q[k - i];
        const lost = productError(p[i], q[k - i], product) + (p[i] * b.low[k - i] + a.low[i] * q[k - i]);
        const before = sum;
        sum += product;
        sumLow += sumError(before, product, sum) + lost;
      }
    this.set(k + shift, sum, sumLow, shift === 0 ? 1 : k + shift);
  }

  /** Moves the coefficient of t^0 to the series' value at t. */
  advance(t: number): void {
    let sum = 0;
    let sumLow = 0;
    let power = 1;
    for (let k = 0; k <= TAYLOR; k++, power *= t) {
      const term = this.high[k] * power;
      const before = sum;
      sum += term;
      sumLow += sumError(before, term, sum) + this.low[k] * power;
    }
    this.set(0, sum, sumLow, 1);
  }
}

const table = new Float64Array(SEGMENTS * SEGMENT_NUMBERS);
/** The upper end b of every segment. */
export const SEGMENT_ENDS = new Float64Array(SEGMENTS);
for (let index = SEGMENTS - 1, end = 0.5, step = 0.25 / OCTAVE_SEGMENTS; index >= 0; index--) {
  SEGMENT_ENDS[index] = end;
  end -= step;
  if (index % OCTAVE_SEGMENTS === 0) step *= 0.5;
}
const x = new Series();
const g = new Series();
const square = new Series();
g.set(0, SQRT_TWO_PI, SQRT_TWO_PI_LOW, 1);
/** How far the walk has come: the last segment made, and the width of the next. */
let made = SEGMENTS;
let width = 0.25 / OCTAVE_SEGMENTS;

/** @returns segment after segment, v rising, of which those from `lowest` on are made; see the head of this file */
export function normalQuantileTable(lowest: number): Float64Array {
  while (made > lowest) {
    made--;
    for (let k = 0; k < TAYLOR; k++) {
      square.setProduct(k, g, g, 0);
      x.set(k + 1, g.high[k], g.low[k], k + 1);
      g.setProduct(k, x, square, 1);
    }
    table.set(economised(made === SEGMENTS - 1 ? 1 : 0), made * SEGMENT_NUMBERS);
    x.advance(width);
    g.advance(width);
    if (made % OCTAVE_SEGMENTS === 0) width *= 0.5;
  }
  return table;
}

/** @param lowest the power that divides the series: it vanishes like t^lowest at 0, and so must what stays of it */
function economised(lowest: number): Float64Array {
  const powers = new Float64Array(TAYLOR + 1);
  for (let k = 0, power = 1; k <= TAYLOR; k++, power *= width) powers[k] = power;
  const scaled = x.high.map((coefficient, k) => coefficient * powers[k]);
  const change = new Float64Array(TAYLOR + 1);
  for (let n = TAYLOR; n > DEGREE; n--) {
    const polynomial = CHEBYSHEV[n - lowest];
    const factor = (scaled[n] + change[n]) / polynomial[n - lowest];
    for (let k = lowest; k < n; k++) change[k] -= factor * polynomial[k - lowest];
  }
  const segment = new Float64Array(SEGMENT_NUMBERS);
  segment[0] = x.high[0];
  segment[1] = x.low[0] + change[0];
  for (let k = 1; k <= DEGREE; k++) segment[k + 1] = (scaled[k] + (x.low[k] * powers[k] + change[k])) / powers[k];
  if (segment[0] < CENTRE) segment[2] = x.high[1] - CENTRE_SLOPE + (x.low[1] + change[1] / powers[1]);
  return segment;
}
