import lowDose from "../../generators/ct/low-dose.ts";
import type { Sinogram } from "../../generators/ct/modality.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { defineValidation } from "../harness/validation.ts";

/** Line integrals of an ellipse of water, views x bins: every length from 0 to 4. */
const [VIEWS, BINS] = [512, 512];
const integrals = Float64Array.from({ length: VIEWS * BINS }, (_, at) => {
  const across = (2 * ((at % BINS) + 0.5 - BINS / 2)) / BINS;
  return 4 * Math.sqrt(Math.max(1 - (across / 0.9) ** 2, 0));
});

/** `degrade` looks at the readings and at the photons alone. */
const scanOf = (data: Float64Array, photonCount: number) => ({ data, photonCount, noise: 1 }) as Sinogram;
const drawsOf = (image: string) => randomSource({ seed: "validation", image, operation: "ct/low-dose", stage: "degrade" });
const atDose = (data: Float64Array, photonCount: number, doseFraction: number, image: string): Float64Array =>
  lowDose.degrade(scanOf(data, photonCount), { doseFraction, electronicNoise: 0 }, drawsOf(image)).sample.data;

const array = (data: Float64Array) => ({ shape: [VIEWS, BINS], dtype: "f8" as const, data });

/** Mean square of what was added, each reading in units of the standard deviation that is expected there. */
function square(before: Float64Array, after: Float64Array, photonCount: number, dose: number): number {
  let sum = 0;
  for (const [at, integral] of before.entries()) {
    sum += (after[at] - integral) ** 2 / ((1 - dose) / (dose * photonCount * Math.exp(-integral)));
  }
  return sum / before.length;
}

/** Mean and variance of counts, over those that a scan at this dose has. */
function counts(readings: Float64Array, emitted: number, expected: number): { mean: number; variance: number } {
  const found = readings.map((value) => emitted * Math.exp(-value));
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  return { mean: mean / expected, variance: found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / found.length / expected };
}

const MANY = 1e7;
const FEW = 200;
const FEW_DOSE = 0.2;

export default defineValidation({
  title: "low dose",
  about: `Line integrals 0 .. 4, ${VIEWS * BINS} readings, without electronic noise. First ${MANY.toExponential(0)} photons: what is added to p, squared, over Yu's variance v = (1 - a) / (a N0) is 1 on average
(Yu et al. 2012); at most four standard errors of a mean of n squared normal numbers, sqrt(2 / n), and, for ours, whose counts are whole, the next term of the logarithm:
E[ln(1 + e)^2] = v + v^2 (11 / 4 - 1 / (1 - a)), with the largest v. Then few photons: full-dose counts are Poisson of mean M = ${FEW}, given to both, and a scan at dose a = ${FEW_DOSE} has
Poisson counts: mean and variance are a M, to four standard errors, sqrt(1 / (a M n)) and sqrt((2 + 1 / (a M)) / n). NumPy's Poisson scan at that dose meets them, and so does ours. Yu's normal
numbers are added to the logarithm, which makes the counts lognormal, exp(v / 2) too many: their mean lies (1 - a) / 2 + (1 - a)^2 / (8 a M) photons above a M, outside the bound, and
where that closed form has it. Yu et al. state their rule for large counts, where both agree.`,
  async *findings(theirs) {
    const n = integrals.length;
    for (const dose of [0.5, 0.1]) {
      const settings = { dose, photons: MANY };
      const yu = Float64Array.from(await theirs<number[]>("yu", { integrals: array(integrals) }, settings));
      const largest = (1 - dose) / (dose * MANY * Math.exp(-4));
      const error = 4 * Math.sqrt(2 / n);
      const of = `square of the noise over its variance, less 1, dose ${dose}`;
      const ours = atDose(integrals, MANY, dose, `many ${dose}`);
      const next = largest * Math.abs(11 / 4 - 1 / (1 - dose));
      yield { of, whose: "ours", measured: Math.abs(square(integrals, ours, MANY, dose) - 1), atMost: error + next };
      yield { of, whose: "Yu's rule in NumPy", measured: Math.abs(square(integrals, yu, MANY, dose) - 1), atMost: error };
    }
    // Full-dose readings that are Poisson themselves: 1 photon at least, for the logarithm.
    const stream = drawsOf("full dose").stream("counts");
    const full = new Float64Array(n).map(() => -Math.log(Math.max(stream.poisson(FEW), 1) / FEW));
    const settings = { dose: FEW_DOSE, photons: FEW };
    const expected = FEW_DOSE * FEW;
    const [meanBound, varianceBound] = [4 * Math.sqrt(1 / (expected * n)), 4 * Math.sqrt((2 + 1 / expected) / n)];
    const theirYu = Float64Array.from(await theirs<number[]>("yu", { integrals: array(full) }, settings));
    const results = [
      ["ours", atDose(full, FEW, FEW_DOSE, "few")],
      ["Poisson scan in NumPy", Float64Array.from(await theirs<number[]>("scan", { integrals: array(new Float64Array(n)) }, settings))],
    ] as const;
    for (const [whose, readings] of results) {
      const { mean, variance } = counts(readings, expected, expected);
      yield { of: "mean of few counts over a M, less 1", whose, measured: Math.abs(mean - 1), atMost: meanBound };
      yield { of: "variance of few counts over a M, less 1", whose, measured: Math.abs(variance - 1), atMost: varianceBound };
    }
    const { mean } = counts(theirYu, expected, expected);
    const whose = "Yu's rule in NumPy";
    const excess = ((1 - FEW_DOSE) / 2 + (1 - FEW_DOSE) ** 2 / (8 * expected)) / expected;
    yield { of: "mean of few counts over a M, less 1", whose, measured: Math.abs(mean - 1), atLeast: meanBound };
    yield { of: "the same, less the closed form", whose, measured: Math.abs(mean - 1 - excess), atMost: meanBound };
  },
});
