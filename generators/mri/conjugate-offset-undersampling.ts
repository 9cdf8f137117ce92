/**
 * Equispaced undersampling with another offset on either side of k-space, zero-filled: lines and mirrored lines interleave.
 *
 *   y = M F x      M keeps k = p, p + R, p + 2 R ..  and  -k = q, q + R, q + 2 R ..  and the N_acs lines around k = 0
 *   q = p + 2 for even o, q = p - 2 for odd o;      p = o + 1 or o + 2;      o drawn among 0 .. R - 1
 *
 * Of a real object k-space is conjugate symmetric: what one side skips the other knows, so that a learned reconstruction gains. A
 * zero-filled one does not: it shows R folded copies, which no reader tells from those of equispaced lines. The rule is here because learned
 * reconstructions meet it: it is fastMRI's, without its few lines near k = 0 that the band holds anyway. The image is not rescaled.
 *
 * Not modelled: any reconstruction that uses the symmetry.
 *
 * Source: Defazio, arXiv:1912.01101 (2019).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { acsBand, either, linesOf, spacingOf, wholeBelow } from "./undersampling/lines.ts";

/** @returns 1 for each line kept: from `p` upwards for k >= 0, from `q` upwards for -k > 0, every spacing-th */
export function offsetLines(lineCount: number, spacing: number, offset: number): Uint8Array {
  const even = offset % 2 === 0;
  const p = even ? offset + 1 : offset + 2;
  const q = even ? p + 2 : p - 2;
  return Uint8Array.from({ length: lineCount }, (_, line) => {
    const k = line - Math.floor(lineCount / 2);
    const beyond = k >= 0 ? k - p : -k - q;
    return beyond >= 0 && beyond % spacing === 0 ? 1 : 0;
  });
}

export default defineDegradation({
  version: 1,
  title: "conjugate-offset undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      none: 3,
      mild: 3,
      moderate: 4,
      severe: 7,
      means: "distance of the lines on each side outside the ACS band / distance of all lines, rounded: the nominal acceleration",
    }),
    acsFraction: ladder({
      unit: "1",
      none: 1,
      mild: 0.25,
      moderate: 0.1,
      severe: 0.03,
      means: "lines of the fully sampled centre / all lines",
    }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "all lines / lines acquired" },
    nominalAcceleration: { unit: "1", means: "distance of the lines on each side outside the ACS band" },
    lines: { unit: "lines", means: "phase-encoding lines acquired" },
    acsLines: { unit: "lines", means: "fully sampled lines around the centre of k-space" },
  },
  looksLike: {
    sign: "displaced copies of the edges of the anatomy at equal distances along phase encoding",
    mild: "faint displaced copies of the brightest edges",
    moderate: "obvious copies of edges at equal distances along the phase-encoding direction, across the anatomy and its surroundings",
    severe: "several overlapping copies of the anatomy along the phase-encoding direction, with heavily blurred edges",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint copied edges across them",
    moderate: "{fine} are crossed by copies of other edges, while {coarse} can still be followed",
    severe: "{fine} cannot be told from copies and even {coarse} are hard to delineate",
  },
  confusedWith: ["mri/periodic-ghosting", "mri/periodic-attenuation"],
  references: ["Defazio, arXiv:1912.01101 (2019)"],
  degrade(samples, { acceleration, acsFraction }, random) {
    const { phase } = samples;
    const spacing = spacingOf(acceleration, "mri/conjugate-offset-undersampling");
    const offset = wholeBelow(spacing, random.stream("lines").uniform());
    const acs = acsBand(phase, acsFraction);
    const keep = either(acs, offsetLines(phase, spacing, offset));
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
