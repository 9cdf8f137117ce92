/**
 * Dead detector elements: a run of neighbouring elements gives nothing, and their readings are filled in from either side.
 *
 *   q'(beta, u) = straight line between the last good bin before the gap and the first after it
 *
 * What changes within the gap from view to view is lost: edges that pass it are cut straight, and inconsistent bins draw streaks that touch a
 * circle about the axis, longest where they meet dense edges. Half a turn later the elements on the other side, which live, see the same
 * lines: the mean of both halves the error.
 *
 * `drawn`: `distance` of the gap's middle from the axis [bins], `side` of the axis.
 *
 * Not modelled: filling in along the views, elements that fail from time to time.
 *
 * Sources: Sijbers and Postnov, Phys. Med. Biol. 49 (2004) N247; Hsieh, Computed Tomography, 3rd edition (2015), chapter 7 (detector defects).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { sin } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { fanReadings } from "./modality.ts";

/** Where the gap may lie: distance from the axis / half the image's smaller side. */
const NEAREST = 0.1;
const FARTHEST = 0.45;

/** @param first first dead bin @param count dead bins; bins beyond the views' ends hold 0 @returns views x bins with straight lines in the gap */
export function filledGap(data: Float64Array, binCount: number, first: number, count: number): Float64Array {
  const filled = data.slice();
  for (let start = 0; start < data.length; start += binCount) {
    const before = first > 0 ? data[start + first - 1] : 0;
    const after = first + count < binCount ? data[start + first + count] : 0;
    for (let i = 0; i < count; i++) filled[start + first + i] = before + ((after - before) * (i + 1)) / (count + 1);
  }
  return filled;
}

/** The same for a gap of a broken number of bins: between the two whole ones, so that its width has a steady effect. */
function filled(data: Float64Array, binCount: number, centre: number, bins: number): Float64Array {
  const odd = (count: number): number => Math.min(Math.max(Math.round(centre) - count, 0), binCount - 2 * count - 1);
  const low = Math.floor((bins - 1) / 2);
  const share = (bins - 1) / 2 - low;
  const narrow = bins >= 1 ? filledGap(data, binCount, odd(low), 2 * low + 1) : data;
  const wide = bins >= 1 ? filledGap(data, binCount, odd(low + 1), 2 * low + 3) : filledGap(data, binCount, odd(0), 1);
  const weight = bins >= 1 ? share : bins;
  return narrow.map((value, i) => value + weight * (wide[i] - value));
}

export default defineDegradation({
  version: 2,
  title: "dead detector elements",
  attribute: "tangential streaks",
  domain: fanReadings,
  parameters: {
    width: ladder({
      unit: "mm",
      none: 0,
      mild: 7,
      moderate: 18,
      severe: 45,
      means: "width of the run of dead elements, projected to the axis of rotation",
    }),
  },
  effective: {
    deadBins: { unit: "bins", means: "width of the run in detector bins" },
    radius: { unit: "mm", means: "distance of its middle from the axis of rotation" },
  },
  looksLike: {
    sign: "fans of fine streaks that all touch one circle about the centre of the section",
    mild: "a few faint streaks beside dense edges that touch a circle about the centre",
    moderate: "plain fans of streaks that touch a circle about the centre, with edges torn along it",
    severe: "strong fans of streaks across the section, with structures torn along a circle about the centre",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with fine streaks across some of them",
    moderate: "{fine} along the circle are torn, while {coarse} stay clear",
    severe: "{fine} along the circle are lost and {coarse} are crossed by streaks",
  },
  confusedWith: ["ct/detector-rings", "ct/detector-band", "ct/sparse-view"],
  references: [
    "Sijbers and Postnov, Phys. Med. Biol. 49 (2004) N247. doi:10.1088/0031-9155/49/14/N06",
    "Hsieh, Computed Tomography, 3rd edition (2015), chapter 7",
  ],
  degrade(sample, { width }, random) {
    const { binCount, rows, columns, pixel, fan } = sample.geometry;
    // As seen at the axis.
    const binSize = (sample.geometry.binSize * fan.sourceToAxis) / fan.sourceToDetector;
    const stream = random.stream("gap");
    const half = Math.min(rows * pixel.row, columns * pixel.column) / 2 / binSize;
    const distance = half * stream.range(NEAREST, FARTHEST);
    const side = stream.uniform() < 0.5 ? -1 : 1;
    const bins = Math.min(width / 1000 / binSize, binCount / 4);
    const data = filled(sample.data, binCount, (binCount - 1) / 2 + side * distance, bins);
    return {
      sample: shownSharp(sample, data),
      drawn: { distance, side },
      effective: { deadBins: bins, radius: 1000 * fan.sourceToAxis * sin((distance * binSize) / fan.sourceToAxis) },
    };
  },
});
