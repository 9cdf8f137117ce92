/**
 * The pieces of P(X = k) of binomial and Poisson distributions that cancel when they are computed carelessly.
 *
 *   ln k! = ln(sqrt(2 pi k) (k / e)^k) + stirlingError(k),   deviance(k, m) = k ln(k / m) + m - k
 *
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */
import { log, TWO_PI } from "../math.ts";

const SERIES = 16;

/** stirlingError(k) for k = 1 .. 15, from the factorials. */
const SMALL = (() => {
  const table = new Float64Array(SERIES);
  for (let k = 1, factorial = 1; k < SERIES; k++, factorial *= k) table[k] = log(factorial) + k - (k + 0.5) * log(k) - 0.5 * log(TWO_PI);
  return table;
})();

/** @returns ln k! - ln(sqrt(2 pi k) (k / e)^k) for an integer k >= 1; Stirling's series from 16 on, below 1e-15 in error */
export function stirlingError(k: number): number {
  if (k < SERIES) return SMALL[k];
  const z = 1 / (k * k);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / k;
}

/** @returns k ln(k / m) + m - k for k > 0, without cancellation near k = m */
export function deviance(k: number, mean: number): number {
  const d = (k - mean) / (k + mean);
  if (Math.abs(d) > 0.1) return k * log(k / mean) + mean - k;
  const z = d * d;
  let sum = 0;
  for (let power = 19; power >= 3; power -= 2) sum = sum * z + 1 / power;
  return (k - mean) * d + 2 * k * d * z * sum;
}
