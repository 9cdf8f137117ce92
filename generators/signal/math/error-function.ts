/**
 * Deterministic error function and its complement.
 *
 *   |x| < 1/2:   erf(x) = 2 / sqrt(pi) (x - x^3/3 + x^5/(5 * 2!) - x^7/(7 * 3!) + ...)
 *   x >= 1/2:    erfc(x) = exp(-x^2) g(t) / (1 + 2 x),   t = (x - 15/4) / (x + 15/4)
 *
 * g is nearly constant (1.13 .. 1.28); its polynomial interpolates (1 + 2 x) exp(x^2) erfc(x) at 60 Chebyshev nodes of 1/2 <= x <= 28,
 * computed to 60 digits and cut at degree 22 (relative error 3.3e-19). Its leading term, the exponential, the product and the quotient
 * carry their rounding errors.
 * Sources: Abramowitz and Stegun 7.1.5; Shepherd and Laframboise, Math. Comp. 36 (1981) 249 (the form with 1 + 2 x, and 15/4).
 */
import { productError, scaleByPowerOfTwo, sumError } from "./exact.ts";
import { exponentialParts, splitExponential } from "./exponential.ts";

/** 2 / sqrt(pi) - 1 */
const SLOPE_REST = 0.12837916709551256;

/** (-1)^n / (n! (2 n + 1)) for n = 1 .. 14, times 2 / sqrt(pi). */
const CENTRE = Float64Array.from({ length: 14 }, (_, index) => {
  let factorial = 1;
  for (let factor = 2; factor <= index + 1; factor++) factorial *= factor;
  return ((index % 2 === 0 ? -1 : 1) * 1.1283791670955126) / (factorial * (2 * index + 3));
});

/** Coefficients of g by rising powers of t, and what rounding took from the first. */
const TAIL = Float64Array.of(
  1.2375126308378275,
  -0.14024059858554702,
  0.003585415485463713,
  0.08227673849015017,
  -0.10880393014171001,
  0.09230432116023725,
  -0.05869339859044823,
  0.028362277420700775,
  -0.009746579549493064,
  0.0017556258418766793,
  0.00029371361488956285,
  -0.00029015404622686813,
  5.1649274397870446e-5,
  2.238421634014957e-5,
  -1.1444474355911702e-5,
  -9.737577776844693e-7,
  1.751804103978678e-6,
  -5.648828499854454e-8,
  -2.580641045662746e-7,
  2.2091992876155453e-8,
  3.726898099373356e-8,
  -2.800030373505793e-9,
  -3.923380925788295e-9,
);
const TAIL_LOW = 1.0533435072783677e-16;

/** The last value as high + low: a register instead of an allocation on every call. */
const last = new Float64Array(2);

function setLast(high: number, low: number): void {
  last[0] = high + low;
  last[1] = high - last[0] + low;
}

/** @returns the sum of coefficients[power] x^power over the powers from `lowest` on, over x^lowest */
function polynomial(coefficients: Float64Array, lowest: number, x: number): number {
  let sum = coefficients[coefficients.length - 1];
  for (let power = coefficients.length - 2; power >= lowest; power--) sum = sum * x + coefficients[power];
  return sum;
}

/** Sets `last` to erf(x) for |x| < 1/2. */
function setCentre(x: number): void {
  const z = x * x;
  setLast(x, x * (SLOPE_REST + z * polynomial(CENTRE, 0, z)));
}

/** Sets `last` to erfc(x) for x >= 1/2. */
function setTail(x: number): void {
  if (x > 27.3) {
    last.fill(0);
    return;
  }
  const square = x * x;
  const k = splitExponential(-square, -productError(x, x, square));
  const exponential = exponentialParts[0];
  const exponentialLow = exponentialParts[1];
  const t = (x - 3.75) / (x + 3.75);
  const rest = t * polynomial(TAIL, 1, t);
  const factor = TAIL[0] + rest;
  const factorLow = TAIL[0] - factor + rest + TAIL_LOW;
  const product = exponential * factor;
  const productLow = productError(exponential, factor, product) + (exponential * factorLow + exponentialLow * factor);
  const denominator = 1 + 2 * x;
  const quotient = product / denominator;
  const back = quotient * denominator;
  const lost = product - back - productError(quotient, denominator, back) + productLow;
  setLast(quotient, (lost - quotient * (1 - denominator + 2 * x)) / denominator);
  last[0] = scaleByPowerOfTwo(last[0], k);
  last[1] = scaleByPowerOfTwo(last[1], k);
}

/** @returns whole - (last[0] + last[1]) */
function difference(whole: number): number {
  const high = whole - last[0];
  return high + (sumError(whole, -last[0], high) - last[1]);
}

/** @returns the error function 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x, within 1 ulp */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 0.5) {
    setCentre(x);
    return last[0];
  }
  setTail(Math.abs(x));
  const size = difference(1);
  return x > 0 ? size : -size;
}

/** @returns 1 - erf(x), within 1.2 ulp, without cancellation for large x */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 0.5) {
    setCentre(x);
    return difference(1);
  }
  setTail(Math.abs(x));
  return x > 0 ? last[0] : difference(2);
}
