/** Small k-spaces for the tests of MRI degradations. */
import { DEFAULT_TIMING } from "../../../generators/mri/acquisition/timing.ts";
import type { CoilSamples } from "../../../generators/mri/modality.ts";
import { fft2c } from "../../../generators/signal/fft.ts";
import { type RandomSource, randomSource } from "../../../generators/signal/random.ts";

export const draws = (seed: string): RandomSource => randomSource({ seed, image: "test", operation: "mri", stage: "degrade" });

/** Samples with one millimetre between pixels. @param data coils x phase x readout complex */
export const samplesOf = (data: Float64Array, coils: number, phase: number, readout: number): CoilSamples => ({
  coils,
  phase,
  readout,
  data,
  spacing: { phase: 1e-3, readout: 1e-3 },
  transposed: false,
  timing: DEFAULT_TIMING,
});

/** k-space of complex coil images whose every pixel is random: nothing in it is special. */
export function randomSamples(coils: number, phase: number, readout: number): CoilSamples {
  const images = draws("images")
    .stream("images")
    .fillNormal(new Float64Array(2 * coils * phase * readout));
  return samplesOf(fft2c(images, phase, readout, coils), coils, phase, readout);
}

export const energy = (data: Float64Array): number => data.reduce((sum, value) => sum + value * value, 0);

/** Norm of the difference over the norm of the expected values. */
export const mismatch = (got: Float64Array, expected: Float64Array): number =>
  Math.sqrt(energy(got.map((value, i) => value - expected[i])) / energy(expected));
