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
