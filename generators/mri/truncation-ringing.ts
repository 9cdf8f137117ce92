/**
 * Truncation ringing (Gibbs): too few samples of k-space are acquired, and an unapodised transform shows them in the full matrix.
 *
 *   y = M F x      M keeps the box of round(f N) lines and round(f M) samples around k = 0
 *
 * Next to a step of height 1 the image overshoots by Si(pi) / pi - 1/2 = 8.95 %, however large the box; extrema, dark and bright in turn,
 * follow every 1 / f pixels on each side, so that bright ripples lie 2 / f apart, and fall off as 1 / distance. A box, not a disc: ripples run
 * parallel to rows and columns.
 *
 * Not modelled: Fermi or Tukey filters that scanners apply (mri/low-resolution), unequal boxes for phase encoding and readout.
 *
 * Sources: Wilbraham, Camb. Dublin Math. J. 3 (1848) 198; Gibbs, Nature 59 (1899) 606; Czervionke et al., AJNR Am. J. Neuroradiol. 9 (1988) 815 (in MRI).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { keepSamples } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { acsBand } from "./undersampling/lines.ts";

const MILLIMETRE = 1e-3;

export default defineDegradation({
  version: 1,
  title: "truncation ringing",
  attribute: "ringing",
  domain: kSpace,
  parameters: {
    kept: ladder({
      unit: "1",
      none: 1,
      mild: 0.5,
      moderate: 0.34,
      severe: 0.2,
      means: "acquired samples / image samples along each axis, a box around the centre of k-space",
    }),
  },
  effective: {
    lines: { unit: "lines", means: "phase-encoding lines acquired" },
    readoutSamples: { unit: "samples", means: "readout samples acquired" },
    ripple: { unit: "mm", means: "distance from one bright ripple to the next beside an edge across phase encoding" },
  },
  looksLike: {
    sign: "fine parallel ripples beside every sharp border, fading away from it",
    mild: "faint fine ripples just inside the brightest borders",
    moderate: "obvious parallel ripples along borders, with slightly blurred detail",
    severe: "coarse ripples over most of the tissue and clearly blurred borders",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint lines beside bright borders",
    moderate: "{fine} are overlaid by ripples, while {coarse} can still be followed",
    severe: "{fine} are lost among ripples and {coarse} have coarse, doubled borders",
  },
  confusedWith: ["mri/rigid-motion", "mri/sudden-motion", "mri/spike-noise", "mri/chemical-shift", "mri/india-ink"],
  references: [
    "Wilbraham, Camb. Dublin Math. J. 3 (1848) 198",
    "Gibbs, Nature 59 (1899) 606. doi:10.1038/059606a0",
    "Czervionke et al., AJNR Am. J. Neuroradiol. 9 (1988) 815",
  ],
  degrade(samples, { kept }) {
    const { phase, readout, spacing } = samples;
    const fraction = Math.min(kept, 1);
    const across = acsBand(readout, Math.max(fraction, 1 / readout));
    const down = acsBand(phase, Math.max(fraction, 1 / phase));
    const keep = new Uint8Array(phase * readout);
    for (let line = 0; line < phase; line++) if (down[line] === 1) keep.set(across, line * readout);
    const lines = down.reduce((sum, each) => sum + each, 0);
    return {
      sample: keepSamples(samples, keep),
      drawn: {},
      effective: {
        lines,
        readoutSamples: across.reduce((sum, each) => sum + each, 0),
        ripple: (2 * phase * spacing.phase) / lines / MILLIMETRE,
      },
    };
  },
});
