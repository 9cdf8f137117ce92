import { describe, expect, it } from "vitest";
import { erfc } from "../../../generators/signal/math.ts";
import { type RandomKey, randomSource } from "../../../generators/signal/random.ts";

const KEY: RandomKey = { seed: "release", image: "sha256:1", operation: "mri/rician-noise", stage: "kspace" };
const stream = (name: string, key: Partial<RandomKey> = {}) => randomSource({ ...KEY, ...key }).stream(name);

/** Kolmogorov's distance between a sample and a continuous distribution. */
function kolmogorov(sample: Float64Array, distribution: (x: number) => number): number {
  const sorted = sample.slice().sort();
  let worst = 0;
  sorted.forEach((x, index) => {
    const p = distribution(x);
    worst = Math.max(worst, p - index / sorted.length, (index + 1) / sorted.length - p);
  });
  return worst;
}

// P(sqrt(n) D > x) -> 2 exp(-2 x^2) (Kolmogorov): 6.3e-5, the two-sided tail of 4 standard errors, at x = 2.28.
const KOLMOGOROV = 2.28;

/** 4 standard errors of a chi-squared statistic by Wilson and Hilferty: (X / k)^(1/3) is normal with mean 1 - 2/(9k), variance 2/(9k). */
const chiSquaredBound = (freedom: number): number => freedom * (1 - 2 / (9 * freedom) + 4 * Math.sqrt(2 / (9 * freedom))) ** 3;

const chiSquared = (counts: readonly number[], expected: (cell: number) => number): number =>
  counts.reduce((sum, count, cell) => sum + (count - expected(cell)) ** 2 / expected(cell), 0);

describe("uniform and normal numbers", () => {
  const count = 200000;

  it("uniform numbers are uniform, inside (0, 1) and odd multiples of 2^-53", () => {
    const sample = stream("u").fillUniform(new Float64Array(count));
    expect(kolmogorov(sample, (x) => x) * Math.sqrt(count)).toBeLessThan(KOLMOGOROV);
    for (const x of sample.subarray(0, 1000)) {
      expect(x > 0 && x < 1).toBe(true);
      expect((x * 2 ** 53) % 2).toBe(1);
    }
  });

  it("normal numbers are normal: distribution and first four moments", () => {
    const sample = stream("n").fillNormal(new Float64Array(count));
    expect(kolmogorov(sample, (x) => 0.5 * erfc(-x / Math.SQRT2)) * Math.sqrt(count)).toBeLessThan(KOLMOGOROV);
    // E x^k = 0, 1, 0, 3 and Var x^k = E x^2k - (E x^k)^2 = 1, 2, 15, 96.
    for (const [power, mean, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ]) {
      const moment = sample.reduce((sum, x) => sum + x ** power, 0) / count;
      expect(Math.abs(moment - mean)).toBeLessThan(4 * Math.sqrt(variance / count));
    }
  });

  it("successive draws are uncorrelated", () => {
    const sample = stream("n").fillNormal(new Float64Array(count));
    for (const lag of [1, 2, 3, 4, 8]) {
      let sum = 0;
      for (let index = lag; index < count; index++) sum += sample[index] * sample[index - lag];
      // Each product has variance 1, and products at different places are uncorrelated.
      expect(Math.abs(sum / (count - lag))).toBeLessThan(4 / Math.sqrt(count - lag));
    }
  });

  it("filling equals drawing one by one, across batches", () => {
    const filled = stream("n").fillNormal(new Float64Array(1000));
    const drawn = stream("n");
    expect(Array.from(filled)).toEqual(Array.from({ length: 1000 }, () => drawn.normal()));
    const uniforms = stream("u").fillUniform(new Float64Array(1000));
    const single = stream("u");
    expect(Array.from(uniforms)).toEqual(Array.from({ length: 1000 }, () => single.uniform()));
    // Rows and single draws take turns without losing or repeating a draw.
    const mixed = stream("u");
    const parts = [
      mixed.uniform(),
      ...mixed.fillUniform(new Float64Array(500)),
      mixed.uniform(),
      ...mixed.fillUniform(new Float64Array(498)),
    ];
    expect(parts).toEqual(Array.from(uniforms));
  });
});

