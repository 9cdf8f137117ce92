import rigidMotion from "../../generators/mri/rigid-motion.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { magnitudeImage, realPart, toKSpace, withoutPhase } from "../harness/mri.ts";
import { defineValidation } from "../harness/validation.ts";

const SIDE = 256;
const SHOTS = 8;
const random = randomSource({ seed: "validation", image: "motion", operation: "mri/rigid-motion", stage: "degrade" });

export default defineValidation({
  title: "rigid motion between shots",
  about: `A smooth picture of ${SIDE} x ${SIDE} pixels in ${SHOTS} shots of neighbouring lines, with the poses that ours drew. Relative L2 difference of real parts, which is what torchio returns, from an image
without phase. Ours evaluates the Fourier sum at the turned frequencies; torchio moves the image by linear interpolation, in f32: 3e-3 for a smooth picture. Last, a round object in the middle of the image, which only turns, stays as it is, but for interpolation: 3e-3. torchio sets the
image's centre on its rotations and then drops it: it turns about the origin of physical space, here the corner, where an image without an affine has it.`,
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
    }
    const round = Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
      const distance = Math.hypot(Math.floor(i / SIDE) - SIDE / 2, (i % SIDE) - SIDE / 2);
      return 1 / (1 + Math.exp((distance - 60) / 3));
    });
    const turning = { translation: 0, rotation: 5, shots: SHOTS, interleaved: 0 };
    const turned = rigidMotion.degrade(toKSpace(withoutPhase({ ...acquisition, data: round })), turning, random);
    const degrees = (turned.drawn as Record<string, number[]>).rotationsDeg!;
    const arrays = { image: { shape: [SIDE, SIDE], dtype: "f8" as const, data: round } };
    const of = "a round object that only turns";
    yield { of, whose: "ours", measured: relativeDifference(realPart(turned.sample), round), atMost: 3e-3 };
    for (const [whose, origin, bound] of [
      ["torchio Motion, origin in the centre", -SIDE / 2, { atMost: 3e-3 }],
      ["torchio Motion, origin in the corner", 0, { atLeast: 0.1 }],
    ] as const) {
      const result = Float64Array.from(await theirs<number[]>("turned", arrays, { degrees, origin }));
      yield { of, whose, measured: relativeDifference(result, round), ...bound };
    }
  },
});
