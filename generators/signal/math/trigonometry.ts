/**
 * Deterministic sine, cosine and tangent, of angles in radians and in turns.
 *
 *   x = n pi/2 + r, |r| <= pi/4;   sin r and cos r by their Taylor series, r carried as a sum of two numbers
 *
 * Up to 2^20 pi/2 the product n pi/2 is subtracted in three exact parts of 33 bits and a fourth; beyond, the remainder comes from
 * integers and 1260 bits of pi, so that every finite argument is reduced accurately.
 * Sources: Cody and Waite (1980), ch. 8; Payne and Hanek, SIGNUM Newsletter 18 (1983) 19; Muller (2016), 11.
 */
import { exponentOf, productError, scaleByPowerOfTwo, sumError } from "./exact.ts";

const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;
const INVERSE_HALF_PI = 0.6366197723675814;
const TWO_PI_HIGH = 6.283185307179586;
const TWO_PI_LOW = 2.4492935982947064e-16;
const QUARTER_PI = 0.7853981633974483;
/** Above this angle n pi/2 needs more than 20 bits of n. */
const LARGE = 1647099;
/** Above 2^53 every number is a whole number of turns. */
const LAST_FRACTION = 9007199254740992;

const S3 = -1 / 6;
const S5 = 1 / 120;
const S7 = -1 / 5040;
const S9 = 1 / 362880;
const S11 = -1 / 39916800;
const S13 = 1 / 6227020800;
const S15 = -1 / 1307674368000;
const S17 = 1 / 355687428096000;
const C4 = 1 / 24;
const C6 = -1 / 720;
const C8 = 1 / 40320;
const C10 = -1 / 3628800;
const C12 = 1 / 479001600;
const C14 = -1 / 87178291200;
const C16 = 1 / 20922789888000;

/** The last reduced angle as high + low: a register instead of an allocation on every call. */
const last = new Float64Array(2);

/** @returns sin(r + rLow) - r for |r| <= pi/4 */
function sineRest(r: number, rLow: number): number {
  const z = r * r;
  const series = S3 + z * (S5 + z * (S7 + z * (S9 + z * (S11 + z * (S13 + z * (S15 + z * S17))))));
  return r * z * series + rLow * (1 - 0.5 * z);
}

/** @returns cos(r + rLow) - (1 - r^2 / 2), the parenthesis as it is rounded, for |r| <= pi/4 */
function cosineRest(r: number, rLow: number): number {
  const z = r * r;
  const series = C4 + z * (C6 + z * (C8 + z * (C10 + z * (C12 + z * (C14 + z * C16)))));
  const half = 0.5 * z;
  return 1 - (1 - half) - half + (z * z * series - r * rLow);
}

const sineKernel = (r: number, rLow: number): number => r + sineRest(r, rLow);
const cosineKernel = (r: number, rLow: number): number => 1 - 0.5 * (r * r) + cosineRest(r, rLow);

/** pi * 2^1260, by Machin's formula pi = 16 arctan(1/5) - 4 arctan(1/239) in integers. */
function scaledPi(): bigint {
  const guard = 32n;
  const one = 1n << (1260n + guard);
  const inverseArctangent = (n: bigint): bigint => {
    let term = one / n;
    let sum = term;
    for (let k = 1n; term !== 0n; k++) {
      term /= n * n;
      sum += (k % 2n === 0n ? term : -term) / (2n * k + 1n);
    }
    return sum;
  };
  return (16n * inverseArctangent(5n) - 4n * inverseArctangent(239n)) >> guard;
}

let halfPi: bigint | undefined;

/** Sets the reduced angle of |x| > LARGE; @returns the quadrant. */
function reduceLarge(x: number): number {
  halfPi ??= scaledPi() >> 1n;
  const exponent = exponentOf(x);
  const integer = BigInt(scaleByPowerOfTwo(x, -exponent) * 4503599627370496);
  const scaled = integer << BigInt(1208 + exponent);
  const quotient = (2n * scaled + halfPi) / (2n * halfPi);
  const rest = scaled - quotient * halfPi;
  const size = rest < 0n ? -rest : rest;
  const shift = size.toString(2).length - 106;
  const bits = size >> BigInt(shift);
  const upper = bits >> 53n;
  const scale = scaleByPowerOfTwo(rest < 0n ? -1 : 1, shift - 1260);
  last[0] = Number(upper) * 9007199254740992 * scale;
  last[1] = Number(bits - (upper << 53n)) * scale;
  return Number(quotient & 3n);
}

