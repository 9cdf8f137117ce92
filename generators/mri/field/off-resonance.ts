/**
 * The error of the main field as shimming leaves it: peaks where air lies near the section, and what shims of first order cannot reach.
 *
 *   f(r) = sum_j s_j (1 - p^2 / 2) (1 + p^2)^(-5/2) + b h(r),   p = |r - r_j| / h_j      less its mean and its slopes over the object
 *
 * Air is less diamagnetic than tissue by 9 ppm. A cavity at a depth h under an axial section, in a field along the body, is a dipole
 * K (2 h^2 - r^2) / (h^2 + r^2)^(5/2): a peak about as wide as the cavity is deep, in a shallow ring of the other sign. Where air lies: air.ts;
 * h is drawn about 0.14 fields of view, s_j about the place's strength. In other planes the same form stands for it. h(r): the harmonic
 * polynomials of second and third order, drawn, of mean square 1 over the object; flat in the middle, they grow towards its rim. Scaled so that
 * the largest magnitude over the object is 1.
 *
 * Not modelled: the dipoles' angle in oblique sections, the field of the body's own outline.
 *
 * Source: Schenck, Med. Phys. 23 (1996) 815 (field of a sphere); Jezzard and Balaban, Magn. Reson. Med. 34 (1995) 65 (the sinuses' field).
 */
import type { RandomSource } from "../../signal/random.ts";
import type { CoilSamples } from "../modality.ts";
import type { Support } from "../tissue/support.ts";
import { airOf } from "./air.ts";

const DEPTH = 0.14;
const BACKGROUND = 0.15;

export interface OffResonance {
  /** Relative field error, largest magnitude over the object 1: phase x readout. */
  readonly field: Float64Array;
  /** Where it is largest over the object, phase and readout, and its sign there. */
  readonly peak: readonly [number, number, number];
}

/** Solves equations given as rows with their right side in the last column, by Gauss and Jordan; all 0 where they are singular. */
function solved(rows: readonly Float64Array[]): readonly number[] {
  for (const [a, row] of rows.entries()) {
    const pivot = row[a];
    if (!(pivot > 0)) return rows.map(() => 0);
    for (let b = 0; b < row.length; b++) row[b] /= pivot;
    for (const other of rows) {
      const factor = other[a];
      if (other !== row) for (let b = 0; b < row.length; b++) other[b] -= factor * row[b];
    }
  }
  return rows.map((row) => row[row.length - 1]);
}

/** Coefficients of 1, u and v that fit the field best over the object, u and v counted from the middle. */
function fitted(field: Float64Array, { mask }: Support, readout: number, middle: readonly [number, number]): readonly number[] {
  const moments = Array.from({ length: 3 }, () => new Float64Array(4));
  for (let i = 0; i < field.length; i++) {
    if (mask[i] === 0) continue;
    const terms = [1, Math.floor(i / readout) - middle[0], (i % readout) - middle[1], field[i]];
    for (let a = 0; a < 3; a++) for (let b = 0; b < 4; b++) moments[a][b] += terms[a] * terms[b];
  }
  return solved(moments);
}

/** Takes mean and slopes over the object away and makes the largest magnitude there 1, in place. @returns its pixel */
function shimmed(field: Float64Array, support: Support, phase: number, readout: number): number {
  const middle = [phase / 2, readout / 2] as const;
  const [mean, down, across] = fitted(field, support, readout, middle);
  let at = 0;
  let largest = 0;
  for (let i = 0; i < field.length; i++) {
    field[i] -= mean + down * (Math.floor(i / readout) - middle[0]) + across * ((i % readout) - middle[1]);
    if (support.mask[i] === 1 && Math.abs(field[i]) > largest) {
      largest = Math.abs(field[i]);
      at = i;
    }
  }
  for (let i = 0; i < field.length; i++) field[i] = largest > 0 ? Math.min(Math.max(field[i] / largest, -1), 1) : 0;
  return at;
}

/** Harmonic polynomials of second and third order with drawn coefficients: root mean square over the object 1. */
function drawHarmonics({ phase, readout, spacing }: CoilSamples, { mask, count }: Support, random: RandomSource): Float64Array {
  const stream = random.stream("field");
  const [a, b, c, d] = [stream.normal(), stream.normal(), stream.normal(), stream.normal()];
  const half = Math.max(phase * spacing.phase, readout * spacing.readout) / 2;
  const field = new Float64Array(phase * readout);
  let energy = 0;
  for (let i = 0; i < field.length; i++) {
    const v = ((Math.floor(i / readout) - phase / 2) * spacing.phase) / half;
    const u = (((i % readout) - readout / 2) * spacing.readout) / half;
    field[i] = a * (u * u - v * v) + 2 * b * u * v + c * u * (u * u - 3 * v * v) + d * v * (3 * u * u - v * v);
    if (mask[i] === 1) energy += field[i] * field[i];
  }
  const scale = energy > 0 ? Math.sqrt(count / energy) : 0;
  return field.map((value) => scale * value);
}

/**
 * @param support of the images, in their orientation
 * @param background b: root mean square of what shims do not reach / peak beside air
 */
export function drawOffResonance(images: CoilSamples, support: Support, random: RandomSource, background = BACKGROUND): OffResonance {
  const { phase, readout, spacing } = images;
  const view = Math.sqrt(phase * spacing.phase * readout * spacing.readout);
  const field = drawHarmonics(images, support, random).map((value) => background * value);
  const stream = random.stream("air");
  for (const { line: top, sample: left, strength } of airOf(images, support)) {
    const drawn = strength * stream.range(0.8, 1.2);
    const depth = DEPTH * view * stream.range(0.8, 1.25);
    for (let line = 0, i = 0; line < phase; line++) {
      const down = ((line - top) * spacing.phase) / depth;
      for (let sample = 0; sample < readout; sample++, i++) {
        const across = ((sample - left) * spacing.readout) / depth;
        const square = down * down + across * across;
        field[i] += (drawn * (1 - square / 2)) / ((1 + square) * (1 + square) * Math.sqrt(1 + square));
      }
    }
  }
  const at = shimmed(field, support, phase, readout);
  return { field, peak: [Math.floor(at / readout), at % readout, field[at] < 0 ? -1 : 1] };
}
