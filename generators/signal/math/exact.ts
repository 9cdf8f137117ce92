/**
 * Exact pieces of floating-point arithmetic: rounding errors of a sum and a product, powers of two, and the exponent of a number.
 *
 *   a + b = s + sumError(a, b, s),   a * b = p + productError(a, b, p)       with s and p the rounded results
 *
 * Sources: Knuth, The Art of Computer Programming, vol. 2, 4.2.2 (sum); Dekker, Numer. Math. 18 (1971) 224 (product, with Veltkamp's split).
 */

/** Splits a 53-bit significand into two halves of 26 bits: 2^27 + 1. */
const SPLITTER = 134217729;

/** The powers of two from 2^-1074 to 2^1023, by exact doubling. */
const POWERS = new Float64Array(2098);
for (let index = 0, power = Number.MIN_VALUE; index < POWERS.length; index++, power *= 2) POWERS[index] = power;

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

const view = new DataView(new ArrayBuffer(8));

/** @returns the exact a + b - sum, where sum is the rounded a + b */
export function sumError(a: number, b: number, sum: number): number {
  const shadow = sum - a;
  return a - (sum - shadow) + (b - shadow);
}

/** @returns the exact a * b - product, where product is the rounded a * b; exact for |a|, |b| < 2^996 and products above 2^-969 */
export function productError(a: number, b: number, product: number): number {
  const aWide = SPLITTER * a;
  const aHigh = aWide - (aWide - a);
  const aLow = a - aHigh;
  const bWide = SPLITTER * b;
  const bHigh = bWide - (bWide - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** @returns value * 2^exponent, rounded once, for a value of magnitude 0.25 .. 4 or a result of such */
export function scaleByPowerOfTwo(value: number, exponent: number): number {
  if (exponent > 1020) return exponent > 1100 ? value * POWERS[2097] * POWERS[1174] : value * POWERS[2094] * POWERS[exponent + 54];
  if (exponent < -1020) return exponent < -1100 ? value * POWERS[0] * 0.0625 : value * POWERS[74] * POWERS[exponent + 2074];
  return value * POWERS[exponent + 1074];
}

/** @returns floor(log2(value)) for a positive finite value, subnormal numbers included */
export function exponentOf(value: number): number {
  const subnormal = value < SMALLEST_NORMAL;
  view.setFloat64(0, subnormal ? value * TWO_54 : value);
  return (view.getUint32(0) >>> 20) - (subnormal ? 1077 : 1023);
}
