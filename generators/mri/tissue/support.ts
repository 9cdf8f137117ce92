/** Where an image has signal, in the orientation of its samples. */
import { type CoilSamples, foreground } from "../modality.ts";
import { rootSumOfSquares } from "../reconstruction/root-sum-of-squares.ts";

export interface Support {
  /** Root-sum-of-squares of the coil images: phase x readout. */
  readonly magnitude: Float64Array;
  /** 1 above a tenth of the 99th percentile of the magnitude, 0 elsewhere: phase x readout. */
  readonly mask: Uint8Array;
  /** Pixels of 1. */
  readonly count: number;
}

/** @param images in the object domain */
export function supportOf({ coils, phase, readout, data }: CoilSamples): Support {
  const magnitude = rootSumOfSquares(data, coils, phase * readout);
  const signal = foreground(magnitude);
  const mask = new Uint8Array(magnitude.length);
  if (signal.length > 0) for (let i = 0; i < mask.length; i++) if (magnitude[i] >= signal[0]) mask[i] = 1;
  return { magnitude, mask, count: signal.length };
}

/** @returns index of the pixel of the mask, in their order, at the share u of them; of all pixels where the mask is empty */
export function placeWithin({ mask, count }: Support, u: number): number {
  if (count === 0) return Math.floor(u * mask.length);
  let left = Math.floor(u * count);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1 && left-- === 0) return i;
  return 0;
}

/** @param gain a real factor for each pixel, phase x readout, for every coil alike @returns new images */
export function multiplied(images: CoilSamples, gain: Float64Array): CoilSamples {
  const data = new Float64Array(images.data.length);
  for (let coil = 0, at = 0; coil < images.coils; coil++) {
    for (let i = 0; i < gain.length; i++, at += 2) {
      data[at] = images.data[at] * gain[i];
      data[at + 1] = images.data[at + 1] * gain[i];
    }
  }
  return { ...images, data };
}

/** @returns the mask as the image is shown: turned back where the samples are transposed, rows x columns */
export function shownMask({ phase, readout, transposed }: CoilSamples, mask: Uint8Array): Uint8Array {
  if (!transposed) return mask;
  const shown = new Uint8Array(mask.length);
  for (let row = 0; row < phase; row++) {
    for (let column = 0; column < readout; column++) shown[column * phase + row] = mask[row * readout + column];
  }
  return shown;
}
