/**
 * What a scan through coils starts from: samples of several coils, and sensitivities that a prescan of the same object found.
 *
 *   S_c = (x_c conj(m) + d^2 s_c) / norm over the coils        m = sum_c conj(s_c) x_c        d: a tenth of the mean foreground signal
 *
 * s_c are the smooth sensitivities of acquisition/sensitivities.ts. Where there is signal the coils combine through S to the very
 * root-sum-of-squares image: whatever an undersampled scan then lacks, it lacks through undersampling. Where there is none, S is smooth.
 */
import { fft2c, ifft2c } from "../../signal/fft.ts";
import { sharedCopy } from "../../signal/parts.ts";
import { acquiredOf } from "../acquisition/acquired.ts";
import { receivedBy } from "../acquisition/coil-array.ts";
import { sensitivitiesOf } from "../acquisition/sensitivities.ts";
import { type CoilSamples, foreground } from "../modality.ts";
import { rootSumOfSquares } from "../reconstruction/root-sum-of-squares.ts";

/** Below this share of the mean foreground signal the smooth sensitivities count for more. */
const SIGNAL = 0.1;
/** As many coils as a virtual one is replaced by. */
const ARRAY = 4;

/** Divides by the root-sum-of-squares over the coils, in place; where nothing at all was received, 0 stays. */
export function normaliseSensitivities(images: Float64Array, coils: number): Float64Array {
  const size = images.length / coils;
  for (let at = 0; at < size; at += 2) {
    let energy = 0;
    for (let i = at; i < images.length; i += size) energy += images[i] * images[i] + images[i + 1] * images[i + 1];
    const scale = energy > 0 ? 1 / Math.sqrt(energy) : 0;
    for (let i = at; i < images.length; i += size) {
      images[i] *= scale;
      images[i + 1] *= scale;
    }
  }
  return images;
}

/** images_c = images_c conj(m) + d^2 smooth_c, in place */
function blend(images: Float64Array, smooth: Float64Array, coils: number): void {
  const size = images.length / coils;
  const signal = foreground(rootSumOfSquares(images, coils, size / 2));
  const least = signal.length === 0 ? 0 : (SIGNAL * signal.reduce((sum, value) => sum + value, 0)) / signal.length;
  for (let at = 0; at < size; at += 2) {
    let re = 0;
    let im = 0;
    for (let i = at; i < images.length; i += size) {
      re += smooth[i] * images[i] + smooth[i + 1] * images[i + 1];
      im += smooth[i] * images[i + 1] - smooth[i + 1] * images[i];
    }
    for (let i = at; i < images.length; i += size) {
      const value = images[i];
      images[i] = value * re + images[i + 1] * im + least * least * smooth[i];
      images[i + 1] = images[i + 1] * re - value * im + least * least * smooth[i + 1];
    }
  }
}

/** @param samples k-space @returns k-space of several coils, with their sensitivities */
export function prescanned(samples: CoilSamples): CoilSamples & { readonly sensitivities: Float64Array } {
  const received = receivedBy(samples, ARRAY);
  const { coils, phase, readout, sensitivities } = received;
  if (sensitivities !== undefined) return { ...received, sensitivities };
  const smooth = sensitivitiesOf(received);
  const images = ifft2c(sharedCopy(received.data), phase, readout, coils);
  blend(images, smooth, coils);
  return { ...received, sensitivities: normaliseSensitivities(images, coils) };
}

/** k-space of several coils as one virtual coil would have given it, combined by the sensitivities: its magnitude is their root-sum-of-squares. */
function combinedCoil(samples: CoilSamples): CoilSamples {
  const { coils, phase, readout, data, sensitivities } = prescanned(samples);
  const images = ifft2c(sharedCopy(data), phase, readout, coils);
  const image = new Float64Array(2 * phase * readout);
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < image.length; i += 2, at += 2) {
      image[i] += sensitivities[at] * images[at] + sensitivities[at + 1] * images[at + 1];
      image[i + 1] += sensitivities[at] * images[at + 1] - sensitivities[at + 1] * images[at];
    }
  }
  const { sensitivities: _, ...rest } = samples;
  return { ...rest, coils: 1, data: fft2c(image, phase, readout) };
}

/**
 * What an array of at least so many coils would have received of the object.
 * @param samples k-space; undersampled, or of as many coils or more, it keeps its own
 */
export function receivedByArray(samples: CoilSamples, coilCount: number): CoilSamples {
  const again = samples.coils > 1 && samples.coils < coilCount && acquiredOf(samples).every((each) => each === 1);
  return receivedBy(again ? combinedCoil(samples) : samples, coilCount);
}
