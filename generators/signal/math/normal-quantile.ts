/**
 * The inverse of the standard normal distribution function.
 *
 * Three rational functions of degree 7: of q^2 with q = p - 1/2 for |q| <= 0.425, and of sqrt(-ln min(p, 1 - p)) beyond.
 * Source: Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477, function PPND16 (relative error about 1e-16).
 */
import { log } from "./logarithm.ts";

/** @returns the tail's quantile for r = sqrt(-ln p) <= 5 */
function nearTail(r: number): number {
  const x = r - 1.6;
  const high = 1.27045825245236838258 + x * (0.24178072517745061177 + x * (0.0227238449892691845833 + x * 7.7454501427834140764e-4));
  const low = 1.42343711074968357734 + x * (4.6303378461565452959 + x * (5.7694972214606914055 + x * (3.64784832476320460504 + x * high)));
  const highBelow = 0.14810397642748007459 + x * (0.0151986665636164571966 + x * (5.475938084995344946e-4 + x * 1.05075007164441684324e-9));
  const below = 1 + x * (2.05319162663775882187 + x * (1.6763848301838038494 + x * (0.68976733498510000455 + x * highBelow)));
  return low / below;
}

/** @returns the tail's quantile for r = sqrt(-ln p) > 5 */
function farTail(r: number): number {
  const x = r - 5;
  const high = 0.026532189526576123093 + x * (0.0012426609473880784386 + x * (2.71155556874348757815e-5 + x * 2.01033439929228813265e-7));
  const low = 6.6579046435011037772 + x * (5.4637849111641143699 + x * (1.7848265399172913358 + x * (0.29656057182850489123 + x * high)));
  const highBelow = 7.868691311456132591e-4 + x * (1.8463183175100546818e-5 + x * (1.4215117583164458887e-7 + x * 2.04426310338993978564e-15));
  const below = 1 + x * (0.59983220655588793769 + x * (0.13692988092273580531 + x * (0.0148753612908506148525 + x * highBelow)));
  return low / below;
}

/**
 * Gives the x with P(X <= x) = p for a standard normal X, within a few parts in 10^16.
 *
 * @param p probability, 0 .. 1
 * @returns -Infinity for 0, Infinity for 1, NaN outside
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    const high = 45921.953931549871457 + r * (67265.770927008700853 + r * (33430.575583588128105 + r * 2509.0809287301226727));
    const low = 3.387132872796366608 + r * (133.14166789178437745 + r * (1971.5909503065514427 + r * (13731.693765509461125 + r * high)));
    const highBelow = 21213.794301586595867 + r * (39307.89580009271061 + r * (28729.085735721942674 + r * 5226.495278852854561));
    const below = 1 + r * (42.313330701600911252 + r * (687.1870074920579083 + r * (5394.1960214247511077 + r * highBelow)));
    return (q * low) / below;
  }
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? nearTail(r) : farTail(r);
  return q < 0 ? -size : size;
}
