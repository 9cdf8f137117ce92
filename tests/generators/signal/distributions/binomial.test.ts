import { describe, expect, it } from "vitest";
import { binomialQuantile, poissonQuantile } from "../../../../generators/signal/distributions.ts";

/** P(X <= k) and P(X > k) for every k, from ratios of neighbouring probabilities, each summed from its smaller end. */
function tails(trials: number, p: number): { lower: Float64Array; upper: Float64Array } {
  const probabilities = new Float64Array(trials + 1);
  const mode = Math.min(trials, Math.floor((trials + 1) * p));
  probabilities[mode] = 1;
  for (let k = mode; k < trials; k++) probabilities[k + 1] = (probabilities[k] * (trials - k) * p) / ((k + 1) * (1 - p));
  for (let k = mode; k > 0; k--) probabilities[k - 1] = (probabilities[k] * k * (1 - p)) / ((trials - k + 1) * p);
  const total = probabilities
    .slice()
    .sort()
    .reduce((sum, each) => sum + each, 0);
  const lower = new Float64Array(trials + 1);
  const upper = new Float64Array(trials + 1);
  for (let k = 0, sum = 0; k <= trials; k++) {
    sum += probabilities[k] / total;
    lower[k] = sum;
  }
  for (let k = trials, sum = 0; k >= 0; k--) {
    upper[k] = sum;
    sum += probabilities[k] / total;
  }
  return { lower, upper };
}

describe("the binomial quantile", () => {
  const cases = [
    [1, 0.3],
    [10, 0.5],
    [53, 0.9],
    [40, 0.4],
    [64, 0.25],
    [100, 0.16],
    [100, 0.999],
    [1000, 0.01],
    [1000, 0.5],
    [3000, 0.73],
    [20000, 0.001],
    [100000, 0.5],
    [100000, 0.03],
  ] as const;

  it.each(cases)("is exact for %d trials of probability %d", (trials, p) => {
    const { lower, upper } = tails(trials, p);
    // Just inside each step of the distribution function: 1e-10 of the tail, more than either side's rounding; u near 1 is spaced 1e-16.
    for (let k = 0; k < trials; k++) {
      if (lower[k] < 1e-14 || upper[k] < 1e-14) continue;
      if (lower[k] <= 0.5) {
        expect(binomialQuantile(lower[k] * (1 - 1e-10), trials, p)).toBe(k);
        expect(binomialQuantile(lower[k] * (1 + 1e-10), trials, p)).toBe(k + 1);
      } else if (upper[k] > 1e-5) {
        expect(binomialQuantile(1 - upper[k] * (1 + 1e-10), trials, p)).toBe(k);
        expect(binomialQuantile(1 - upper[k] * (1 - 1e-10), trials, p)).toBe(k + 1);
      }
    }
  });

  const levels = [2 ** -53, 1e-9, 0.001, 0.2, 0.5 - 2 ** -40, 0.7, 0.99, 0.9991, 1 - 1e-9, 1 - 2 ** -53];

  it("never falls as the probability rises, for one u", () => {
    for (const trials of [1, 7, 33, 400, 100003]) {
      for (const u of levels) {
        let before = 0;
        for (let step = 0; step <= 300; step++) {
          const count = binomialQuantile(u, trials, step / 300);
          expect(count).toBeGreaterThanOrEqual(before);
          before = count;
        }
      }
    }
  });

  it("never falls as the trials grow, and by at most one success a trial", () => {
    for (const p of [0.02, 0.3, 0.5, 0.8]) {
      for (const u of levels) {
        let before = 0;
        for (let trials = 1; trials < 200; trials++) {
          const count = binomialQuantile(u, trials, p);
          expect(count - before === 0 || count - before === 1).toBe(true);
          before = count;
        }
      }
    }
  });

  it("becomes Poisson's for rare successes", () => {
    // Le Cam: the distribution functions differ by at most n p^2 = 4e-11 and 9e-8, which decides no u of this grid.
    for (const [trials, p] of [
      [1e14, 2e-13 * 3],
      [1e10, 3e-9],
    ] as const) {
      for (let step = 1; step < 100; step++) {
        expect(binomialQuantile(step / 100, trials, p)).toBe(poissonQuantile(step / 100, trials * p));
      }
    }
  });

  it("stays within a standard deviation's millionth for the largest numbers of trials", () => {
    // The median lies within ln 2 of the mean (Hamza 1995); at u = Phi(1) = 0.8413447460685429 it is one standard deviation higher.
    for (const p of [0.25, 0.5, 0.9]) {
      const trials = 2 ** 50;
      const deviation = Math.sqrt(trials * p * (1 - p));
      expect(Math.abs(binomialQuantile(0.5, trials, p) - trials * p)).toBeLessThan(1);
      expect(Math.abs(binomialQuantile(0.8413447460685429, trials, p) - trials * p - deviation)).toBeLessThan(2);
    }
  });

  it("has its ends, and refuses what has no quantile", () => {
    for (const u of levels) {
      expect(binomialQuantile(u, 0, 0.4)).toBe(0);
      expect(binomialQuantile(u, 9, 0)).toBe(0);
      expect(binomialQuantile(u, 9, 1)).toBe(9);
    }
    for (const [u, trials, p] of [
      [0, 1, 0.5],
      [1, 1, 0.5],
      [Number.NaN, 1, 0.5],
      [0.5, -1, 0.5],
      [0.5, 1.5, 0.5],
      [0.5, Number.POSITIVE_INFINITY, 0.5],
      [0.5, 1, -0.1],
      [0.5, 1, 1.1],
      [0.5, 1, Number.NaN],
    ]) {
      expect(() => binomialQuantile(u, trials, p)).toThrow(RangeError);
    }
  });
});
