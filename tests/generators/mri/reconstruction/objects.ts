/** Ellipses and lines for the tests of reconstructions. */
import type { CoilSamples } from "../../../../generators/mri/modality.ts";
import { ifft2c } from "../../../../generators/signal/fft.ts";
import { ellipseKSpace } from "../../signal/ellipse-spectrum.reference.ts";
import { samplesOf } from "../coil-samples.ts";

/** A head of ellipses, known from one coil: a smooth low-pass keeps it within its matrix. */
export function head(phase: number, readout: number): CoilSamples {
  const lowPass = (u: number, v: number): number => Math.exp(-(u * u + v * v) / (2 * 0.16 * 0.16));
  const shape = { row: 0, column: 0, a: 0.38 * phase, b: 0.3 * readout, angle: 0, amplitude: 1 };
  const ellipses = [
    shape,
    { ...shape, a: 0.34 * phase, b: 0.26 * readout, amplitude: -0.5 },
    { ...shape, row: -0.08 * phase, column: 0.1 * readout, a: 0.1 * phase, b: 0.05 * readout, angle: 0.4, amplitude: 0.4 },
    { ...shape, row: 0.15 * phase, column: -0.07 * readout, a: 0.06 * phase, b: 0.07 * readout, angle: -0.3, amplitude: -0.3 },
  ];
  return samplesOf(ellipseKSpace(ellipses, phase, readout, lowPass), 1, phase, readout);
}

/** Every spacing-th line, the central one among them, and a band of `acs` lines around it. */
export const equispaced = (phase: number, spacing: number, acs = 0): Uint8Array =>
  Uint8Array.from({ length: phase }, (_, line) => {
    const k = line - Math.floor(phase / 2);
    return k % spacing === 0 || (k >= -Math.floor(acs / 2) && k < acs - Math.floor(acs / 2)) ? 1 : 0;
  });

/** Magnitudes of one coil's image. */
export function magnitudeOf({ data, phase, readout }: CoilSamples): Float64Array {
  const image = ifft2c(data.slice(), phase, readout);
  return Float64Array.from({ length: phase * readout }, (_, i) => Math.hypot(image[2 * i]!, image[2 * i + 1]!));
}
