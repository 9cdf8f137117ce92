/**
 * The inverse of the standard normal distribution function.
 *
 * Between 2^-13 and 1 - 2^-13 a polynomial for each of 768 segments (normal-quantile-table.ts). Further out a rational function r of
 * sqrt(-ln v) begins, v the tail's probability, and one step of Newton's method ends: x = r + (P(X > r) - v) / density(r).
 * Sources: Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477, PPND16 (the rational functions).
 */
import { erfc } from "./error-function.ts";
import { productError } from "./exact.ts";
import { exp } from "./exponential.ts";
import { log } from "./logarithm.ts";
import { CENTRE, CENTRE_SLOPE, LOWEST, normalQuantileTable, SEGMENT_ENDS, SEGMENT_NUMBERS } from "./normal-quantile-table.ts";

/** The upper 18 bits of LOWEST: sign, exponent and six bits of significand number the segments. */
const FIRST = 0x3f20 * 4;
const SQRT2 = Math.SQRT2;
const SQRT2_LOW = -9.667293313452913e-17;
const SQRT_TWO_PI = 2.5066282746310007;

const view = new DataView(new ArrayBuffer(8));

/** @returns the upper quantile of 2^-13 <= v < 1/2: the twin of kernels/random.ts, operation by operation */
function central(v: number): number {
  view.setFloat64(0, v);
  const segment = (view.getInt32(0) >> 14) - FIRST;
  const table = normalQuantileTable(segment);
  const t = SEGMENT_ENDS[segment] - v;
  const t2 = t * t;
  const at = segment * SEGMENT_NUMBERS;
  const odd = table[at + 2] + t2 * (table[at + 4] + t2 * table[at + 6]);
  const even = table[at + 3] + t2 * (table[at + 5] + t2 * table[at + 7]);
  const high = table[at];
  return high + t * (high < CENTRE ? CENTRE_SLOPE : 0) + (table[at + 1] + t * (odd + t * even));
}

/** @returns nearly the upper quantile of v, for r = sqrt(-ln v) <= 5 */
function nearTail(r: number): number {
  const x = r - 1.6;
  const high = 1.2704582524523684 + x * (0.2417807251774506 + x * (0.022723844989269184 + x * 0.0007745450142783414));
  const low = 1.4234371107496835 + x * (4.630337846156546 + x * (5.769497221460691 + x * (3.6478483247632045 + x * high)));
  const highBelow = 0.14810397642748008 + x * (0.015198666563616457 + x * (0.0005475938084995345 + x * 1.0507500716444169e-9));
  const below = 1 + x * (2.053191626637759 + x * (1.6763848301838038 + x * (0.6897673349851 + x * highBelow)));
  return low / below;
}

/** @returns the same for r > 5 */
function farTail(r: number): number {
  const x = r - 5;
  const high = 0.026532189526576124 + x * (0.0012426609473880784 + x * (2.7115555687434876e-5 + x * 2.0103343992922881e-7));
  const low = 6.657904643501103 + x * (5.463784911164114 + x * (1.7848265399172913 + x * (0.29656057182850487 + x * high)));
  const highBelow = 0.0007868691311456133 + x * (1.8463183175100548e-5 + x * (1.421511758316446e-7 + x * 2.0442631033899397e-15));
  const below = 1 + x * (0.599832206555888 + x * (0.1369298809227358 + x * (0.014875361290850615 + x * highBelow)));
  return low / below;
}

/** @returns the upper quantile of v < 2^-13 */
function tail(v: number): number {
  const r = Math.sqrt(-log(v));
  const start = r <= 5 ? nearTail(r) : farTail(r);
  // Below, the tail's probability has lost digits.
  if (v < 1e-290) return start;
  // The step starts from sqrt(2) z, which is not rounded: erfc's argument must be exact.
  const z = start / SQRT2;
  const high = SQRT2 * z;
  const low = productError(SQRT2, z, high) + SQRT2_LOW * z;
  return high + (low + (0.5 * erfc(z) - v) * (SQRT_TWO_PI * exp(z * z)));
}

/**
 * Gives the x with P(X <= x) = p for a standard normal X, within 1.01 ulp for 1e-290 <= p.
 *
 * @param p probability, 0 .. 1
 * @returns -Infinity for 0, Infinity for 1, NaN outside
 */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const v = p < 0.5 ? p : 1 - p;
  const size = v < LOWEST ? tail(v) : central(v);
  return p < 0.5 ? -size : size;
}
