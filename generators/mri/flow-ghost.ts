/**
 * Flow ghost: fresh blood makes a vessel bright, more in some phases of the heartbeat than in others, and the vessel appears again and
 * again along phase encoding.
 *
 *   y'(l, .) = y(l, .) + (F v)(l, .) (1 + M (sin a_l + H sin 2 a_l))        v = A m (1 - r^2 / R^2), m the mean signal of the object
 *   a_l = 2 pi f l TR + noise:  ghosts of the vessel at n f TR FOV, folded, with M / 2 (n = 1) and M H / 2 (n = 2) of its mean signal
 *
 * One line is acquired each repetition, from one end of k-space to the other; TR is the scan's own. The heart is not quite regular: the
 * duration of a beat has a normal deviation, which smears the ghosts. The vessel is the sagittal sinus of a head or the aorta of a body
 * (tissue/vessel.ts), bright as far as laminar flow brings fresh blood, and has the phase and the coil sensitivities of the tissue there.
 *
 * `drawn`: line and sample of the vessel's centre; where in the heartbeat the first line falls [turns].
 *
 * Not modelled: phase of moving spins and the displacement by it, presaturation, flow compensation, several vessels, echo trains.
 *
 * Sources: Wood and Henkelman, Med. Phys. 12 (1985) 143; Haacke and Patrick, Magn. Reson. Imaging 4 (1986) 359.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { sinTurns } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { type CoilSamples, object } from "./modality.ts";
import { OF_BRIGHTEST, ofBrightest, signalIn } from "./tissue/signal.ts";
import { type Support, shownMask, supportOf } from "./tissue/support.ts";
import { vesselPlace } from "./tissue/vessel.ts";

/** 1 - r^2 / R^2 within a disc: its centre's line and sample, its radius R [m]. Phase x readout. */
export function laminarDisc({ phase, readout, spacing }: CoilSamples, centre: number, radius: number): Float64Array {
  const top = Math.floor(centre / readout);
  const left = centre % readout;
  const disc = new Float64Array(phase * readout);
  for (let line = 0, i = 0; line < phase; line++) {
    const y = (line - top) * spacing.phase;
    for (let sample = 0; sample < readout; sample++, i++) {
      const x = (sample - left) * spacing.readout;
      disc[i] = Math.max(1 - (x * x + y * y) / (radius * radius), 0);
    }
  }
  return disc;
}

/** @returns coil images of a disc of that signal in its middle, with the phase and the sensitivities of what is there */
function vesselOf(images: CoilSamples, { magnitude }: Support, disc: Float64Array, signal: number): Float64Array {
  const vessel = new Float64Array(images.data.length);
  for (let coil = 0, at = 0; coil < images.coils; coil++) {
    for (let i = 0; i < disc.length; i++, at += 2) {
      if (disc[i] === 0 || magnitude[i] === 0) continue;
      const gain = (signal * disc[i]) / magnitude[i];
      vessel[at] = gain * images.data[at];
      vessel[at + 1] = gain * images.data[at + 1];
    }
  }
  return vessel;
}

/** @param gain of each line of k-space @returns the coil images as that scan shows them, in place of the ones given */
function pulsed(images: Float64Array, { coils, phase, readout }: CoilSamples, gain: Float64Array): Float64Array {
  const data = fft2c(images, phase, readout, coils);
  for (let line = 0, at = 0; line < coils * phase; line++) {
    const factor = gain[line % phase];
    for (const end = at + 2 * readout; at < end; at++) data[at] *= factor;
  }
  return ifft2c(data, phase, readout, coils);
}

/** @param perLine mean heartbeats from one line to the next @param irregularity standard deviation of a beat / mean @returns beats */
function beatsOf(lineCount: number, start: number, perLine: number, irregularity: number, stream: RandomStream): Float64Array {
  const deviation = irregularity * Math.sqrt(perLine);
  const beats = new Float64Array(lineCount);
  let wandered = 0;
  for (let line = 0; line < lineCount; line++) {
    beats[line] = start + line * perLine + wandered;
    wandered += deviation * stream.normal();
  }
  return beats;
}

