/**
 * The encoding of an image by coils and a sampling mask, and what iterative reconstructions need of it.
 *
 *   E x = (M F S_c x)_c        E^H y = sum_c conj(S_c) F^-1 M y_c        E^H E x = sum_c conj(S_c) F^-1 M F S_c x
 *
 * The sum over the coils of |S|^2 is 1 and F is orthonormal, so that no eigenvalue of E^H E exceeds 1. Where whole lines were acquired,
 * F along the readout cancels in E^H E and is left out. One coil counts as S = 1.
 *
 * Source: Pruessmann et al., Magn. Reson. Med. 46 (2001) 638.
 */
import { MedqError } from "../../../manifests/error.ts";
import { fft2c, fftc, ifft2c } from "../../signal/fft.ts";
import { acquiredOf } from "../acquisition/acquired.ts";
import { sensitivitiesOf } from "../acquisition/sensitivities.ts";
import type { CoilSamples } from "../modality.ts";

export interface Encoding {
  readonly coils: number;
  readonly phase: number;
  readonly readout: number;
  readonly acquired: Uint8Array;
  /** coils x phase x readout complex; absent: 1. */
  readonly sensitivities?: Float64Array;
  /** Every line was acquired either wholly or not at all. */
  readonly wholeLines: boolean;
  /** Room for the images of all coils. */
  readonly work: Float64Array;
}

/** From fewer samples than this along each axis of the centre, sensitivities cannot be estimated. */
const CENTRE = 8;

function hasCentre({ phase, readout }: CoilSamples, acquired: Uint8Array): boolean {
  const [down, across] = [Math.min(CENTRE, phase), Math.min(CENTRE, readout)];
  const top = Math.floor(phase / 2) - Math.floor(down / 2);
  const left = Math.floor(readout / 2) - Math.floor(across / 2);
  for (let line = top; line < top + down; line++) {
    for (let sample = left; sample < left + across; sample++) if (acquired[line * readout + sample] === 0) return false;
  }
  return true;
}

function hasWholeLines({ phase, readout }: CoilSamples, acquired: Uint8Array): boolean {
  for (let line = 0; line < phase; line++) {
    const first = acquired[line * readout];
    for (let at = line * readout; at < (line + 1) * readout; at++) if (acquired[at] !== first) return false;
  }
  return true;
}

/** @throws MedqError E_USAGE where several coils' sensitivities are neither known nor to be estimated */
export function encodingOf(samples: CoilSamples): Encoding {
  const { coils, phase, readout } = samples;
  const acquired = acquiredOf(samples);
  if (coils > 1 && samples.sensitivities === undefined && !hasCentre(samples, acquired)) {
    throw new MedqError(
      "E_USAGE",
      `Expected a centre of k-space of ${CENTRE} x ${CENTRE} samples to estimate coil sensitivities from, got one with gaps`,
      "mri reconstruction",
      "Keep an ACS band, or reconstruct zero-filled.",
    );
  }
  return {
    coils,
    phase,
    readout,
    acquired,
    ...(coils > 1 ? { sensitivities: sensitivitiesOf(samples) } : {}),
    wholeLines: hasWholeLines(samples, acquired),
    // Shared, so that idle threads take coils.
    work: new Float64Array(coils > 1 ? new SharedArrayBuffer(16 * coils * phase * readout) : new ArrayBuffer(16 * phase * readout)),
  };
}

/** out = sum_c conj(S_c) work_c */
function combine({ coils, sensitivities, work }: Encoding, out: Float64Array): void {
  if (sensitivities === undefined) {
    out.set(work);
    return;
  }
  out.fill(0);
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < out.length; i += 2, at += 2) {
      const re = sensitivities[at];
      const im = sensitivities[at + 1];
      out[i] += re * work[at] + im * work[at + 1];
      out[i + 1] += re * work[at + 1] - im * work[at];
    }
  }
}

/** work_c = S_c image */
function spread({ coils, sensitivities, work }: Encoding, image: Float64Array): void {
  if (sensitivities === undefined) {
    work.set(image);
    return;
  }
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < image.length; i += 2, at += 2) {
      const re = sensitivities[at];
      const im = sensitivities[at + 1];
      work[at] = re * image[i] - im * image[i + 1];
      work[at + 1] = re * image[i + 1] + im * image[i];
    }
  }
}

function emptyTheRest({ coils, acquired, work }: Encoding): void {
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < acquired.length; i++, at += 2) {
      if (acquired[i] === 0) {
        work[at] = 0;
        work[at + 1] = 0;
      }
    }
  }
}

/** @param data coils x phase x readout complex @param out receives E^H data, phase x readout complex */
export function adjoint(encoding: Encoding, data: Float64Array, out: Float64Array): void {
  const { coils, phase, readout, work } = encoding;
  work.set(data);
  emptyTheRest(encoding);
  ifft2c(work, phase, readout, coils);
  combine(encoding, out);
}

/** @param image phase x readout complex @param out receives E^H E image; another array */
export function normal(encoding: Encoding, image: Float64Array, out: Float64Array): void {
  const { coils, phase, readout, wholeLines, work } = encoding;
  spread(encoding, image);
  if (wholeLines) fftc(work, coils, phase, readout);
  else fft2c(work, phase, readout, coils);
  emptyTheRest(encoding);
  if (wholeLines) fftc(work, coils, phase, readout, true);
  else ifft2c(work, phase, readout, coils);
  combine(encoding, out);
}
