/**
 * Thermal noise: the receive chain adds complex Gaussian noise to every k-space sample of every coil.
 *
 *   y_c(k) = (F x_c)(k) + s (n1 + i n2)      n1, n2 ~ N(0, 1)       s = mean foreground signal / SNR
 *
 * F is orthonormal, so s is also the noise's standard deviation per real channel in the image. The magnitude of one coil is then
 * Rician, E[m^2] = A^2 + 2 s^2; the root-sum-of-squares of L coils is non-central chi with 2 L degrees, E[m^2] = A^2 + 2 L s^2.
 * Foreground: pixels above a tenth of the 99th percentile of the magnitude. One noise field serves every severity, scaled by s.
 * Samples that were never acquired (zeros) stay empty; s then holds for the zero-filled image, whose noise is coloured.
 *
 * Not modelled: noise correlated between coils, g-factor amplification, coloured noise of interpolated images.
 *
 * Sources: Gudbjartsson and Patz, Magn. Reson. Med. 34 (1995) 910; Constantinides et al., Magn. Reson. Med. 38 (1997) 852.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { acquiredOf } from "./acquisition/acquired.ts";
import { kSpace } from "./modality.ts";
import { OF_BRIGHTEST, ofBrightest, signalOf } from "./tissue/signal.ts";

/** Turns standard normal numbers into samples with noise, in place. @returns the noise's sum of squares */
function addTo(samples: Float64Array, normals: Float64Array, acquired: Uint8Array, sigma: number): number {
  let energy = 0;
  for (let i = 0; i < normals.length; i++) {
    const noise = acquired[(i >> 1) % acquired.length] === 1 ? sigma * normals[i] : 0;
    energy += noise * noise;
    normals[i] = samples[i] + noise;
  }
  return energy;
}

export default defineDegradation({
  version: 2,
  title: "thermal noise",
  attribute: "noise",
  domain: kSpace,
  parameters: {
    snr: ladder({
      unit: "1",
      scale: "reciprocal",
      none: Number.POSITIVE_INFINITY,
      mild: 18,
      moderate: 8,
      severe: 3,
      means: "mean foreground signal / standard deviation of the noise in each real channel of one coil's image",
    }),
  },
  effective: {
    noise: { unit: OF_BRIGHTEST, means: "standard deviation of the added noise in each real channel of one coil's image, measured" },
    achievedSnr: { unit: "1", means: "mean foreground signal / that standard deviation" },
  },
  looksLike: {
    sign: "fine, unstructured grain over the whole image, the background included",
    mild: "light grain that shows in the darker tissues and the background",
    moderate: "obvious grain over tissue and background",
    severe: "heavy grain that drowns most of the contrast between tissues",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible under a light grain",
    moderate: "{fine} are hard to tell from the grain, while {coarse} remain clear",
    severe: "{fine} are lost in noise and {coarse} are hard to make out",
  },
  confusedWith: ["mri/poisson-disc-undersampling", "mri/radial-undersampling"],
  references: [
    "Gudbjartsson and Patz, Magn. Reson. Med. 34 (1995) 910. doi:10.1002/mrm.1910340618",
    "Constantinides et al., Magn. Reson. Med. 38 (1997) 852. doi:10.1002/mrm.1910380524",
  ],
  degrade(samples, { snr }, random) {
    const bright = signalOf(samples);
    const acquired = acquiredOf(samples);
    const count = acquired.reduce((sum, each) => sum + each, 0);
    // The image averages the noise of acquired samples over all: in k-space it is as much larger.
    const sigma = count === 0 ? 0 : (bright.mean / snr) * Math.sqrt(acquired.length / count);
    const data = random.stream("noise").fillNormal(new Float64Array(samples.data.length));
    const noise = Math.sqrt(addTo(samples.data, data, acquired, sigma) / data.length);
    return {
      sample: { ...samples, data },
      drawn: {},
      effective: { noise: ofBrightest(noise, bright), achievedSnr: noise > 0 ? bright.mean / noise : 0 },
    };
  },
});
