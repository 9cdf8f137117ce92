/**
 * Projection onto convex sets: the missing side of k-space is what an image with the phase of the centre would have there.
 *
 *   x_c <- |x_c| exp(i p_c)        F x_c <- y_c where it was acquired        in turn, 12 times
 *
 * p_c is the phase that the symmetric centre of k-space shows. Where every line has its mirror line, this is the plain image.
 *
 * Not modelled: a soft seam between acquired and found samples; together with undersampling, what is missing on both sides is found likewise.
 *
 * Source: Haacke, Lindskog, Lin, J. Magn. Reson. 92 (1991) 126.
 */
import { fft2c, ifft2c } from "../../signal/fft.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";
import { centralPhase, halfScanOf } from "./partial-fourier.ts";
import { rootSumOfSquares, zeroFilled } from "./root-sum-of-squares.ts";

const STEPS = 12;

function giveMagnitudeThePhase(images: Float64Array, phases: Float64Array): void {
  for (let at = 0; at < images.length; at += 2) {
    const magnitude = Math.sqrt(images[at] * images[at] + images[at + 1] * images[at + 1]);
    images[at] = magnitude * phases[at];
    images[at + 1] = magnitude * phases[at + 1];
  }
}

function putBack({ coils, phase, readout, data }: CoilSamples, found: Float64Array, lines: Uint8Array): void {
  for (let line = 0; line < coils * phase; line++) {
    if (lines[line % phase] === 1) found.set(data.subarray(2 * line * readout, 2 * (line + 1) * readout), 2 * line * readout);
  }
}

/** @param samples k-space @returns phase x readout magnitudes @throws MedqError E_USAGE where not whole lines were acquired */
export function projectionOntoConvexSets(samples: CoilSamples): Float64Array {
  const { coils, phase, readout } = samples;
  const scan = halfScanOf(samples, "projection-onto-convex-sets");
  if (scan.side === 0 || scan.halfWidth < 0) return zeroFilled(samples);
  const phases = centralPhase(samples, scan);
  const images = ifft2c(sharedCopy(samples.data), phase, readout, coils);
  for (let step = 0; step < STEPS; step++) {
    giveMagnitudeThePhase(images, phases);
    fft2c(images, phase, readout, coils);
    putBack(samples, images, scan.lines);
    ifft2c(images, phase, readout, coils);
  }
  return rootSumOfSquares(images, coils, phase * readout);
}
