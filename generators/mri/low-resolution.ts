/**
 * Low resolution: a coarse matrix is acquired, filtered so that it does not ring, and interpolated to the full one.
 *
 *   y = w(k_p) w(k_r) F x      w(k) = 1 / (1 + exp((|k| - K) / T))      K = N / (2 q),   T = (1/4) min(K, N/2 - K)
 *
 * q is the acquired pixel over the image's pixel. The Fermi window passes half at K, where a plain cut would be, and is soft enough for an
 * edge to blur with next to no overshoot. At q = 1 the window is 1 in all of k-space. Samples of a weight below 0.001 count as not acquired.
 *
 * Not modelled: thick sections, unequal resolution along the axes, the magnitude's interpolation by other kernels.
 *
 * Source: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004): Fermi window, zero filling.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { exp } from "../signal/math.ts";
import { keepSamples } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

const SOFTNESS = 0.25;
const LEAST = 1e-3;
const MILLIMETRE = 1e-3;

/** @returns the weight of each of `length` samples along one axis */
export function fermiWindow(length: number, ratio: number): Float64Array {
  const cut = length / (2 * ratio);
  const width = SOFTNESS * Math.min(cut, length / 2 - cut);
  return Float64Array.from({ length }, (_, i) => {
    const beyond = Math.abs(i - Math.floor(length / 2)) - cut;
    if (width <= 0) return 1;
    const weight = 1 / (1 + exp(Math.min(beyond / width, 700)));
    return weight < LEAST ? 0 : weight;
  });
}

function weigh(data: Float64Array, { coils, phase, readout }: CoilSamples, down: Float64Array, across: Float64Array): void {
  for (let line = 0, at = 0; line < coils * phase; line++) {
    for (let sample = 0; sample < readout; sample++, at += 2) {
      const weight = down[line % phase] * across[sample];
      data[at] *= weight;
      data[at + 1] *= weight;
    }
  }
}

export default defineDegradation({
  version: 1,
  title: "low resolution",
  attribute: "blur",
  domain: kSpace,
  parameters: {
    pixelRatio: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 2,
      moderate: 3.2,
      severe: 6,
      means: "acquired pixel / image pixel along both axes, at least 1",
    }),
  },
  effective: {
    pixelPhase: { unit: "mm", means: "acquired pixel along phase encoding" },
    pixelReadout: { unit: "mm", means: "acquired pixel along the readout" },
  },
  looksLike: {
    sign: "even blurring of all edges in both directions",
    mild: "slightly soft edges in both directions",
    moderate: "clearly blurred edges in both directions, and fine detail lost",
    severe: "heavy even blurring, with only large shapes left",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but are slightly soft",
    moderate: "{fine} are blurred together, while {coarse} can still be followed",
    severe: "{fine} cannot be seen and {coarse} are only vague shapes",
  },
  confusedWith: ["mri/compressed-sensing-undersampling", "mri/t2-blur", "mri/variable-density-undersampling", "mri/thick-section"],
  references: ["Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004)"],
  degrade(samples, { pixelRatio }) {
    if (!(pixelRatio >= 1)) {
      const problem = `Expected a ratio of at least 1, got ${pixelRatio}`;
      throw new MedqError("E_USAGE", problem, "mri/low-resolution", "1 is the image's own pixel.");
    }
    const { phase, readout, spacing } = samples;
    const [down, across] = [fermiWindow(phase, pixelRatio), fermiWindow(readout, pixelRatio)];
    const keep = new Uint8Array(phase * readout);
    for (let i = 0; i < keep.length; i++) keep[i] = down[Math.floor(i / readout)] * across[i % readout] > 0 ? 1 : 0;
    const sample = keepSamples(samples, keep);
    weigh(sample.data, samples, down, across);
    return {
      sample,
      drawn: {},
      effective: {
        pixelPhase: (pixelRatio * spacing.phase) / MILLIMETRE,
        pixelReadout: (pixelRatio * spacing.readout) / MILLIMETRE,
      },
    };
  },
});
