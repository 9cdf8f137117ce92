/**
 * Kernel too sharp: the section was reconstructed with a filter for bone or lung, which lifts high frequencies and with them the noise.
 *
 *   p' = F^-1(H F p)        H(f) = 1 + g sin^2(pi f),   f in cycles a bin:  1 at 0 and 1 + g at the Nyquist frequency 1/2
 *
 * The grain that the image already has is amplified most at the finest scale; edges overshoot, with a dark line outside a bright bone
 * and a bright one inside.
 *
 * Not modelled: a vendor's own kernels, aliasing of detail finer than a pixel.
 *
 * Sources: Kak and Slaney (1988), section 3.3; Boedeker et al., Phys. Med. Biol. 52 (2007) 4027 (kernels and noise).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { sinTurns } from "../signal/math.ts";
import { filterViews } from "./detector/filter-views.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";

/** @param boost gain at the Nyquist frequency, less 1 @returns views x bins */
export function sharpenedViews(data: Float64Array, binCount: number, boost: number): Float64Array {
  return filterViews(data, binCount, {
    real: (turns) => {
      const sine = sinTurns(turns / 2);
      return 1 + boost * sine * sine;
    },
  });
}

export default defineDegradation({
  version: 1,
  title: "reconstruction kernel too sharp",
  attribute: "edge enhancement",
  domain: sinogram,
  parameters: {
    boost: ladder({ unit: "1", none: 0, mild: 0.7, moderate: 2.2, severe: 8, means: "gain at the Nyquist frequency of the views, less 1" }),
  },
  effective: { gain: { unit: "1", means: "gain at half the Nyquist frequency of the views" } },
  looksLike: {
    sign: "harsh edges with dark and bright lines beside them, and sharp fine grain in soft tissue",
    mild: "slightly harsh edges and sharp fine grain",
    moderate: "dark and bright lines beside bones and vessels, with plain sharp grain in soft tissue",
    severe: "strong lines beside every edge and heavy sharp grain all over the section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly harsh edges",
    moderate: "{fine} keep their edges but drown in sharp grain, while {coarse} stay clear",
    severe: "{fine} cannot be told from grain and {coarse} are outlined by false lines",
  },
  confusedWith: ["ct/low-dose", "ct/image-noise", "ct/window-misset"],
  references: [
    "Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.3",
    "Boedeker, Cooper, McNitt-Gray, Phys. Med. Biol. 52 (2007) 4027. doi:10.1088/0031-9155/52/14/002",
  ],
  degrade(sample, { boost }) {
    const { binCount } = sample.geometry;
    const sharp = sharpenedViews(sample.data, binCount, boost);
    return {
      sample: shownSharp(sample, sharp),
      drawn: {},
      // sin^2(pi / 4) = 1/2.
      effective: { gain: 1 + boost / 2 },
    };
  },
});
