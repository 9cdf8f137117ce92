/**
 * Wrong centre of rotation: the reconstruction takes the axis to lie a little beside where the gantry turned.
 *
 *   p'(theta, s) = p(theta, s - d)        a point at r becomes, over half a turn, an arc of radius |d| about it
 *
 * Views of half a turn see each ray once, so that nothing averages the error out: edges double, and a small dense structure becomes a
 * tuning fork, an arc open to one side. Over a full turn it would be a ring.
 * The offset is drawn to either side.
 *
 * `drawn`: `side`, 1 where the views lie too far towards positive s.
 *
 * Not modelled: an axis that wobbles, a detector that is tilted.
 *
 * Sources: Shepp, Hilal, Schulz, Comput. Graph. Image Process. 10 (1979) 246 (the tuning fork); Azevedo et al., IEEE Trans. Nucl. Sci. 37 (1990) 1525.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { filterViews } from "./detector/filter-views.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";

/** @param bins to positive s @returns the views moved along the detector, views x bins */
export function shiftedViews(data: Float64Array, binCount: number, bins: number): Float64Array {
  return filterViews(data, binCount, { real: (turns) => cosTurns(turns * bins), imaginary: (turns) => -sinTurns(turns * bins) });
}

export default defineDegradation({
  version: 1,
  title: "wrong centre of rotation",
  attribute: "doubled edges",
  domain: sinogram,
  parameters: {
    offset: ladder({ unit: "mm", none: 0, mild: 0.35, moderate: 1, severe: 3.5, means: "distance of the axis taken from the true one" }),
  },
  effective: { offsetBins: { unit: "bins", means: "the same in detector bins" } },
  looksLike: {
    sign: "edges doubled by a hair's breadth all over the section, with small bright structures bent into arcs open to one side",
    mild: "slight unsharpness of all edges",
    moderate: "doubled edges of bones and organs, with small structures bent into arcs",
    severe: "widely doubled edges, with bright arcs in place of small bones and vessels",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly unsharp edges",
    moderate: "{fine} are doubled or bent, while {coarse} can still be followed",
    severe: "{fine} are replaced by arcs and {coarse} have double outlines",
  },
  confusedWith: ["ct/drift-motion", "ct/step-motion", "ct/azimuthal-blur", "ct/focal-spot-blur", "ct/smooth-kernel"],
  references: [
    "Shepp, Hilal, Schulz, Comput. Graph. Image Process. 10 (1979) 246",
    "Azevedo, Schneberk, Fitch, Martz, IEEE Trans. Nucl. Sci. 37 (1990) 1525. doi:10.1109/23.55866",
  ],
  degrade(sample, { offset }, random) {
    const side = random.stream("side").uniform() < 0.5 ? -1 : 1;
    const { binCount, binSize } = sample.geometry;
    const bins = offset / 1000 / binSize;
    const shifted = shiftedViews(sample.data, binCount, side * bins);
    return {
      sample: shownSharp(sample, shifted),
      drawn: { side },
      effective: { offsetBins: bins },
    };
  },
});
