/** Which samples of k-space were acquired: every one of those holds noise, the others are exactly empty. */
import type { CoilSamples } from "../modality.ts";

/** Below this share of the largest magnitude lies only what transforms leave of an exact zero. */
const EMPTY = 1e-9;

/** @returns phase x readout: as the samples say, or else 1 where any coil holds anything */
export function acquiredOf({ coils, phase, readout, data, acquired }: CoilSamples): Uint8Array {
  if (acquired !== undefined) return acquired;
  const count = phase * readout;
  const energy = new Float64Array(count);
  let most = 0;
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < count; i++, at += 2) energy[i] += data[at] * data[at] + data[at + 1] * data[at + 1];
  }
  for (let i = 0; i < count; i++) if (energy[i] > most) most = energy[i];
  const mask = new Uint8Array(count);
  for (let i = 0; i < count; i++) if (energy[i] > EMPTY * EMPTY * most) mask[i] = 1;
  return mask;
}

/**
 * Leaves samples out.
 * @param keep phase x readout, 1 kept, 0 left out in every coil
 * @returns new samples: those left out are 0, and known as not acquired
 */
export function keepSamples(samples: CoilSamples, keep: Uint8Array): CoilSamples {
  const before = acquiredOf(samples);
  const data = samples.data.slice();
  for (let coil = 0, at = 0; coil < samples.coils; coil++) {
    for (let point = 0; point < keep.length; point++, at += 2) {
      if (keep[point] === 0) {
        data[at] = 0;
        data[at + 1] = 0;
      }
    }
  }
  return { ...samples, data, acquired: keep.map((kept, point) => kept & before[point]) };
}

/** @param keep one number a phase-encoding line, 1 kept, 0 left out @returns new samples without the other lines */
export function keepLines(samples: CoilSamples, keep: Uint8Array): CoilSamples {
  const mask = new Uint8Array(samples.phase * samples.readout);
  for (let line = 0; line < samples.phase; line++) mask.fill(keep[line], line * samples.readout, (line + 1) * samples.readout);
  return keepSamples(samples, mask);
}
