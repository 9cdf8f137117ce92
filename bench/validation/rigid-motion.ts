import rigidMotion from "../../generators/mri/rigid-motion.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { magnitudeImage, realPart, toImage, toKSpace, withoutPhase } from "../harness/mri.ts";
import { defineValidation } from "../harness/validation.ts";

const SIDE = 256;
const SHOTS = 8;
const random = randomSource({ seed: "validation", image: "motion", operation: "mri/rigid-motion", stage: "degrade" });

export default defineValidation({
  title: "rigid motion between shots",
  about: `A smooth picture of ${SIDE} x ${SIDE} pixels in ${SHOTS} shots of neighbouring lines, with the poses that ours drew. Relative L2 difference of real parts, which is what torchio returns, from an image
without phase. Ours evaluates the Fourier sum at the turned frequencies; torchio moves the image by linear interpolation, in f32: 3e-3 for a smooth picture. A scanner shows
magnitudes: the last findings are the share of pixels below zero.`,
  async *findings(theirs) {
    const acquisition = magnitudeImage(SIDE, SIDE);
    for (const [name, translation, rotation] of [
      ["translations", 3, 0],
      ["translations and rotations", 4, 3],
    ] as const) {
      const parameters = { translation, rotation, shots: SHOTS, interleaved: 0 };
      const { sample, drawn } = rigidMotion.degrade(toKSpace(withoutPhase(acquisition)), parameters, random);
      const { phaseDisplacementsMm, readoutDisplacementsMm, rotationsDeg } = drawn as Record<string, number[]>;
      const poses = [phaseDisplacementsMm!, readoutDisplacementsMm!, rotationsDeg!.map((angle) => (angle * Math.PI) / 180)].flat();
      const arrays = {
        image: { shape: [SIDE, SIDE], dtype: "f8" as const, data: acquisition.data },
        poses: { shape: [3, SHOTS], dtype: "f8" as const, data: poses },
      };
      const torchio = Float64Array.from(await theirs<number[]>("motion", arrays, { shots: SHOTS }));
      yield { of: name, whose: "ours and torchio Motion", measured: relativeDifference(realPart(sample), torchio), atMost: 3e-3 };
      const below = (values: Float64Array): number => values.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / values.length;
      yield { of: `pixels below zero, ${name}`, whose: "torchio Motion", measured: below(torchio), atLeast: 0.1 };
      yield { of: `pixels below zero, ${name}`, whose: "ours", measured: below(toImage(acquisition, sample)), atMost: 0 };
    }
  },
});
