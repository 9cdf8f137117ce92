/**
 * Periodic ghosting: breathing moves the body and changes the field while k-space is filled line by line, and copies of the image appear.
 *
 *   y(k, .) = (F x)(k, .) exp(i z(k) s(t_k))     z(k) = B - 2 pi k A / FOV     s(t) = sin(2 pi f t + phi)     t_k = TR per line
 *   exp(i z sin a) = sum_n J_n(z) exp(i n a):    ghost n is the image through the filter J_n(z(k)), n f TR FOV further along
 *
 * A is the amplitude of the displacement along phase encoding: its ghosts are edges. B is the phase at the echo through the field that the
 * chest changes from afar: its ghosts are whole copies, J_1(B) as bright as the image. Lines are acquired from one end of k-space to the other.
 * Breathing is not quite regular: each cycle's duration has a normal deviation, which smears the higher ghosts.
 *
 * `drawn`: where in the cycle the first line falls [turns]; durations of the cycles [s].
 *
 * Not modelled: parts of the body that rest or move otherwise, displacement along the readout and through the section, fields that vary
 * over the image, respiratory gating or ordering.
 *
 * Sources: Wood and Henkelman, Med. Phys. 12 (1985) 143; Van de Moortele et al., Magn. Reson. Med. 47 (2002) 888; Abramowitz and Stegun,
 * Handbook of Mathematical Functions (1964), 9.1.42 (Jacobi and Anger's series).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** Sum of the squares of data[begin] .. data[end - 1]. */
function energyOf(data: Float64Array, begin: number, end: number): number {
  let sum = 0;
  for (let at = begin; at < end; at++) sum += data[at] * data[at];
  return sum;
}

/** Multiplies each line by a phase. @param turns of each phase-encoding line @returns new samples */
export function turnLines(samples: CoilSamples, turns: Float64Array): CoilSamples {
  const { coils, phase, readout } = samples;
  const data = new Float64Array(samples.data.length);
  for (let line = 0, at = 0; line < coils * phase; line++) {
    const re = cosTurns(turns[line % phase]);
    const im = sinTurns(turns[line % phase]);
    for (let sample = 0; sample < readout; sample++, at += 2) {
      data[at] = samples.data[at] * re - samples.data[at + 1] * im;
      data[at + 1] = samples.data[at] * im + samples.data[at + 1] * re;
    }
  }
  return { ...samples, data };
}

/** Breathing in time. */
export interface Breathing {
  /** Where in its cycle the first line falls [turns]. */
  readonly start: number;
  /** Durations of the cycles [s], the last of which ends after the last line. */
  readonly cycles: readonly number[];
}

/** A cycle is never shorter than this share of the mean one. */
const SHORTEST = 0.3;

/** @param cycle mean duration of a cycle [s] @param irregularity standard deviation of a cycle's duration / mean */
export function drawBreathing(duration: number, cycle: number, irregularity: number, random: RandomSource): Breathing {
  const start = random.stream("start").uniform();
  const stream = random.stream("cycles");
  const cycles: number[] = [];
  for (let end = 0; end <= duration; end = cycles.reduce((sum, each) => sum + each, -start * cycles[0])) {
    cycles.push(cycle * Math.max(1 + irregularity * stream.normal(), SHORTEST));
  }
  return { start, cycles };
}

/** @returns the turns of the cycle, whole ones included, at each multiple of the interval [s] */
export function breathingTurns({ start, cycles }: Breathing, count: number, interval: number): Float64Array {
  let begin = -start * cycles[0];
  let cycle = 0;
  return Float64Array.from({ length: count }, (_, index) => {
    const time = index * interval;
    while (cycle < cycles.length - 1 && time >= begin + cycles[cycle]) begin += cycles[cycle++];
    return cycle + (time - begin) / cycles[cycle];
  });
}

const MILLIMETRE = 1e-3;

export default defineDegradation({
  version: 1,
  title: "periodic ghosting from breathing",
  attribute: "ghosting",
  domain: kSpace,
  parameters: {
    displacement: ladder({
      unit: "mm",
      none: 0,
      mild: 0.2,
      moderate: 0.5,
      severe: 1.5,
      means: "amplitude of the displacement along phase encoding, half the distance between its ends",
    }),
    fieldPhase: ladder({
      unit: "deg",
      none: 0,
      mild: 8,
      moderate: 20,
      severe: 55,
      means: "amplitude of the phase at the echo, through the field that breathing changes",
    }),
    frequency: constant({ unit: "Hz", value: 0.25, means: "mean frequency of breathing" }),
    repetitionTime: constant({ unit: "s", value: 0.6, means: "time from one phase-encoding line to the next" }),
    irregularity: constant({ unit: "1", value: 0.04, means: "standard deviation of a cycle's duration / mean duration" }),
  },
  effective: {
    ghostSpacing: { unit: "mm", means: "distance of the first ghosts from the image, either way along phase encoding" },
    rmsPhase: { unit: "deg", means: "root mean square of the phase error over k-space, weighted by the energy of its lines" },
  },
  looksLike: {
    sign: "faint displaced copies of bright structures at regular distances along the phase-encoding direction, also outside the body",
    mild: "faint displaced copies of the brightest edges, best seen in the dark background",
    moderate: "clear copies at regular distances along the phase-encoding direction, over tissue and background",
    severe: "bright, regularly spaced copies along the phase-encoding direction that overlap the whole image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint copies across them",
    moderate: "{fine} are crossed by displaced copies of bright structures, while {coarse} can still be followed",
    severe: "{fine} cannot be told from the copies and {coarse} are overlaid by them",
  },
  confusedWith: ["mri/rigid-motion", "mri/cartesian-undersampling", "mri/equispaced-undersampling", "mri/conjugate-offset-undersampling"],
  references: [
    "Wood and Henkelman, Med. Phys. 12 (1985) 143",
    "Van de Moortele et al., Magn. Reson. Med. 47 (2002) 888",
    "Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 9.1.42",
  ],
  degrade(samples, { displacement, fieldPhase, frequency, repetitionTime, irregularity }, random) {
    const { phase, readout, coils, spacing, data } = samples;
    const fieldOfView = phase * spacing.phase;
    const breathing = drawBreathing(phase * repetitionTime, 1 / frequency, irregularity, random);
    const times = breathingTurns(breathing, phase, repetitionTime);
    const turns = times.map((time, line) => {
      const k = (line - Math.floor(phase / 2)) / fieldOfView;
      return (fieldPhase / 360 - k * displacement * MILLIMETRE) * sinTurns(time);
    });
    let weighted = 0;
    let energy = 0;
    for (let line = 0; line < coils * phase; line++) {
      const sum = energyOf(data, 2 * line * readout, 2 * (line + 1) * readout);
      energy += sum;
      weighted += sum * turns[line % phase] * turns[line % phase];
    }
    const perLine = frequency * repetitionTime;
    return {
      sample: turnLines(samples, turns),
      drawn: { startTurns: breathing.start, cycleDurationsS: breathing.cycles },
      effective: {
        ghostSpacing: (Math.abs(perLine - Math.round(perLine)) * fieldOfView) / MILLIMETRE,
        rmsPhase: energy > 0 ? 360 * Math.sqrt(weighted / energy) : 0,
      },
    };
  },
});
