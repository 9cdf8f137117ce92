/**
 * Residual aliasing of parallel imaging: every R-th line is acquired, and SENSE unfolds with sensitivities that are not those of the scan.
 *
 *   x = argmin sum_c |M F S'_c x - y_c|^2        y_c = M F S_c x_true        S'_c = (S_c + e g_c n_c) / norm over the coils
 *
 * n_c: smooth complex random fields of mean square 1 that vary over a sixth of the field of view, as between a prescan and a scan during
 * which the patient or the load of the coils has changed; g_c = root mean square of |S_c|, so that e is the error's share. What unfolds to the
 * wrong place is left as ghosts N / R lines away. An image of one virtual coil is first received by an array of 4 (undersampling/prescan.ts).
 *
 * Not modelled: noise and its amplification (mri/g-factor-noise), an ACS band, errors where there is no signal to calibrate on.
 *
 * Sources: Pruessmann et al., Magn. Reson. Med. 42 (1999) 952; Larkman and Nunes, Phys. Med. Biol. 52 (2007) R15.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import type { RandomSource } from "../signal/random.ts";
import { smoothNoise } from "../signal/smooth-noise.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { equispacedLines, linesOf, spacingOf, wholeBelow } from "./undersampling/lines.ts";
import { normaliseSensitivities, prescanned } from "./undersampling/prescan.ts";

/** Length over which errors vary, in fields of view. */
const REACH = 1 / 6;

/** @returns sensitivities with the given share of error, their sum of squares 1 again where it was */
export function erroneous(
  sensitivities: Float64Array,
  size: { coils: number; phase: number; readout: number },
  share: number,
  random: RandomSource,
): Float64Array {
  const { coils, phase, readout } = size;
  const count = phase * readout;
  const found = new Float64Array(sensitivities.length);
  const cell = Math.max(phase * REACH, 1);
  const across = { cell: Math.max(readout * REACH, 1) };
  for (let coil = 0; coil < coils; coil++) {
    const start = 2 * coil * count;
    let energy = 0;
    for (let i = start; i < start + 2 * count; i++) energy += sensitivities[i] * sensitivities[i];
    // The real and the imaginary field hold half of the mean square each.
    const scale = share * Math.sqrt(energy / count / 2);
    const re = smoothNoise(random.stream(`real part of coil ${coil}`), phase, readout, cell, across);
    const im = smoothNoise(random.stream(`imaginary part of coil ${coil}`), phase, readout, cell, across);
    for (let i = 0, at = start; i < count; i++, at += 2) {
      found[at] = sensitivities[at] + scale * re[i];
      found[at + 1] = sensitivities[at + 1] + scale * im[i];
    }
  }
  return normaliseSensitivities(found, coils);
}

export default defineDegradation({
  version: 1,
  title: "residual aliasing of parallel imaging",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    error: ladder({
      unit: "1",
      none: 0,
      mild: 0.07,
      moderate: 0.2,
      severe: 0.45,
      means: "root mean square error of a coil's sensitivity / root mean square of the sensitivity",
    }),
    acceleration: constant({ unit: "1", value: 2, means: "distance of the acquired lines / distance of all lines, rounded" }),
  },
  effective: {
    acceleration: { unit: "1", means: "all lines / lines acquired" },
    ghostSpacing: { unit: "mm", means: "distance of the ghosts from the image along phase encoding" },
    sensitivityError: { unit: "1", means: "norm of the error of the normalised sensitivities / their norm" },
  },
  looksLike: {
    sign: "sharp ghost edges of the anatomy a whole fraction of the field of view away, strong in some regions and absent in others",
    mild: "faint ghost edges from the opposite half of the field of view in some regions",
    moderate: "clear ghost borders from the opposite half of the field of view, uneven over the image, with patchy brightness",
    severe: "strong patchy ghosts from the opposite half of the field of view and uneven brightness throughout",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint foreign edges across some of them",
    moderate: "{fine} are crossed by edges from the opposite half of the field of view, while {coarse} can be followed",
    severe: "{fine} cannot be told from ghosts and {coarse} are overlaid by foreign borders",
  },
  confusedWith: ["mri/nyquist-ghost", "mri/simultaneous-multislice-leakage", "mri/periodic-attenuation", "mri/g-factor-noise"],
  references: [
    "Pruessmann et al., Magn. Reson. Med. 42 (1999) 952. doi:10.1002/(SICI)1522-2594(199911)42:5<952::AID-MRM16>3.0.CO;2-S",
    "Larkman and Nunes, Phys. Med. Biol. 52 (2007) R15. doi:10.1088/0031-9155/52/7/R01",
  ],
  degrade(samples, { error, acceleration }, random) {
    const received = prescanned(samples);
    const { coils, phase, readout, spacing } = received;
    const distance = Math.min(spacingOf(acceleration, "mri/parallel-imaging-residual"), coils);
    const offset = wholeBelow(distance, random.stream("offset").uniform());
    const keep = equispacedLines(phase, distance, offset);
    const sensitivities = erroneous(received.sensitivities, { coils, phase, readout }, error, random);
    let wrong = 0;
    let all = 0;
    for (let i = 0; i < sensitivities.length; i++) {
      wrong += (sensitivities[i] - received.sensitivities[i]) * (sensitivities[i] - received.sensitivities[i]);
      all += received.sensitivities[i] * received.sensitivities[i];
    }
    return {
      sample: { ...keepLines(received, keep), sensitivities, reconstruction: "sense" as const },
      drawn: { offset },
      effective: {
        acceleration: phase / linesOf(keep).length,
        ghostSpacing: ((phase / distance) * spacing.phase) / 1e-3,
        sensitivityError: all > 0 ? Math.sqrt(wrong / all) : 0,
      },
    };
  },
});
