/**
 * What partial Fourier reconstructions share: which lines have a mirror line, and the phase that the symmetric centre of k-space shows.
 *
 *   p_c = phase of F^-1 (h y_c)        h: a Hann window over the lines |k| <= K that were acquired on both sides
 *
 * Source: Noll, Nishimura, Macovski, IEEE Trans. Med. Imaging 10 (1991) 154.
 */
import { ifft2c } from "../../signal/fft.ts";
import { cosTurns } from "../../signal/math.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";
import { acquiredLines } from "./lines.ts";

export interface HalfScan {
  readonly lines: Uint8Array;
  /** K: lines -K .. K are there, counted from the centre; -1 where not even the centre is. */
  readonly halfWidth: number;
  /** 1 where the acquired line's mirror line is missing. */
  readonly alone: Uint8Array;
  /** On which side more lines were acquired: 1 for k > 0, -1 for k < 0; 0 where every line has its mirror line. */
  readonly side: number;
}

/** @throws MedqError E_USAGE where not whole lines were acquired */
export function halfScanOf(samples: CoilSamples, name: string): HalfScan {
  const lines = acquiredLines(samples, name);
  const centre = Math.floor(lines.length / 2);
  let halfWidth = -1;
  while (centre + halfWidth + 1 < lines.length && lines[centre + halfWidth + 1] === 1 && lines[centre - halfWidth - 1] === 1) halfWidth++;
  const alone = new Uint8Array(lines.length);
  let balance = 0;
  let count = 0;
  for (let line = 0; line < lines.length; line++) {
    const mirror = 2 * centre - line;
    // Of an even count the line -N/2 has no mirror line: it stands for both.
    if (lines[line] === 0 || mirror >= lines.length || lines[mirror] === 1) continue;
    alone[line] = 1;
    count++;
    balance += line > centre ? 1 : -1;
  }
  return { lines, halfWidth, alone, side: count === 0 ? 0 : balance >= 0 ? 1 : -1 };
}

/** @returns unit numbers exp(i p_c), coils x phase x readout complex */
export function centralPhase({ coils, phase, readout, data }: CoilSamples, { halfWidth }: HalfScan): Float64Array {
  const images = sharedCopy(data);
  const centre = Math.floor(phase / 2);
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let line = 0; line < phase; line++) {
      const k = line - centre;
      const weight = k >= -halfWidth && k <= halfWidth ? 0.5 + 0.5 * cosTurns(k / (2 * halfWidth + 2)) : 0;
      for (const end = at + 2 * readout; at < end; at++) images[at] *= weight;
    }
  }
  ifft2c(images, phase, readout, coils);
  for (let at = 0; at < images.length; at += 2) {
    const magnitude = Math.sqrt(images[at] * images[at] + images[at + 1] * images[at + 1]);
    images[at] = magnitude > 0 ? images[at] / magnitude : 1;
    images[at + 1] = magnitude > 0 ? images[at + 1] / magnitude : 0;
  }
  return images;
}
