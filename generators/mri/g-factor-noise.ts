/**
 * Amplified noise of parallel imaging: SENSE unfolds the image from every R-th line, and where the coils' sensitivities can hardly tell
 * the folded places apart, the noise grows.
 *
 *   m(r) = |x(r) + s g(r) sqrt(R) n(r)|      n: complex normal, unit deviation per real channel      s: so that the noise's root mean square over
 *   the foreground is the mean foreground signal / SNR
 *
 * sqrt(R) is the price of fewer samples, g(r) >= 1 that of the geometry (field/g-factor.ts): highest deep inside, lowest next to the coils.
 * An image of one coil is taken as unfolded from an array of loops around it; of raw samples the estimated sensitivities count, and the
 * noise lies in every coil along them, so that the root-sum-of-squares of the coils shows |x + noise|.
 * There only places with signal are unknowns: beyond the object the estimates mean nothing.
 *
 * Not modelled: noise correlated between coils and between the places that fold together, residual folding.
 *
 * Source: Pruessmann et al., Magn. Reson. Med. 42 (1999) 952.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { fft2c } from "../signal/fft.ts";
import { coilArray } from "./acquisition/coil-array.ts";
import { sensitivitiesOf } from "./acquisition/sensitivities.ts";
import { geometryFactor } from "./field/g-factor.ts";
import { type CoilSamples, object } from "./modality.ts";
import { supportOf } from "./tissue/support.ts";

/** Loops around an object that one coil received. */
const LOOPS = 8;

/** Adds the noise along the sensitivities, or as it is to one coil. @param noise complex, of the pixels */
function addAlong(images: CoilSamples, sensitivities: Float64Array | undefined, noise: Float64Array): Float64Array {
  const data = new Float64Array(images.data.length);
  for (let coil = 0, at = 0; coil < images.coils; coil++) {
    for (let i = 0; i < noise.length; i += 2, at += 2) {
      const re = sensitivities === undefined ? 1 : sensitivities[at];
      const im = sensitivities === undefined ? 0 : sensitivities[at + 1];
      data[at] = images.data[at] + re * noise[i] - im * noise[i + 1];
      data[at + 1] = images.data[at + 1] + re * noise[i + 1] + im * noise[i];
    }
  }
  return data;
}

export default defineDegradation({
  version: 1,
  title: "noise amplified by parallel imaging",
  attribute: "noise",
  domain: object,
  parameters: {
    snr: ladder({
      unit: "1",
      scale: "reciprocal",
      none: Number.POSITIVE_INFINITY,
      mild: 20,
      moderate: 8,
      severe: 2.8,
      means: "mean foreground signal / root mean square of the unfolded noise over the foreground, per real channel",
    }),
    acceleration: constant({ unit: "1", value: 3, means: "all lines / acquired lines, a whole number, below the number of coils" }),
  },
  effective: {
    acceleration: { unit: "1", means: "all lines / acquired lines" },
    unacceleratedSnr: { unit: "1", means: "signal-to-noise ratio of the same scan with every line acquired" },
    meanGeometryFactor: { unit: "1", means: "mean of g over the foreground" },
    largestGeometryFactor: { unit: "1", means: "largest g over the foreground" },
  },
  looksLike: {
    sign: "grain that is strong in bands deep inside the image and weak towards its edges",
    mild: "light grain in the middle of the image, with a cleaner periphery",
    moderate: "obvious grain in the middle of the image, while its periphery stays cleaner",
    severe: "heavy grain that drowns the middle of the image, fading towards the periphery",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with light grain over the deep structures",
    moderate: "{fine} are lost in grain deep inside and remain clearer near the surface, while {coarse} can be followed",
    severe: "{fine} are lost in noise and the deep part of {coarse} is hard to make out",
  },
  confusedWith: ["mri/parallel-imaging-residual", "mri/correlated-noise", "mri/poisson-disc-undersampling"],
  references: ["Pruessmann et al., Magn. Reson. Med. 42 (1999) 952. doi:10.1002/(SICI)1522-2594(199911)42:5<952::AID-MRM16>3.0.CO;2-S"],
  degrade(images, { snr, acceleration }, random) {
    const { coils, phase, readout } = images;
    const { magnitude, mask, count } = supportOf(images);
    const several = coils > 1;
    const spectra = (): CoilSamples => ({ ...images, data: fft2c(images.data.slice(), phase, readout, coils) });
    const sensitivities = several ? sensitivitiesOf(images.sensitivities === undefined ? spectra() : images) : coilArray(images, LOOPS);
    const channels = several ? coils : LOOPS;
    const factor = Math.max(Math.min(Math.round(acceleration), channels - 1, phase), 1);
    const g = geometryFactor(sensitivities, channels, phase, readout, factor, several ? mask : undefined);
    let signal = 0;
    let sum = 0;
    let squares = 0;
    let largest = 0;
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0) continue;
      signal += magnitude[i];
      sum += g[i];
      squares += g[i] * g[i];
      largest = Math.max(largest, g[i]);
    }
    const amplified = count > 0 ? Math.sqrt((factor * squares) / count) : 1;
    const deviation = count > 0 ? signal / count / (snr * Math.sqrt(squares / count)) : 0;
    const noise = random.stream("noise").fillNormal(new Float64Array(2 * phase * readout));
    for (let i = 0; i < noise.length; i++) noise[i] *= deviation * g[i >> 1];
    return {
      sample: { ...images, data: addAlong(images, several ? sensitivities : undefined, noise) },
      drawn: {},
      effective: {
        acceleration: factor,
        unacceleratedSnr: snr * amplified,
        meanGeometryFactor: count > 0 ? sum / count : 1,
        largestGeometryFactor: largest,
      },
    };
  },
});
