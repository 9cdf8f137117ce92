/**
 * Deterministic inverse trigonometric functions.
 *
 *   arctan(y / x) = arctan(c) + arctan((y - c x) / (x + c y)),   c = the nearest of 0, 1/8, .. 1 to y / x, 0 <= y <= x
 *
 * y - c x is formed in two subtractions that are both exact (Sterbenz); the remaining quotient, below 1/15, and the sums keep what they
 * lose in rounding.
 * Sources: Muller (2016), 4.3 and 11 (table-driven reduction); Sterbenz, Floating-Point Computation (1974), theorem 4.3.1.
 */
import { productError, sumError } from "./exact.ts";

const STEPS = [0, 0.125, 0.25, 0.25, 0.5, 0.5, 0.5, 1, 1];
const STEPS_REST = [0, 0, 0, 0.125, 0, 0.125, 0.25, -0.125, 0];
/** arctan(k / 8), k = 0 .. 8, as the sum of two numbers. */
const ARCTANGENT = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624, 0.6435011087932844,
  0.7188299996216245, 0.7853981633974483,
];
const ARCTANGENT_LOW = [
  0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17, -5.4556305485916264e-18,
  1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17,
];
const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const PI = Math.PI;
const PI_LOW = 1.2246467991473532e-16;

/** The last angle as high + low: a register instead of an allocation on every call. */
const last = new Float64Array(2);

/** @returns arctan(t + tLow) - t for |t| <= 1/15 */
function rest(t: number, tLow: number): number {
  const z = t * t;
  const upper = -1 / 11 + z * (1 / 13 + z * (-1 / 15 + z * (1 / 17)));
  return tLow * (1 - z) + t * z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * upper))));
}

/**
 * Gives the angle of the point (x, y), with the special values of ECMAScript's Math.atan2.
 *
 * @returns the angle in radians, in [-pi, pi], within 1 ulp
 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  setAngle(Math.abs(y), Math.abs(x), x < 0 || Object.is(x, -0));
  return y < 0 || Object.is(y, -0) ? -last[0] : last[0];
}

/** Sets `last` to the angle of (|x|, |y|), or of (-|x|, |y|) when mirrored. */
function setAngle(height: number, width: number, mirrored: boolean): void {
  const steep = height > width;
  let small = steep ? width : height;
  let large = steep ? height : width;
  if (large === Number.POSITIVE_INFINITY) {
    small = small === large ? 1 : 0;
    large = 1;
  }
  if (large === 0) large = 1;
  // Keeps x + c y and its rounding error finite, and subnormal coordinates exact when they are divided by 8.
  const scale = large > 1e290 ? 7.888609052210118e-31 : large < 1e-280 ? 1.6069380442589903e60 : 1;
  small *= scale;
  large *= scale;
  const k = Math.round((8 * small) / large);
  const step = STEPS[k];
  const stepRest = STEPS_REST[k];
  const near = large + step * small;
  const denominator = near + stepRest * small;
  const denominatorLow = sumError(large, step * small, near) + sumError(near, stepRest * small, denominator);
  const numerator = k === 0 ? small : small - step * large - stepRest * large;
  const t = numerator / denominator;
  const back = t * denominator;
  // A quotient so small is its own arctangent, and what it lost lies below the smallest number.
  const tiny = k === 0 && t < 1e-100;
  const tLow = tiny ? 0 : (numerator - back - productError(t, denominator, back) - t * denominatorLow) / denominator;
  const base = steep ? HALF_PI : mirrored ? PI : 0;
  const baseLow = steep ? HALF_PI_LOW : mirrored ? PI_LOW : 0;
  setSum(base, baseLow, steep === mirrored ? 1 : -1, k, t, rest(t, tLow));
}

/** Sets `last` to base + sign (ARCTANGENT[k] + t + rest), every part with its low part. */
function setSum(base: number, baseLow: number, sign: 1 | -1, k: number, t: number, rest: number): void {
  const table = sign * ARCTANGENT[k];
  const turn = sign * t;
  const coarse = base + table;
  const fine = coarse + turn;
  const lost = sumError(base, table, coarse) + sumError(coarse, turn, fine) + (baseLow + sign * (ARCTANGENT_LOW[k] + rest));
  last[0] = fine + lost;
  last[1] = fine - last[0] + lost;
}

/** @returns arctan(x) in radians, within 1 ulp */
export function atan(x: number): number {
  return atan2(x, 1);
}

/** @returns what sqrt(1 - x^2) lost in rounding to `root` */
function rootRest(x: number, root: number): number {
  if (root === 0) return 0;
  const square = x * x;
  const lost = 1 - (1 - square) - square - productError(x, x, square);
  const back = root * root;
  return (1 - square - back - productError(root, root, back) + lost) / (2 * root);
}

/** @returns arcsin(x) in radians, within 1 ulp; NaN outside [-1, 1] */
export function asin(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  const size = Math.abs(x);
  if (size < 1e-100) return x;
  const root = Math.sqrt(1 - size * size);
  setAngle(size, root, false);
  const angle = last[0] + (last[1] - size * rootRest(size, root));
  return x < 0 ? -angle : angle;
}

/** @returns arccos(x) in radians, within 1 ulp; NaN outside [-1, 1] */
export function acos(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  if (Math.abs(x) < 1e-100) return HALF_PI;
  const root = Math.sqrt(1 - x * x);
  setAngle(root, Math.abs(x), x < 0);
  return last[0] + (last[1] + x * rootRest(x, root));
}
