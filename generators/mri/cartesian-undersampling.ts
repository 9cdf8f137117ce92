/**
 * Cartesian undersampling, zero-filled: phase-encoding lines outside the ACS band are acquired at random, the others stay empty.
 *
 *   y = M F x      M keeps the N_acs lines around k = 0 and, of the others, the N/R - N_acs that come first in a random order
 *
 * N lines in all, acceleration R = N / (acquired lines), to one line: fastMRI's rule draws each line with the probability
 * (N/R - N_acs) / (N - N_acs), so that its R is met on average only. One random order serves every severity: masks are nested.
 * The image is not rescaled: lines that are missing are missing energy.
 *
 * Not modelled: partial Fourier, parallel-imaging or compressed-sensing reconstruction, density compensation.
 *
 * Sources: Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182; Zbontar et al., arXiv:1811.08839 (2018).
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";

/** How many lines are acquired: in the ACS band, and outside it. @throws MedqError E_USAGE where the band alone is more */
export function lineCounts(lineCount: number, acceleration: number, acsFraction: number): { acs: number; outside: number } {
  const where = "mri/cartesian-undersampling";
  if (!(acceleration >= 1)) {
    throw new MedqError("E_USAGE", `Expected an acceleration of at least 1, got ${acceleration}`, where, "1 acquires every line.");
  }
  const acs = Math.max(Math.round(lineCount * acsFraction), 1);
  const wanted = lineCount / acceleration;
  if (acs > wanted + 1) {
    const problem = `Expected an ACS band of at most lines / acceleration, got ${acs} of ${lineCount} lines at acceleration ${acceleration}`;
    throw new MedqError("E_USAGE", problem, where, "Lower acsFraction or the acceleration.");
  }
  // Rounded apart, so that neither ever grows while severity does: that keeps the masks nested.
  return { acs: Math.min(acs, lineCount), outside: Math.max(Math.round(wanted - lineCount * acsFraction), 0) };
}

/**
 * Chooses the acquired lines: the ACS band around line floor(N/2), then lines in the given order.
 * @param order all lines in random order: the first are acquired first
 * @returns 1 for each acquired line
 */
export function chooseLines(order: Uint32Array, { acs, outside }: { acs: number; outside: number }): Uint8Array {
  const keep = new Uint8Array(order.length);
  const first = Math.floor(order.length / 2) - Math.floor(acs / 2);
  keep.fill(1, first, first + acs);
  let left = outside;
  for (const line of order) {
    if (left === 0) break;
    if (keep[line] === 1) continue;
    keep[line] = 1;
    left--;
  }
  return keep;
}

export default defineDegradation({
  version: 1,
  title: "Cartesian undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 2,
      moderate: 3.5,
      severe: 7,
      means: "all phase-encoding lines / acquired lines",
    }),
    acsFraction: ladder({
      unit: "1",
      none: 0.25,
      mild: 0.16,
      moderate: 0.1,
      severe: 0.04,
      means: "lines of the fully sampled centre / all lines",
    }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "all lines / lines acquired" },
    lines: { unit: "lines", means: "phase-encoding lines acquired" },
    acsLines: { unit: "lines", means: "fully sampled lines around the centre of k-space" },
  },
  looksLike: {
    sign: "incoherent streaks and folded, smeared copies of the anatomy along the phase-encoding direction",
    mild: "faint streaks along the phase-encoding direction and slight softening",
    moderate: "obvious streaks and folded structures along the phase-encoding direction, with blurred edges",
    severe: "heavy smearing and folded copies along the phase-encoding direction over most of the image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose some crispness",
    moderate: "{fine} are partly hidden by aliased structure, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and even {coarse} are hard to delineate",
  },
  confusedWith: ["mri/rigid-motion", "mri/continuous-motion", "mri/periodic-ghosting", "mri/compressed-sensing-undersampling"],
  references: ["Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182. doi:10.1002/mrm.21391", "Zbontar et al., arXiv:1811.08839 (2018)"],
  degrade(samples, { acceleration, acsFraction }, random) {
    const { phase } = samples;
    const counts = lineCounts(phase, acceleration, acsFraction);
    const keep = chooseLines(random.stream("lines").permutation(phase), counts);
    const lines = keep.reduce((sum, kept) => sum + kept, 0);
    return {
      sample: keepLines(samples, keep),
      drawn: { acquiredLines: Array.from(keep.keys()).filter((line) => keep[line] === 1) },
      effective: { effectiveAcceleration: phase / lines, lines, acsLines: counts.acs },
    };
  },
});
