/**
 * Deterministic exponential functions: exp, exp of a sum of two numbers, and expm1.
 *
 *   x = k ln 2 + r, |r| <= ln 2 / 2;   exp(x) = 2^k (1 + r + r^2/2! + ... + r^14/14!)
 *
 * ln 2 is subtracted in two parts, the first of 42 bits, so that k times it is exact. The leading 1 + r is kept with its rounding error.
 * Sources: Cody and Waite, Software Manual for the Elementary Functions (1980), ch. 6; Muller, Elementary Functions, 3rd ed. (2016), 11.
 */
import { scaleByPowerOfTwo, sumError } from "./exact.ts";

/** ln 2 to 95 bits: the first part has 42. */
export const LN2_HIGH = 0.6931471805598903;
export const LN2_LOW = 5.497923018708371e-14;
const INVERSE_LN2 = Math.LOG2E;

const C3 = 1 / 6;
const C4 = 1 / 24;
const C5 = 1 / 120;
const C6 = 1 / 720;
const C7 = 1 / 5040;
const C8 = 1 / 40320;
const C9 = 1 / 362880;
const C10 = 1 / 3628800;
const C11 = 1 / 39916800;
const C12 = 1 / 479001600;
const C13 = 1 / 6227020800;
const C14 = 1 / 87178291200;

/** @returns exp(r) - 1 - r for |r| <= 0.35 */
function exponentialTail(r: number): number {
  const r2 = r * r;
  const upper = C9 + r * (C10 + r * (C11 + r * (C12 + r * (C13 + r * C14))));
  return r2 * (0.5 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * (C7 + r * (C8 + r * upper)))))));
}

/** @returns exp(x), within 1 ulp; 0 below -745.14, Infinity above 709.78 */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** @returns exp(high + low), within 1 ulp, for |low| far below |high| (or below 1e-9) */
export function expOfSum(high: number, low: number): number {
  if (!(high > -746)) return Number.isNaN(high) ? high : 0;
  if (high > 710) return Number.POSITIVE_INFINITY;
  const k = splitExponential(high, low);
  return scaleByPowerOfTwo(exponentialParts[0], k);
}

/** What splitExponential gives: a register instead of an allocation on every call. */
export const exponentialParts = new Float64Array(2);

/** Sets exponentialParts to two numbers with exp(high + low) = 2^k (their sum), for -746 < high <= 710. @returns k */
export function splitExponential(high: number, low: number): number {
  const k = Math.round(high * INVERSE_LN2);
  const coarse = high - k * LN2_HIGH;
  const correction = low - k * LN2_LOW;
  const r = coarse + correction;
  const rLow = coarse - r + correction;
  const leading = 1 + r;
  const leadingLow = 1 - leading + r;
  const rest = leadingLow + (exponentialTail(r) + rLow * leading);
  const sum = leading + rest;
  exponentialParts[0] = sum;
  exponentialParts[1] = leading - sum + rest;
  return k;
}

/** @returns exp(x) - 1, within 1 ulp, without cancellation near 0 */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  if (x > 40) return exp(x);
  if (x < -40) return -1;
  const k = Math.round(x * INVERSE_LN2);
  if (k === 0) return x + exponentialTail(x);
  const coarse = x - k * LN2_HIGH;
  const correction = -k * LN2_LOW;
  const r = coarse + correction;
  const small = coarse - r + correction + exponentialTail(r);
  const power = scaleByPowerOfTwo(1, k);
  const whole = power - 1;
  const sum = whole + power * r;
  return sum + (sumError(whole, power * r, sum) + sumError(power, -1, whole) + power * small);
}
