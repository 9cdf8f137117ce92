import { describe, expect, it } from "vitest";
import correlatedNoise, { cholesky, coilCovariance } from "../../../generators/mri/correlated-noise.ts";
import { draws, randomSamples } from "./coil-samples.ts";

const COILS = 8;

describe("the covariance of the coils", () => {
  it("falls with the distance around the ring, and its mean variance is 1", () => {
    const psi = coilCovariance(COILS, 2, 0.4, 5);
    const variance = (coil: number): number => psi[coil * (COILS + 1)]!;
    expect([0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, coil) => sum + variance(coil), 0)).toBeCloseTo(COILS, 12);
    expect(Math.sqrt(variance(2) / variance(0))).toBeCloseTo(5, 12);
    const correlation = (a: number, b: number): number => psi[a * COILS + b]! / Math.sqrt(variance(a) * variance(b));
    expect([1, 2, 3, 4, 5, 6, 7].map((coil) => correlation(0, coil))).toEqual(
      [0.4, 0.16, 0.064, 0.0256, 0.064, 0.16, 0.4].map((value) => expect.closeTo(value, 12)),
    );
  });

  it.each([1, 2, 5, 8, 16])("is L L^T with its Cholesky factor: %i coils", (coils) => {
    const psi = coilCovariance(coils, 0, 0.5, 8);
    const factor = cholesky(psi, coils);
    for (let i = 0; i < coils; i++) {
      for (let j = 0; j < coils; j++) {
        let sum = 0;
        for (let k = 0; k < coils; k++) sum += factor[i * coils + k]! * factor[j * coils + k]!;
        expect(sum).toBeCloseTo(psi[i * coils + j]!, 12);
        if (j > i) expect(factor[i * coils + j]).toBe(0);
      }
    }
  });
});

describe("the noise", () => {
  const clean = randomSamples(COILS, 96, 80);
  const { sample, drawn, effective } = correlatedNoise.degrade(clean, { snr: 4, correlation: 0.4, failing: 5 }, draws("psi"));
  const noise = sample.data.map((value, i) => value - clean.data[i]!);
  const size = noise.length / COILS;
  const psi = coilCovariance(COILS, drawn.failingCoil as number, 0.4, 5);
  // Deviation of the failing coil's noise over that of Psi: signal / SNR.
  const sigma = (): number => {
    let sum = 0;
    for (const value of noise) sum += value * value;
    return Math.sqrt(sum / noise.length);
  };
  const covariance = (values: Float64Array, a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[a * size + i]! * values[b * size + i]!;
    return sum / size;
  };

  it("has the asked covariance between all coils, within 4 standard errors", () => {
    // The product of two normal numbers of covariance c has the variance v_a v_b + c^2. The scale is measured, to 1 / sqrt(2 N) or so.
    const scale = sigma() ** 2;
    for (let a = 0; a < COILS; a++) {
      for (let b = 0; b < COILS; b++) {
        const expected = psi[a * COILS + b]!;
        const error = Math.sqrt((psi[a * (COILS + 1)]! * psi[b * (COILS + 1)]! + expected * expected) / size);
        expect(Math.abs(covariance(noise, a, b) / scale - expected)).toBeLessThan(4 * error);
      }
    }
    expect(effective.failingSnr! / effective.ordinarySnr!).toBeCloseTo(1 / 5, 12);
  });

  it("is white after prewhitening with the inverse of L", () => {
    const factor = cholesky(psi, COILS);
    const white = noise.slice();
    const scale = sigma();
    for (let coil = 0; coil < COILS; coil++) {
      for (let i = 0; i < size; i++) {
        let value = noise[coil * size + i]! / scale;
        for (let other = 0; other < coil; other++) value -= factor[coil * COILS + other]! * white[other * size + i]!;
        white[coil * size + i] = value / factor[coil * (COILS + 1)]!;
      }
    }
    for (let a = 0; a < COILS; a++) {
      for (let b = 0; b < COILS; b++) {
        const expected = a === b ? 1 : 0;
        // The measured scale adds its own error to the diagonal: 8 coils share it, so it is the smaller part.
        expect(Math.abs(covariance(white, a, b) - expected)).toBeLessThan(5 * Math.sqrt((1 + expected) / size));
      }
    }
  });

  it("is one field, scaled, and an image of one coil becomes that of an array", () => {
    const single = randomSamples(1, 32, 32);
    const [low, high] = [3, 6].map((snr) => correlatedNoise.degrade(single, { snr, correlation: 0.4, failing: 8 }, draws("one")).sample);
    expect(low!.coils).toBe(8);
    const silent = correlatedNoise.degrade(single, { snr: Number.POSITIVE_INFINITY, correlation: 0.4, failing: 8 }, draws("one")).sample;
    for (let i = 0; i < silent.data.length; i += 97) {
      expect(low!.data[i]! - silent.data[i]!).toBeCloseTo(2 * (high!.data[i]! - silent.data[i]!), 10);
    }
  });
});
