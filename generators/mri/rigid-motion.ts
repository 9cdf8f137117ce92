/**
 * Rigid motion between shots: the head moves while k-space is filled, so each shot sees the object in another pose.
 *
 *   y(k) = (F T_j x)(k) for the lines k of shot j        T_j: rotation by a_j about the image centre, then translation by t_j
 *   F T x (k) = exp(-2 pi i k . t) (F R x)(k)            R by three Fourier shears
 *
 * The phase-encoding lines are divided among the shots either in turn (interleaved, as echo trains do) or in blocks (sequential):
 * the draw decides. Poses are normal numbers with one standard deviation per axis; the shot that acquires the central line is the
 * reference, so the image as a whole does not move. One drawn trajectory is scaled by severity.
 *
 * Not modelled: the coils' sensitivities move with the object here, in truth they stay; motion within a shot; through-plane motion;
 * spin-history effects; what leaves the field of view returns on the other side.
 *
 * Sources: Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881 (arXiv:1901.09313); Loktyushin et al., Magn. Reson. Med. 70 (2013) 1608.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns, PI, sinTurns } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { rotate } from "../signal/rotate.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** The pose of one shot: translation along phase encoding and readout [m], rotation [rad]. */
export interface Pose {
  readonly phase: number;
  readonly readout: number;
  readonly rotation: number;
}

export const atRest = ({ phase, readout, rotation }: Pose): boolean => phase === 0 && readout === 0 && rotation === 0;

/** @returns the shot that acquires each phase-encoding line */
export function shotOfLines(lineCount: number, shotCount: number, order: "interleaved" | "sequential"): Uint32Array {
  return Uint32Array.from({ length: lineCount }, (_, line) => (order === "interleaved" ? line % shotCount : Math.floor((line * shotCount) / lineCount)));
}

/** Samples k-space line by line, each from the object in its shot's pose. */
export function moveShots(samples: CoilSamples, shotOf: Uint32Array, poses: readonly Pose[]): CoilSamples {
  const { coils, phase, readout, spacing } = samples;
  const data = samples.data.slice();
  const images = poses.every((pose) => pose.rotation === 0) ? undefined : ifft2c(samples.data.slice(), phase, readout, coils);
  const aspect = spacing.phase / spacing.readout;
  for (const [shot, pose] of poses.entries()) {
    if (atRest(pose)) continue;
    const moved = images === undefined || pose.rotation === 0 ? samples.data : fft2c(rotate(images, coils, phase, readout, pose.rotation, aspect), phase, readout, coils);
    const down = pose.phase / spacing.phase / phase;
    const across = pose.readout / spacing.readout / readout;
    for (let line = 0; line < coils * phase; line++) {
      const k = line % phase;
      if (shotOf[k] !== shot) continue;
      for (let sample = 0; sample < readout; sample++) {
        const turns = -(k - Math.floor(phase / 2)) * down - (sample - Math.floor(readout / 2)) * across;
        const re = cosTurns(turns);
        const im = sinTurns(turns);
        const at = 2 * (line * readout + sample);
        data[at] = moved[at] * re - moved[at + 1] * im;
        data[at + 1] = moved[at] * im + moved[at + 1] * re;
      }
    }
  }
  return { ...samples, data };
}

/** Draws standard normal poses, relative to the shot that acquires the central line. */
function drawPoses(shotCount: number, reference: number, random: RandomSource): Pose[] {
  const stream = random.stream("poses");
  const poses = Array.from({ length: shotCount }, () => ({ phase: stream.normal(), readout: stream.normal(), rotation: stream.normal() }));
  const rest = poses[reference];
  return poses.map((pose) => ({ phase: pose.phase - rest.phase, readout: pose.readout - rest.readout, rotation: pose.rotation - rest.rotation }));
}

const MILLIMETRE = 1e-3;
const DEGREE = PI / 180;

export default defineDegradation({
  version: 1,
  title: "rigid motion between shots",
  attribute: "motion",
  domain: kSpace,
  parameters: {
    translation: ladder({ unit: "mm", none: 0, mild: 0.45, moderate: 1.2, severe: 3.2, means: "standard deviation of the displacement along each axis" }),
    rotation: ladder({ unit: "deg", none: 0, mild: 0.35, moderate: 0.9, severe: 2.4, means: "standard deviation of the in-plane rotation" }),
    shots: constant({ unit: "shots", value: 8, means: "shots among which the phase-encoding lines are divided" }),
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
  degrade(samples, { translation, rotation, shots }, random) {
    const shotCount = Math.min(Math.max(Math.round(shots), 1), samples.phase);
    const order = random.stream("order").sign() > 0 ? "interleaved" : "sequential";
    const shotOf = shotOfLines(samples.phase, shotCount, order);
    const poses = drawPoses(shotCount, shotOf[Math.floor(samples.phase / 2)], random).map((pose) => ({
      phase: pose.phase * translation * MILLIMETRE,
      readout: pose.readout * translation * MILLIMETRE,
      rotation: pose.rotation * rotation * DEGREE,
    }));
    const displacement = poses.map(({ phase, readout }) => Math.sqrt(phase * phase + readout * readout) / MILLIMETRE);
    const meanSquare = shotOf.reduce((sum, shot) => sum + displacement[shot] * displacement[shot], 0) / shotOf.length;
    return {
      sample: moveShots(samples, shotOf, poses),
      drawn: {
        order,
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
