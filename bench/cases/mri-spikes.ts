import spikeNoise, { addSpikes, type Spike } from "../../generators/mri/spike-noise.ts";
import { atan2, TWO_PI } from "../../generators/signal/math.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { noise } from "../harness/inputs.ts";
import { magnitudeImage, realPart, toImage, toKSpace, withoutPhase } from "../harness/mri.ts";

const PARAMETERS = { amplitude: 0.16, spikes: 2 };
const random = randomSource({ seed: "bench", image: "spikes", operation: "mri/spike-noise", stage: "degrade" });
const shape = { rows: 512, columns: 512 };

export default defineCase({
  title: "spike noise, whole operation",
  sizes: [
    { ...shape, name: "512x512", inPhase: false },
    { ...shape, name: "512x512, in phase with the samples", inPhase: true },
  ],
  prepare({ rows, columns, inPhase }) {
    const smooth = magnitudeImage(rows, columns);
    // Grain, so that every sample of k-space has a phase to keep.
    const grain = noise("grain", rows * columns);
    const acquisition = { ...smooth, data: smooth.data.map((value, i) => value + 0.1 * Math.abs(grain[i])) };
    const samples = toKSpace(withoutPhase(acquisition));
    const { drawn } = spikeNoise.degrade(samples, PARAMETERS, random);
    const { phaseOffsets, readoutOffsets } = drawn as Record<string, number[]>;
    const energy = samples.data.reduce((sum, value) => sum + value * value, 0);
    const magnitude = PARAMETERS.amplitude * Math.sqrt(energy / PARAMETERS.spikes);
    const places = phaseOffsets.map((phase, spike) => {
      const readout = readoutOffsets[spike];
      const at = 2 * ((rows / 2 + phase) * columns + columns / 2 + readout);
      return { phase, readout, re: samples.data[at], im: samples.data[at + 1] };
    });
    // Theirs count phases from the first pixel, ours from the central one: half a turn for each odd offset.
    const spikes = places.map(
      ({ phase, readout, re, im }): Spike => ({ phase, readout, turns: inPhase ? atan2(im, re) / TWO_PI : (phase + readout) / 2 }),
    );
    const scale = Math.sqrt(rows * columns);
    const numbers = places.flatMap(({ phase, readout, re, im }) => [
      rows / 2 + phase,
      columns / 2 + readout,
      scale * magnitude,
      scale * (magnitude + Math.sqrt(re * re + im * im)),
    ]);
    return {
      inputs: {
        image: { shape: [rows, columns], dtype: "f8", data: acquisition.data },
        spikes: { shape: [spikes.length, 4], dtype: "f8", data: numbers },
      },
      run: () => toImage(acquisition, spikeNoise.degrade(toKSpace(acquisition), PARAMETERS, random).sample),
      output: () => ({ shape: [rows, columns], dtype: "f8", data: realPart(addSpikes(samples, spikes, magnitude)) }),
    };
  },
  peers: [
    {
      against: "torchio Spike",
      run: { file: "torchio_transforms.py", function: "spikes" },
      sizes: ["512x512"],
      target: 0.5,
      agreement: relativeL2(1e-6),
      note: "from image array to image array, the same two samples hit. Ours gives the image a phase first and works in f64, theirs works in f32. The results are compared on an image of phase 0, real parts, with what theirs adds: real numbers.",
    },
    {
      against: "monai KSpaceSpikeNoise",
      run: { file: "monai_transforms.py", function: "spikes" },
      sizes: ["512x512, in phase with the samples"],
      target: 0.5,
      agreement: relativeL2(1e-5),
      note: "the same; theirs raises the magnitude of the samples hit and keeps their phase, and takes all of k-space through logarithm and exponential.",
    },
  ],
});
