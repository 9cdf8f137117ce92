/**
 * Lost views: the slip ring drops bursts of readings on their way from the turning detector, and the last good view is shown instead.
 *
 *   p'(theta, s) = p(beta_0 - gamma, s)   where beta_0 <= theta + gamma < beta_0 + w      gamma = asin(s / R)
 *
 * The scanner measures fans: at one moment, with the tube at the angle beta, its detector sees the lines (theta = beta - gamma, s = R sin gamma),
 * R = 0.595 m from the tube to the axis. A burst of w degrees is therefore a slanted band of the parallel sinogram. What moves across the
 * detector stands still meanwhile and then jumps: each edge and each dense point throws a bundle of straight streaks in the directions of the
 * lost views, while round things about the axis show none.
 *
 * Three bursts. `drawn`: `tubeAngles`, beta_0 of each [deg], a third of the half turn apart, up to some degrees.
 *
 * Not modelled: the second half of the turn, which sees each line again; filling in from both sides.
 *
 * Sources: Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.4 (fan and parallel lines); Hsieh, Computed
 * Tomography, 3rd edition (2015), chapter 7; McCollough et al., Med. Phys. 44 (2017) e339 (R of a clinical scanner).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { atan2, PI } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { type Sinogram, sinogram } from "./modality.ts";

const SOURCE_TO_AXIS = 0.595;
const BURSTS = 3;

/** Fan angle of the lines at that distance from the axis [rad]. */
export function fanAngle(s: number): number {
  // Bodies end long before the tube's own circle.
  const inside = Math.min(Math.max(s, -0.9 * SOURCE_TO_AXIS), 0.9 * SOURCE_TO_AXIS);
  return atan2(inside, Math.sqrt(SOURCE_TO_AXIS * SOURCE_TO_AXIS - inside * inside));
}

/** One line integral at a place between views, linearly; half a turn away lines run backwards. */
function between({ data, geometry }: Sinogram, view: number, bin: number): number {
  const { angles, binCount } = geometry;
  const viewCount = angles.length;
  const read = (index: number): number => {
    const halfTurns = Math.floor(index / viewCount);
    const own = index - halfTurns * viewCount;
    return data[own * binCount + (halfTurns % 2 === 0 ? bin : binCount - 1 - bin)];
  };
  const first = Math.floor(view);
  const here = read(first);
  return here + (view - first) * (read(first + 1) - here);
}

/** @param tube where the burst begins @param width [rad] @returns line integrals with the last good view instead, views x bins */
export function withBurst(sample: Sinogram, tube: number, width: number): Float64Array {
  const { angles, binCount, binSize } = sample.geometry;
  const viewCount = angles.length;
  const step = PI / viewCount;
  const seen = sample.data.slice();
  for (let bin = 0; bin < binCount; bin++) {
    const from = (tube - fanAngle((bin - (binCount - 1) / 2) * binSize)) / step;
    const to = from + width / step;
    const held = between(sample, from, bin);
    // A view stands for half a step to either side: a burst may end within it.
    for (let view = Math.ceil(from - 0.5); view < to + 0.5; view++) {
      const lost = Math.min(view + 0.5, to) - Math.max(view - 0.5, from);
      if (lost <= 0) continue;
      const halfTurns = Math.floor(view / viewCount);
      const at = (view - halfTurns * viewCount) * binCount + (halfTurns % 2 === 0 ? bin : binCount - 1 - bin);
      seen[at] += lost * (held - sample.data[at]);
    }
  }
  return seen;
}

export default defineDegradation({
  version: 1,
  title: "views lost in transmission",
  attribute: "tangential streaks",
  domain: sinogram,
  parameters: {
    lost: ladder({
      unit: "deg",
      none: 0,
      mild: 1.4,
      moderate: 3.2,
      severe: 9,
      means: "turn of the gantry during which no view arrives, each of three times",
    }),
  },
  effective: {
    lostShare: { unit: "1", means: "views lost / views of the half turn" },
  },
  looksLike: {
    sign: "bundles of straight streaks in three directions, starting from dense points and tangential to edges",
    mild: "few fine streaks in three directions beside dense structures",
    moderate: "plain bundles of straight streaks in three directions across the section",
    severe: "broad bundles of dark and bright streaks in three directions over the whole section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible beside fine streaks",
    moderate: "{fine} are crossed by streaks, while {coarse} stay clear",
    severe: "{fine} are lost beneath streaks and {coarse} have false edges along them",
  },
  confusedWith: ["ct/low-dose", "ct/detector-rings", "display/jpeg-compression"],
  references: ["Kak and Slaney, Principles of Computerized Tomographic Imaging, 1988", "McCollough et al., Medical Physics 44:e339, 2017"],
  degrade(sample, { lost }, random) {
    const stream = random.stream("bursts");
    const tubes = Array.from({ length: BURSTS }, (_, burst) => (PI * (burst + stream.range(0.2, 0.6))) / BURSTS);
    const width = (Math.max(lost, 0) * PI) / 180;
    let data = sample.data;
    for (const tube of tubes) data = withBurst({ ...sample, data }, tube, width);
    return {
      sample: shownSharp(sample, data),
      drawn: { tubeAngles: tubes.map((tube) => (180 * tube) / PI) },
      effective: { lostShare: (BURSTS * width) / PI },
    };
  },
});
