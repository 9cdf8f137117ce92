import { describe, expect, it } from "vitest";
import { coilArray } from "../../../generators/mri/acquisition/coil-array.ts";
import { geometryFactor } from "../../../generators/mri/field/g-factor.ts";
import gFactorNoise from "../../../generators/mri/g-factor-noise.ts";
import { draws, randomSamples, samplesOf } from "./coil-samples.ts";

const field = (phase: number, readout: number) => ({ phase, readout, spacing: { phase: 3e-3, readout: 3e-3 } });

type Complex = readonly [number, number];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const over = (a: Complex, b: Complex): Complex => {
  const square = b[0] * b[0] + b[1] * b[1];
  return [(a[0] * b[0] + a[1] * b[1]) / square, (a[1] * b[0] - a[0] * b[1]) / square];
};
const minus = (a: Complex, b: Complex): Complex => [a[0] - b[0], a[1] - b[1]];

/** Solves A x = b by elimination without pivots: A is Hermitian and positive definite. */
function solve(matrix: Complex[][], right: Complex[]): Complex[] {
  const a = matrix.map((row, i) => [...row, right[i]!]);
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const factor = over(a[j]![i]!, a[i]![i]!);
      a[j] = a[j]!.map((value, k) => minus(value, times(factor, a[i]![k]!)));
    }
  }
  return a.map((row, i) => over(row[n]!, row[i]!));
}

describe("the geometry factor", () => {
  it("is 1 without acceleration", () => {
    const g = geometryFactor(coilArray(field(20, 16), 6), 6, 20, 16, 1);
    for (const value of g) expect(value).toBeCloseTo(1, 12);
  });

  it("of two folded places is 1 / sqrt(1 - |S1 . S2|^2 / (|S1|^2 |S2|^2)), the inverse of a 2 x 2 matrix", () => {
    const [phase, readout, coils] = [24, 18, 8];
    const sensitivities = coilArray(field(phase, readout), coils);
    const g = geometryFactor(sensitivities, coils, phase, readout, 2);
    for (let pixel = 0; pixel < phase * readout; pixel++) {
      const other = (pixel + (phase / 2) * readout) % (phase * readout);
      let [re, im, own, its] = [0, 0, 0, 0];
      for (let coil = 0; coil < coils; coil++) {
        const [a, b] = [2 * (coil * phase * readout + pixel), 2 * (coil * phase * readout + other)];
        const [p, q] = [sensitivities[a]!, sensitivities[a + 1]!];
        const [r, s] = [sensitivities[b]!, sensitivities[b + 1]!];
        re += p * r + q * s;
        im += p * s - q * r;
        own += p * p + q * q;
        its += r * r + s * s;
      }
      expect(g[pixel]).toBeCloseTo(1 / Math.sqrt(1 - (re * re + im * im) / (own * its)), 9);
    }
  });

  it("is what unfolding does to noise, in 4000 draws, for three folded places", () => {
    // Least squares x = (S^H S)^-1 S^H n of noise of unit variance per part has the variance [(S^H S)^-1]_rr per part = g^2 / (S^H S)_rr,
    // and (S^H S)_rr = 1. The relative standard error of a variance from M normal numbers is sqrt(2 / M), M = 2 x 4000.
    const [phase, readout, coils, pixel] = [24, 18, 8, 7 * 18 + 8];
    const sensitivities = coilArray(field(phase, readout), coils);
    const g = geometryFactor(sensitivities, coils, phase, readout, 3)[pixel]!;
    const places = [0, 1, 2].map((j) => (pixel + ((j * phase) / 3) * readout) % (phase * readout));
    const s = (coil: number, j: number): Complex => {
      const at = 2 * (coil * phase * readout + places[j]!);
      return [sensitivities[at]!, sensitivities[at + 1]!];
    };
    const conjugate = ([re, im]: Complex): Complex => [re, -im];
    const sum = (term: (coil: number) => Complex): Complex =>
      Array.from({ length: coils }, (_, coil) => term(coil)).reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0]);
    const gram = [0, 1, 2].map((i) => [0, 1, 2].map((j) => sum((coil) => times(conjugate(s(coil, i)), s(coil, j)))));
    const stream = draws("unfold").stream("noise");
    let energy = 0;
    for (let draw = 0; draw < 4000; draw++) {
      const noise = Array.from({ length: coils }, (): Complex => [stream.normal(), stream.normal()]);
      const unfolded = solve(
        gram,
        [0, 1, 2].map((i) => sum((coil) => times(conjugate(s(coil, i)), noise[coil]!))),
      );
      energy += unfolded[0]![0] ** 2 + unfolded[0]![1] ** 2;
    }
    expect(g).toBeGreaterThan(1.1);
    expect(Math.abs(energy / 8000 / (g * g) - 1)).toBeLessThan(4 * Math.sqrt(2 / 8000));
  });

  it("does not count places without signal as unknown", () => {
    const [phase, readout, coils] = [24, 18, 4];
    const support = new Uint8Array(phase * readout).fill(1, 0, (phase / 2) * readout);
    const g = geometryFactor(coilArray(field(phase, readout), coils), coils, phase, readout, 2, support);
    for (const value of g) expect(value).toBeCloseTo(1, 12);
  });
});

describe("the noise", () => {
  it("has the geometry factor's shape and reaches the ratio that was asked for", () => {
    const [phase, readout] = [60, 48];
    const count = phase * readout;
    const image = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) image[2 * i] = 1;
    const clean = samplesOf(image, 1, phase, readout);
    const { sample, effective } = gFactorNoise.degrade(clean, { snr: 5, acceleration: 3 }, draws("a"));
    const g = geometryFactor(coilArray(clean, 8), 8, phase, readout, 3);
    const rms = Math.sqrt(g.reduce((sum, value) => sum + value * value, 0) / count);
    // Noise over g is normal with the deviation 1 / (5 rms g) in both parts.
    const even = sample.data.map((value, i) => (value - image[i]!) / g[i >> 1]!);
    const deviation = Math.sqrt(even.reduce((sum, value) => sum + value * value, 0) / even.length);
    expect(Math.abs(deviation * 5 * rms - 1)).toBeLessThan(4 / Math.sqrt(2 * even.length));
    expect(effective.acceleration).toBe(3);
    expect(effective.unacceleratedSnr).toBeCloseTo(5 * Math.sqrt(3) * rms, 9);
    expect(effective.largestGeometryFactor).toBeCloseTo(
      g.reduce((most, value) => Math.max(most, value), 0),
      9,
    );
  });

  it("lies along the sensitivities of raw samples: what the coils share is one number a pixel", () => {
    const clean = randomSamples(4, 24, 24);
    const { sample } = gFactorNoise.degrade(clean, { snr: 5, acceleration: 2 }, draws("b"));
    const noise = sample.data.map((value, i) => value - clean.data[i]!);
    const size = 2 * 24 * 24;
    const other = gFactorNoise
      .degrade(clean, { snr: 5, acceleration: 2 }, draws("c"))
      .sample.data.map((value, i) => value - clean.data[i]!);
    // The ratio of two coils' noise is that of their sensitivities, whatever was drawn.
    for (const at of [0, 100, 2 * 300, 2 * 575]) {
      const first = over([noise[at + size]!, noise[at + size + 1]!], [noise[at]!, noise[at + 1]!]);
      const second = over([other[at + size]!, other[at + size + 1]!], [other[at]!, other[at + 1]!]);
      expect(first[0]).toBeCloseTo(second[0], 6);
      expect(first[1]).toBeCloseTo(second[1], 6);
    }
  });
});
