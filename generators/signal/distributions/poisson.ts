/**
 * The quantile function of the Poisson distribution, exact but for ties within rounding.
 *
 *   poissonQuantile(u, m) = the smallest k with P(X <= k) >= u,   P(X = k) = exp(-m) m^k / k!
 *
 * For one u it never falls as m rises: images whose noise is drawn with the same u at two doses differ by the dose alone.
 *
 * Small means sum the probabilities. Others start from the Cornish-Fisher expansion of the continuous extension,
 *   x = m + sqrt(m) w + (2 + w^2)/6 - (w^3 + 2 w) / (72 sqrt(m)) + (3 w^4 + 7 w^2 - 16) / (810 m),   w the normal quantile of u,
 * whose floor is the answer unless x lies closer to an integer than the expansion's error; then a summed tail decides.
 * Above a mean of 10^10, where the error is below rounding, the floor is returned as it is.
 *
 * Sources: Giles, Algorithm 955, ACM Trans. Math. Softw. 42 (2016) 7 (the expansion, its floor, the correction);
 * Loader, Fast and accurate computation of binomial probabilities (2000) (P(X = k) without cancellation).
 */
import { exp, normalQuantile, TWO_PI } from "../math.ts";
import { deviance, stirlingError } from "./deviance.ts";

const SUMMED_MEAN = 16;
const EXPANDED_MEAN = 1e10;

/**
 * Gives the Poisson count at one level of probability.
 *
 * @param u probability, 0 < u < 1
 * @param mean expected count, >= 0
 * @returns the smallest count whose distribution function reaches u
 * @throws RangeError for another u or a negative or infinite mean
 */
export function poissonQuantile(u: number, mean: number): number {
  if (!(u > 0 && u < 1)) throw new RangeError(`Expected a probability in (0, 1) for u, got ${u}`);
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) throw new RangeError(`Expected a finite mean >= 0, got ${mean}`);
  if (mean < SUMMED_MEAN) return u <= 0.999 ? summedFromZero(u, mean) : summedFromAbove(1 - u, mean);
  const w = normalQuantile(u);
  const root = Math.sqrt(mean);
  const w2 = w * w;
  // The kernel's twin: the same operations in the same order as counts in ../kernels/random.ts.
  const inverse = 1 / mean;
  const inverseRoot = root * inverse;
  const skew = (2 + w2) * (1 / 6) - w * (w2 + 2) * (inverseRoot * (1 / 72)) + (w2 * (3 * w2 + 7) - 16) * (inverse * (1 / 810));
  const x = mean + root * w + skew;
  if (mean > EXPANDED_MEAN) return Math.max(0, Math.floor(x));
  // Five times the largest error measured for means of 16 .. 10^4 and |w| <= 8.3, and the rounding of x itself.
  const margin = (1 + w2 * w2 * Math.abs(w)) * (inverse * inverseRoot * 0.04) + mean * 1e-15;
  const lowest = Math.max(0, Math.floor(x - margin));
  return lowest === Math.floor(x + margin) ? lowest : searchedFrom(lowest, u, mean);
}

function summedFromZero(u: number, mean: number): number {
  let term = exp(-mean);
  let sum = term;
  let k = 0;
  while (sum < u) {
    k++;
    term *= mean / k;
    sum += term;
  }
  return k;
}

/** @returns the smallest k with P(X > k) <= v, for v <= 0.001: sums from where the probabilities vanish, so that small ones count */
function summedFromAbove(v: number, mean: number): number {
  let term = exp(-mean);
  let k = 0;
  while (k < mean || term > 1e-22) {
    k++;
    term *= mean / k;
  }
  let sum = term;
  while (sum <= v && k > 0) {
    term *= k / mean;
    sum += term;
    k--;
  }
  return k;
}

/** @returns the quantile, which is `lowest` or above */
function searchedFrom(lowest: number, u: number, mean: number): number {
  let k = lowest;
  if (u <= 0.5) while (probability(k, mean) * lowerSum(k, mean) < u) k++;
  else while (probability(k + 1, mean) * upperSum(k + 1, mean) > 1 - u) k++;
  return k;
}

/** @returns P(X <= k) / P(X = k) */
function lowerSum(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k; j > 0 && term > sum * 1e-17; j--) {
    term *= j / mean;
    sum += term;
  }
  return sum;
}

/** @returns P(X >= k) / P(X = k) */
function upperSum(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k + 1; term > sum * 1e-17; j++) {
    term *= mean / j;
    sum += term;
  }
  return sum;
}

/** @returns P(X = k) */
function probability(k: number, mean: number): number {
  if (k >= 16) return exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(TWO_PI * k);
  let product = exp(-mean);
  for (let j = 1; j <= k; j++) product *= mean / j;
  return product;
}
