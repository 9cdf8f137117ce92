/**
 * Noise of many channels: each of the L coils of an array adds its own noise, and the root-sum-of-squares lifts the dark parts of the image.
 *
 *   m(r) = sqrt(sum_c |S_c(r) x(r) + n_c(r)|^2)      n_c: complex normal, s per real channel      s = floor mean foreground signal / sqrt(2 L)
 *
 * m / s is non-central chi with 2 L degrees of freedom: E[m^2] = A^2 + 2 L s^2, and where there is no signal the mean is
 * s sqrt(2) Gamma(L + 1/2) / Gamma(L), near s sqrt(2 L - 1/2), with a deviation of only s / sqrt(2): an even grey floor, little grain.
 * What fewer coils received is combined by their sensitivities and received anew by an array of L loops around it, for the floor of a few coils is
 * coarse grain; undersampled k-space keeps its coils, and samples that were never acquired stay empty.
 *
 * Not modelled: noise correlated between coils, combinations of coils that weight by sensitivity and so avoid the floor.
 *
 * Source: Constantinides et al., Magn. Reson. Med. 38 (1997) 852.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { acquiredOf } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { signalOf } from "./tissue/signal.ts";
import { receivedByArray } from "./undersampling/prescan.ts";

/** Turns normal numbers into noisy samples, in place. */
function addTo(samples: Float64Array, normals: Float64Array, acquired: Uint8Array, sigma: number): void {
  const size = 2 * acquired.length;
  for (let start = 0; start < normals.length; start += size) {
    for (let i = 0; i < size; i++) normals[start + i] = samples[start + i] + (acquired[i >> 1] === 1 ? sigma * normals[start + i] : 0);
  }
}

export default defineDegradation({
  version: 2,
  title: "noise floor of a coil array",
  attribute: "noise",
  domain: kSpace,
  parameters: {
    noiseFloor: ladder({
      unit: "1",
      none: 0,
      mild: 0.14,
      moderate: 0.33,
      severe: 0.75,
      means: "root mean square of the magnitude without signal, s sqrt(2 L) / mean foreground signal",
    }),
    coils: constant({ unit: "coils", value: 16, means: "loops around an object that fewer coils received, 1 to 32" }),
  },
  effective: {
    coils: { unit: "coils", means: "coils whose squares are added" },
    channelSnr: {
      unit: "1",
      means: "mean foreground signal / deviation of the noise in each real channel of one coil's image; 0 without noise",
    },
  },
  looksLike: {
    sign: "an even grey haze that lifts the background and every dark part of the image",
    mild: "a dark grey haze over the background",
    moderate: "a plainly grey background, with dark tissues lifted towards grey",
    severe: "a background nearly as bright as tissue, with washed-out contrast",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, while the darkest parts turn grey",
    moderate: "{fine} lose contrast where tissue is dark, while {coarse} remain clear",
    severe: "{fine} are washed out and {coarse} stand out only faintly from the grey background",
  },
  confusedWith: ["mri/converter-overflow", "mri/poisson-disc-undersampling"],
  references: ["Constantinides et al., Magn. Reson. Med. 38 (1997) 852. doi:10.1002/mrm.1910380524"],
  degrade(samples: CoilSamples, { noiseFloor, coils }, random) {
    const signal = signalOf(samples).mean;
    const acquired = acquiredOf(samples);
    let count = 0;
    for (let i = 0; i < acquired.length; i++) count += acquired[i];
    const received = receivedByArray(samples, Math.min(Math.max(Math.round(coils), 1), 32));
    // The image averages the noise of acquired samples over all: in k-space it is as much larger.
    const sigma = (noiseFloor * signal) / Math.sqrt(2 * received.coils);
    const data = random.stream("noise").fillNormal(new Float64Array(received.data.length));
    addTo(received.data, data, acquired, count === 0 ? 0 : sigma * Math.sqrt(acquired.length / count));
    return {
      sample: { ...received, data, acquired },
      drawn: {},
      effective: { coils: received.coils, channelSnr: sigma > 0 ? signal / sigma : 0 },
    };
  },
});
