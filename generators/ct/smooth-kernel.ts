/**
 * Kernel too smooth: the section was reconstructed with a filter that gives up fine detail along with the noise.
 *
 *   p' = F^-1(H F p)        H(f) = exp(-(pi f w)^2 / (4 ln 2)),   w: full width at half maximum of the blur, in the section
 *
 * Filtered back-projection is linear: a factor on each view's spectrum is a blur of the image by the spread that has this spectrum along
 * every direction, here a Gaussian of width w. Noise is smoothed alike.
 *
 * Not modelled: a vendor's own kernels, which also lift middle frequencies; iterative reconstruction.
 *
 * Sources: Kak and Slaney (1988), section 3.3; Boedeker et al., Phys. Med. Biol. 52 (2007) 4027 (kernels and noise).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { exp, log, PI } from "../signal/math.ts";
import { filterViews } from "./detector/filter-views.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";

const FOUR_LOG_2 = 4 * log(2);

/** @param width full width at half maximum [bins] @returns views convolved with a Gaussian, views x bins */
export function smoothedViews(data: Float64Array, binCount: number, width: number): Float64Array {
  return filterViews(data, binCount, { real: (turns) => exp(-(PI * turns * width * PI * turns * width) / FOUR_LOG_2) });
}

export default defineDegradation({
  version: 1,
  title: "reconstruction kernel too smooth",
  attribute: "blur",
  domain: sinogram,
  parameters: {
    width: ladder({
      unit: "mm",
      none: 0,
      mild: 1.3,
      moderate: 2.6,
      severe: 6,
      means: "full width at half maximum of the blur that the kernel adds",
    }),
  },
  effective: { widthBins: { unit: "bins", means: "the same in detector bins" } },
  looksLike: {
    sign: "soft edges all over the section with little and coarse grain, as if seen through frosted glass",
    mild: "slightly soft edges of vessels and bone",
    moderate: "plainly soft edges, with small vessels and trabeculae washed out",
    severe: "heavily blurred edges, with small structures melted into their surroundings",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crisp edges",
    moderate: "{fine} are hard to make out, while {coarse} stay clear",
    severe: "{fine} cannot be seen and {coarse} have blurred outlines",
  },
  confusedWith: ["ct/rotation-centre-offset", "ct/step-motion"],
  references: [
    "Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.3",
    "Boedeker, Cooper, McNitt-Gray, Phys. Med. Biol. 52 (2007) 4027. doi:10.1088/0031-9155/52/14/002",
  ],
  degrade(sample, { width }) {
    const { binCount, binSize } = sample.geometry;
    const bins = width / 1000 / binSize;
    const smooth = smoothedViews(sample.data, binCount, bins);
    return {
      sample: shownSharp(sample, smooth),
      drawn: {},
      effective: { widthBins: bins },
    };
  },
});
