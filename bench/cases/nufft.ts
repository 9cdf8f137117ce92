import { TWO_PI } from "../../generators/signal/math.ts";
import { nonUniformPlan, nufft, nufftAdjoint } from "../../generators/signal/nufft.ts";
import { radialTrajectory } from "../../generators/signal/trajectory.ts";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { complexNoise } from "../harness/inputs.ts";

const SIDE = 256;
const ACCURACY = 1e-6;
const COUNT = 200 * 512;
const { points } = radialTrajectory({ spokeCount: 200, sampleCount: 512 });
const inRadians = points.map((k) => TWO_PI * k);

export default defineCase({
  title: "NUFFT 2-D, 256x256, 200 radial spokes of 512 samples, 1e-6",
  sizes: [
    { name: "type 2", adjoint: false, planning: false, side: SIDE, accuracy: ACCURACY },
    { name: "type 1", adjoint: true, planning: false, side: SIDE, accuracy: ACCURACY },
    { name: "type 2 with its plan", adjoint: false, planning: true, side: SIDE, accuracy: ACCURACY },
  ],
  prepare({ adjoint, planning }) {
    const plan = () => nonUniformPlan({ rows: SIDE, columns: SIDE }, points, ACCURACY);
    const x = complexNoise("nufft", adjoint ? [COUNT] : [SIDE, SIDE]);
    const planned = plan();
    const transform = (): Float64Array => {
      const prepared = planning ? plan() : planned;
      return adjoint ? nufftAdjoint(prepared, x.data) : nufft(prepared, x.data);
    };
    return {
      inputs: { x, points: { shape: [COUNT, 2], dtype: "f8", data: inRadians } },
      run: transform,
      output: () => ({ shape: adjoint ? [SIDE, SIDE] : [COUNT], dtype: "c16", data: transform() }),
    };
  },
  peers: [
    {
      against: "finufft",
      run: { file: "finufft_transforms.py", function: "transform" },
      target: 3,
      agreement: relativeL2(3e-6),
      note: "the transform into a new array; except in the size with its plan, points were sorted and tables made before. Both f64, each asked for 1e-6.",
    },
    {
      against: "mrpro NonUniformFastFourierOp",
      run: { file: "mrpro_operators.py", function: "non_uniform" },
      sizes: ["type 2 with its plan"],
      agreement: relativeL2(3e-6),
      note: "theirs calls finufft, which plans in every call; the operator has no argument for the accuracy.",
    },
    {
      against: "sigpy.nufft",
      run: { file: "sigpy_signal.py", function: "nufft" },
      sizes: ["type 2 with its plan"],
      agreement: relativeL2(0.01),
      note: "theirs plans in every call; its default kernel is good to two or three digits.",
    },
  ],
});
