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
  const high = 1.2704582524523684 + x * (0.2417807251774506 + x * (0.022723844989269184 + x * 0.0007745450142783414));
  const low = 1.4234371107496835 + x * (4.630337846156546 + x * (5.769497221460691 + x * (3.6478483247632045 + x * high)));
  const highBelow = 0.14810397642748008 + x * (0.015198666563616457 + x * (0.0005475938084995345 + x * 1.0507500716444169e-9));
  const below = 1 + x * (2.053191626637759 + x * (1.6763848301838038 + x * (0.6897673349851 + x * highBelow)));
  return low / below;
}

/** @returns the tail's quantile for r = sqrt(-ln p) > 5 */
function farTail(r: number): number {
  const x = r - 5;
  const high = 0.026532189526576124 + x * (0.0012426609473880784 + x * (2.7115555687434876e-5 + x * 2.0103343992922881e-7));
  const low = 6.657904643501103 + x * (5.463784911164114 + x * (1.7848265399172913 + x * (0.29656057182850487 + x * high)));
  const highBelow = 0.0007868691311456133 + x * (1.8463183175100548e-5 + x * (1.421511758316446e-7 + x * 2.0442631033899397e-15));
  const below = 1 + x * (0.599832206555888 + x * (0.1369298809227358 + x * (0.014875361290850615 + x * highBelow)));
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
    const high = 45921.95393154987 + r * (67265.7709270087 + r * (33430.57558358813 + r * 2509.0809287301227));
    const low = 3.3871328727963665 + r * (133.14166789178438 + r * (1971.5909503065513 + r * (13731.69376550946 + r * high)));
    const highBelow = 21213.794301586597 + r * (39307.89580009271 + r * (28729.085735721943 + r * 5226.495278852854));
    const below = 1 + r * (42.31333070160091 + r * (687.1870074920579 + r * (5394.196021424751 + r * highBelow)));
    return (q * low) / below;
  }
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? nearTail(r) : farTail(r);
  return q < 0 ? -size : size;
}
