/**
 * Continuous motion: the head drifts and wanders all through the scan, so that each group of lines sees it a little further on.
 *
 *   y(k) = (F T_g x)(k) for the lines k of group g        T_g: rotation, then translation by a random walk with drift,
 *   step = drift sign + n,  n ~ N(0, 1),                  counted from the central line's group
 *
 * Lines are acquired from one end of k-space to the other, in groups of equal size, within which the head rests. The walks of both directions
 * and of the angle are drawn once and scaled so that their root mean square over the lines is the parameter.
 *
 * `drawn`: the pose of each group.
 *
 * Not modelled: motion through the section and within a group, coils that stay with the scanner, spin history.
 *
 * Sources: Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881; Zaitsev, Maclaren, Herbst, J. Magn. Reson. Imaging 42 (2015) 887.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { PI } from "../signal/math.ts";
import type { RandomSource, RandomStream } from "../signal/random.ts";
import { kSpace } from "./modality.ts";
import { moveShots, type Pose, shotOfLines } from "./rigid-motion.ts";

const GROUPS = 24;
const MILLIMETRE = 0.001;
const DEGREE = PI / 180;

/** @returns places after each step, counted from the origin's */
function walk(stream: RandomStream, count: number, drift: number, origin: number): Float64Array {
  const steady = drift * stream.sign();
  const places = new Float64Array(count);
  let place = 0;
  for (let group = 0; group < count; group++) {
    place += steady + stream.normal();
    places[group] = place;
  }
  const rest = places[origin];
  return places.map((each) => each - rest);
}

/** @returns root mean square over the lines; 1 where all is 0 */
function rms(groupOf: Uint32Array, square: (group: number) => number): number {
  let sum = 0;
  for (const group of groupOf) sum += square(group);
  return sum > 0 ? Math.sqrt(sum / groupOf.length) : 1;
}

/** @param groupOf of each line @returns a pose for each group; root mean square over the lines 1 for displacement and for rotation */
export function drawWalk(groupOf: Uint32Array, drift: number, random: RandomSource): Pose[] {
  const count = groupOf[groupOf.length - 1] + 1;
  const origin = groupOf[Math.floor(groupOf.length / 2)];
  const phase = walk(random.stream("phase"), count, drift, origin);
  const readout = walk(random.stream("readout"), count, drift, origin);
  const rotation = walk(random.stream("rotation"), count, drift, origin);
  const moved = rms(groupOf, (group) => phase[group] * phase[group] + readout[group] * readout[group]);
  const turned = rms(groupOf, (group) => rotation[group] * rotation[group]);
  return Array.from(phase, (each, group) => ({ phase: each / moved, readout: readout[group] / moved, rotation: rotation[group] / turned }));
}

export default defineDegradation({
  version: 1,
  title: "continuous motion during the scan",
  attribute: "motion",
  domain: kSpace,
  parameters: {
    translation: ladder({
      unit: "mm",
      none: 0,
      mild: 0.8,
      moderate: 2.5,
      severe: 8,
      means: "displacement of the image centre from the pose of the central line, root mean square over the lines",
    }),
    rotation: ladder({
      unit: "deg",
      none: 0,
      mild: 0.8,
      moderate: 2.5,
      severe: 8,
      means: "in-plane rotation from the pose of the central line, root mean square over the lines",
    }),
    drift: constant({ unit: "1", value: 0.4, means: "steady part of a step / standard deviation of its random part" }),
  },
  effective: {
    peakDisplacement: { unit: "mm", means: "largest displacement of the image centre from the pose of the central line" },
    peakRotation: { unit: "deg", means: "largest rotation from it" },
    meanStep: { unit: "mm", means: "mean displacement of the image centre from one group of lines to the next" },
  },
  looksLike: {
    sign: "smeared edges with wavy ripples beside them along the phase-encoding direction",
    mild: "slightly soft edges with faint ripples beside them",
    moderate: "plainly smeared edges with waves beside them",
    severe: "smeared, wavy tissue whose outlines appear several times, close together",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crisp edges",
    moderate: "{fine} are smeared and rippled, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and {coarse} have smeared borders",
  },
  confusedWith: ["mri/cartesian-undersampling", "mri/t2-blur", "mri/variable-density-undersampling", "mri/spiral-blur"],
  references: [
    "Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881",
    "Zaitsev, Maclaren, Herbst, J. Magn. Reson. Imaging 42 (2015) 887. doi:10.1002/jmri.24850",
  ],
  degrade(samples, { translation, rotation, drift }, random) {
    const groupOf = shotOfLines(samples.phase, Math.min(GROUPS, samples.phase), false);
    const poses = drawWalk(groupOf, drift, random).map((pose) => ({
      phase: pose.phase * translation * MILLIMETRE,
      readout: pose.readout * translation * MILLIMETRE,
      rotation: pose.rotation * rotation * DEGREE,
    }));
    const length = (down: number, across: number): number => Math.sqrt(down * down + across * across) / MILLIMETRE;
    const steps = poses.slice(1).map((pose, i) => length(pose.phase - poses[i].phase, pose.readout - poses[i].readout));
    return {
      sample: moveShots(samples, groupOf, poses),
      drawn: {
        phaseDisplacementsMm: poses.map((pose) => pose.phase / MILLIMETRE),
        readoutDisplacementsMm: poses.map((pose) => pose.readout / MILLIMETRE),
        rotationsDeg: poses.map((pose) => pose.rotation / DEGREE),
      },
      effective: {
        peakDisplacement: poses.reduce((most, pose) => Math.max(most, length(pose.phase, pose.readout)), 0),
        peakRotation: poses.reduce((most, pose) => Math.max(most, Math.abs(pose.rotation) / DEGREE), 0),
        meanStep: steps.reduce((sum, step) => sum + step, 0) / Math.max(steps.length, 1),
      },
    };
  },
});
