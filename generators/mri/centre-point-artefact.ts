/**
 * Centre-point artefact: the receiver adds a voltage that is the same for every excitation, and so has the frequency 0 in both directions.
 *
 *   y'_c(k) = y_c(k) + D_c h_phase(l) h_readout(j)        h(i) = exp(-i / (w N)), i = 0 .. N - 1
 *   image'_c(r) = image_c(r) + along each axis, n pixels off: (1 - q^N) / (1 - q exp(2 pi i n / N)) (-1)^n        q = exp(-1 / (w N))
 *
 * An offset that stayed constant (w = infinity) would be one single pixel. It settles in truth, over the readout as the amplifier recovers
 * from the pulse, and over the scan as the correction takes hold: the point becomes a spot sqrt(3) / (pi w) pixels wide at half its peak,
 * with arms whose pixels alternate. Its peak is a rms, rms that of a coil's image. The offset's phase is drawn within an eighth of a turn
 * of the image's own phase at the centre, in each coil: an opposite one of the same size would darken the place first. Only samples that
 * were acquired hold it.
 *
 * `drawn`: phase of the offset from that of the image at the centre, in each coil [deg].
 *
 * Not modelled: offsets that change their sign from line to line (a spot at the edge), free induction decays (a line through the centre).
 *
 * Sources: Henkelman and Bronskill, Rev. Magn. Reson. Med. 2 (1987) 1; Zhuo and Gullapalli, RadioGraphics 26 (2006) 275.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { atan2, cosTurns, exp, PI, sinTurns, TWO_PI } from "../signal/math.ts";
import { acquiredOf } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { OF_BRIGHTEST, ofBrightest, signalOf } from "./tissue/signal.ts";
import { shownMask } from "./tissue/support.ts";

function energyOf(data: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum;
}

/** Phase of each coil's image at its centre, the sum of its samples [turns]. */
function centrePhases({ coils, phase, readout, data }: CoilSamples): number[] {
  const size = 2 * phase * readout;
  return Array.from({ length: coils }, (_, coil) => {
    let re = 0;
    let im = 0;
    for (let at = coil * size; at < (coil + 1) * size; at += 2) {
      re += data[at];
      im += data[at + 1];
    }
    return atan2(im, re) / TWO_PI;
  });
}

/** exp(-i / (settling count)) for i = 0 .. count - 1. */
export function settlingOf(count: number, settling: number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = exp(-i / (settling * count));
  return values;
}

/** The mask is where the spot has at least that share of its peak. */
const SPOT = 0.08;

/** |1 - q| / |1 - q exp(2 pi i n / N)| for each pixel of an axis: the spot / its peak. */
function spotOf(count: number, settling: number): Float64Array {
  const q = exp(-1 / (settling * count));
  const spot = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const turns = (i - Math.floor(count / 2)) / count;
    const re = 1 - q * cosTurns(turns);
    const im = q * sinTurns(turns);
    spot[i] = (1 - q) / Math.sqrt(re * re + im * im);
  }
  return spot;
}

/** @param turns of each coil's offset @returns new samples with a settling offset on all that were acquired */
export function offset(samples: CoilSamples, magnitude: number, turns: readonly number[], settling: number): CoilSamples {
  const { coils, phase, readout } = samples;
  const acquired = acquiredOf(samples);
  const down = settlingOf(phase, settling);
  const across = settlingOf(readout, settling);
  const data = samples.data.slice();
  for (let coil = 0, at = 0; coil < coils; coil++) {
    const re = magnitude * cosTurns(turns[coil]);
    const im = magnitude * sinTurns(turns[coil]);
    for (let line = 0, i = 0; line < phase; line++) {
      for (let sample = 0; sample < readout; sample++, i++, at += 2) {
        if (acquired[i] === 0) continue;
        const size = down[line] * across[sample];
        data[at] += re * size;
        data[at + 1] += im * size;
      }
    }
  }
  return { ...samples, data };
}

export default defineDegradation({
  version: 2,
  title: "centre point from an offset of the receiver",
  attribute: "centre-point artefacts",
  domain: kSpace,
  parameters: {
    amplitude: ladder({
      unit: "1",
      none: 0,
      mild: 4.5,
      moderate: 9,
      severe: 18,
      means: "peak of the spot / root mean square of the image of a coil",
    }),
    settling: constant({ unit: "1", value: 0.3, means: "time constant of the offset / duration, of a readout and of the scan" }),
  },
  effective: {
    pointAmplitude: { unit: OF_BRIGHTEST, means: "peak of the spot, of all coils together" },
    width: { unit: "mm", means: "full width of the spot at half of its peak, along phase encoding" },
  },
  looksLike: {
    sign: "one small bright spot in the exact centre of the field of view, unrelated to the anatomy around it",
    mild: "one small bright spot in the exact centre of the image",
    moderate: "one white spot in the exact centre of the image, brighter than any tissue",
    severe: "one glaring white spot in the exact centre of the image, with short arms up and down and to either side",
  },
  effectOnAnatomy: {
    mild: "{fine} remain clear, save for one spot in the centre",
    moderate: "{fine} are hidden by one spot in the centre that could be taken for a finding, while {coarse} remain clear",
    severe: "{fine} in the centre are hidden, and {coarse} are crossed by the arms of the spot",
  },
  confusedWith: ["mri/flow-ghost", "mri/zipper"],
  local: true,
  references: [
    "Henkelman and Bronskill, Rev. Magn. Reson. Med. 2 (1987) 1",
    "Zhuo and Gullapalli, RadioGraphics 26 (2006) 275. doi:10.1148/rg.261055134",
  ],
  degrade(samples: CoilSamples, { amplitude, settling }, random) {
    const { coils, phase, readout, spacing } = samples;
    const stream = random.stream("phases");
    const away = Array.from({ length: coils }, () => stream.range(-0.125, 0.125));
    const turns = centrePhases(samples).map((own, coil) => own + away[coil]);
    const count = phase * readout;
    const pointAmplitude = amplitude * Math.sqrt(energyOf(samples.data) / (coils * count));
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    const peak = (sum(settlingOf(phase, settling)) * sum(settlingOf(readout, settling))) / Math.sqrt(count);
    const down = spotOf(phase, settling);
    const across = spotOf(readout, settling);
    const mask = new Uint8Array(count);
    for (let i = 0; i < count; i++) if (down[Math.floor(i / readout)] * across[i % readout] >= SPOT) mask[i] = 1;
    return {
      sample: offset(samples, pointAmplitude / peak, turns, settling),
      drawn: { phasesDeg: away.map((each) => 360 * each) },
      effective: {
        pointAmplitude: ofBrightest(pointAmplitude * Math.sqrt(coils), signalOf(samples)),
        width: (Math.sqrt(3) / (PI * settling)) * spacing.phase * 1e3,
      },
      mask: shownMask(samples, mask),
    };
  },
});
