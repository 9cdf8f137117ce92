/**
 * Partial Fourier, zero-filled: the scan stops before it has covered the second half of k-space.
 *
 *   y = M F x      M keeps the round(f N) phase-encoding lines next to one end of k-space; at f = 1/2 nothing but one half and k = 0
 *
 * One half of k-space is the object's analytic signal along phase encoding: the magnitude of (x + i H x) / 2, H the Hilbert transform.
 * Edges across phase encoding grow skirts, and what lies above the cut keeps half of its strength only. `drawn` says which side is missing.
 *
 * Not modelled: homodyne detection or projection onto convex sets, which restore most of it (reconstruction/), partial echoes.
 *
 * Sources: Feinberg et al., Radiology 161 (1986) 527; McGibney et al., Magn. Reson. Med. 30 (1993) 51.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";

/** @returns 1 for the lines kept: the share of all, from the first one on, or up to the last. The central line is always kept. */
export function halfScanLines(lineCount: number, fraction: number, side: 1 | -1): Uint8Array {
  const least = side === 1 ? Math.ceil(lineCount / 2) : Math.floor(lineCount / 2) + 1;
  const count = Math.min(Math.max(Math.round(fraction * lineCount), least), lineCount);
  const keep = new Uint8Array(lineCount);
  return side === 1 ? keep.fill(1, lineCount - count) : keep.fill(1, 0, count);
}

export default defineDegradation({
  version: 1,
  title: "partial Fourier acquisition",
  attribute: "blur",
  domain: kSpace,
  parameters: {
    fraction: ladder({
      unit: "1",
      none: 1,
      mild: 0.63,
      moderate: 0.55,
      severe: 0.515,
      means: "acquired phase-encoding lines / all lines, from one end of k-space: at least 1/2",
    }),
  },
  effective: {
    fraction: { unit: "1", means: "lines acquired / all lines" },
    symmetricLines: { unit: "lines", means: "lines around the centre that were acquired on both sides" },
  },
  looksLike: {
    sign: "edges blurred along the phase-encoding direction only, with skirts beside bright borders and ripples along them",
    mild: "slight softening of edges along the phase-encoding direction",
    moderate: "edges clearly blurred along the phase-encoding direction, with faint skirts beside bright borders",
    severe: "broad bright skirts beside every border along the phase-encoding direction, and flattened contrast",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose some crispness in one direction",
    moderate: "{fine} are blurred in one direction, while {coarse} can be followed",
    severe: "{fine} are smeared in one direction and {coarse} are overlaid by skirts of bright borders",
  },
  confusedWith: ["mri/sudden-motion", "mri/partial-fourier-homodyne", "mri/t2-blur", "mri/variable-density-undersampling"],
  references: ["Feinberg et al., Radiology 161 (1986) 527", "McGibney et al., Magn. Reson. Med. 30 (1993) 51"],
  degrade(samples, { fraction }, random) {
    if (!(fraction >= 0.5 && fraction <= 1)) {
      const problem = `Expected a fraction of 0.5 to 1, got ${fraction}`;
      throw new MedqError("E_USAGE", problem, "mri/partial-fourier", "Less than half of k-space lacks its centre.");
    }
    const { phase } = samples;
    const side = random.stream("side").sign();
    const keep = halfScanLines(phase, fraction, side);
    const count = keep.reduce((sum, kept) => sum + kept, 0);
    const centre = Math.floor(phase / 2);
    const beyond = side === 1 ? centre - (phase - count) : count - 1 - centre;
    return {
      sample: keepLines(samples, keep),
      drawn: { missing: side === 1 ? "k < 0" : "k > 0" },
      effective: { fraction: count / phase, symmetricLines: Math.min(2 * beyond + 1, phase) },
    };
  },
});
