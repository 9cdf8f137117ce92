/**
 * A thick section: each pixel is the mean of all that the slice-selective pulse excites, and oblique borders fade.
 *
 *   x'_c(r) = (1 / T) integral over z from -T / 2 to T / 2 of x_c(r, z)        T: thickness beyond that of the image
 *
 * The volume about the image is modelled (tissue/leaning.ts): towards its surface all structures lean inwards alike, and folds run on obliquely,
 * each its own way. So the outline softens evenly all around, sulci fill with grey, and ventricles get a grey rim. The coil images are averaged as
 * complex numbers, as their signal adds up in the receiver. The mean is taken over sections half a pixel apart, at most 33 of them.
 *
 * `drawn`: `slopes`, the field by which folds lean.
 *
 * Not modelled: the pulse's own profile, which is no box; phase that turns through the section; gain of signal with the thickness.
 *
 * Source: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 8.3 (slice selection).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { sectionAt } from "../signal/oblique-structures.ts";
import { type CoilSamples, object } from "./modality.ts";
import { drawLeaning, LEAN } from "./tissue/leaning.ts";
import { supportOf } from "./tissue/support.ts";

const MOST_SECTIONS = 33;

/** Real (part 0) or imaginary (part 1) numbers of one coil. */
function partOf({ data, phase, readout }: CoilSamples, coil: number, part: 0 | 1): Float64Array {
  const size = phase * readout;
  const values = new Float64Array(size);
  for (let i = 0, at = 2 * coil * size + part; i < size; i++, at += 2) values[i] = data[at];
  return values;
}

export default defineDegradation({
  version: 2,
  title: "thick section",
  attribute: "blur",
  domain: object,
  parameters: {
    thickness: ladder({ unit: "mm", none: 0, mild: 3, moderate: 7, severe: 16, means: "thickness beyond that of the image" }),
  },
  effective: {
    smear: { unit: "mm", means: "way by which the surface shifts through the thickness" },
  },
  looksLike: {
    sign: "borders veiled with intermediate grey, above all near the surface",
    mild: "slightly softened borders towards the surface",
    moderate: "plainly veiled borders, with clefts that turn grey and a soft outline all around",
    severe: "structures widely smeared into their surroundings, with clefts filled with grey and a broad soft outline all around",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, some with softened borders",
    moderate: "{fine} are partly averaged away, while {coarse} stay recognisable",
    severe: "{fine} are averaged away and {coarse} have no definite borders",
  },
  confusedWith: ["mri/rigid-motion", "mri/low-resolution"],
  references: ["Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 8.3"],
  degrade(images: CoilSamples, { thickness }, random) {
    const { coils, phase, readout, spacing } = images;
    const plane = { rows: phase, columns: readout, pixel: { row: spacing.phase, column: spacing.readout } };
    const slopes = drawLeaning(images, supportOf(images), random);
    const extent = thickness / 1000;
    const finest = Math.min(spacing.phase, spacing.readout) / 2;
    const sections = Math.min(Math.max(Math.ceil(extent / finest), 5), MOST_SECTIONS);
    const data = new Float64Array(images.data.length);
    for (let coil = 0; coil < coils; coil++) {
      for (const part of [0, 1] as const) {
        const own = partOf(images, coil, part);
        for (let k = 0; k < sections; k++) {
          const section = sectionAt({ ...plane, data: own }, slopes, extent * ((k + 0.5) / sections - 0.5));
          for (let i = 0, at = 2 * coil * own.length + part; i < own.length; i++, at += 2) data[at] += section[i] / sections;
        }
      }
    }
    return {
      sample: { ...images, data },
      drawn: { slopes: "one smooth field of slopes, the same at every thickness" },
      effective: { smear: LEAN * thickness },
    };
  },
});
