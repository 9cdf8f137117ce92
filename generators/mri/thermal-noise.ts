/**
 * Thermal noise: the receive chain adds complex Gaussian noise to every k-space sample of every coil.
 *
 *   y_c(k) = (F x_c)(k) + s (n1 + i n2)      n1, n2 ~ N(0, 1)       s = mean foreground signal / SNR
 *
 * F is orthonormal, so s is also the noise's standard deviation per real channel in the image. The magnitude of one coil is then
 * Rician, E[m^2] = A^2 + 2 s^2; the root-sum-of-squares of L coils is non-central chi with 2 L degrees, E[m^2] = A^2 + 2 L s^2.
 * Foreground: pixels above a tenth of the 99th percentile of the clean magnitude. One noise field serves every severity, scaled by s.
 *
 * Not modelled: noise correlated between coils, g-factor amplification, coloured noise of interpolated images.
 *
 * Sources: Gudbjartsson and Patz, Magn. Reson. Med. 34 (1995) 910; Constantinides et al., Magn. Reson. Med. 38 (1997) 852.
 */
import { defineDegradation } from "../degradation.ts";
import { ifft2c } from "../signal/fft.ts";
import { ladder } from "../severity.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** Mean magnitude of the foreground, root-sum-of-squares over the coils. */
export function foregroundSignal({ coils, phase, readout, data }: CoilSamples): number {
  const images = ifft2c(data.slice(), phase, readout, coils);
  const count = phase * readout;
  const magnitude = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let energy = 0;
    for (let coil = 0; coil < coils; coil++) {
      const at = 2 * (coil * count + i);
      energy += images[at] * images[at] + images[at + 1] * images[at + 1];
    }
    magnitude[i] = Math.sqrt(energy);
  }
  const threshold = 0.1 * magnitude.slice().sort()[Math.floor(0.99 * (count - 1))];
  let sum = 0;
  let pixels = 0;
  for (const value of magnitude) {
    if (value <= threshold) continue;
    sum += value;
    pixels++;
  }
  return pixels === 0 ? 0 : sum / pixels;
}

export default defineDegradation({
  version: 1,
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
      means: "mean foreground signal / standard deviation of the noise in each real channel",
    }),
  },
  effective: {
    noise: { unit: "signal", means: "standard deviation of the added noise in each real channel of one coil, measured" },
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
    severe: "{fine} are lost in noise and {coarse} are barely visible",
  },
  confusedWith: ["mri/cartesian-undersampling", "mri/rigid-motion", "display/jpeg-compression"],
  references: ["doi:10.1002/mrm.1910340618", "doi:10.1002/mrm.1910380524"],
  degrade(samples, { snr }, random) {
    const signal = foregroundSignal(samples);
    const sigma = signal / snr;
    const data = random.stream("noise").fillNormal(new Float64Array(samples.data.length));
    let energy = 0;
    for (let i = 0; i < data.length; i++) {
      const noise = sigma * data[i];
      energy += noise * noise;
      data[i] = samples.data[i] + noise;
    }
    const noise = Math.sqrt(energy / data.length);
    return { sample: { ...samples, data }, drawn: {}, effective: { noise, achievedSnr: noise > 0 ? signal / noise : 0 } };
  },
});
