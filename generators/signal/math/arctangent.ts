/**
 * Deterministic inverse trigonometric functions.
 *
 *   arctan(y / x) = arctan(c) + arctan((y - c x) / (x + c y)),   c = the nearest of 0, 1/8, .. 1 to y / x, 0 <= y <= x
 *
 * y - c x is formed in two subtractions that are both exact (Sterbenz), so the remaining quotient, below 1/15, loses nothing.
 * Sources: Muller (2016), 4.3 and 11 (table-driven reduction); Sterbenz, Floating-Point Computation (1974), theorem 4.3.1.
 */

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

/** The arctangent without its leading table value: what is to be added to ARCTANGENT[k]. */
function rest(t: number, k: number): number {
  const z = t * t;
  const upper = -1 / 11 + z * (1 / 13 + z * (-1 / 15 + z * (1 / 17)));
  return t + (ARCTANGENT_LOW[k] + t * z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * upper)))));
}

/**
 * Gives the angle of the point (x, y), with the special values of ECMAScript's Math.atan2.
 *
 * @returns the angle in radians, in [-pi, pi], within 2 ulp
 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const angle = angleOf(Math.abs(y), Math.abs(x), x < 0 || Object.is(x, -0));
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** @returns the angle of (|x|, |y|), or of (-|x|, |y|) when mirrored */
function angleOf(height: number, width: number, mirrored: boolean): number {
  if (height === Number.POSITIVE_INFINITY && width === Number.POSITIVE_INFINITY) return angleOf(1, 1, mirrored);
  if (height === 0) return mirrored ? PI : 0;
  if (width === 0) return HALF_PI;
  const steep = height > width;
  let small = steep ? width : height;
  let large = steep ? height : width;
  if (large === Number.POSITIVE_INFINITY) small = 0;
  // Keeps x + c y finite, and subnormal coordinates exact when they are divided by 8.
  const scale = large > 1e300 ? 9.5367431640625e-7 : large < 1e-280 ? 1.6069380442589903e60 : 1;
  small *= scale;
  large *= scale;
  const k = large > 1e305 ? 0 : Math.round((8 * small) / large);
  const c = STEPS[k] + STEPS_REST[k];
  const t =
    k === 0
      ? large === Number.POSITIVE_INFINITY
        ? 0
        : small / large
      : (small - STEPS[k] * large - STEPS_REST[k] * large) / (large + c * small);
  const table = ARCTANGENT[k];
  const remainder = rest(t, k);
  if (steep) return mirrored ? HALF_PI + table + (remainder + HALF_PI_LOW) : HALF_PI - table - (remainder - HALF_PI_LOW);
  return mirrored ? PI - table - (remainder - PI_LOW) : table + remainder;
}

/** @returns arctan(x) in radians, within 2 ulp */
export function atan(x: number): number {
  return atan2(x, 1);
}

/** @returns arcsin(x) in radians, within 3 ulp; NaN outside [-1, 1] */
export function asin(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** @returns arccos(x) in radians, within 3 ulp; NaN outside [-1, 1] */
export function acos(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  return 2 * atan2(Math.sqrt(1 - x), Math.sqrt(1 + x));
}
