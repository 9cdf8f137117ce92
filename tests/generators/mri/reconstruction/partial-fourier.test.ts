import { describe, expect, it } from "vitest";
import { keepLines } from "../../../../generators/mri/acquisition/acquired.ts";
import type { CoilSamples } from "../../../../generators/mri/modality.ts";
import { homodyne } from "../../../../generators/mri/reconstruction/homodyne.ts";
import { projectionOntoConvexSets } from "../../../../generators/mri/reconstruction/projection-onto-convex-sets.ts";
import { zeroFilled } from "../../../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { fft2c, ifft2c } from "../../../../generators/signal/fft.ts";
import { mismatch, randomSamples } from "../coil-samples.ts";
import { head, magnitudeOf } from "./objects.ts";

const first = (phase: number, share: number): Uint8Array => Uint8Array.from({ length: phase }, (_, line) => (line < share * phase ? 1 : 0));
const last = (phase: number, share: number): Uint8Array => first(phase, share).reverse();

/** The same object with a phase that varies smoothly, by less than a radian from one side to the other. */
function withPhase(samples: CoilSamples): CoilSamples {
  const { phase, readout } = samples;
  const image = ifft2c(samples.data.slice(), phase, readout);
  for (let i = 0; i < phase * readout; i++) {
    const angle = 0.7 + 0.9 * (Math.floor(i / readout) / phase - 0.5) + 0.5 * ((i % readout) / readout - 0.5);
    const [re, im] = [image[2 * i]!, image[2 * i + 1]!];
    image[2 * i] = re * Math.cos(angle) - im * Math.sin(angle);
    image[2 * i + 1] = re * Math.sin(angle) + im * Math.cos(angle);
  }
  return { ...samples, data: fft2c(image, phase, readout) };
}

describe("homodyne detection", () => {
  it.each([first, last])("recovers a real object to rounding: w(k) + w(-k) = 2, so the part in phase is the object", (side) => {
    // Of odd counts every sample has its mirror sample. Where the low-pass image is negative its phase is pi: the magnitude stays.
    const object = head(75, 51);
    expect(mismatch(homodyne(keepLines(object, side(75, 0.6))), magnitudeOf(object))).toBeLessThan(1e-12);
  });
});

describe.each([
  ["homodyne", 3, homodyne],
  ["projection onto convex sets", 10, projectionOntoConvexSets],
] as const)("%s", (_, times, reconstruct) => {
  it(`comes ${times} times nearer to an object of smooth phase than zeros do, from either side`, () => {
    const object = withPhase(head(96, 80));
    for (const lines of [first(96, 0.625), last(96, 0.625)]) {
      const kept = keepLines(object, lines);
      const truth = magnitudeOf(object);
      expect(mismatch(reconstruct(kept), truth)).toBeLessThan(mismatch(zeroFilled(kept), truth) / times);
    }
  });

  it("is the plain image where every line has its mirror line", () => {
    const samples = randomSamples(2, 21, 12);
    const symmetric = keepLines(
      samples,
      Uint8Array.from({ length: 21 }, (__, line) => (Math.abs(line - 10) % 3 === 0 ? 1 : 0)),
    );
    for (const each of [samples, symmetric]) expect(reconstruct(each)).toEqual(zeroFilled(each));
  });
});
