/**
 * Undersampling through compressed sensing: few random lines, and of all images that explain them one with few wavelet coefficients.
 *
 *   x = argmin  1/2 |M F S x - y|^2 + t |W x|_1  (reconstruction/compressed-sensing.ts)        M keeps N / R lines, denser near k = 0
 *
 * Streaks and grain go, and with them faint texture: even regions look painted, weak borders vanish, strong ones stay. Lines are drawn as
 * in variable-density undersampling, nested over the severities. The coils' sensitivities are those of a prescan without error
 * (undersampling/prescan.ts); an image of one virtual coil is first received by an array of 4.
 *
 * Not modelled: thresholds chosen by hand, total variation, learned reconstructions.
 *
 * Source: Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { densityLines } from "./undersampling/density.ts";
import { linesOf } from "./undersampling/lines.ts";
import { prescanned } from "./undersampling/prescan.ts";

export default defineDegradation({
  version: 2,
  title: "undersampling through compressed sensing",
  attribute: "oversmoothing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 4.5,
      moderate: 7.5,
      severe: 13,
      means: "all phase-encoding lines / acquired lines",
    }),
    power: constant({ unit: "1", value: 2, means: "p of the lines' density (1 - |k| / k_max)^p" }),
    acsLines: constant({ unit: "lines", value: 6, means: "lines around the centre of k-space that are always acquired" }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "all lines / lines acquired" },
    lines: { unit: "lines", means: "phase-encoding lines acquired" },
  },
  looksLike: {
    sign: "even patches without texture, as if painted, between which weak borders are blurred",
    mild: "slightly smoothed texture between sharp borders",
    moderate: "even, painted patches, with weak borders lost and soft streaks",
    severe: "large even patches with smeared, blocky edges along the phase-encoding direction",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose some texture",
    moderate: "{fine} merge into even patches, while {coarse} can still be followed",
    severe: "{fine} cannot be seen and {coarse} have smeared borders",
  },
  confusedWith: ["mri/cartesian-undersampling", "mri/poisson-disc-undersampling", "mri/low-resolution", "display/jpeg-compression"],
  references: ["Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182. doi:10.1002/mrm.21391"],
  degrade(samples, { acceleration, power, acsLines }, random) {
    const received = prescanned(samples);
    const { phase } = received;
    const keep = densityLines(random.stream("lines"), phase, { acceleration, power, acsLines }, "mri/compressed-sensing-undersampling");
    const lines = linesOf(keep);
    return {
      sample: { ...keepLines(received, keep), reconstruction: "compressed-sensing" as const },
      drawn: { acquiredLines: lines },
      effective: { effectiveAcceleration: phase / lines.length, lines: lines.length },
    };
  },
});
