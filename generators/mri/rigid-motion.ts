/**
 * Rigid motion between shots: the head moves while k-space is filled, so each shot sees the object in another pose.
 *
 *   y(k) = (F T_j x)(k) for the lines k of shot j        T_j: rotation by a_j about the image centre, then translation by t_j
 *   F T x (k) = exp(-2 pi i k . t) (F R x)(k)            (F R x)(k) = (F x)(R^-1 k), by one non-uniform transform for all shots
 *
 * Shots take the phase-encoding lines in turn (interleaved, as echo trains do), or block by block. The shot that acquires the central
 * line is the reference, so the image as a whole does not move; poses are counted from it. One trajectory is drawn from normal numbers
 * and scaled so that its root mean square over the lines is the parameter: severity alone decides how far the head moves.
 *
 * Turned lines run between the samples: there the image's Fourier sum is evaluated itself, to a relative error of 1e-5. Beyond the part of
 * k-space that was sampled nothing is known of the object: where a turned line reaches there, its samples are 0.
 *
 * Not modelled: coil sensitivities stay with the scanner in truth, here they move with the object; motion within a shot and through the
 * section; spin history; what leaves the field of view returns on the other side.
 *
 * Sources: Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881; Loktyushin et al., Magn. Reson. Med. 70 (2013) 1608.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { ifft2c } from "../signal/fft.ts";
import { cos, cosTurns, PI, sin, sinTurns } from "../signal/math.ts";
import { nonUniformPlan, nufft } from "../signal/nufft.ts";
import { sharedCopy } from "../signal/parts.ts";
import type { RandomSource } from "../signal/random.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** The pose of one shot: translation along phase encoding and readout [m], rotation [rad], phase encoding towards readout. */
export interface Pose {
  readonly phase: number;
  readonly readout: number;
  readonly rotation: number;
}

/** @returns for each phase-encoding line, the shot that acquires it */
export function shotOfLines(lineCount: number, shotCount: number, interleaved: boolean): Uint32Array {
  return Uint32Array.from({ length: lineCount }, (_, line) =>
    interleaved ? line % shotCount : Math.floor((line * shotCount) / lineCount),
  );
}

/** exp(-2 pi i (k - centre) shift / count) for k = 0 .. count - 1, interleaved. */
function ramp(count: number, shift: number): Float64Array {
  const values = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const turns = (-(k - Math.floor(count / 2)) * shift) / count;
    values[2 * k] = cosTurns(turns);
    values[2 * k + 1] = sinTurns(turns);
  }
  return values;
}

/** Relative error of the turned samples: in the image, less than half a step of 16 bits. */
const ACCURACY = 1e-5;

