/**
 * Detector crosstalk: light of one scintillator element reaches its neighbours, and each bin counts what belongs to others.
 *
 *   I'(u) = (1 - c) / (1 + c) sum_n c^|n| I(u - n)        c: what passes from one element on to the next
 *   response (1 - c)^2 / (1 - 2 c cos(2 pi f) + c^2),   f in cycles a bin
 *
 * Long tails, unlike the focal spot's: sharp edges keep a sharp part, but dense bones cast a veil over what lies beside them.
 * A sound detector passes on some hundredths; cracked or unglued septa, more.
 *
 * Not modelled: crosstalk between rows, X-ray scatter within the detector, correction by deconvolution.
 *
 * Sources: Heismann, Schmidt, Flohr, Spectral Computed Tomography (2012) (optical crosstalk); Joseph and Spital, Phys. Med. Biol. 26
 * (1981) 473 (averaging intensities).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns } from "../signal/math.ts";
import type { ViewResponse } from "./detector/filter-views.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { throughIntensity } from "./focal-spot-blur.ts";
import { sinogram } from "./modality.ts";

/** @param share what passes from one element on to the next, below 1 */
export const crosstalk = (share: number): ViewResponse => ({
  real: (turns) => ((1 - share) * (1 - share)) / (1 - 2 * share * cosTurns(turns) + share * share),
});

export default defineDegradation({
  version: 2,
  title: "crosstalk between detector elements",
  attribute: "blur",
  domain: sinogram,
  parameters: {
    share: ladder({
      unit: "1",
      none: 0,
      mild: 0.15,
      moderate: 0.28,
      severe: 0.45,
      means: "light that passes from one element on to the next / light of the element",
    }),
  },
  effective: { ownLight: { unit: "1", means: "light that an element keeps / light that it made" } },
  looksLike: {
    sign: "hazy edges all over the section, with pale veils beside dense bones",
    mild: "slightly hazy edges of vessels and bone",
    moderate: "plainly hazy edges with pale bones and a veil beside them",
    severe: "heavily blurred edges all over the section, with a veil and dark streaks between dense bones",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crisp edges",
    moderate: "{fine} are hard to make out, while {coarse} stay clear",
    severe: "{fine} cannot be seen and {coarse} have hazy outlines",
  },
  confusedWith: ["ct/drift-motion", "ct/scatter"],
  references: [
    "Heismann, Schmidt, Flohr, Spectral Computed Tomography (2012)",
    "Joseph and Spital, Phys. Med. Biol. 26 (1981) 473. doi:10.1088/0031-9155/26/3/010",
  ],
  degrade(sample, { share }) {
    const { binCount } = sample.geometry;
    const blurred = throughIntensity(sample.data, binCount, crosstalk(share));
    return {
      sample: shownSharp(sample, blurred),
      drawn: {},
      effective: { ownLight: (1 - share) / (1 + share) },
    };
  },
});
