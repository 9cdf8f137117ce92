import { poissonDiscMask } from "../../generators/signal/poisson-disc.ts";
import type { Agreement } from "../harness/case.ts";
import { defineCase } from "../harness/case.ts";
import { stream } from "../harness/inputs.ts";

const accelerationOf = (mask: Float64Array): number => mask.length / mask.reduce((sum, sampled) => sum + sampled, 0);

const acceleration = (wanted: number): Agreement => ({
  measure: "distance of the achieved from the wanted acceleration, the larger of both sides",
  tolerance: 0.1,
  difference: (...masks) => Math.max(...masks.map((mask) => Math.abs(accelerationOf(mask) - wanted))),
});

export default defineCase({
  title: "Poisson-disc mask",
  sizes: [{ name: "512x512, R = 4", rows: 512, columns: 512, acceleration: 4, calibration: 24 }],
  prepare({ rows, columns, acceleration, calibration }) {
    const wanted = { rows, columns, acceleration, calibration: { rows: calibration, columns: calibration }, spread: 3 };
    const draw = (): Uint8Array => poissonDiscMask(wanted, stream("poisson-disc")).mask;
    return { run: draw, output: () => ({ shape: [rows, columns], dtype: "u1", data: draw() }) };
  },
  peers: [
    {
      against: "sigpy.mri.poisson",
      run: { file: "sigpy_signal.py", function: "poisson_disc" },
      target: 0.02,
      agreement: (size) => acceleration(size.acceleration),
      note: "both draw a variable-density mask with 24 x 24 calibration samples and search for the distances that give the acceleration: ours meets it exactly, theirs within 0.1, and leaves the corners empty. Compiled code on both sides (numba), compiled before.",
    },
  ],
});
