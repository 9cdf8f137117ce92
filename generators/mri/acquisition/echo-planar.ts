/**
 * Along which axis an echo-planar scan encodes phase: front to back in axial and sagittal sections, head to feet in coronal ones, whatever the
 * image's own scan did. Left to right would stimulate nerves across the chest sooner, and distort a head without symmetry.
 *
 * Source: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 16.1.
 */
import type { CoilSamples } from "../modality.ts";
import { exchanged } from "./axes.ts";
import { AXIAL } from "./prescription.ts";

function encodesAcross({ prescription = AXIAL }: CoilSamples): boolean {
  const [down, across] = prescription.plane === "coronal" ? prescription.feet : prescription.front;
  return Math.abs(across) > Math.abs(down);
}

/** @returns the samples with phase along the axis that an echo-planar scan would encode */
export const asEchoPlanar = (samples: CoilSamples): CoilSamples =>
  samples.transposed === encodesAcross(samples) ? samples : exchanged(samples);

/** @returns samples with their axes as those of others */
export const withAxesOf = ({ transposed }: CoilSamples, samples: CoilSamples): CoilSamples =>
  samples.transposed === transposed ? samples : exchanged(samples);
