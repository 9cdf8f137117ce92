/**
 * Deterministic error function and its complement.
 *
 *   |x| < 1/2:   erf(x) = 2 / sqrt(pi) (x - x^3/3 + x^5/(5 * 2!) - x^7/(7 * 3!) + ...)
 *   x >= 1/2:    erfc(x) = exp(-x^2) g(t) / (1 + 2 x),   t = (x - 2) / (x + 2)
 *
 * g is nearly constant (1.13 .. 1.28); its polynomial interpolates (1 + 2 x) exp(x^2) erfc(x) at 60 Chebyshev nodes of 1/2 <= x <= 28,
 * computed to 50 digits and cut at degree 25 (relative error 8.5e-17).
 * Sources: Abramowitz and Stegun 7.1.5; Shepherd and Laframboise, Math. Comp. 36 (1981) 249 (the form with 1 + 2 x).
 */
import { productError } from "./exact.ts";
import { expOfSum } from "./exponential.ts";

/** 2 / sqrt(pi) - 1 */
const SLOPE_REST = 0.12837916709551256;

/** (-1)^n / (n! (2 n + 1)) for n = 1 .. 14, times 2 / sqrt(pi). */
const CENTRE = Float64Array.from({ length: 14 }, (_, index) => {
  let factorial = 1;
  for (let factor = 2; factor <= index + 1; factor++) factorial *= factor;
  return ((index % 2 === 0 ? -1 : 1) * 1.1283791670955126) / (factorial * (2 * index + 3));
});

/** Coefficients of g by rising powers of t. */
const TAIL = Float64Array.of(
  1.2769783815525286,
  -0.09276382658574603,
  -0.16603039761528943,
  0.16405128003344596,
  -0.05422000099203155,
  -0.008034015082659704,
  0.008722653875460359,
  0.001271338972516914,
  -0.001456813942282629,
  -0.000454340932755373,
  0.0002063671732743135,
  0.00015104013472873863,
  -1.509823244181372e-6,
  -3.642912845126476e-5,
  -1.34909291550884e-5,
  3.73351649444522e-6,
  5.207625802648979e-6,
  1.4466382951842497e-6,
  -6.30800179975035e-7,
  -7.516039734504246e-7,
  -4.0658606704021656e-7,
  9.249803035791148e-8,
  3.3432479438937937e-7,
  -9.325191466824628e-9,
  -1.1884762775297659e-7,
  3.2944375355664923e-8,
);

function polynomial(coefficients: Float64Array, x: number): number {
  let sum = coefficients[coefficients.length - 1];
  for (let power = coefficients.length - 2; power >= 0; power--) sum = sum * x + coefficients[power];
  return sum;
}

/** @returns erf(x) for |x| < 1/2 */
function centre(x: number): number {
  const z = x * x;
  return x + x * (SLOPE_REST + z * polynomial(CENTRE, z));
}

/** @returns erfc(x) for x >= 1/2 */
function tail(x: number): number {
  if (x > 27.3) return 0;
  const square = x * x;
  const exponential = expOfSum(-square, -productError(x, x, square));
  const factor = polynomial(TAIL, (x - 2) / (x + 2));
  const product = exponential * factor;
  const denominator = 1 + 2 * x;
  const quotient = product / denominator;
  if (x > 25) return quotient;
  // What the product, the denominator and the quotient lost in rounding.
  const back = quotient * denominator;
  const lost = product - back - productError(quotient, denominator, back) + productError(exponential, factor, product);
  return quotient + (lost - quotient * (1 - denominator + 2 * x)) / denominator;
}

/** @returns the error function 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x, within 2 ulp */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 0.5) return centre(x);
  return x > 0 ? 1 - tail(x) : tail(-x) - 1;
}

/** @returns 1 - erf(x), within 3 ulp, without cancellation for large x */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 0.5) return 1 - centre(x);
  return x > 0 ? tail(x) : 2 - tail(-x);
}
