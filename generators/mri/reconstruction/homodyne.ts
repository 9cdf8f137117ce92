/**
 * Homodyne detection: the acquired side of k-space counts for the missing one, as if the object were real but for a smooth phase.
 *
 *   image = sqrt(sum_c Re(exp(-i p_c) F^-1 (w y_c))^2)      w(k) = 1 + k / (K + 1) for |k| <= K, 2 where the mirror line is missing, else 1
 *
 * p_c is the phase of coil c that the symmetric centre |k| <= K shows, k counted towards the side that was acquired. Where the phase varies
 * faster than that, brightness is lost and edges are doubled. Where every line has its mirror line, this is the plain image.
 *
 * Not modelled: partial Fourier along the readout; together with undersampling, lines missing on both sides stay empty.
 *
 * Sources: Noll, Nishimura, Macovski, IEEE Trans. Med. Imaging 10 (1991) 154; McGibney et al., Magn. Reson. Med. 30 (1993) 51.
 */
import { ifft2c } from "../../signal/fft.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";
import { centralPhase, type HalfScan, halfScanOf } from "./partial-fourier.ts";
import { zeroFilled } from "./root-sum-of-squares.ts";

function weights({ lines, halfWidth, alone, side }: HalfScan): Float64Array {
  const centre = Math.floor(lines.length / 2);
  return Float64Array.from(lines, (acquired, line) => {
    const k = (line - centre) * side;
    if (k >= -halfWidth && k <= halfWidth) return 1 + k / (halfWidth + 1);
    return alone[line] === 1 ? 2 : acquired;
  });
}

function weightLines({ coils, phase, readout }: CoilSamples, data: Float64Array, weight: Float64Array): void {
  for (let line = 0, at = 0; line < coils * phase; line++) {
    const factor = weight[line % phase];
    for (const end = at + 2 * readout; at < end; at++) data[at] *= factor;
  }
}

/** @returns root-sum-of-squares over the coils of the part of each image that is in phase */
function inPhase(images: Float64Array, phases: Float64Array, size: number): Float64Array {
  const magnitude = new Float64Array(size);
  for (let at = 0, i = 0; at < images.length; at += 2, i = i + 1 === size ? 0 : i + 1) {
    const real = images[at] * phases[at] + images[at + 1] * phases[at + 1];
    magnitude[i] += real * real;
  }
  for (let i = 0; i < size; i++) magnitude[i] = Math.sqrt(magnitude[i]);
  return magnitude;
}

/** @param samples k-space @returns phase x readout magnitudes @throws MedqError E_USAGE where not whole lines were acquired */
export function homodyne(samples: CoilSamples): Float64Array {
  const { coils, phase, readout } = samples;
  const scan = halfScanOf(samples, "homodyne");
  if (scan.side === 0 || scan.halfWidth < 0) return zeroFilled(samples);
  const images = sharedCopy(samples.data);
  weightLines(samples, images, weights(scan));
  ifft2c(images, phase, readout, coils);
  return inPhase(images, centralPhase(samples, scan), phase * readout);
}
