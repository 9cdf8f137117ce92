/** The reconstructions by name: each turns k-space into magnitudes, phase x readout. */
import type { CoilSamples } from "../modality.ts";
import { zeroFilled } from "./root-sum-of-squares.ts";

const RECONSTRUCTIONS = {
  "zero-filled": zeroFilled,
} satisfies Record<string, (samples: CoilSamples) => Float64Array>;

export type ReconstructionName = keyof typeof RECONSTRUCTIONS;

export const reconstructionNames = Object.keys(RECONSTRUCTIONS) as readonly ReconstructionName[];

/** @returns magnitudes, phase x readout, by the samples' own reconstruction */
export const reconstruct = (samples: CoilSamples): Float64Array => RECONSTRUCTIONS[samples.reconstruction ?? "zero-filled"](samples);
