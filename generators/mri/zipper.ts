/**
 * Zipper: a fixed radio frequency leaks into the scanner room, and the receiver takes it for signal from one place along the readout.
 *
 *   y'_c(l, k) = y_c(l, k) + A exp(i p_l) exp(-2 pi i (x0 - c)(k - c) / R)        A = a rms / sqrt(R)
 *   image'(y, x0) = image(y, x0) + a rms w(y)        w: transform of exp(i p_l), of unit root mean square
 *
 * The source knows nothing of the pulse sequence: its phase p_l is another in each repetition, so that along phase encoding the leak is
 * noise of speckled brightness, a dotted line from one edge to the other. rms is that of a coil's image, R the samples of a line; all coils
 * hear the source alike. Only lines that were acquired hold it.
 *
 * `drawn`: position of the line / field of view along the readout.
 *
 * Not modelled: frequencies between two pixels or that drift, modulated sources with several lines, stimulated echoes, which look alike.
 *
 * Sources: Zhuo and Gullapalli, RadioGraphics 26 (2006) 275 (zipper artefact); Bernstein, King, Zhou, Handbook of MRI Pulse Sequences
 * (2004), section 11.1.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { acquiredOf } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { OF_BRIGHTEST, ofBrightest, signalOf } from "./tissue/signal.ts";
import { shownMask } from "./tissue/support.ts";

function energyOf(data: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum;
}

/**
 * @param position of the leak's frequency along the readout [pixels]
 * @param turns of the leak in each line
 * @param amplitude of each sample of it
 * @returns new samples
 */
export function leaked(samples: CoilSamples, position: number, turns: Float64Array, amplitude: number): CoilSamples {
  const { coils, phase, readout } = samples;
  const centre = Math.floor(readout / 2);
  const acquired = acquiredOf(samples);
  const data = samples.data.slice();
  for (let line = 0, i = 0; line < phase; line++) {
    for (let k = 0; k < readout; k++, i++) {
      if (acquired[i] === 0) continue;
      const angle = turns[line] - ((position - centre) * (k - centre)) / readout;
      const re = amplitude * cosTurns(angle);
      const im = amplitude * sinTurns(angle);
      for (let coil = 0, at = 2 * i; coil < coils; coil++, at += 2 * phase * readout) {
        data[at] += re;
        data[at + 1] += im;
      }
    }
  }
  return { ...samples, data };
}

export default defineDegradation({
  version: 2,
  title: "zipper from a radio-frequency leak",
  attribute: "zipper artefacts",
  domain: kSpace,
  parameters: {
    amplitude: ladder({
      unit: "1",
      none: 0,
      mild: 0.7,
      moderate: 2.2,
      severe: 8,
      means: "root mean square of the leak along its line in the image / root mean square of the image of a coil",
    }),
  },
  effective: {
    frequency: { unit: "kHz", means: "frequency of the leak from that of the receiver" },
    lineAmplitude: { unit: OF_BRIGHTEST, means: "root mean square of the leak along its line, of all coils together" },
    energy: { unit: "1", means: "energy of the leak / energy of the image" },
  },
  looksLike: {
    sign: "one thin line of alternating bright and dark dots, straight across the whole image along the phase-encoding direction",
    mild: "one faint dotted line, best seen in the dark background",
    moderate: "one plain dotted line from edge to edge of the image, over tissue and background",
    severe: "one glaring line with few gaps that splits the image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible everywhere, with a faint dotted line across them at one place",
    moderate: "{fine} are interrupted where the line crosses them, and {coarse} are seen on both sides of it",
    severe: "{fine} under the line are lost and {coarse} are cut in two by it",
  },
  confusedWith: ["mri/flow-ghost", "mri/radio-frequency-interference", "mri/centre-point-artefact"],
  local: true,
  references: [
    "Zhuo and Gullapalli, RadioGraphics 26 (2006) 275. doi:10.1148/rg.261055134",
    "Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 11.1",
  ],
  degrade(samples: CoilSamples, { amplitude }, random) {
    const { coils, phase, readout, timing } = samples;
    const position = random.stream("position").range(0.2, 0.8);
    const pixel = Math.min(Math.floor(position * readout), readout - 1);
    const turns = random.stream("phases").fillUniform(new Float64Array(phase));
    const energy = energyOf(samples.data);
    const lineAmplitude = amplitude * Math.sqrt(energy / (coils * phase * readout));
    const mask = new Uint8Array(phase * readout);
    for (let i = pixel; i < mask.length; i += readout) mask[i] = 1;
    return {
      sample: leaked(samples, pixel, turns, lineAmplitude / Math.sqrt(readout)),
      drawn: { position },
      effective: {
        frequency: ((pixel - Math.floor(readout / 2)) * timing.bandwidthPerPixel) / 1e3,
        lineAmplitude: ofBrightest(lineAmplitude * Math.sqrt(coils), signalOf(samples)),
        energy: (amplitude * amplitude) / readout,
      },
      mask: shownMask(samples, mask),
    };
  },
});
