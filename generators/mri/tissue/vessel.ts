/**
 * Where a large vessel crosses a section: the superior sagittal sinus of a head, inside the skull at the back, or the aorta of a body.
 *
 * An object wider than BODY is a body: the place behind its middle and to the patient's left stands for the aorta before the spine. In anything
 * smaller the vessel lies on the midline at the back, beneath the skull where one is met: a dark layer under the skin, seen on ways beside the
 * midline, whose cleft would pass for one. Where none is met, as in a head without its skull, it lies beneath the surface.
 */
import { AXIAL, alongSamples } from "../acquisition/prescription.ts";
import type { CoilSamples } from "../modality.ts";
import { outside } from "./fat.ts";
import type { Support } from "./support.ts";

/** [m] */
const BODY = 0.26;
/** From the midline to the ways on which the skull is looked for [m]. */
const WAYS = [-0.016, -0.012, 0.012, 0.016];
/** The skull's tables are no thinner, and begin and end within that depth of the surface [m]. */
const THIN = 0.0015;
const BEGINS = 0.02;
const ENDS = 0.03;
/** The aorta behind the middle and to its left, of the way from the middle to the back. */
const BEHIND = 0.25;
const LEFT = 0.1;

type Point = readonly [line: number, sample: number];

/** A straight way through the image, in steps of half a pixel. */
interface Way {
  readonly start: Point;
  readonly step: Point;
  readonly count: number;
}

/** @returns the pixels on a way; -1 beyond the image */
const pixelsOn = ({ start, step, count }: Way, { phase, readout }: CoilSamples): Int32Array =>
  Int32Array.from({ length: count }, (_, k) => {
    const line = Math.round(start[0] + k * step[0]);
    const sample = Math.round(start[1] + k * step[1]);
    return line < 0 || line >= phase || sample < 0 || sample >= readout ? -1 : line * readout + sample;
  });

/** First step within the object; the way's length where it misses it. */
function surfaceOf(pixels: Int32Array, beyond: Uint8Array, { mask }: Support): number {
  const at = pixels.findIndex((pixel) => pixel >= 0 && beyond[pixel] === 0 && mask[pixel] === 1);
  return at < 0 ? pixels.length : at;
}

/** @returns steps from the surface to the inside of the skull; undefined where there is none */
function skullDepth(pixels: Int32Array, surface: number, { mask }: Support, metre: number): number | undefined {
  let begin = -1;
  let inside: number | undefined;
  for (let k = surface; k < Math.min(pixels.length, surface + ENDS / metre); k++) {
    const dark = pixels[k] >= 0 && mask[pixels[k]] === 0;
    if (dark && begin < 0) begin = k;
    if (dark || begin < 0) continue;
    if ((begin - surface) * metre < BEGINS && (k - begin) * metre >= THIN) inside = k - surface;
    begin = -1;
  }
  return inside;
}

/** Centre of mass of the object, and its width across a direction [m]. */
function shapeOf({ phase, readout, spacing }: CoilSamples, { mask, count }: Support, across: Point): { middle: Point; width: number } {
  if (count === 0) return { middle: [phase / 2, readout / 2], width: 0 };
  let [line, sample, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const [down, right] = [Math.floor(i / readout), i % readout];
    line += down / count;
    sample += right / count;
    const at = down * spacing.phase * across[0] + right * spacing.readout * across[1];
    least = Math.min(least, at);
    most = Math.max(most, at);
  }
  return { middle: [line, sample], width: most - least };
}

/**
 * @param aside of the midline [m]
 * @param radius of the vessel [m]
 * @returns line and sample of its centre, whole numbers within the image
 */
export function vesselPlace(images: CoilSamples, support: Support, aside: number, radius: number): Point {
  const { phase, readout, spacing, transposed, prescription = AXIAL } = images;
  const toFront = alongSamples(prescription.plane === "coronal" ? [-1, 0] : prescription.front, transposed);
  const length = Math.sqrt(toFront[0] * toFront[0] + toFront[1] * toFront[1]);
  const front: Point = [toFront[0] / length, toFront[1] / length];
  const across: Point = [-front[1], front[0]];
  const { middle, width } = shapeOf(images, support, across);
  const metre = Math.min(spacing.phase, spacing.readout) / 2;
  const count = 2 * (phase + readout);
  /** From far behind to the middle. */
  const way = (beside: number): Way => ({
    start: [
      middle[0] + (beside * across[0] - count * metre * front[0]) / spacing.phase,
      middle[1] + (beside * across[1] - count * metre * front[1]) / spacing.readout,
    ],
    step: [(metre * front[0]) / spacing.phase, (metre * front[1]) / spacing.readout],
    count,
  });
  const beyond = outside(support, images, Math.sqrt(phase * spacing.phase * readout * spacing.readout));
  const depths = WAYS.flatMap((beside) => {
    const pixels = pixelsOn(way(beside), images);
    return skullDepth(pixels, surfaceOf(pixels, beyond, support), support, metre) ?? [];
  }).sort((a, b) => a - b);
  const surface = surfaceOf(pixelsOn(way(aside), images), beyond, support);
  const isBody = width > BODY;
  const skull = depths.length > WAYS.length / 2 ? depths[Math.floor(depths.length / 2)] : 0;
  const steps = isBody ? count - BEHIND * (count - surface) : surface + skull + radius / metre;
  const { start, step } = way(isBody ? -LEFT * (count - surface) * metre : aside);
  return [
    Math.min(Math.max(Math.round(start[0] + steps * step[0]), 0), phase - 1),
    Math.min(Math.max(Math.round(start[1] + steps * step[1]), 0), readout - 1),
  ];
}
