import { addSpikes, type Spike } from "../../generators/mri/spike-noise.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { spots } from "../harness/inputs.ts";
import { magnitudeImage, realPart, toImage, toKSpace, withoutPhase } from "../harness/mri.ts";
import { defineValidation } from "../harness/validation.ts";

const [ROWS, COLUMNS] = [256, 200];
const SPIKES: readonly Spike[] = [
  { phase: 31, readout: -22, turns: 0 },
  { phase: -12, readout: 45, turns: 0 },
];
const RELATIVE_TO_PEAK = 0.3;

export default defineValidation({
  title: "spikes in k-space",
  about: `Relative L2 difference of the real part of the image, which is what torchio returns; it adds a real number to the spectrum, so the phases
are set to those of its corner-based transform. It works in f32: 1e-6. A scanner shows magnitudes: the second finding is the share of pixels
below zero in a strong pattern, the third the same for our images.`,
  async *findings(theirs) {
    const acquisition = magnitudeImage(ROWS, COLUMNS);
    const samples = toKSpace(withoutPhase(acquisition));
    let peak = 0;
    for (let at = 0; at < samples.data.length; at += 2) peak = Math.max(peak, Math.hypot(samples.data[at], samples.data[at + 1]));
    // Their phases count from the first pixel, ours from the central one: half a turn for each odd offset.
    const spikes = SPIKES.map(({ phase, readout }) => ({ phase, readout, turns: (phase + readout) / 2 }));
    const hit = addSpikes(samples, spikes, RELATIVE_TO_PEAK * peak);
    const shape = [ROWS, COLUMNS];
    const arrays = {
      image: { shape, dtype: "f8" as const, data: spots(ROWS, COLUMNS) },
      places: {
        shape: [2, 2],
        dtype: "f8" as const,
        data: SPIKES.flatMap(({ phase, readout }) => [ROWS / 2 + phase, COLUMNS / 2 + readout]),
      },
    };
    const image = Float64Array.from(await theirs<number[]>("spikes", arrays, { intensity: RELATIVE_TO_PEAK }));
    yield {
      of: "two spikes of 0.3 of the peak",
      whose: "ours and torchio Spike",
      measured: relativeDifference(realPart(hit), image),
      atMost: 1e-6,
    };
    const below = (values: Float64Array): number => values.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / values.length;
    yield { of: "pixels below zero", whose: "torchio Spike", measured: below(image), atLeast: 0.1 };
    yield { of: "pixels below zero", whose: "ours", measured: below(toImage(acquisition, hit)), atMost: 0 };
  },
});
