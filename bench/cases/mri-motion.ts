import rigidMotion from "../../generators/mri/rigid-motion.ts";
import { PI } from "../../generators/signal/math.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { magnitudeImage, realPart, toImage, toKSpace, withoutPhase } from "../harness/mri.ts";

/** Severe, so that a pose that was understood otherwise would show; in blocks of lines, which is what torchio has. */
const PARAMETERS = { translation: 4, rotation: 3, interleaved: 0 };
const random = randomSource({ seed: "bench", image: "motion", operation: "mri/rigid-motion", stage: "degrade" });

export default defineCase({
  title: "rigid motion, whole operation",
  sizes: [{ name: "512x512, 8 shots", rows: 512, columns: 512, shots: 8 }],
  prepare({ rows, columns, shots }) {
    const parameters = { ...PARAMETERS, shots };
    const acquisition = magnitudeImage(rows, columns);
    const check = rigidMotion.degrade(toKSpace(withoutPhase(acquisition)), parameters, random);
    const { phaseDisplacementsMm, readoutDisplacementsMm, rotationsDeg } = check.drawn as Record<string, number[]>;
    const poses = Float64Array.from([phaseDisplacementsMm, readoutDisplacementsMm, rotationsDeg.map((angle) => (angle * PI) / 180)].flat());
    return {
      inputs: {
        image: { shape: [rows, columns], dtype: "f8", data: acquisition.data },
        poses: { shape: [3, shots], dtype: "f8", data: poses },
      },
      run: () => toImage(acquisition, rigidMotion.degrade(toKSpace(acquisition), parameters, random).sample),
      output: () => ({ shape: [rows, columns], dtype: "f8", data: realPart(check.sample) }),
    };
  },
  peers: [
    {
      against: "torchio Motion",
      run: { file: "torchio_transforms.py", function: "motion" },
      target: 0.5,
      agreement: relativeL2(1e-3),
      note: "from image array to image array, with the same eight poses: the resting one, which holds the centre of k-space, and seven movements. Ours takes the Fourier sum at the turned frequencies in f64 and gives the image a phase first; theirs interpolates linearly in f32. The results are compared on an image of phase 0, real parts.",
    },
  ],
});
