/**
 * Spiral blur: along a spiral the outer k-space is read late, and by then spins off resonance have run ahead or fallen behind.
 *
 *   y(k) = sum over r of x(r) exp(2 pi i f(r) t(k)) exp(-2 pi i k r)      t(k) = T (2 |k|)^2,  at most T      T: readout of one interleaf
 *
 * The gradient at its limit runs along the spiral with constant speed, and the area within |k| grows with the length of the arm: hence the
 * square. At a constant f each point becomes a ring-like blot, the Fourier transform of exp(2 pi i f t(k)): sharp where the shim is good, and
 * hazier, with blurred rings about fine structures, the farther it is off. Frequencies 1 / (12 T) apart are evaluated, and each pixel lies between two
 * of them (multifrequency interpolation).
 *
 * f: field/off-resonance.ts, its largest magnitude over the object the parameter. `drawn`: line, sample and sign of the field's peak.
 *
 * Not modelled: decay over the readout, concomitant fields, fat, aliasing between arms (mri/spiral-undersampling).
 *
 * Sources: Noll et al., IEEE Trans. Med. Imaging 10 (1991) 629; Man, Pauly, Macovski, Magn. Reson. Med. 37 (1997) 785.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { drawOffResonance } from "./field/off-resonance.ts";
import { type CoilSamples, object } from "./modality.ts";
import { supportOf } from "./tissue/support.ts";

/** Turns over the readout from one frequency that is evaluated to the next: linear interpolation is then wrong by at most (2 pi / 12)^2 / 8, 3 %. */
const STEP = 1 / 12;

/** @returns when each sample is read / when the last one is: phase x readout */
export function readoutTime(phase: number, readout: number): Float64Array {
  const time = new Float64Array(phase * readout);
  for (let line = 0, i = 0; line < phase; line++) {
    const down = (2 * (line - Math.floor(phase / 2))) / phase;
    for (let sample = 0; sample < readout; sample++, i++) {
      const across = (2 * (sample - Math.floor(readout / 2))) / readout;
      time[i] = Math.min(down * down + across * across, 1);
    }
  }
  return time;
}

/** @returns exp(2 pi i turns t(k)): phase x readout complex */
function turnsOf(time: Float64Array, turns: number): Float64Array {
  const factors = new Float64Array(2 * time.length);
  for (let i = 0; i < time.length; i++) {
    factors[2 * i] = cosTurns(turns * time[i]);
    factors[2 * i + 1] = sinTurns(turns * time[i]);
  }
  return factors;
}

/** Adds to k-space what an image gives whose spins all turn by those factors. */
function addTurned(sum: Float64Array, image: Float64Array, factors: Float64Array): void {
  for (let at = 0; at < sum.length; at += 2) {
    const re = factors[at];
    const im = factors[at + 1];
    sum[at] += image[at] * re - image[at + 1] * im;
    sum[at + 1] += image[at] * im + image[at + 1] * re;
  }
}

/** The image's part whose frequency is nearest to that step, with weights that fall linearly to its neighbours; empty where there is none. */
function partOf(image: Float64Array, turns: Float64Array, step: number): Float64Array | undefined {
  const part = new Float64Array(image.length);
  let any = false;
  for (let i = 0, at = 0; i < turns.length; i++, at += 2) {
    const weight = 1 - Math.abs(turns[i] / STEP - step);
    if (weight <= 0) continue;
    any = true;
    part[at] = weight * image[at];
    part[at + 1] = weight * image[at + 1];
  }
  return any ? part : undefined;
}

/** @param turns of the spins over the readout: phase x readout @returns new images, as read along spirals */
export function readLate(images: CoilSamples, turns: Float64Array): CoilSamples {
  const { coils, phase, readout } = images;
  const size = 2 * phase * readout;
  const time = readoutTime(phase, readout);
  let least = 0;
  let most = 0;
  for (const each of turns) {
    least = Math.min(least, each);
    most = Math.max(most, each);
  }
  const data = new Float64Array(images.data.length);
  for (let step = Math.floor(least / STEP); step <= Math.ceil(most / STEP); step++) {
    const factors = turnsOf(time, step * STEP);
    for (let coil = 0; coil < coils; coil++) {
      const part = partOf(images.data.subarray(coil * size, (coil + 1) * size), turns, step);
      if (part !== undefined) addTurned(data.subarray(coil * size, (coil + 1) * size), fft2c(part, phase, readout), factors);
    }
  }
  ifft2c(data, phase, readout, coils);
  return { ...images, data };
}

/** Spirals read a volume shimmed as a whole: what shims do not reach is nearly as large as what air bends. */
const BACKGROUND = 0.8;

export default defineDegradation({
  version: 2,
  title: "off-resonance blur of a spiral readout",
  attribute: "blur",
  domain: object,
  parameters: {
    offResonance: ladder({
      unit: "Hz",
      none: 0,
      mild: 60,
      moderate: 150,
      severe: 300,
      most: 1500,
      means: "largest error of the field over the object, as a frequency",
    }),
    readoutTime: constant({ unit: "ms", value: 25, most: 60, means: "duration of one interleaf's readout" }),
  },
  effective: {
    turns: { unit: "turns", means: "largest phase that spins gain or lose over the readout" },
  },
  looksLike: {
    sign: "hazy blur with soft rings about fine structures in some parts of the image, while other parts are sharp",
    mild: "slight haze about edges in part of the image",
    moderate: "plain blur and soft doubled edges in part of the image, the rest being sharp",
    severe: "strong blur with rings about structures in large parts of the image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, slightly hazy in part of the image",
    moderate: "{fine} are blurred in part of the image, while {coarse} stay clear",
    severe: "{fine} are lost where it is blurred, and {coarse} have no sharp border there",
  },
  confusedWith: ["mri/continuous-motion", "mri/spiral-undersampling"],
  references: ["Noll et al., IEEE Trans. Med. Imaging 10 (1991) 629", "Man, Pauly, Macovski, Magn. Reson. Med. 37 (1997) 785"],
  degrade(images: CoilSamples, { offResonance, readoutTime: milliseconds }, random) {
    const { field, peak } = drawOffResonance(images, supportOf(images), random, BACKGROUND);
    const turns = offResonance * milliseconds * 1e-3;
    return {
      sample: readLate(
        images,
        field.map((value) => value * turns),
      ),
      drawn: { peakLine: peak[0], peakSample: peak[1], peakSign: peak[2] },
      effective: { turns },
    };
  },
});