/** The sinus lies no farther from the midline [m]. */
const ASIDE = 2e-3;

export default defineDegradation({
  version: 2,
  title: "ghosts of a pulsating vessel",
  attribute: "ghosting",
  domain: object,
  parameters: {
    signal: ladder({
      unit: "1",
      none: 0,
      mild: 0.7,
      moderate: 2,
      severe: 6,
      means: "mean signal of inflowing blood in the middle of the vessel / mean signal of the object",
    }),
    pulsation: constant({ unit: "1", value: 0.7, means: "amplitude of the signal's first harmonic over the heartbeat / mean signal" }),
    secondHarmonic: constant({ unit: "1", value: 0.4, means: "amplitude of the second harmonic / of the first" }),
    heartRate: constant({ unit: "Hz", value: 1.2, means: "mean heartbeats in a second" }),
    irregularity: constant({ unit: "1", value: 0.03, means: "standard deviation of a beat's duration / mean duration" }),
    radius: constant({ unit: "mm", value: 5, means: "radius of the vessel" }),
  },
  effective: {
    ghostSpacing: { unit: "mm", means: "distance of the first ghosts from the vessel, either way along phase encoding" },
    ghostAmplitude: { unit: OF_BRIGHTEST, means: "magnitude of a first ghost in its middle" },
  },
  looksLike: {
    sign: "round spots of one size in a row along the phase-encoding direction, in line with one bright vessel, also outside the body",
    mild: "faint round spots in line with one slightly bright vessel",
    moderate: "plain round spots, bright or dark, in line with one bright vessel",
    severe: "glaring round spots in a row across the whole image, in line with one very bright vessel",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint spots within one band across the image",
    moderate: "{fine} within one band are covered by spots that could be taken for lesions, while {coarse} remain clear",
    severe: "{fine} within one band are hidden, and {coarse} are crossed by a row of bright spots",
  },
  confusedWith: ["mri/zipper", "mri/radio-frequency-interference", "mri/centre-point-artefact"],
  local: true,
  references: ["Wood and Henkelman, Med. Phys. 12 (1985) 143", "Haacke and Patrick, Magn. Reson. Imaging 4 (1986) 359"],
  degrade(images: CoilSamples, { signal, pulsation, secondHarmonic, heartRate, irregularity, radius }, random) {
    const { phase, readout, spacing, timing } = images;
    const stream = random.stream("vessel");
    const support = supportOf(images);
    const [line, sample] = vesselPlace(images, support, stream.range(-ASIDE, ASIDE), radius * 1e-3);
    const start = stream.uniform();
    const disc = laminarDisc(images, line * readout + sample, radius * 1e-3);
    const perLine = heartRate * timing.repetitionTime;
    const gain = beatsOf(phase, start, perLine, irregularity, random.stream("beats"));
    for (let line = 0; line < phase; line++) {
      gain[line] = 1 + pulsation * (sinTurns(gain[line]) + secondHarmonic * sinTurns(2 * gain[line]));
    }
    const bright = signalIn(support.magnitude);
    const blood = signal * bright.mean;
    const vessel = pulsed(vesselOf(images, support, disc, blood), images, gain);
    for (let i = 0; i < vessel.length; i++) vessel[i] += images.data[i];
    const mask = new Uint8Array(phase * readout);
    for (let i = 0; i < disc.length; i++) {
      if (disc[i] > 0) for (let at = i % readout; at < mask.length; at += readout) mask[at] = 1;
    }
    return {
      sample: { ...images, data: vessel },
      drawn: { line, sample, startTurns: start },
      effective: {
        ghostSpacing: Math.abs(perLine - Math.round(perLine)) * phase * spacing.phase * 1e3,
        ghostAmplitude: ofBrightest((blood * pulsation) / 2, bright),
      },
      mask: shownMask(images, mask),
    };
  },
});
