/**
 * Noise of a coil array whose elements share it, one of them failing: a preamplifier breaks down, and the combination takes its noise as it is.
 *
 *   n = L z      L L^T = Psi      Psi_ab = s^2 d_a d_b rho^|a - b|      z: independent complex normal numbers, unit deviation per real channel
 *   d_c = 1 for every coil c, but `failing` for one; all scaled so that the mean of d^2 is 1      s = mean foreground signal / SNR
 *
 * |a - b| counts along the ring, the shorter way: neighbours see the same noise of the body and leak into each other. The coils are combined
 * by their sensitivities S, as scanners do: the image's noise has the variance S^H Psi S, strong where the failing coil is sensitive, beside it,
 * and weak on the far side, in the air as in tissue. A root-sum-of-squares would lift the air all around.
 * What fewer coils received is combined and received anew by an array of 8 loops around it; undersampled k-space keeps its coils, and samples
 * never acquired stay empty.
 *
 * `drawn`: the failing coil, counted from 0.
 *
 * Not modelled: prewhitening and the coil's being switched off, either of which would undo it; complex correlation; the failing coil's loss of gain.
 *
 * Sources: Roemer et al., Magn. Reson. Med. 16 (1990) 192; Pruessmann et al., Magn. Reson. Med. 42 (1999) 952 (noise covariance).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { acquiredOf } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { signalOf } from "./tissue/signal.ts";
import { prescanned, receivedByArray } from "./undersampling/prescan.ts";

/** @returns Psi / s^2, coils x coils: mean of its diagonal 1 */
export function coilCovariance(coils: number, failingCoil: number, correlation: number, failing: number): Float64Array {
  const deviations = new Float64Array(coils).fill(1);
  deviations[failingCoil] = failing;
  const mean = (coils - 1 + failing * failing) / coils;
  const covariance = new Float64Array(coils * coils);
  for (let a = 0; a < coils; a++) {
    for (let b = 0; b < coils; b++) {
      const apart = Math.min(Math.abs(a - b), coils - Math.abs(a - b));
      let value = (deviations[a] * deviations[b]) / mean;
      for (let step = 0; step < apart; step++) value *= correlation;
      covariance[a * coils + b] = value;
    }
  }
  return covariance;
}

/** @param matrix symmetric, positive definite: size x size @returns its Cholesky factor, 0 above the diagonal */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      factor[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 0)) : sum / (factor[j * size + j] || 1);
    }
  }
  return factor;
}

/** n = factor z for every sample, in place. @param noise coils x samples, real and imaginary parts alike */
function mix(noise: Float64Array, factor: Float64Array, coils: number): void {
  const size = noise.length / coils;
  // From the last coil backwards each needs only those before it, which are still unmixed.
  for (let coil = coils - 1; coil >= 0; coil--) {
    const own = factor[coil * coils + coil];
    const to = coil * size;
    for (let i = 0; i < size; i++) noise[to + i] *= own;
    for (let other = 0; other < coil; other++) {
      const weight = factor[coil * coils + other];
      const from = other * size;
      for (let i = 0; i < size; i++) noise[to + i] += weight * noise[from + i];
    }
  }
}

/** Turns mixed noise into noisy samples, in place. */
function addTo(samples: Float64Array, noise: Float64Array, acquired: Uint8Array, sigma: number): void {
  const size = 2 * acquired.length;
  for (let start = 0; start < noise.length; start += size) {
    for (let i = 0; i < size; i++) noise[start + i] = samples[start + i] + (acquired[i >> 1] === 1 ? sigma * noise[start + i] : 0);
  }
}

/** Loops around an object that fewer coils received. */
const LOOPS = 8;

export default defineDegradation({
  version: 2,
  title: "correlated noise of an array with a failing coil",
  attribute: "noise",
  domain: kSpace,
  parameters: {
    snr: ladder({
      unit: "1",
      scale: "reciprocal",
      none: Number.POSITIVE_INFINITY,
      mild: 22,
      moderate: 10,
      severe: 4,
      means: "mean foreground signal / root mean square over the coils of the noise's deviation in each real channel",
    }),
    correlation: constant({ unit: "1", value: 0.3, means: "correlation of the noise of neighbouring coils, below 1" }),
    failing: constant({ unit: "1", value: 12, means: "deviation of the failing coil's noise / that of the others" }),
  },
  effective: {
    failingSnr: { unit: "1", means: "mean foreground signal / deviation of the failing coil's noise" },
    ordinarySnr: { unit: "1", means: "mean foreground signal / deviation of any other coil's noise" },
  },
  looksLike: {
    sign: "grain that is strong on one side of the image, in tissue and air, and fades towards the other side",
    mild: "light grain on one side of the image",
    moderate: "obvious grain on one side of the image, with a much cleaner opposite side",
    severe: "heavy grain that drowns the tissue on one side of the image and fades towards the other",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, under a light grain on one side",
    moderate: "{fine} on one side are hard to tell from the grain, while {coarse} remain clear",
    severe: "{fine} on one side are lost in noise and even {coarse} are hard to make out there",
  },
  confusedWith: ["mri/receive-shading", "mri/g-factor-noise"],
  references: [
    "Roemer et al., Magn. Reson. Med. 16 (1990) 192. doi:10.1002/mrm.1910160203",
    "Pruessmann et al., Magn. Reson. Med. 42 (1999) 952. doi:10.1002/(SICI)1522-2594(199911)42:5<952::AID-MRM16>3.0.CO;2-S",
  ],
  degrade(samples: CoilSamples, { snr, correlation, failing }, random) {
    const signal = signalOf(samples).mean;
    const received = prescanned(receivedByArray(samples, LOOPS));
    const { coils } = received;
    const failingCoil = Math.floor(coils * random.stream("failing").uniform());
    const covariance = coilCovariance(coils, failingCoil, Math.min(correlation, 0.99), failing);
    const acquired = acquiredOf(samples);
    let count = 0;
    for (let i = 0; i < acquired.length; i++) count += acquired[i];
    // The image averages the noise of acquired samples over all: in k-space it is as much larger.
    const sigma = count === 0 ? 0 : (signal / snr) * Math.sqrt(acquired.length / count);
    const data = random.stream("noise").fillNormal(new Float64Array(received.data.length));
    mix(data, cholesky(covariance, coils), coils);
    addTo(received.data, data, acquired, sigma);
    const ordinary = coils > 1 ? covariance[((failingCoil + 1) % coils) * (coils + 1)] : 1;
    return {
      sample: { ...received, data, acquired, reconstruction: "sense" as const },
      drawn: { failingCoil },
      effective: { failingSnr: snr / Math.sqrt(covariance[failingCoil * (coils + 1)]), ordinarySnr: snr / Math.sqrt(ordinary) },
    };
  },
});
