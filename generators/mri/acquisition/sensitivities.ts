/**
 * Coil sensitivities as a scanner finds them: from the centre of k-space, which is sampled fully.
 *
 *   s_c = F^-1 (h y_c)          S_c = s_c / sqrt(sum_c |s_c|^2)         h: a Hann window over the calibration region, 0 beyond it
 *
 * Low-resolution images share the object and differ by the coils, so their ratio is the sensitivities, the object's phase included.
 *
 * Not modelled: the sharper estimates of ESPIRiT, support outside the object: there the ratio of noise stands for the ratio of signal.
 *
 * Source: Pruessmann et al., Magn. Reson. Med. 42 (1999) 952, appendix; McKenzie et al., Magn. Reson. Med. 47 (2002) 529 (self-calibration).
 */
import { ifft2c } from "../../signal/fft.ts";
import { cosTurns } from "../../signal/math.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";

/** Samples of the calibration region along each axis, where the matrix has as many. */
const CALIBRATION = 24;

/** A Hann window over `width` samples around floor(length / 2). */
function window(length: number, width: number): Float64Array {
  const values = new Float64Array(length);
  const centre = Math.floor(length / 2);
  for (let i = 0; i < length; i++) {
    const u = (i - centre) / width;
    if (u > -0.5 && u < 0.5) values[i] = 0.5 + 0.5 * cosTurns(u);
  }
  return values;
}

/** @returns k-space of the calibration region alone, windowed: coils x phase x readout complex */
function calibrationOf({ coils, phase, readout, data }: CoilSamples, width: number = CALIBRATION): Float64Array {
  const down = window(phase, Math.min(width, phase));
  const across = window(readout, Math.min(width, readout));
  const part = sharedCopy(data);
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let line = 0; line < phase; line++) {
      for (let sample = 0; sample < readout; sample++, at += 2) {
        const weight = down[line] * across[sample];
        part[at] *= weight;
        part[at + 1] *= weight;
      }
    }
  }
  return part;
}

/**
 * @param samples k-space whose centre is fully sampled
 * @returns the sensitivities that are known, or else estimated: coils x phase x readout complex, sum over the coils of |S|^2 = 1 (0 where
 *   nothing at all was received); not to be written to
 */
export function sensitivitiesOf(samples: CoilSamples): Float64Array {
  if (samples.sensitivities !== undefined) return samples.sensitivities;
  const { coils, phase, readout } = samples;
  const images = ifft2c(calibrationOf(samples), phase, readout, coils);
  const size = 2 * phase * readout;
  for (let at = 0; at < size; at += 2) {
    let energy = 0;
    for (let coil = 0; coil < coils; coil++) {
      const i = coil * size + at;
      energy += images[i] * images[i] + images[i + 1] * images[i + 1];
    }
    const scale = energy > 0 ? 1 / Math.sqrt(energy) : 0;
    for (let coil = 0; coil < coils; coil++) {
      images[coil * size + at] *= scale;
      images[coil * size + at + 1] *= scale;
    }
  }
  return images;
}
