/**
 * Variable-density undersampling, zero-filled: phase-encoding lines are acquired at random, the more rarely the farther from the centre.
 *
 *   y = M F x      M keeps the first N / R lines of a random order in which each next line is drawn, among those left, with a
 *                  probability proportional to (1 - |k| / k_max)^p; the N_acs lines around k = 0 come first
 *
 * The dense centre keeps contrast and outlines, the thin rim loses edges and adds incoherent streaks: more blur and less smearing than
 * uniform random lines of the same number. One order serves every severity: masks are nested. The image is not rescaled.
 *
 * Not modelled: density compensation, compressed-sensing reconstruction (mri/compressed-sensing-undersampling).
 *
 * Sources: Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182; Tsai and Nishimura, Magn. Reson. Med. 43 (2000) 452;
 * Efraimidis and Spirakis, Inf. Process. Lett. 97 (2006) 181 (weighted order).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { densityLines } from "./undersampling/density.ts";
import { linesOf } from "./undersampling/lines.ts";

export default defineDegradation({
  version: 1,
  title: "variable-density undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 2.5,
      moderate: 4.5,
      severe: 10,
      means: "all phase-encoding lines / acquired lines",
    }),
    power: constant({ unit: "1", value: 3, means: "p of the density (1 - |k| / k_max)^p" }),
    acsLines: constant({ unit: "lines", value: 6, means: "lines around the centre of k-space that are always acquired" }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "all lines / lines acquired" },
    lines: { unit: "lines", means: "phase-encoding lines acquired" },
  },
  looksLike: {
    sign: "edges softened along phase encoding and broad streaks beside bright structures",
    mild: "slightly softened edges along the phase-encoding direction, with faint streaks",
    moderate: "blurred edges along the phase-encoding direction and obvious broad streaks",
    severe: "heavy blurring and broad smears along the phase-encoding direction over most of the image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose some crispness",
    moderate: "{fine} are blurred and crossed by streaks, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and even {coarse} are hard to delineate",
  },
  confusedWith: ["mri/continuous-motion", "mri/low-resolution", "mri/partial-fourier"],
  references: [
    "Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182. doi:10.1002/mrm.21391",
    "Tsai and Nishimura, Magn. Reson. Med. 43 (2000) 452",
    "Efraimidis and Spirakis, Inf. Process. Lett. 97 (2006) 181",
  ],
  degrade(samples, { acceleration, power, acsLines }, random) {
    const { phase } = samples;
    const keep = densityLines(random.stream("lines"), phase, { acceleration, power, acsLines }, "mri/variable-density-undersampling");
    const lines = linesOf(keep);
    return {
      sample: keepLines(samples, keep),
      drawn: { acquiredLines: lines },
      effective: { effectiveAcceleration: phase / lines.length, lines: lines.length },
    };
  },
});
