/**
 * Focal spot: the tube's spot has a width, and each detector bin sees the object through a fan of rays from all over it.
 *
 *   I'(u) = mean of I over a width w about u        I = exp(-p),   p' = -ln I'        w at the axis of rotation
 *
 * Intensities are averaged, not line integrals: beside a dense bone the bright neighbour wins, so that edges of dense things are not only soft
 * but their attenuation is underestimated (the non-linear partial volume effect). At the axis a sound spot is 0.5 to 1 mm wide; one that has bloomed at
 * a high current, or wandered, several times that.
 *
 * Not modelled: a spot that is not even, its share that depends on the distance from the axis, flying focal spots.
 *
 * Sources: Rossmann, Radiology 93 (1969) 257 (point spread functions); Joseph and Spital, Phys. Med. Biol. 26 (1981) 473
 * (the exponential edge-gradient effect).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { exp, log, PI, sinTurns } from "../signal/math.ts";
import { filterViews, type ViewResponse } from "./detector/filter-views.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";

/** Below this share of the open beam a count is taken for this share: filtering leaves rounding errors behind dense paths. */
const FLOOR = 1e-12;

/** @returns line integrals after the intensities were filtered by a response that is 1 at frequency 0, views x bins */
export function throughIntensity(data: Float64Array, binCount: number, response: ViewResponse): Float64Array {
  // What is absorbed is 0 beyond the views' ends, as the filter takes it to be.
  const absorbed = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) absorbed[at] = 1 - exp(-data[at]);
  const filtered = filterViews(absorbed, binCount, response);
  for (let at = 0; at < data.length; at++) filtered[at] = -log(Math.max(1 - filtered[at], FLOOR));
  return filtered;
}

/** Response of a mean over so many bins. */
export const meanOver = (bins: number): ViewResponse => ({
  real: (turns) => (turns === 0 || bins === 0 ? 1 : sinTurns((turns * bins) / 2) / (PI * turns * bins)),
});

export default defineDegradation({
  version: 2,
  title: "focal spot too large",
  attribute: "blur",
  domain: sinogram,
  parameters: {
    width: ladder({
      unit: "mm",
      none: 0,
      mild: 1.4,
      moderate: 2.4,
      severe: 4,
      means: "width of the focal spot, projected to the axis of rotation",
    }),
  },
  effective: { widthBins: { unit: "bins", means: "the same in detector bins" } },
  looksLike: {
    sign: "soft edges all over the section, with pale thin bones",
    mild: "slightly soft edges of vessels and bone",
    moderate: "plainly soft edges, with thin bones grey instead of white",
    severe: "heavily softened edges all over the section, with thin bones faded to grey",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crisp edges",
    moderate: "{fine} are hard to make out, while {coarse} stay clear",
    severe: "{fine} cannot be seen and {coarse} have blurred outlines",
  },
  confusedWith: ["ct/rotation-centre-offset", "ct/breathing-motion"],
  references: [
    "Rossmann, Radiology 93 (1969) 257. doi:10.1148/93.2.257",
    "Joseph and Spital, Phys. Med. Biol. 26 (1981) 473. doi:10.1088/0031-9155/26/3/010",
  ],
  degrade(sample, { width }) {
    const { binCount, binSize } = sample.geometry;
    const bins = width / 1000 / binSize;
    const blurred = throughIntensity(sample.data, binCount, meanOver(bins));
    return {
      sample: shownSharp(sample, blurred),
      drawn: {},
      effective: { widthBins: bins },
    };
  },
});
