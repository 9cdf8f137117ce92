/**
 * The quantile function of the von Mises distribution: the normal distribution of the circle.
 *
 *   density(a) = exp(K cos a) / (2 pi I0(K)),   -pi < a < pi,   K the concentration: 0 is uniform, for a large K the variance is 1 / K
 *
 * The distribution function F is a series, inverted by Newton's method on its convex half a <= 0:
 *   K < 50:   F(a) = 1/2 + a / (2 pi) + (1 / pi) sum over j of (I_j / I_0) sin(j a) / j,   the ratios I_j / I_(j-1) by downward recurrence;
 *   K >= 50:  with s = 2 sqrt(K) sin(a / 2) the density of s is proportional to exp(-s^2 / 2) (1 - s^2 / (4 K))^(-1/2); the second
 *             factor's binomial series leads to moments of the normal distribution below s, all positive.
 * F(a) = u holds within 1e-15, for K >= 50 also relative to u.
 * Sources: Hill, Algorithm 518, ACM Trans. Math. Softw. 3 (1977) 279 (the first series);
 * Mardia and Jupp, Directional Statistics (2000), 3.5.4.
 */
import { asin, cos, erfc, exp, normalQuantile, PI, sin, TWO_PI } from "../math.ts";

const CONCENTRATED = 50;
const SQRT_TWO_PI = 2.5066282746310007;
const MOST_STEPS = 100;

/** A distribution function and its density. */
type Distribution = (x: number) => readonly [probability: number, density: number];

/**
 * Gives the angle at one level of probability.
 *
 * @param u probability, 0 < u < 1
 * @param concentration K, 0 or more and finite
 * @returns the angle from the mean direction, in (-pi, pi) radians; opposite angles for u and 1 - u
 * @throws RangeError for anything else
 */
export function vonMisesQuantile(u: number, concentration: number): number {
  if (!(u > 0 && u < 1)) throw new RangeError(`Expected a probability in (0, 1) for u, got ${u}`);
  if (!(concentration >= 0 && concentration < Number.POSITIVE_INFINITY))
    throw new RangeError(`Expected a finite concentration >= 0, got ${concentration}`);
  if (u === 0.5) return 0;
  const lower = u < 0.5 ? u : 1 - u;
  const size = -(concentration < CONCENTRATED ? broad(lower, concentration) : narrow(lower, concentration));
  return u < 0.5 ? -size : size;
}

/** @returns the x <= 0 with F(x) = u < 1/2, F convex between `lowest` and 0: after one step all come from above */
function inverted(distribution: Distribution, u: number, start: number, lowest: number): number {
  let x = Math.max(lowest, Math.min(start, 0));
  for (let step = 0; step < MOST_STEPS; step++) {
    const [probability, density] = distribution(x);
    const next = Math.max(lowest, Math.min(x - (probability - u) / density, 0));
    if (Math.abs(next - x) <= 2e-16 * Math.abs(x) || (step > 0 && next > x)) break;
    x = next;
  }
  return x;
}

function broad(u: number, concentration: number): number {
  const count = 20 + Math.ceil(concentration);
  /** I_j / I_0 for j = 1 .. count. */
  const ratios = new Float64Array(count + 1);
  for (let j = count, ratio = 0; j >= 1; j--) {
    ratio = concentration / (2 * j + concentration * ratio);
    ratios[j] = ratio;
  }
  ratios[0] = 1;
  for (let j = 1; j <= count; j++) ratios[j] *= ratios[j - 1];
  const peak = (2 * ratios.reduce((sum, ratio) => sum + ratio, 0) - 1) / TWO_PI;
  const distribution: Distribution = (angle) => {
    let sum = 0;
    for (let j = count; j >= 1; j--) sum += (ratios[j] * sin(j * angle)) / j;
    return [0.5 + (0.5 * angle + sum) / PI, peak * exp(concentration * (cos(angle) - 1))];
  };
  const start = concentration < 1 ? (2 * u - 1) * PI : normalQuantile(u) / Math.sqrt(concentration);
  return inverted(distribution, u, start, -PI);
}

function narrow(u: number, concentration: number): number {
  const root = Math.sqrt(concentration);
  const scale = 0.25 / concentration;
  let total = 1;
  for (let k = 1, term = 1; term > 1e-18; k++) {
    term *= (((2 * k - 1) * (2 * k - 1)) / (2 * k)) * scale;
    total += term;
  }
  const distribution: Distribution = (s) => {
    const y = s * s * scale;
    const normal = exp(-0.5 * s * s) / SQRT_TWO_PI;
    let moment = 0.5 * erfc(-s / Math.SQRT2);
    let edge = -s * scale * normal;
    let factor = 1;
    let sum = moment;
    for (let k = 1, term = sum; term > sum * 1e-18 && k < 60; k++) {
      moment = (2 * k - 1) * scale * moment + edge;
      edge *= y;
      factor *= (2 * k - 1) / (2 * k);
      term = factor * moment;
      sum += term;
    }
    return [sum / total, normal / (Math.sqrt(1 - y) * total)];
  };
  return 2 * asin((0.5 * inverted(distribution, u, normalQuantile(u), -9)) / root);
}
