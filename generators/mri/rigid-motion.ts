/**
 * Rigid motion between shots: the head moves while k-space is filled, so each shot sees the object in another pose.
 *
 *   y(k) = (F T_j x)(k) for the lines k of shot j        T_j: rotation by a_j about the image centre, then translation by t_j
 *   F T x (k) = exp(-2 pi i k . t) (F R x)(k)            R by three Fourier shears
 *
 * Shots take the phase-encoding lines in turn (interleaved, as echo trains do), or block by block. The shot that acquires the central
 * line is the reference, so the image as a whole does not move; poses are counted from it. One trajectory is drawn from normal numbers
 * and scaled so that its root mean square over the lines is the parameter: severity alone decides how far the head moves.
 *
 * Not modelled: coil sensitivities stay with the scanner in truth, here they move with the object; motion within a shot and through the
 * section; spin history; what leaves the field of view returns on the other side.
 *
 * Sources: Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881 (arXiv:1901.09313); Loktyushin et al., Magn. Reson. Med. 70 (2013) 1608.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { ifft2c } from "../signal/fft.ts";
import { cosTurns, PI, sinTurns } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { rotatable, rotatedSpectrum } from "../signal/rotate.ts";
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

/**
 * Samples k-space line by line, each from the object in its shot's pose.
 * @param samples coils x phase x readout
 * @param shotOf per line the index of its pose
 */
export function moveShots(samples: CoilSamples, shotOf: Uint32Array, poses: readonly Pose[]): CoilSamples {
  const { coils, phase, readout, spacing } = samples;
  const data = samples.data.slice();
  const turns = poses.some((pose) => pose.rotation !== 0);
  const images = turns
    ? rotatable(ifft2c(samples.data.slice(), phase, readout, coils), coils, phase, readout, spacing.phase / spacing.readout)
    : undefined;
  for (const [shot, pose] of poses.entries()) {
    if (pose.phase === 0 && pose.readout === 0 && pose.rotation === 0) continue;
    const source = images === undefined || pose.rotation === 0 ? samples.data : rotatedSpectrum(images, pose.rotation);
    const down = ramp(phase, pose.phase / spacing.phase);
    const across = ramp(readout, pose.readout / spacing.readout);
    for (let line = 0; line < coils * phase; line++) {
      const k = line % phase;
      if (shotOf[k] !== shot) continue;
      for (let sample = 0; sample < readout; sample++) {
        const re = down[2 * k] * across[2 * sample] - down[2 * k + 1] * across[2 * sample + 1];
        const im = down[2 * k] * across[2 * sample + 1] + down[2 * k + 1] * across[2 * sample];
        const at = 2 * (line * readout + sample);
        data[at] = source[at] * re - source[at + 1] * im;
        data[at + 1] = source[at] * im + source[at + 1] * re;
      }
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
  version: 1,
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
  confusedWith: ["mri/cartesian-undersampling", "mri/thermal-noise", "display/jpeg-compression"],
  references: ["arXiv:1901.09313", "doi:10.1002/mrm.24615"],
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
