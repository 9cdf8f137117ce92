import truncationRinging from "../../generators/mri/truncation-ringing.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { spots } from "../harness/inputs.ts";
import { realPart, toKSpace } from "../harness/mri.ts";
import { defineValidation } from "../harness/validation.ts";

const SIDE = 256;
const random = randomSource({ seed: "validation", image: "step", operation: "mri/truncation-ringing", stage: "degrade" });

/** Our truncation of an image without phase, its real part. */
function truncated(image: Float64Array, kept: number): Float64Array {
  const complex = new Float64Array(2 * image.length);
  for (let i = 0; i < image.length; i++) complex[2 * i] = image[i];
  const acquisition = {
    coils: 1,
    rows: SIDE,
    columns: SIDE,
    channels: 1,
    scanner: {},
    quantity: "mr-complex",
    complex: true,
    data: complex,
  } as const;
  return realPart(truncationRinging.degrade(toKSpace(acquisition), { kept }, random).sample);
}

/** 1 in the middle half of the columns. */
const bar = Float64Array.from({ length: SIDE * SIDE }, (_, i) => (Math.abs((i % SIDE) - SIDE / 2 + 0.5) < SIDE / 4 ? 1 : 0));
/** A wave along the diagonal, `frequency` away from the centre of k-space on either axis. */
const wave = (frequency: number): Float64Array =>
  Float64Array.from(
    { length: SIDE * SIDE },
    (_, i) => 1 + Math.cos((2 * Math.PI * frequency * ((i % SIDE) + Math.floor(i / SIDE))) / SIDE),
  );
const height = (image: Float64Array): number => (Math.max(...image.subarray(0, SIDE)) - Math.min(...image.subarray(0, SIDE))) / 2;

export default defineValidation({
  title: "truncation ringing",
  about: `A bar of 1 on 0, cut to a quarter of its k-space: the overshoot at its edge is Gibbs', (2 / pi) Si(pi) / 2 - 1 / 2 = 8.949 % of the step, in the limit of many
samples; from the 64 that are left, and with four pixels to a lobe, which may miss its peak, 1 % of the step. At no strength both filters are the identity. A scan whose matrix was too small keeps a
rectangle of k-space, corners included: a wave at a frequency of 80 on both axes passes where 90 are kept on either. MONAI's GibbsNoise keeps the ball of
that radius, and loses it.`,
  async *findings(theirs) {
    const asked = async (image: Float64Array, alpha: number): Promise<Float64Array> =>
      Float64Array.from(await theirs<number[]>("gibbs", { image: { shape: [SIDE, SIDE], dtype: "f8", data: image } }, { alpha }));
    const cut = truncated(bar, 0.25);
    const overshoot = Math.max(...cut.subarray(0, SIDE)) - 1;
    yield { of: "overshoot of a bar, less 8.949 %", whose: "ours", measured: Math.abs(overshoot - 0.0894899), atMost: 1e-2 };
    const image = spots(SIDE, SIDE);
    yield { of: "change at no strength", whose: "ours", measured: relativeDifference(truncated(image, 1), image), atMost: 1e-12 };
    yield {
      of: "change at no strength",
      whose: "monai GibbsNoise",
      measured: relativeDifference(await asked(image, 0), image),
      atMost: 1e-6,
    };
    const corner = wave(80);
    yield {
      of: "height of a wave at (80, 80) that is lost",
      whose: "ours",
      measured: Math.abs(1 - height(truncated(corner, 90 / 128))),
      atMost: 1e-9,
    };
    yield {
      of: "height of a wave at (80, 80) that is lost",
      whose: "monai GibbsNoise",
      measured: 1 - height(await asked(corner, 0.5)),
      atLeast: 0.99,
    };
  },
});
