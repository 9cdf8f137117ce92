/**
 * The plain reconstruction: what was not acquired is 0, each coil's image is the inverse transform, and the coils' magnitudes add in squares.
 *
 *   image = sqrt(sum_c |F^-1 y_c|^2)
 *
 * Source: Roemer et al., Magn. Reson. Med. 16 (1990) 192.
 */
import { ifft2c } from "../../signal/fft.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";

/** @param images coils x pixels complex @returns one magnitude a pixel */
export function rootSumOfSquares(images: Float64Array, coils: number, pixelCount: number): Float64Array {
  const energy = new Float64Array(pixelCount);
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < pixelCount; i++, at += 2) energy[i] += images[at] * images[at] + images[at + 1] * images[at + 1];
  }
  for (let i = 0; i < pixelCount; i++) energy[i] = Math.sqrt(energy[i]);
  return energy;
}

/** @returns phase x readout magnitudes */
export function zeroFilled({ coils, phase, readout, data }: CoilSamples): Float64Array {
  // Of several coils in shared memory, so that idle threads take some.
  const images = coils > 1 ? sharedCopy(data) : data.slice();
  return rootSumOfSquares(ifft2c(images, phase, readout, coils), coils, phase * readout);
}
