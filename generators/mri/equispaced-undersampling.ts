/**
 * Equispaced undersampling, zero-filled: every R-th phase-encoding line is acquired, and a band around the centre of k-space.
 *
 *   y = M F x      M keeps the lines o, o + R, o + 2 R .. and the N_acs lines around k = 0;  o drawn among 0 .. R - 1
 *
 * Equal gaps fold the image onto itself R times, N / R lines apart; the band holds the low frequencies of the copies back, so that their
 * edges remain. R is the nominal acceleration; through the band the effective one, all lines / acquired lines, is lower, as in fastMRI.
 * The image is not rescaled: lines that are missing are missing energy.
 *
 * Not modelled: parallel-imaging reconstruction (mri/parallel-imaging-residual), partial Fourier.
 *
 * Sources: Zbontar et al., arXiv:1811.08839 (2018); Griswold et al., Magn. Reson. Med. 47 (2002) 1202.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { acsBand, either, equispacedLines, linesOf, spacingOf, wholeBelow } from "./undersampling/lines.ts";

export default defineDegradation({
  version: 1,
  title: "equispaced undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      none: 2,
      mild: 2,
      moderate: 3,
      severe: 6,
      means: "distance of the lines outside the ACS band / distance of all lines, rounded: the nominal acceleration",
    }),
    acsFraction: ladder({
      unit: "1",
      none: 1,
      mild: 0.16,
      moderate: 0.08,
      severe: 0.04,
      means: "lines of the fully sampled centre / all lines",
    }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "all lines / lines acquired" },
    nominalAcceleration: { unit: "1", means: "distance of the lines outside the ACS band" },
    lines: { unit: "lines", means: "phase-encoding lines acquired" },
    acsLines: { unit: "lines", means: "fully sampled lines around the centre of k-space" },
  },
  looksLike: {
    sign: "sharp displaced copies of the edges of the anatomy, a whole fraction of the field of view apart along phase encoding",
    mild: "faint displaced copies of the brightest edges, half the field of view away",
    moderate: "obvious copies of edges at equal distances along the phase-encoding direction, across the anatomy and its surroundings",
    severe: "several overlapping copies of the whole anatomy at equal distances along the phase-encoding direction",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint copied edges across them",
    moderate: "{fine} are crossed by copies of other edges, while {coarse} can still be followed",
    severe: "{fine} cannot be told from copies and even {coarse} are hard to delineate",
  },
  confusedWith: ["mri/periodic-ghosting", "mri/periodic-attenuation", "mri/nyquist-ghost"],
  references: ["Zbontar et al., arXiv:1811.08839 (2018)", "Griswold et al., Magn. Reson. Med. 47 (2002) 1202. doi:10.1002/mrm.10171"],
  degrade(samples, { acceleration, acsFraction }, random) {
    const { phase } = samples;
    const spacing = spacingOf(acceleration, "mri/equispaced-undersampling");
    const offset = wholeBelow(spacing, random.stream("start").uniform());
    const acs = acsBand(phase, acsFraction);
    const keep = either(acs, equispacedLines(phase, spacing, offset));
    const lines = linesOf(keep);
    return {
      sample: keepLines(samples, keep),
      drawn: { offset, acquiredLines: lines },
      effective: {
        effectiveAcceleration: phase / lines.length,
        nominalAcceleration: spacing,
        lines: lines.length,
        acsLines: linesOf(acs).length,
      },
    };
  },
});
