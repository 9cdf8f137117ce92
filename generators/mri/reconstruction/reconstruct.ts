/** The reconstructions by name: each turns k-space into magnitudes, phase x readout. */
import type { CoilSamples } from "../modality.ts";
import { compressedSensing } from "./compressed-sensing.ts";
import { grappa } from "./grappa.ts";
import { homodyne } from "./homodyne.ts";
import { projectionOntoConvexSets } from "./projection-onto-convex-sets.ts";
import { zeroFilled } from "./root-sum-of-squares.ts";
import { sense } from "./sense.ts";

const RECONSTRUCTIONS = {
  "zero-filled": zeroFilled,
  sense,
  grappa,
  "compressed-sensing": compressedSensing,
  homodyne,
  "projection-onto-convex-sets": projectionOntoConvexSets,
} satisfies Record<string, (samples: CoilSamples) => Float64Array>;

export type ReconstructionName = keyof typeof RECONSTRUCTIONS;

export const reconstructionNames = Object.keys(RECONSTRUCTIONS) as readonly ReconstructionName[];

/** @returns magnitudes, phase x readout, by the samples' own reconstruction */
export const reconstruct = (samples: CoilSamples): Float64Array => RECONSTRUCTIONS[samples.reconstruction ?? "zero-filled"](samples);
