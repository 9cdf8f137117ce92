/**
 * Converter overflow: the receiver's gain was set too high, and the strongest samples, those around k = 0, exceed what the converter can hold.
 *
 *   Re y' = min(max(Re y, -L), L)        Im y' likewise        L = level max(|Re y|, |Im y|) over all samples and coils
 *
 * What is cut off are the low frequencies: the image loses its broad contrast while edges stay, and a slowly varying haze
 * reaches beyond the object. One gain serves all coils.
 *
 * Not modelled: recovery of the amplifier after the overflow, quantisation.
 *
 * Sources: Zhuo and Gullapalli, RadioGraphics 26 (2006) 275 (data clipping); Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004),
 * section 11.1 (dynamic range of the receiver).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { kSpace } from "./modality.ts";

function largest(data: Float64Array): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) if (Math.abs(data[i]) > most) most = Math.abs(data[i]);
  return most;
}

/** Clips every number, in place. @returns how many were beyond the limit */
function clip(data: Float64Array, limit: number): number {
  let beyond = 0;
  for (let i = 0; i < data.length; i++) {
    if (Math.abs(data[i]) <= limit) continue;
    data[i] = data[i] < 0 ? -limit : limit;
    beyond++;
  }
  return beyond;
}

function energyOf(data: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum;
}

export default defineDegradation({
  version: 1,
  title: "overflow of the receiver's converter",
  attribute: "data clipping",
  domain: kSpace,
  parameters: {
    level: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 0.75,
      moderate: 0.35,
      severe: 0.06,
      means: "largest number that the converter holds / largest real or imaginary part of a sample",
    }),
  },
  effective: {
    clippedSamples: { unit: "numbers", means: "real and imaginary parts that were cut off, over all coils" },
    energyLost: { unit: "1", means: "energy of k-space that was cut off / energy before" },
  },
  looksLike: {
    sign: "washed-out contrast with sharp edges, and a haze that spreads from the object over the background",
    mild: "slightly flattened contrast and a faint haze around the object",
    moderate: "flat contrast between tissues, broad bright and dark clouds, and a haze over the background",
    severe: "little left of the anatomy but its edges, amid broad clouds that cover the background as well",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly altered brightness",
    moderate: "{fine} keep their edges, while the brightness of {coarse} no longer means anything",
    severe: "{fine} are seen as bare edges and {coarse} have lost their contrast",
  },
  confusedWith: ["mri/transmit-shading", "mri/receive-shading", "mri/multichannel-noise"],
  visibleAloneFrom: "moderate",
  references: [
    "Zhuo and Gullapalli, RadioGraphics 26 (2006) 275. doi:10.1148/rg.261055134",
    "Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 11.1",
  ],
  degrade(samples, { level }) {
    const data = samples.data.slice();
    const before = energyOf(data);
    const clippedSamples = clip(data, level * largest(data));
    return {
      sample: { ...samples, data },
      drawn: {},
      effective: { clippedSamples, energyLost: before > 0 ? 1 - energyOf(data) / before : 0 },
    };
  },
});
