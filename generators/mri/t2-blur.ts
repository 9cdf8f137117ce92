/**
 * T2 blur: in a fast spin echo the signal decays from echo to echo, and with the central lines first the edge of k-space comes last and weakest.
 *
 *   y'(k) = y(k) exp(-(t(k) - t(0)) / T2)      t(k): the echo that acquires the line, lines in order of |k|, equally many to each echo
 *
 * Along phase encoding the image is convolved with the transform of that decay. With many echoes W(k) = exp(-a |k| / k_max), a = train
 * duration / T2, whose point spread is Lorentzian but for the finite k_max, with a full width at half maximum of a / (pi k_max) = 2 a / pi
 * pixels. The train's steps are kept: few echoes leave faint ghosts of edges beside the blur. A train of some T2 is fast spin echo; beyond
 * about five, towards the severe mark, it is a single shot that reads all lines after one excitation (HASTE) in tissue of short T2.
 *
 * Not modelled: tissues that decay at different rates, and so also the change of contrast; stimulated echoes; T1.
 *
 * Source: Constable and Gore, Magn. Reson. Med. 28 (1992) 9 (loss of small objects in fast spin echo); Zhou et al., J. Magn. Reson. Imaging 3 (1993) 803.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, PI } from "../signal/math.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** @returns for each phase-encoding line, which echo of the train acquires it, 0 first: central lines first */
export function echoOfLines(phase: number, echoes: number): Uint32Array {
  const centre = Math.floor(phase / 2);
  const echo = new Uint32Array(phase);
  for (let line = 0; line < phase; line++) {
    // Lines in order of |k|: 0, -1, 1, -2, 2 ...
    const k = line - centre;
    const rank = k < 0 ? -2 * k - 1 : 2 * k;
    echo[line] = Math.min(echoes - 1, Math.floor((rank * echoes) / phase));
  }
  return echo;
}

/** @param ratio train duration / T2 @returns the weight of each line, 1 at the centre of k-space */
export function decayOfLines(phase: number, echoes: number, ratio: number): Float64Array {
  const echo = echoOfLines(phase, echoes);
  const weights = new Float64Array(phase);
  for (let line = 0; line < phase; line++) weights[line] = exp((-ratio * echo[line]) / Math.max(echoes - 1, 1));
  return weights;
}

/** Multiplies each phase-encoding line of every coil. @returns new samples */
function weighted(samples: CoilSamples, weights: Float64Array): CoilSamples {
  const { coils, phase, readout } = samples;
  const data = new Float64Array(samples.data.length);
  for (let line = 0, at = 0; line < coils * phase; line++) {
    const weight = weights[line % phase];
    for (let i = 0; i < 2 * readout; i++, at++) data[at] = weight * samples.data[at];
  }
  return { ...samples, data };
}

export default defineDegradation({
  version: 1,
  title: "T2 decay over the echo train",
  attribute: "blur",
  domain: kSpace,
  parameters: {
    decay: ladder({
      unit: "1",
      none: 0,
      mild: 1.6,
      moderate: 4.5,
      severe: 14,
      means: "duration of the echo train / T2 of the tissue: up to 5 in fast spin echo, more in a single shot",
    }),
    echoes: constant({ unit: "echoes", value: 32, means: "length of the echo train, a whole number from 2 to the number of lines" }),
  },
  effective: {
    lastEcho: { unit: "%", means: "signal of the last echo / signal of the first" },
    width: { unit: "px", means: "full width at half maximum of the point spread's Lorentzian along phase encoding" },
  },
  looksLike: {
    sign: "blur along one direction only, the phase-encoding direction, while edges across it stay crisp",
    mild: "slight softness along the phase-encoding direction",
    moderate: "obvious blur along the phase-encoding direction",
    severe: "heavy smearing along the phase-encoding direction",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crispness along one direction",
    moderate: "{fine} merge along one direction, while {coarse} remain visible",
    severe: "{fine} are smeared away and {coarse} have no edges along one direction",
  },
  confusedWith: ["mri/continuous-motion", "mri/low-resolution", "mri/partial-fourier"],
  references: ["Constable and Gore, Magn. Reson. Med. 28 (1992) 9", "Zhou et al., J. Magn. Reson. Imaging 3 (1993) 803"],
  degrade(samples: CoilSamples, { decay, echoes }) {
    const count = Math.max(2, Math.min(Math.round(echoes), samples.phase));
    const weights = decayOfLines(samples.phase, count, decay);
    return {
      sample: weighted(samples, weights),
      drawn: {},
      effective: { lastEcho: 100 * exp(-decay), width: (2 * decay) / PI },
    };
  },
});
