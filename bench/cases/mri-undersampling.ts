import undersampling from "../../generators/mri/cartesian-undersampling.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { magnitudeImage, toImage, toKSpace, withoutPhase } from "../harness/mri.ts";

const PARAMETERS = { acceleration: 3.5, acsFraction: 0.1 };
const random = randomSource({ seed: "bench", image: "undersampling", operation: "mri/cartesian-undersampling", stage: "degrade" });

export default defineCase({
  title: "Cartesian undersampling, whole operation",
  sizes: [{ name: "512x512", rows: 512, columns: 512, ...PARAMETERS }],
  prepare({ rows, columns }) {
    const acquisition = magnitudeImage(rows, columns);
    const check = undersampling.degrade(toKSpace(withoutPhase(acquisition)), PARAMETERS, random);
    const acquired = new Uint8Array(rows);
    for (const line of check.drawn.acquiredLines as number[]) acquired[line] = 1;
    return {
      inputs: {
        image: { shape: [rows, columns], dtype: "f8", data: acquisition.data },
        acquired: { shape: [rows], dtype: "u1", data: acquired },
      },
      run: () => toImage(acquisition, undersampling.degrade(toKSpace(acquisition), PARAMETERS, random).sample),
      output: () => ({ shape: [rows, columns], dtype: "f8", data: toImage(acquisition, check.sample) }),
    };
  },
  peers: [
    {
      against: "monai RandomKspaceMask",
      run: { file: "monai_transforms.py", function: "undersampling" },
      target: 0.5,
      agreement: relativeL2(1e-6),
      note: "from image array to image array, the same lines acquired. Ours gives the image a phase first and works in f64; theirs takes the image as real and works in f32. The results are compared on an image of phase 0.",
    },
  ],
});
