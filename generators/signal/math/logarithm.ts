/**
 * Deterministic logarithms, and the power x^y that rests on them.
 *
 *   x = 2^k m, sqrt(1/2) <= m < sqrt(2);   ln m = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...),   s = (m - 1) / (m + 1), |s| <= 0.172
 *
 * The quotient and the first two terms carry their rounding errors, which gives ln x as a sum of two numbers, good to about 2^-64:
 * enough for x^y = exp(y ln x) to stay within 1 ulp over the whole range.
 * Sources: Cody and Waite (1980), ch. 5 and 7; Muller (2016), 5.2 (power function); Dekker, Numer. Math. 18 (1971) 224.
 */
import { exponentOf, productError, scaleByPowerOfTwo, sumError } from "./exact.ts";
import { expOfSum, LN2_HIGH, LN2_LOW } from "./exponential.ts";

const SQRT2 = Math.SQRT2;
const THIRD = 1 / 3;
const THIRD_LOW = 1.850371707708594e-17;
const INVERSE_LN2 = Math.LOG2E;
const INVERSE_LN2_LOW = 2.0355273740931033e-17;
const INVERSE_LN10 = Math.LOG10E;
const INVERSE_LN10_LOW = 1.098319650216765e-17;

/** The last logarithm as high + low: a register instead of an allocation on every call. */
const last = new Float64Array(2);

/** Sets `last` to k ln 2 + ln(1 + f + fLow), for |f| < 0.42. */
function setLogarithm(f: number, fLow: number, k: number): void {
  const denominator = 2 + f;
  const denominatorLow = 2 - denominator + f + fLow;
  const s = f / denominator;
  const back = s * denominator;
  const sLow = (f - back - productError(s, denominator, back) + fLow - s * denominatorLow) / denominator;
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  const upper = 1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21 + z * (1 / 23 + z * (1 / 25)))));
  const tail = z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * upper)))));
  const c = THIRD + tail;
  const cLow = THIRD - c + tail + THIRD_LOW;
  const u = z * c;
  const uLow = productError(z, c, u) + z * cLow + zLow * c;
  const w = s * u;
  const wLow = productError(s, u, w) + s * uLow + sLow * u;
  const half = s + w;
  const halfLow = s - half + w + (sLow + wLow);
  const shift = k * LN2_HIGH;
  const sum = shift + 2 * half;
  const sumLow = sumError(shift, 2 * half, sum) + (k * LN2_LOW + 2 * halfLow);
  const high = sum + sumLow;
  last[0] = high;
  last[1] = sum - high + sumLow;
}

/** Sets `last` to ln x for a positive finite x. */
function setLogarithmOf(x: number): void {
  let k = exponentOf(x);
  let m = scaleByPowerOfTwo(x, -k);
  if (m > SQRT2) {
    m *= 0.5;
    k += 1;
  }
  setLogarithm(m - 1, 0, k);
}

const isPositiveFinite = (x: number): boolean => x > 0 && x < Number.POSITIVE_INFINITY;

/** @returns what every logarithm gives for zero, infinite, negative and NaN arguments */
function specialLogarithm(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

/**
 * The commonest logarithm takes the short way: 2 s = f - s f, with f = m - 1, leaves a large exact term and a small correction.
 *
 * @returns the natural logarithm of x, within 1 ulp; NaN for x < 0
 */
export function log(x: number): number {
  if (!isPositiveFinite(x)) return specialLogarithm(x);
  let k = exponentOf(x);
  let m = scaleByPowerOfTwo(x, -k);
  if (m > SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const upper = 2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23)))));
  const series = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * upper)))));
  return k * LN2_HIGH - (s * (f - series) - k * LN2_LOW - f);
}

/** @returns log(1 + x), within 1 ulp, without cancellation near 0; NaN for x < -1 */
export function log1p(x: number): number {
  if (x > -0.29 && x < 0.41) {
    if (x > -1e-290 && x < 1e-290) return x;
    setLogarithm(x, 0, 0);
    return last[0];
  }
  const sum = 1 + x;
  if (!isPositiveFinite(sum)) return specialLogarithm(sum);
  setLogarithmOf(sum);
  return last[0] + (last[1] + sumError(1, x, sum) / sum);
}

/** @returns the logarithm to base 2, within 1 ulp; exact for powers of two */
export function log2(x: number): number {
  if (!isPositiveFinite(x)) return specialLogarithm(x);
  let k = exponentOf(x);
  let m = scaleByPowerOfTwo(x, -k);
  if (m > SQRT2) {
    m *= 0.5;
    k += 1;
  }
  setLogarithm(m - 1, 0, 0);
  const high = last[0];
  const product = high * INVERSE_LN2;
  const rest = productError(high, INVERSE_LN2, product) + (high * INVERSE_LN2_LOW + last[1] * INVERSE_LN2);
  const sum = k + product;
  return sum + (sumError(k, product, sum) + rest);
}

/** @returns the logarithm to base 10, within 1 ulp; exact for powers of ten that are exact themselves */
export function log10(x: number): number {
  if (!isPositiveFinite(x)) return specialLogarithm(x);
  setLogarithmOf(x);
  const high = last[0];
  const product = high * INVERSE_LN10;
  return product + (productError(high, INVERSE_LN10, product) + (high * INVERSE_LN10_LOW + last[1] * INVERSE_LN10));
}

const isInteger = (y: number): boolean => Math.floor(y) === y;
const isOdd = (y: number): boolean => isInteger(y) && Math.abs(y) < 9007199254740992 && y % 2 !== 0;

/**
 * Raises x to the power y, within 1 ulp, with the special values of ECMAScript's Math.pow.
 *
 * @returns x^y; NaN for a negative x and a y that is no integer
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const magnitude = Math.abs(x);
  const negative = (x < 0 || Object.is(x, -0)) && isOdd(y);
  if (magnitude === 1 && Math.abs(y) === Number.POSITIVE_INFINITY) return Number.NaN;
  if (magnitude === 0 || magnitude === Number.POSITIVE_INFINITY) {
    const large = (magnitude === 0) === y < 0;
    const result = large ? Number.POSITIVE_INFINITY : 0;
    return negative ? -result : result;
  }
  if (x < 0 && !isInteger(y)) return Number.NaN;
  if (magnitude === 1) return negative ? -1 : 1;
  setLogarithmOf(magnitude);
  const bounded = Math.max(-1e21, Math.min(1e21, y));
  const product = bounded * last[0];
  const result = expOfSum(product, productError(bounded, last[0], product) + bounded * last[1]);
  return negative ? -result : result;
}
