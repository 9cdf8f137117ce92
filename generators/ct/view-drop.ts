/**
 * Lost views: the slip ring drops bursts of readings on their way from the turning detector, and the last good view is shown instead.
 *
 *   q'(beta, gamma) = q(beta_0, gamma)   where beta_0 <= beta < beta_0 + w
 *
 * What moves across the detector stands still meanwhile and then jumps: each edge and each dense point throws a bundle of straight streaks in
 * the directions of the lost fans, while round things about the axis show none. Each line is read again half a turn later, which halves it.
 *
 * Three bursts a turn. `drawn`: `tubeAngles`, beta_0 of each [deg], a third of the turn apart, up to some degrees.
 *
 * Not modelled: filling in from both sides of the burst.
 *
 * Source: Hsieh, Computed Tomography, 3rd edition (2015), chapter 7 (artefacts of data acquisition).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { PI, TWO_PI } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { type FanReadings, fanReadings } from "./modality.ts";

const BURSTS = 3;

/** @param tube where the burst begins @param width [rad], less than a turn @returns readings with the last good view instead, views x bins */
export function withBurst({ data, geometry }: FanReadings, tube: number, width: number): Float64Array {
  const { angles, binCount } = geometry;
  const viewCount = angles.length;
  const startOf = (view: number): number => (view - viewCount * Math.floor(view / viewCount)) * binCount;
  const from = (tube / TWO_PI) * viewCount;
  const to = from + (width / TWO_PI) * viewCount;
  const before = startOf(Math.floor(from));
  const after = startOf(Math.floor(from) + 1);
  const between = from - Math.floor(from);
  const seen = data.slice();
  // A view stands for half a step to either side: a burst may begin and end within it.
  for (let view = Math.ceil(from - 0.5); view < to + 0.5; view++) {
    const lost = Math.min(view + 0.5, to) - Math.max(view - 0.5, from);
    if (lost <= 0) continue;
    const start = startOf(view);
    for (let bin = 0; bin < binCount; bin++) {
      const held = data[before + bin] + between * (data[after + bin] - data[before + bin]);
      seen[start + bin] += lost * (held - data[start + bin]);
    }
  }
  return seen;
}

export default defineDegradation({
  version: 2,
  title: "views lost in transmission",
  attribute: "tangential streaks",
  domain: fanReadings,
  parameters: {
    lost: ladder({
      unit: "deg",
      none: 0,
      mild: 3.5,
      moderate: 8,
      severe: 18,
      means: "turn of the gantry during which no view arrives, each of three times",
    }),
  },
  effective: {
    lostShare: { unit: "1", means: "views lost / views of the turn" },
  },
  looksLike: {
    sign: "bundles of straight streaks in three directions, starting from dense points and tangential to edges",
    mild: "a few fine streaks in three directions beside dense structures",
    moderate: "plain bundles of straight streaks in three directions across the section",
    severe: "broad bundles of dark and bright streaks in three directions over the whole section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible beside fine streaks",
    moderate: "{fine} are crossed by streaks, while {coarse} stay clear",
    severe: "{fine} are lost beneath streaks and {coarse} have false edges along them",
  },
  confusedWith: ["ct/sparse-view", "ct/step-motion", "ct/limited-angle"],
  references: ["Hsieh, Computed Tomography, 3rd edition (2015), chapter 7"],
  degrade(sample, { lost }, random) {
    const stream = random.stream("bursts");
    const tubes = Array.from({ length: BURSTS }, (_, burst) => (TWO_PI * (burst + stream.range(0.2, 0.6))) / BURSTS);
    const width = (Math.max(lost, 0) * PI) / 180;
    let data = sample.data;
    for (const tube of tubes) data = withBurst({ ...sample, data }, tube, width);
    return {
      sample: shownSharp(sample, data),
      drawn: { tubeAngles: tubes.map((tube) => (180 * tube) / PI) },
      effective: { lostShare: (BURSTS * width) / TWO_PI },
    };
  },
});
