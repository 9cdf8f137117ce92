import ghosting from "../../generators/mri/periodic-ghosting.ts";
import { randomSource } from "../../generators/signal/random.ts";
import type { Agreement } from "../harness/case.ts";
import { defineCase } from "../harness/case.ts";
import { spots } from "../harness/inputs.ts";
import { magnitudeImage, realPart, toImage, toKSpace, withoutPhase } from "../harness/mri.ts";

const SIDE = 512;
const COPIES = 8;
/** A regular breath every eight lines: copies an eighth of the image apart, and nothing else. */
const PARAMETERS = { displacement: 0, fieldPhase: 55, frequency: 1 / (COPIES * 0.5), repetitionTime: 0.5, irregularity: 0 };
const random = randomSource({ seed: "bench", image: "ghosting", operation: "mri/periodic-ghosting", stage: "degrade" });

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index], 0);

/** Takes the part along `direction` out of an image. */
function without(image: Float64Array, direction: Float64Array): Float64Array {
  const share = dot(image, direction) / dot(direction, direction);
  return image.map((value, index) => value - share * direction[index]);
}

/** Removes the image and its copies, orthogonalised one by one. @returns the norm of what is left over that of the result */
function unexplained(result: Float64Array): number {
  const image = spots(SIDE, SIDE);
  const directions: Float64Array[] = [];
  for (let copy = 0; copy < COPIES; copy++) {
    const shift = (copy * SIDE * SIDE) / COPIES;
    const moved = image.map((_, index) => image[(index + shift) % image.length]);
    directions.push(directions.reduce(without, moved));
  }
  const left = directions.reduce(without, result);
  return Math.sqrt(dot(left, left) / dot(result, result));
}

const copies: Agreement = {
  measure:
    "what is left of either result once the image and its copies, moved by eighths of the image, are taken out; relative norm, the larger",
  tolerance: 1e-5,
  difference: (ours, theirs) => Math.max(unexplained(ours), unexplained(theirs)),
};

export default defineCase({
  title: "periodic ghosting, whole operation",
  sizes: [{ name: "512x512", copies: COPIES }],
  prepare() {
    const acquisition = magnitudeImage(SIDE, SIDE);
    const check = ghosting.degrade(toKSpace(withoutPhase(acquisition)), PARAMETERS, random);
    return {
      inputs: { image: { shape: [SIDE, SIDE], dtype: "f8", data: acquisition.data } },
      run: () => toImage(acquisition, ghosting.degrade(toKSpace(acquisition), PARAMETERS, random).sample),
      output: () => ({ shape: [SIDE, SIDE], dtype: "f8", data: realPart(check.sample) }),
    };
  },
  peers: [
    {
      against: "torchio Ghosting",
      run: { file: "torchio_transforms.py", function: "ghosting" },
      target: 0.5,
      agreement: copies,
      note: "from image array to image array, ghosts at the same places. The models differ: ours turns the phase of every line as breathing does, theirs weakens every eighth line. Ours gives the image a phase first and works in f64, theirs in f32. The results are compared on an image of phase 0, real parts.",
    },
  ],
});
