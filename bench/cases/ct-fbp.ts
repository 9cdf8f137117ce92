import { filteredBackProjection } from "../../generators/signal/filtered-back-projection.ts";
import { project } from "../../generators/signal/projector.ts";
import { relativeL2InCircle } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";
import { SIDE, scans } from "../harness/ct.ts";
import { spots } from "../harness/inputs.ts";

const [parallel] = scans;

export default defineCase({
  title: "CT filtered back-projection, 512x512, 720 views",
  sizes: scans,
  prepare({ geometry }) {
    const image = spots(SIDE, SIDE);
    const integrals = project(image, geometry);
    const shape = [geometry.angles.length, geometry.binCount];
    return {
      inputs: {
        integrals: { shape, dtype: "f8", data: integrals },
        parallel: { shape, dtype: "f8", data: project(image, parallel.geometry) },
      },
      run: () => filteredBackProjection(integrals, geometry),
      output: () => ({ shape: [SIDE, SIDE], dtype: "f8", data: filteredBackProjection(integrals, geometry) }),
    };
  },
  peers: [
    {
      against: "astra-toolbox, CPU",
      run: { file: "astra_tomography.py", function: "reconstruct" },
      target: 0.3,
      agreement: relativeL2InCircle(SIDE, 0.01),
      note: "parallel: their algorithm FBP with Ram-Lak, f32. Fan: theirs has no fan-beam FBP on the CPU, so its back-projection alone ('line_fanflat', no weights, no filter) is timed, and the result is compared with its parallel FBP of the same object. The sinogram is handed over before, the image is read back.",
    },
    {
      against: "scikit-image iradon",
      run: { file: "skimage_tomography.py", function: "reconstruct" },
      sizes: ["parallel"],
      target: 0.1,
      agreement: relativeL2InCircle(SIDE, 1e-3),
      note: "ramp filter and linear interpolation on both sides; its centre lies half a pixel from ours, which is undone before the comparison.",
    },
  ],
});