describe("exponential, circular and counted draws", () => {
  const count = 40000;

  it("exponential numbers are exponential", () => {
    const draws = stream("exponential");
    const sample = Float64Array.from({ length: count }, () => draws.exponential());
    expect(kolmogorov(sample, (x) => 1 - Math.exp(-x)) * Math.sqrt(count)).toBeLessThan(KOLMOGOROV);
  });

  it.each([0, 0.5, 4, 80])("von Mises angles of concentration %d: moments, and a fair share of the circle", (concentration) => {
    const draws = stream("von Mises");
    const angles = Float64Array.from({ length: 8000 }, () => draws.vonMises(concentration));
    // E cos(j a) = I_j / I_0 and E sin(j a) = 0; the ratios by (1 / pi) integral of exp(K cos a) cos(j a), a sum that converges at once.
    const moment = (j: number): number => {
      let [sum, total] = [0, 0];
      for (let step = 0; step < 256; step++) {
        const a = (2 * Math.PI * step) / 256;
        const weight = Math.exp(concentration * (Math.cos(a) - 1));
        sum += weight * Math.cos(j * a);
        total += weight;
      }
      return sum / total;
    };
    for (const j of [1, 2, 3]) {
      const cosine = angles.reduce((sum, a) => sum + Math.cos(j * a), 0) / angles.length;
      const sine = angles.reduce((sum, a) => sum + Math.sin(j * a), 0) / angles.length;
      // cos^2 = (1 + cos 2 j a) / 2 and sin^2 = (1 - cos 2 j a) / 2.
      expect(Math.abs(cosine - moment(j))).toBeLessThan(4 * Math.sqrt(((1 + moment(2 * j)) / 2 - moment(j) ** 2) / angles.length) + 1e-12);
      expect(Math.abs(sine)).toBeLessThan(4 * Math.sqrt((1 - moment(2 * j)) / 2 / angles.length));
    }
    if (concentration === 0) expect(kolmogorov(angles, (a) => 0.5 + a / (2 * Math.PI)) * Math.sqrt(angles.length)).toBeLessThan(KOLMOGOROV);
  });

  it.each([
    [1, 0.3],
    [12, 0.5],
    [60, 0.9],
    [500, 0.2],
  ])("binomial counts of %d trials of probability %d follow their probabilities", (trials, p) => {
    const draws = stream("binomial");
    const counts = new Array<number>(trials + 1).fill(0);
    for (let index = 0; index < count; index++) counts[draws.binomial(trials, p)]++;
    const probabilities = new Float64Array(trials + 1);
    probabilities[0] = (1 - p) ** trials;
    for (let k = 0; k < trials; k++) probabilities[k + 1] = (probabilities[k] * (trials - k) * p) / ((k + 1) * (1 - p));
    // Cells with an expected count below 10 are left out: chi-squared would not hold for them.
    const kept = [...counts.keys()].filter((k) => count * probabilities[k] >= 10);
    const statistic = kept.reduce((sum, k) => sum + (counts[k] - count * probabilities[k]) ** 2 / (count * probabilities[k]), 0);
    expect(statistic).toBeLessThan(chiSquaredBound(kept.length - (kept.length === trials + 1 ? 1 : 0)));
  });

  it.each([
    [1e6, 0.4],
    [2 ** 53, 0.7],
  ])("binomial counts of %d trials of probability %d have their mean and variance", (trials, p) => {
    const draws = stream("binomial");
    const variance = trials * p * (1 - p);
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < count; index++) {
      const deviation = draws.binomial(trials, p) - trials * p;
      sum += deviation;
      squares += deviation * deviation;
    }
    expect(Math.abs(sum / count)).toBeLessThan(4 * Math.sqrt(variance / count));
    // The fourth central moment is 3 v^2 + v (1 - 6 p q), so the squared deviation has variance 2 v^2 + v (1 - 6 p q) < 2 v^2 + v.
    expect(Math.abs(squares / count - variance)).toBeLessThan(4 * Math.sqrt((2 * variance * variance + variance) / count));
  });

  it("a row of Poisson counts: their deviations over their deviation are standard, whatever the mean", () => {
    const means = Float64Array.from({ length: 200000 }, (_, index) => 50 * 2000 ** (index / 199999));
    const counts = stream("photons").fillPoisson(new Float64Array(means.length), means);
    const standard = counts.map((k, index) => (k - means[index]) / Math.sqrt(means[index]));
    const average = standard.reduce((sum, z) => sum + z, 0) / standard.length;
    const square = standard.reduce((sum, z) => sum + z * z, 0) / standard.length;
    expect(Math.abs(average)).toBeLessThan(4 / Math.sqrt(means.length));
    // Var z^2 = 2 + 1 / m <= 2.02.
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2.02 / means.length));
    expect(() => stream("photons").fillPoisson(new Float64Array(3), means)).toThrow(RangeError);
  });
});