/** Sets `last` to |x| minus its nearest multiple of pi/2, for x >= 0; @returns that multiple modulo 4. */
function reduceAngle(x: number): number {
  if (x <= QUARTER_PI) {
    last[0] = x;
    last[1] = 0;
    return 0;
  }
  if (x > LARGE) return reduceLarge(x);
  const n = Math.round(x * INVERSE_HALF_PI);
  const first = x - n * HALF_PI_1;
  const second = n * HALF_PI_2;
  const a = first - second;
  const aLow = sumError(first, -second, a);
  const third = n * HALF_PI_3;
  const b = a - third;
  const bLow = sumError(a, -third, b) + aLow - n * HALF_PI_4;
  const high = b + bLow;
  last[0] = high;
  last[1] = b - high + bLow;
  return n & 3;
}

/** Sets `last` to 2 pi times the distance of x from its nearest quarter turn; @returns that quarter modulo 4. */
function reduceTurns(x: number): number {
  const n = Math.round(4 * x);
  const r = x - n * 0.25;
  const high = TWO_PI_HIGH * r;
  last[0] = high;
  last[1] = productError(TWO_PI_HIGH, r, high) + TWO_PI_LOW * r;
  return n - 4 * Math.floor(n * 0.25);
}

function sineInQuadrant(quadrant: number): number {
  const value = (quadrant & 1) === 0 ? sineKernel(last[0], last[1]) : cosineKernel(last[0], last[1]);
  return quadrant & 2 ? 0 - value : value;
}

const isFiniteNumber = (x: number): boolean => x - x === 0;

/** @returns sin(x), x in radians, within 1 ulp for every finite x; NaN otherwise */
export function sin(x: number): number {
  if (!isFiniteNumber(x)) return Number.NaN;
  if (x < 0) return -sin(-x);
  if (x < 1e-9) return x;
  return sineInQuadrant(reduceAngle(x));
}

/** @returns cos(x), x in radians, within 1 ulp for every finite x; NaN otherwise */
export function cos(x: number): number {
  if (!isFiniteNumber(x)) return Number.NaN;
  return sineInQuadrant(reduceAngle(Math.abs(x)) + 1);
}

/** @returns (a + aLow) / (b + bLow), rounded nearly once */
function quotientOf(a: number, aLow: number, b: number, bLow: number): number {
  const quotient = a / b;
  const back = quotient * b;
  return quotient + (a - back - productError(quotient, b, back) + aLow - quotient * bLow) / b;
}

/** @returns tan(x), x in radians, within 1 ulp for every finite x; NaN otherwise */
export function tan(x: number): number {
  if (!isFiniteNumber(x)) return Number.NaN;
  if (x < 0) return -tan(-x);
  if (x < 1e-9) return x;
  const quadrant = reduceAngle(x);
  const r = last[0];
  const rLow = last[1];
  const sine = sineKernel(r, rLow);
  const sineLow = r - sine + sineRest(r, rLow);
  const leading = 1 - 0.5 * (r * r);
  const cosine = cosineKernel(r, rLow);
  const cosineLow = leading - cosine + cosineRest(r, rLow);
  return quadrant & 1 ? quotientOf(-cosine, -cosineLow, sine, sineLow) : quotientOf(sine, sineLow, cosine, cosineLow);
}

/** @returns sin(2 pi x), x in turns, within 1 ulp; exact at quarter turns. The phase of a full turn stays exact however large x is. */
export function sinTurns(x: number): number {
  if (!isFiniteNumber(x)) return Number.NaN;
  if (x < 0) return -sinTurns(-x);
  if (x > LAST_FRACTION) return 0;
  return sineInQuadrant(reduceTurns(x));
}

/** @returns cos(2 pi x), x in turns, within 1 ulp; exact at quarter turns */
export function cosTurns(x: number): number {
  if (!isFiniteNumber(x)) return Number.NaN;
  const size = Math.abs(x);
  return size > LAST_FRACTION ? 1 : sineInQuadrant(reduceTurns(size) + 1);
}
