/**
 * The error of the main field as shimming leaves it: a slow variation over the whole object, and one place near air where it peaks.
 *
 *   f(r) = smooth(r) + 2.2 q (1 + |r - p|^2 / w^2)^(-3/2)       then scaled: mean 0 over the object, largest magnitude there 1
 *
 * smooth: a random field of unit variance, 0.45 fields of view from lattice point to lattice point. p: a drawn place within the object,
 * q = 1 or -1, w = 0.16 fields of view: how a dipole's field falls off, as that of the air in the sinuses or the bowel does.
 */

import type { RandomSource } from "../../signal/random.ts";
import { smoothNoise } from "../../signal/smooth-noise.ts";
import type { CoilSamples } from "../modality.ts";
import type { Support } from "../tissue/support.ts";

const CELL = 0.45;
const PEAK = 2.2;
const WIDTH = 0.16;

export interface OffResonance {
  /** Relative field error, largest magnitude over the object 1: phase x readout. */
  readonly field: Float64Array;
  /** Where the peak is, phase and readout, and its sign. */
  readonly peak: readonly [number, number, number];
}

/** @returns index of the pixel of the mask, in their order, at the share u of them; of all pixels where the mask is empty */
export function placeWithin({ mask, count }: Support, u: number): number {
  if (count === 0) return Math.floor(u * mask.length);
  let left = Math.floor(u * count);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1 && left-- === 0) return i;
  return 0;
}

/** Takes the mean over the object away and makes the largest magnitude there 1, in place. */
function scaleOver(field: Float64Array, { mask, count }: Support): void {
  let sum = 0;
  for (let i = 0; i < field.length; i++) if (mask[i] === 1) sum += field[i];
  const mean = count > 0 ? sum / count : 0;
  let largest = 0;
  for (let i = 0; i < field.length; i++) {
    field[i] -= mean;
    if (mask[i] === 1) largest = Math.max(largest, Math.abs(field[i]));
  }
  const scale = largest > 0 ? 1 / largest : 0;
  for (let i = 0; i < field.length; i++) field[i] = Math.min(Math.max(scale * field[i], -1), 1);
}

/** @param support of the images, in their orientation */
export function drawOffResonance({ phase, readout, spacing }: CoilSamples, support: Support, random: RandomSource): OffResonance {
  const view = Math.max(phase * spacing.phase, readout * spacing.readout);
  const cell = (CELL * view) / spacing.phase;
  const field = smoothNoise(random.stream("field"), phase, readout, cell, { cell: (CELL * view) / spacing.readout });
  const stream = random.stream("peak");
  const place = placeWithin(support, stream.uniform());
  const sign = stream.sign();
  const top = Math.floor(place / readout);
  const left = place % readout;
  const width = WIDTH * view;
  for (let line = 0, i = 0; line < phase; line++) {
    const down = ((line - top) * spacing.phase) / width;
    for (let sample = 0; sample < readout; sample++, i++) {
      const across = ((sample - left) * spacing.readout) / width;
      const ratio = 1 + down * down + across * across;
      field[i] += (sign * PEAK) / (ratio * Math.sqrt(ratio));
    }
  }
  scaleOver(field, support);
  return { field, peak: [top, left, sign] };
}