describe("keys and streams", () => {
  const first = (name: string, key: Partial<RandomKey> = {}): number[] => Array.from(stream(name, key).fillUniform(new Float64Array(8)));

  it("a stream does not depend on draws from other streams", () => {
    const source = randomSource(KEY);
    const other = source.stream("other");
    other.permutation(50);
    const late = source.stream("noise");
    expect(Array.from({ length: 8 }, () => late.uniform())).toEqual(first("noise"));
  });

  it("every part of the key, and the name, changes the numbers", () => {
    const all = [first("a"), first("b"), ...(["seed", "image", "operation", "stage"] as const).map((part) => first("a", { [part]: "x" }))];
    expect(new Set(all.map((draws) => draws[0])).size).toBe(all.length);
  });

  it("parts of the key do not run into each other", () => {
    expect(first("a", { seed: "ab", image: "c" })).not.toEqual(first("a", { seed: "a", image: "bc" }));
    expect(first("a", { seed: 'a","b', image: "c" })).not.toEqual(first("a", { seed: "a", image: 'b","c' }));
  });

  it("streams are uncorrelated", () => {
    const count = 100000;
    const a = stream("a").fillNormal(new Float64Array(count));
    const b = stream("b").fillNormal(new Float64Array(count));
    expect(Math.abs(a.reduce((sum, x, index) => sum + x * b[index], 0) / count)).toBeLessThan(4 / Math.sqrt(count));
  });
});

describe("discrete draws", () => {
  it("integers are equally likely", () => {
    for (const below of [2, 7, 10, 100]) {
      const counts = new Array<number>(below).fill(0);
      const draws = stream(`integer ${below}`);
      for (let index = 0; index < 50000; index++) counts[draws.integer(below)]++;
      expect(chiSquared(counts, () => 50000 / below)).toBeLessThan(chiSquaredBound(below - 1));
    }
    expect(stream("one").integer(1)).toBe(0);
    expect(() => stream("none").integer(0)).toThrow(RangeError);
    expect(() => stream("half").integer(2.5)).toThrow(RangeError);
  });

  it("all 120 orders of five things are equally likely", () => {
    const counts = new Map<string, number>();
    const draws = stream("permutation");
    for (let index = 0; index < 60000; index++) {
      const order = draws.permutation(5).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(120);
    expect(chiSquared([...counts.values()], () => 500)).toBeLessThan(chiSquaredBound(119));
  });

  it("signs are fair, ranges are kept", () => {
    const draws = stream("sign");
    let sum = 0;
    for (let index = 0; index < 40000; index++) sum += draws.sign();
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(40000));
    for (let index = 0; index < 1000; index++) {
      const x = draws.range(-3, 5);
      expect(x > -3 && x < 5).toBe(true);
    }
  });

  it.each([0.3, 4, 15.9, 16.1, 60])("Poisson counts of mean %d follow their probabilities", (mean) => {
    const count = 40000;
    const top = Math.ceil(mean + 8 * Math.sqrt(mean) + 8);
    const counts = new Array<number>(top).fill(0);
    const draws = stream("poisson");
    for (let index = 0; index < count; index++) counts[Math.min(draws.poisson(mean), top - 1)]++;
    const probabilities = [Math.exp(-mean)];
    for (let k = 1; k < top; k++) probabilities.push((probabilities[k - 1] * mean) / k);
    // Cells with an expected count below 10 are left out: chi-squared would not hold for them.
    const kept = [...counts.keys()].filter((k) => count * probabilities[k] >= 10);
    const statistic = kept.reduce((sum, k) => sum + (counts[k] - count * probabilities[k]) ** 2 / (count * probabilities[k]), 0);
    expect(statistic).toBeLessThan(chiSquaredBound(kept.length));
  });

  it.each([1e3, 1e5, 1e8])("Poisson counts of mean %d have their mean and variance", (mean) => {
    const count = 20000;
    const draws = stream("poisson");
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < count; index++) {
      const deviation = draws.poisson(mean) - mean;
      sum += deviation;
      squares += deviation * deviation;
    }
    expect(Math.abs(sum / count)).toBeLessThan(4 * Math.sqrt(mean / count));
    // The fourth central moment is 3 m^2 + m, so the squared deviation has variance 2 m^2 + m.
    expect(Math.abs(squares / count - mean)).toBeLessThan(4 * Math.sqrt((2 * mean * mean + mean) / count));
  });
});
