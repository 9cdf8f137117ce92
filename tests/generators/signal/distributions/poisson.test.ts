import { describe, expect, it } from "vitest";
import { poissonQuantile } from "../../../../generators/signal/distributions.ts";

/** Distribution function and its complement, summed from the smallest terms: log probabilities by adding logarithms. */
function tails(mean: number): { lower: Float64Array; upper: Float64Array } {
  const top = Math.ceil(mean + 12 * Math.sqrt(mean) + 40);
  const probabilities = new Float64Array(top);
  // Ratios from the mode outwards, then normalised: free of exp(-mean)'s underflow.
  const mode = Math.floor(mean);
  probabilities[mode] = 1;
  for (let k = mode + 1; k < top; k++) probabilities[k] = (probabilities[k - 1] * mean) / k;
  for (let k = mode; k > 0; k--) probabilities[k - 1] = (probabilities[k] * k) / mean;
  const total = probabilities
    .slice()
    .sort()
    .reduce((sum, p) => sum + p, 0);
  const lower = new Float64Array(top);
  const upper = new Float64Array(top);
  let sum = 0;
  for (let k = 0; k < top; k++) {
    sum += probabilities[k] / total;
    lower[k] = sum;
  }
  sum = 0;
  for (let k = top - 1; k >= 0; k--) {
    upper[k] = sum;
    sum += probabilities[k] / total;
  }
  return { lower, upper };
}

describe("the Poisson quantile", () => {
  it.each([0.01, 0.5, 3, 15.99, 16, 17.3, 40, 123.4, 1000, 12345.6, 1e5])("is exact for a mean of %d", (mean) => {
    const { lower, upper } = tails(mean);
    // Just inside each step of the distribution function: 1e-11 of the tail, more than either side's rounding.
    for (let k = 0; k < lower.length; k++) {
      if (lower[k] < 1e-14 || upper[k] < 1e-14) continue;
      if (lower[k] <= 0.5) {
        expect(poissonQuantile(lower[k] * (1 - 1e-11), mean)).toBe(k);
        expect(poissonQuantile(lower[k] * (1 + 1e-11), mean)).toBe(k + 1);
      } else if (upper[k] > 1e-5) {
        expect(poissonQuantile(1 - upper[k] * (1 + 1e-10), mean)).toBe(k);
        expect(poissonQuantile(1 - upper[k] * (1 - 1e-10), mean)).toBe(k + 1);
      }
    }
  });

  it("never falls as the mean rises, for one u", () => {
    for (const u of [2 ** -53, 1e-9, 0.001, 0.2, 0.5, 0.7, 0.99, 0.9991, 1 - 1e-9, 1 - 2 ** -53]) {
      let before = 0;
      for (let mean = 0; mean < 3e6; mean = mean * 1.003 + 0.01) {
        const count = poissonQuantile(u, mean);
        expect(count).toBeGreaterThanOrEqual(before);
        before = count;
      }
    }
  });

  it("is 0 for a mean of 0 and refuses what has no quantile", () => {
    expect(poissonQuantile(0.99, 0)).toBe(0);
    expect(poissonQuantile(1 - 2 ** -53, 0)).toBe(0);
    for (const [u, mean] of [
      [0, 1],
      [1, 1],
      [Number.NaN, 1],
      [0.5, -1],
      [0.5, Number.POSITIVE_INFINITY],
      [0.5, Number.NaN],
    ]) {
      expect(() => poissonQuantile(u, mean)).toThrow(RangeError);
    }
  });
});