/** Samples of one line that lie next to each other. */
interface Run {
  readonly line: number;
  /** The first sample, and the one after the last. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Finds where the lines of turned poses lie in the resting object's k-space.
 * @returns of each line the part that stays within what was sampled, and the frequencies of all parts: samples x (down, across) [cycles/pixel]
 */
function turnedLines({ phase, readout, spacing }: CoilSamples, shotOf: Uint32Array, poses: readonly Pose[]) {
  const runs: Run[] = [];
  const frequencies = new Float64Array(2 * phase * readout);
  const steps = poses.map(({ rotation }) => turnedSteps(rotation, spacing));
  const centre = Math.floor(readout / 2);
  let at = 0;
  for (let line = 0; line < phase; line++) {
    if (poses[shotOf[line]].rotation === 0) continue;
    const { own, down, across } = steps[shotOf[line]];
    const p = (line - Math.floor(phase / 2)) / phase;
    const [lineDown, lineAcross] = [own * p, across * p];
    let [begin, end] = [readout, readout];
    for (let sample = 0; sample < readout; sample++) {
      const q = (sample - centre) / readout;
      const y = lineDown + down * q;
      const x = lineAcross + own * q;
      // A line cuts the sampled rectangle once.
      if (y < -0.5 || y > 0.5 || x < -0.5 || x > 0.5) {
        if (begin === readout) continue;
        end = sample;
        break;
      }
      if (begin === readout) begin = sample;
      frequencies[at] = y;
      frequencies[at + 1] = x;
      at += 2;
    }
    if (begin < end) runs.push({ line, begin, end });
  }
  return { runs, frequencies: frequencies.subarray(0, at) };
}

/** What a step along an axis becomes when the object turns [cycles/pixel]: of its own axis, of the rows' and of the columns' on the other. */
function turnedSteps(rotation: number, spacing: CoilSamples["spacing"]): { own: number; down: number; across: number } {
  const [c, s] = [cos(rotation), sin(rotation)];
  // Pixels need not be square.
  return { own: c, down: (s * spacing.phase) / spacing.readout, across: (-s * spacing.readout) / spacing.phase };
}

/** @returns a copy of the samples in which the lines of turned poses hold what the turned object gives */
function turned(samples: CoilSamples, shotOf: Uint32Array, poses: readonly Pose[]): Float64Array {
  const { coils, phase, readout } = samples;
  const { runs, frequencies } = turnedLines(samples, shotOf, poses);
  const data = ifft2c(sharedCopy(samples.data), phase, readout, coils);
  const values = nufft(nonUniformPlan({ rows: phase, columns: readout }, frequencies, ACCURACY), data, coils);
  data.set(samples.data);
  for (let coil = 0, from = 0; coil < coils; coil++) {
    const lineStart = (line: number): number => 2 * (coil * phase + line) * readout;
    for (const [line, shot] of shotOf.entries()) {
      if (poses[shot].rotation !== 0) data.fill(0, lineStart(line), lineStart(line + 1));
    }
    for (const { line, begin, end } of runs) {
      const length = 2 * (end - begin);
      data.set(values.subarray(from, from + length), lineStart(line) + 2 * begin);
      from += length;
    }
  }
  return data;
}

/**
 * Samples k-space line by line, each from the object in its shot's pose.
 * @param samples coils x phase x readout
 * @param shotOf per line the index of its pose
 */
export function moveShots(samples: CoilSamples, shotOf: Uint32Array, poses: readonly Pose[]): CoilSamples {
  const { coils, phase, readout, spacing } = samples;
  const data = poses.some((pose) => pose.rotation !== 0) ? turned(samples, shotOf, poses) : samples.data.slice();
  const ramps = poses.map((pose) => ({
    down: ramp(phase, pose.phase / spacing.phase),
    across: ramp(readout, pose.readout / spacing.readout),
  }));
  for (let line = 0; line < coils * phase; line++) {
    const k = line % phase;
    const pose = poses[shotOf[k]];
    if (pose.phase === 0 && pose.readout === 0) continue;
    const { down, across } = ramps[shotOf[k]];
    const [re, im] = [down[2 * k], down[2 * k + 1]];
    for (let sample = 0, at = 2 * line * readout; sample < 2 * readout; sample += 2, at += 2) {
      const factorRe = re * across[sample] - im * across[sample + 1];
      const factorIm = re * across[sample + 1] + im * across[sample];
      const value = data[at];
      data[at] = value * factorRe - data[at + 1] * factorIm;
      data[at + 1] = value * factorIm + data[at + 1] * factorRe;
    }
  }
  return { ...samples, data };
}

/** Draws one pose a shot, counted from the reference shot's; root mean square over the lines 1 for displacement and for rotation. */
export function drawPoses(shotOf: Uint32Array, shotCount: number, random: RandomSource): Pose[] {
  const stream = random.stream("poses");
  const raw = Array.from({ length: shotCount }, () => ({ phase: stream.normal(), readout: stream.normal(), rotation: stream.normal() }));
  const rest = raw[shotOf[Math.floor(shotOf.length / 2)]];
  const poses = raw.map(({ phase, readout, rotation }) => ({
    phase: phase - rest.phase,
    readout: readout - rest.readout,
    rotation: rotation - rest.rotation,
  }));
  const scale = (square: (pose: Pose) => number): number => {
    const sum = shotOf.reduce((total, shot) => total + square(poses[shot]), 0);
    return sum === 0 ? 0 : 1 / Math.sqrt(sum / shotOf.length);
  };
  const moved = scale(({ phase, readout }) => phase * phase + readout * readout);
  const turned = scale(({ rotation }) => rotation * rotation);
  return poses.map(({ phase, readout, rotation }) => ({ phase: phase * moved, readout: readout * moved, rotation: rotation * turned }));
}

const MILLIMETRE = 1e-3;
const DEGREE = PI / 180;

export default defineDegradation({
  version: 2,
  title: "rigid motion between shots",
  attribute: "motion",
  domain: kSpace,
  parameters: {
    translation: ladder({
      unit: "mm",
      none: 0,
      mild: 0.5,
      moderate: 1.3,
      severe: 4,
      means: "displacement of the image centre from the pose of the central shot, root mean square over the lines",
    }),
    rotation: ladder({
      unit: "deg",
      none: 0,
      mild: 0.4,
      moderate: 1,
      severe: 3,
      means: "in-plane rotation from the pose of the central shot, root mean square over the lines",
    }),
    shots: constant({ unit: "shots", value: 8, means: "shots among which the phase-encoding lines are divided" }),
    interleaved: constant({ unit: "1", value: 1, means: "1: shots take the lines in turn; 0: each takes one block of neighbouring lines" }),
  },
  effective: {
    rmsDisplacement: { unit: "mm", means: "root mean square over the lines of the displacement of the image centre" },
    peakDisplacement: { unit: "mm", means: "largest displacement of the image centre" },
    peakRotation: { unit: "deg", means: "largest rotation" },
  },
  looksLike: {
    sign: "ghost copies and ripples of bright edges along the phase-encoding direction, with blurring",
    mild: "faint ripples beside bright edges and slight blurring",
    moderate: "obvious ghost edges along the phase-encoding direction and blurred tissue borders",
    severe: "strong overlapping ghosts and blurring throughout the image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crisp edges",
    moderate: "{fine} are blurred and crossed by ghosts, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and {coarse} appear doubled or smeared",
  },
  confusedWith: ["mri/cartesian-undersampling", "mri/periodic-ghosting", "mri/truncation-ringing", "mri/thick-section", "mri/keyhole"],
  references: ["Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881", "Loktyushin et al., Magn. Reson. Med. 70 (2013) 1608"],
  degrade(samples, { translation, rotation, shots, interleaved }, random) {
    const shotCount = Math.min(Math.max(Math.round(shots), 1), samples.phase);
    const shotOf = shotOfLines(samples.phase, shotCount, interleaved !== 0);
    const poses = drawPoses(shotOf, shotCount, random).map((pose) => ({
      phase: pose.phase * translation * MILLIMETRE,
      readout: pose.readout * translation * MILLIMETRE,
      rotation: pose.rotation * rotation * DEGREE,
    }));
    const displacement = poses.map(({ phase, readout }) => Math.sqrt(phase * phase + readout * readout) / MILLIMETRE);
    const meanSquare = shotOf.reduce((sum, shot) => sum + displacement[shot] * displacement[shot], 0) / shotOf.length;
    return {
      sample: moveShots(samples, shotOf, poses),
      drawn: {
        phaseDisplacementsMm: poses.map((pose) => pose.phase / MILLIMETRE),
        readoutDisplacementsMm: poses.map((pose) => pose.readout / MILLIMETRE),
        rotationsDeg: poses.map((pose) => pose.rotation / DEGREE),
      },
      effective: {
        rmsDisplacement: Math.sqrt(meanSquare),
        peakDisplacement: displacement.reduce((most, value) => Math.max(most, value), 0),
        peakRotation: poses.reduce((most, pose) => Math.max(most, Math.abs(pose.rotation) / DEGREE), 0),
      },
    };
  },
});
