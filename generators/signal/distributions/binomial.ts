/**
 * The quantile function of the binomial distribution, exact but for ties within rounding.
 *
 *   binomialQuantile(u, n, p) = the smallest k with P(X <= k) >= u,   P(X = k) = C(n, k) p^k q^(n - k),   q = 1 - p
 *
 * For one u it never falls as n or p rises. Beyond p = 1/2 the failures are counted. Small means n p sum the probabilities. Others
 * start from the Cornish-Fisher expansion of the continuous extension, w the normal quantile of u and s = sqrt(n p q),
 *   x = n p + s w + (1 - 2 p)(w^2 - 1)/6 + 1/2 - (w^3 + 2 w + 2 p q (w^3 - 7 w)) / (72 s)
 *       + (1 - 2 p)(1 + p q / 2)(3 w^4 + 7 w^2 - 16) / (810 s^2),
 * which for p -> 0 is Poisson's (poisson.ts): its floor is the answer unless x lies closer to an integer than the expansion's error;
 * then a summed tail decides. Above a variance of 10^10, where the error is below rounding, the floor is returned as it is.
 *
 * Sources: Cornish and Fisher, Rev. Int. Stat. Inst. 5 (1938) 307; Giles, Algorithm 955, ACM Trans. Math. Softw. 42 (2016) 7 (the
 * expansion's floor and its correction); Loader (2000), see deviance.ts.
 */
import { exp, log1p, normalQuantile, pow, TWO_PI } from "../math.ts";
import { deviance, stirlingError } from "./deviance.ts";

const SUMMED_MEAN = 16;
const EXPANDED_VARIANCE = 1e10;

/**
 * Gives the number of successes at one level of probability.
 *
 * @param u probability, 0 < u < 1
 * @param trials whole number, 0 .. 2^53
 * @param probability of a success, 0 .. 1
 * @returns the smallest count whose distribution function reaches u
 * @throws RangeError for anything else
 */
export function binomialQuantile(u: number, trials: number, probability: number): number {
  if (!(u > 0 && u < 1)) throw new RangeError(`Expected a probability in (0, 1) for u, got ${u}`);
  if (!(Number.isInteger(trials) && trials >= 0 && trials <= 9007199254740992))
    throw new RangeError(`Expected a whole number of 0 .. 2^53 for trials, got ${trials}`);
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`Expected a probability of 0 .. 1, got ${probability}`);
  if (probability <= 0.5) return successes(u, 1 - u, { trials, p: probability, q: 1 - probability });
  return trials - successes(1 - u, u, { trials, p: 1 - probability, q: probability });
}

interface Binomial {
  readonly trials: number;
  /** At most 1/2. */
  readonly p: number;
  readonly q: number;
}

/** @returns the smallest k with P(X <= k) >= u, that is P(X > k) <= v */
function successes(u: number, v: number, of: Binomial): number {
  const { trials, p, q } = of;
  const mean = trials * p;
  if (mean < SUMMED_MEAN) return u <= 0.999 ? summedFromZero(u, of) : summedFromAbove(v, of);
  const variance = mean * q;
  const deviation = Math.sqrt(variance);
  const w = u <= 0.5 ? normalQuantile(u) : -normalQuantile(v);
  const w2 = w * w;
  const skew = q - p;
  const second = (w * (w2 + 2 + 2 * p * q * (w2 - 7))) / (72 * deviation);
  const third = (skew * (1 + 0.5 * p * q) * (w2 * (3 * w2 + 7) - 16)) / (810 * variance);
  const x = mean + deviation * w + ((skew * (w2 - 1)) / 6 + 0.5) - second + third;
  if (variance > EXPANDED_VARIANCE) return Math.max(0, Math.min(trials, Math.floor(x)));
  // Four times the largest error measured for variances of 8 .. 10^4 and |w| <= 8.3, and the rounding of x itself.
  const margin = (0.04 * (1 + w2 * w2 * Math.abs(w))) / (variance * deviation) + mean * 1e-15;
  const lowest = Math.max(0, Math.floor(x - margin));
  const highest = Math.min(trials, Math.floor(x + margin));
  if (lowest >= highest) return highest;
  return u <= 0.5 ? searchedUp(lowest, u, of) : searchedDown(highest, lowest, v, of);
}

function summedFromZero(u: number, { trials, p, q }: Binomial): number {
  let term = exp(trials * log1p(-p));
  let sum = term;
  let k = 0;
  while (sum < u && k < trials) {
    term *= ((trials - k) / (k + 1)) * (p / q);
    k++;
    sum += term;
  }
  return k;
}

/** @returns the smallest k with P(X > k) <= v, for v <= 0.001: sums from where the probabilities vanish, so that small ones count */
function summedFromAbove(v: number, { trials, p, q }: Binomial): number {
  let term = exp(trials * log1p(-p));
  let k = 0;
  while (k < trials && (k < trials * p || term > 1e-22)) {
    term *= ((trials - k) / (k + 1)) * (p / q);
    k++;
  }
  let sum = term;
  while (sum <= v && k > 0) {
    term *= (k / (trials - k + 1)) * (q / p);
    sum += term;
    k--;
  }
  return k;
}

/** @returns the smallest k >= lowest with P(X <= k) >= u */
function searchedUp(lowest: number, u: number, of: Binomial): number {
  const ratio = of.p / of.q;
  let term = probabilityOf(lowest, of);
  let sum = 0;
  for (let k = lowest, each = term; k >= 0 && each > sum * 1e-17; k--) {
    sum += each;
    each *= k / ((of.trials - k + 1) * ratio);
  }
  let k = lowest;
  while (sum < u && k < of.trials) {
    term *= ((of.trials - k) / (k + 1)) * ratio;
    k++;
    sum += term;
  }
  return k;
}

/** @returns the smallest k of lowest .. highest with P(X > k) <= v */
function searchedDown(highest: number, lowest: number, v: number, of: Binomial): number {
  const ratio = of.p / of.q;
  let term = probabilityOf(highest, of);
  let sum = 0;
  for (let k = highest, each = term; k < of.trials; ) {
    each *= ((of.trials - k) / (k + 1)) * ratio;
    k++;
    if (!(each > sum * 1e-17)) break;
    sum += each;
  }
  let k = highest;
  while (k > lowest && sum + term <= v) {
    sum += term;
    term *= k / ((of.trials - k + 1) * ratio);
    k--;
  }
  return k;
}

/** @returns P(X = k) */
function probabilityOf(k: number, { trials, p, q }: Binomial): number {
  if (k === 0) return exp(trials * log1p(-p));
  if (k === trials) return pow(p, trials);
  const rest = trials - k;
  const errors = stirlingError(trials) - stirlingError(k) - stirlingError(rest);
  return exp(errors - deviance(k, trials * p) - deviance(rest, trials * q)) * Math.sqrt(trials / (TWO_PI * k * rest));
}
