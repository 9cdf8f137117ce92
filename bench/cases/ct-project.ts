import { project } from "../../generators/signal/projector.ts";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { SIDE, scans } from "../harness/ct.ts";
import { spots } from "../harness/inputs.ts";

export default defineCase({
  title: "CT projection, 512x512, 720 views",
  sizes: scans,
  prepare({ geometry }) {
    const image = spots(SIDE, SIDE);
    return {
      inputs: { image: { shape: [SIDE, SIDE], dtype: "f8", data: image } },
      run: () => project(image, geometry),
      output: () => ({ shape: [geometry.angles.length, geometry.binCount], dtype: "f8", data: project(image, geometry) }),
    };
  },
  peers: [
    {
      against: "astra-toolbox, CPU",
      run: { file: "astra_tomography.py", function: "project" },
      target: 0.3,
      // Where a fan's ray grazes a row of pixels the two may choose rows or columns differently.
      agreement: relativeL2(1e-3),
      note: "parallel: Joseph's method on both sides (theirs: 'linear', f32). Fan: ours Joseph, theirs 'line_fanflat', exact lengths through pixels, f32. The image is handed over before, the sinogram is read back.",
    },
    {
      against: "scikit-image radon",
      run: { file: "skimage_tomography.py", function: "project" },
      sizes: ["parallel"],
      target: 0.1,
      agreement: relativeL2(1e-3),
      note: "theirs turns the image and adds up its columns; its centre lies half a pixel from ours, which is undone before the comparison.",
    },
  ],
});
