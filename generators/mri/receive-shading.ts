/**
 * Receive shading: a surface coil receives near tissue more strongly than far tissue, and no scanner correction evens it out.
 *
 *   m(r) = b(r) |x(r)|      b = (|B_xy(r)| / c)^gamma        B: field of a circular loop beside the object, by Biot and Savart's law
 *
 * By reciprocity the loop receives as its own field would turn. gamma, from 0 (fully corrected) to 1 (not at all) and beyond (a loop that
 * is smaller yet), is the share of the shading in the logarithm that normalisation leaves: it is chosen so that b's largest value over
 * its smallest one in the foreground is the asked ratio. c keeps the foreground's mean signal, as prescan sets the gain.
 *
 * `drawn`: where on the rim of the field of view the loop stands [turns], 0 to the right along the readout, 1/4 towards the last line.
 *
 * Not modelled: several loops, the coil's phase, noise: it is shaded here with the signal, and would be even over the image in truth.
 *
 * Sources: Axel, Costantini, Listerud, AJR Am. J. Roentgenol. 148 (1987) 418; Hoult, Concepts Magn. Reson. 12 (2000) 173 (reciprocity).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, log } from "../signal/math.ts";
import { loopAt, loopField } from "./acquisition/coil-array.ts";
import { type CoilSamples, object } from "./modality.ts";
import { multiplied, type Support, supportOf } from "./tissue/support.ts";

/** ln |B_xy| of a loop at a turn around the field of view. @param radius in half fields of view */
export function logReceived(images: CoilSamples, turn: number, radius: number): Float64Array {
  const { phase, readout, spacing } = images;
  const half = Math.min(phase * spacing.phase, readout * spacing.readout) / 2;
  const field = loopField(images, loopAt(images, turn, radius * half));
  const values = new Float64Array(phase * readout);
  for (let i = 0; i < values.length; i++) values[i] = log(field[2 * i] * field[2 * i] + field[2 * i + 1] * field[2 * i + 1] + 1e-200) / 2;
  return values;
}

/** Difference of the largest and the smallest value over the mask. */
function spanOver(values: Float64Array, { mask }: Support): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (mask[i] === 0) continue;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return high > low ? high - low : 0;
}

/** exp(gamma v), scaled to keep the mean of the magnitude over the mask; in place. */
function toGain(values: Float64Array, gamma: number, { mask, magnitude }: Support): void {
  let before = 0;
  let after = 0;
  const reference = values[0];
  for (let i = 0; i < values.length; i++) {
    values[i] = exp(gamma * (values[i] - reference));
    if (mask[i] === 0) continue;
    before += magnitude[i];
    after += magnitude[i] * values[i];
  }
  const scale = after > 0 ? before / after : 1;
  for (let i = 0; i < values.length; i++) values[i] *= scale;
}

export default defineDegradation({
  version: 1,
  title: "receive shading of a surface coil",
  attribute: "shading",
  domain: object,
  parameters: {
    sensitivityRatio: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 2,
      moderate: 4.5,
      severe: 16,
      means: "largest / smallest receive sensitivity over the foreground",
    }),
    coilRadius: constant({ unit: "1", value: 0.6, means: "radius of the loop / half the smaller field of view" }),
  },
  effective: {
    exponent: { unit: "1", means: "power of the loop's own sensitivity that shades the image" },
    variation: { unit: "%", means: "standard deviation / mean of the sensitivity over the foreground" },
  },
  looksLike: {
    sign: "brightness that falls smoothly from one side of the image to the other, in all tissues alike",
    mild: "brightness that falls slightly from one side to the other",
    moderate: "a plainly bright side and a plainly dark one opposite",
    severe: "a glaring side, with the opposite one fading into black",
  },
  effectOnAnatomy: {
    mild: "{fine} remain sharp and visible, with uneven brightness",
    moderate: "{fine} remain sharp, but those on the far side are dim and equal tissues no longer look equal",
    severe: "{fine} on the far side sink into black and those on the near side are overexposed",
  },
  confusedWith: ["mri/banding", "mri/converter-overflow", "mri/partial-fourier-homodyne", "mri/correlated-noise"],
  references: ["Axel, Costantini, Listerud, AJR Am. J. Roentgenol. 148 (1987) 418", "Hoult, Concepts Magn. Reson. 12 (2000) 173"],
  degrade(images: CoilSamples, { sensitivityRatio, coilRadius }, random) {
    const support = supportOf(images);
    const turn = random.stream("place").uniform();
    const gain = logReceived(images, turn, coilRadius);
    const span = spanOver(gain, support);
    const gamma = span > 0 ? log(sensitivityRatio) / span : 0;
    toGain(gain, gamma, support);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < gain.length; i++) {
      if (support.mask[i] === 0) continue;
      sum += gain[i];
      squares += gain[i] * gain[i];
    }
    const mean = support.count > 0 ? sum / support.count : 1;
    const variance = support.count > 0 ? Math.max(0, squares / support.count - mean * mean) : 0;
    return {
      sample: multiplied(images, gain),
      drawn: { turns: turn },
      effective: { exponent: gamma, variation: (100 * Math.sqrt(variance)) / mean },
    };
  },
});
