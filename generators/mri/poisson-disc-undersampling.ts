/**
 * Poisson-disc undersampling, zero-filled: a 3-D scan skips readouts at random, and never leaves a large hole between two that it takes.
 *
 *   y = M F x      M keeps round(N / R) of the N samples (k_y, k_z), no two nearer than r(k), which grows from the centre (poisson-disc.ts)
 *
 * The image is the plane of the two phase-encoding axes of a 3-D acquisition, its readout being across the plane: so every sample of the
 * image's k-space stands for a readout of its own. Aliasing is incoherent in both directions: it looks like mottling that follows the
 * anatomy. High frequencies lose more samples than low ones, so edges soften. The image is not rescaled: what is missing is missing energy.
 *
 * Not modelled: partial Fourier, corners of k-space left out, parallel-imaging or compressed-sensing reconstruction, density compensation.
 *
 * Sources: Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182; Vasanawala et al., Proc. IEEE ISBI (2011) 1039.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { poissonDiscMask } from "../signal/poisson-disc.ts";
import { keepSamples } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";

/** The ladder's end. */
const STEEPEST = 12;

export default defineDegradation({
  version: 1,
  title: "Poisson-disc undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 3,
      moderate: 4.5,
      severe: STEEPEST,
      means: "all samples / acquired samples",
    }),
    calibration: constant({ unit: "1", value: 0.08, means: "fully sampled rows / all rows, and columns likewise, around the centre" }),
    spread: constant({ unit: "1", value: 3, means: "smallest distance of samples at the corner of k-space / that near its centre" }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "all samples / samples acquired" },
    samples: { unit: "samples", means: "samples acquired" },
    cornerDistance: { unit: "samples", means: "smallest distance of two samples at the corner of k-space, in samples of the longer axis" },
  },
  looksLike: {
    sign: "softened edges and a mottled haze that follows the anatomy and spreads from it alike in both directions",
    mild: "slightly softened edges and a light mottling of even tissue",
    moderate: "blurred edges and obvious mottling of tissue and its surroundings",
    severe: "coarse blotches over and around the anatomy, with heavily blurred edges",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose some crispness",
    moderate: "{fine} are partly hidden by mottling, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and even {coarse} are hard to delineate",
  },
  confusedWith: ["mri/multichannel-noise", "mri/thermal-noise", "mri/g-factor-noise", "mri/compressed-sensing-undersampling"],
  references: [
    "Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182. doi:10.1002/mrm.21391",
    "Vasanawala et al., Proc. IEEE ISBI (2011) 1039",
  ],
  degrade(samples, { acceleration, calibration, spread }, random) {
    const { phase: rows, readout: columns } = samples;
    const region = { rows: Math.max(Math.round(rows * calibration), 1), columns: Math.max(Math.round(columns * calibration), 1) };
    const most = Math.floor((rows * columns) / (region.rows * region.columns));
    // Images of a few samples cannot be thinned as far as the ladder goes.
    const used = acceleration <= STEEPEST ? Math.min(acceleration, most) : acceleration;
    if (!(used >= 1 && used <= most)) {
      const problem = `Expected an acceleration of 1 to ${most}, which leaves the calibration region sampled, got ${acceleration}`;
      throw new MedqError("E_USAGE", problem, "mri/poisson-disc-undersampling", "Lower the acceleration or the calibration.");
    }
    const drawn = poissonDiscMask({ rows, columns, acceleration: used, calibration: region, spread }, random.stream("samples"));
    return {
      sample: keepSamples(samples, drawn.mask),
      drawn: { calibrationRows: region.rows, calibrationColumns: region.columns },
      effective: {
        effectiveAcceleration: (rows * columns) / drawn.sampleCount,
        samples: drawn.sampleCount,
        cornerDistance: drawn.distance,
      },
    };
  },
});
