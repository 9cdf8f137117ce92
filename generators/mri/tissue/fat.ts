/**
 * Where fat lies, as far as a magnitude image can tell: bright tissue beneath the surface, and what bright tissue hangs together with it.
 *
 *   1 the outside: pixels without signal that reach the image's edge on ways 4 % of the field of view wide, and what lies beyond the edge
 *   2 seeds: pixels less deep than 4 % of the field of view, brighter than the threshold that parts all such pixels best (Otsu)
 *   3 fat: seeds, and pixels of 0.8 of their upper quartile or more that four-connected steps join to them, down to a depth of 12 %
 *   4 fraction: the mask of fat over that of all that gives signal, each blurred by a Gaussian: pixels at the borders of fat and water hold
 *     both, as thick sections make them; air and bone hold neither, and what fat shares with them counts as fat
 *
 * In T1-, proton- and fast-spin-echo images that is the fat beneath the skin and in the orbits, and the marrow that touches it. Fat deep inside
 * counts as water, bright skin as fat. A scan that says that it suppressed fat is refused. Where the depth cuts through tissue as bright there is no layer of fat: the skull was stripped, or fat
 * suppressed, and an image with air around it is refused. One that tissue fills to its edges shows no surface: there the bright tissue near
 * the edges stands in for fat.
 *
 * Source: Otsu, IEEE Trans. Syst. Man Cybern. 9 (1979) 62.
 */
import { MedqError } from "../../../manifests/error.ts";
import { convolve, gaussianSpread } from "../../signal/convolve.ts";
import { fillRegion, type Labels } from "../../signal/regions.ts";
import type { CoilSamples } from "../modality.ts";
import { type Support, supportOf } from "./support.ts";

/** Half the width of the ways by which the outside enters, in fields of view: not through the ear into the air of the temporal bone. */
const NARROW = 0.02;
/** Regions smaller than this share of the image are specks of noise in the air. */
const SPECK = 0.003;
/** Depths in fields of view: of seeds, and of all fat. */
const SEED_DEPTH = 0.04;
const FAT_DEPTH = 0.12;
/** Deeper fat is at least this much as bright as the upper quartile of the seeds: muscle and brain often touch fat and exceed its threshold. */
const DEEP = 0.8;
/** Fat of which more than this share is cut off at its depth is no layer. */
const CUT = 0.025;
/** Where so much of the image's edge is air, the surface is in the image. */
const SURROUNDED = 0.8;

/**
 * Distance from the nearest pixel of 1, in two passes over straight and diagonal steps, at most 8 % too long [m].
 * @param edge distance of what lies beyond the image
 */
export function distanceFrom(mask: Uint8Array, { phase, readout, spacing }: CoilSamples, edge: number): Float64Array {
  const { phase: down, readout: across } = spacing;
  const diagonal = Math.sqrt(down * down + across * across);
  // One pixel all around spares every question about edges.
  const width = readout + 2;
  const all = new Float64Array((phase + 2) * width).fill(edge);
  for (let row = 0; row < phase; row++) {
    for (let column = 0, at = (row + 1) * width + 1; column < readout; column++, at++) {
      const above = Math.min(all[at - width - 1] + diagonal, all[at - width] + down, all[at - width + 1] + diagonal);
      all[at] = mask[row * readout + column] === 1 ? 0 : Math.min(above, all[at - 1] + across);
    }
  }
  const distance = new Float64Array(phase * readout);
  for (let row = phase - 1; row >= 0; row--) {
    for (let column = readout - 1, at = (row + 1) * width + readout; column >= 0; column--, at--) {
      const below = Math.min(all[at + width - 1] + diagonal, all[at + width] + down, all[at + width + 1] + diagonal);
      all[at] = Math.min(all[at], below, all[at + 1] + across);
      distance[row * readout + column] = all[at];
    }
  }
  return distance;
}

/** Tissue without specks of noise: the mask's regions of at least SPECK of the image. */
function withoutSpecks(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  const labels: Labels = { rows, columns, label: new Uint32Array(mask.length) };
  const tissue = (pixel: number): boolean => mask[pixel] === 1;
  const sizes = [0];
  for (let i = 0; i < mask.length; i++) {
    if (labels.label[i] === 0 && tissue(i)) sizes.push(fillRegion(labels, i, sizes.length, tissue));
  }
  return mask.map((_, i) => (sizes[labels.label[i]] >= SPECK * mask.length ? 1 : 0));
}

/** @returns 1 for pixels without signal that reach the edge of the image on ways wider than a share of the field of view */
export function outside(support: Support, images: CoilSamples, view: number): Uint8Array {
  const { phase, readout } = images;
  const mask = withoutSpecks(support.mask, phase, readout);
  const radius = NARROW * view;
  const gap = distanceFrom(mask, images, Number.POSITIVE_INFINITY);
  const labels: Labels = { rows: phase, columns: readout, label: new Uint32Array(mask.length) };
  const wide = (pixel: number): boolean => gap[pixel] > radius;
  for (let i = 0; i < mask.length; i++) {
    const row = Math.floor(i / readout);
    const column = i % readout;
    const edge = row === 0 || row === phase - 1 || column === 0 || column === readout - 1;
    if (edge && labels.label[i] === 0 && wide(i)) fillRegion(labels, i, 1, wide);
  }
  const near = distanceFrom(Uint8Array.from(labels.label), images, Number.POSITIVE_INFINITY);
  return mask.map((tissue, i) => (tissue === 0 && near[i] <= radius * (1 + 1e-9) ? 1 : 0));
}

/** @param sorted ascending @returns the value below which lies the darker of the two classes that differ most between and least within */
export function otsu(sorted: Float64Array): number {
  let total = 0;
  for (let i = 0; i < sorted.length; i++) total += sorted[i];
  let below = 0;
  let best = 0;
  let threshold = sorted.length > 0 ? sorted[0] : 0;
  for (let i = 1; i < sorted.length; i++) {
    below += sorted[i - 1];
    const apart = below / i - (total - below) / (sorted.length - i);
    const between = i * (sorted.length - i) * apart * apart;
    if (between > best) {
      best = between;
      threshold = sorted[i];
    }
  }
  return threshold;
}

/** Where tissue is, how bright, and how deep in fields of view. */
interface Layers {
  readonly support: Support;
  readonly depth: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Bright tissue that hangs together with bright tissue near the surface.
 * @param shallow threshold of seeds @param deep threshold beneath them
 * @returns 1 where it lies, and how much of it is cut off inside
 */
function grown({ support, depth, rows, columns }: Layers, shallow: number, deep: number): { mask: Uint8Array; cut: number } {
  const { magnitude, mask } = support;
  const bright = (i: number): boolean => mask[i] === 1 && magnitude[i] >= (depth[i] < SEED_DEPTH ? shallow : deep);
  const fat = (i: number): boolean => depth[i] < FAT_DEPTH && bright(i);
  const labels: Labels = { rows, columns, label: new Uint32Array(mask.length) };
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    if (labels.label[i] === 0 && depth[i] < SEED_DEPTH && bright(i)) count += fillRegion(labels, i, 1, fat);
  }
  let cut = 0;
  for (let i = 0; i < mask.length; i++) {
    if (labels.label[i] === 0 || depth[i] < FAT_DEPTH - 2 / Math.max(rows, columns)) continue;
    // Deep inside no step leads over the edge of the image.
    const near = [i - columns, i + columns, i - 1, i + 1];
    if (near.some((other) => depth[other] >= FAT_DEPTH && bright(other))) cut++;
  }
  return { mask: Uint8Array.from(labels.label), cut: count > 0 ? cut / count : 0 };
}

/** Share of the image's edge pixels that lie outside. */
function surrounded(beyond: Uint8Array, rows: number, columns: number): number {
  let count = 0;
  for (let column = 0; column < columns; column++) count += beyond[column] + beyond[(rows - 1) * columns + column];
  for (let row = 0; row < rows; row++) count += beyond[row * columns] + beyond[row * columns + columns - 1];
  return count / (2 * (rows + columns));
}

const noFat = (got: string): MedqError =>
  new MedqError(
    "E_SAMPLES",
    `Expected bright fat beneath the surface, got ${got}`,
    "MR image",
    "Take images whose skull and skin were not removed and whose fat was not suppressed, or another degradation.",
  );

/**
 * @param images in the object domain
 * @returns 1 where fat lies: phase x readout
 * @throws MedqError E_SAMPLES for a scan that suppressed fat, or an object with air around it and no layer of fat beneath its surface
 */
export function fatMask(images: CoilSamples): Uint8Array {
  const { phase, readout, spacing } = images;
  if (images.fatSuppressed === true) throw noFat("a scan that says that it suppressed fat");
  const support = supportOf(images);
  const view = Math.sqrt(phase * spacing.phase * readout * spacing.readout);
  const beyond = outside(support, images, view);
  const depth = distanceFrom(beyond, images, 0).map((metres) => metres / view);
  const shallow = support.magnitude.filter((_, i) => support.mask[i] === 1 && depth[i] < SEED_DEPTH).sort();
  const threshold = otsu(shallow);
  const seeds = shallow.subarray(shallow.findIndex((value) => value >= threshold));
  const deep = seeds.length > 0 ? Math.max(threshold, DEEP * seeds[Math.floor(0.75 * seeds.length)]) : threshold;
  const { mask, cut } = grown({ support, depth, rows: phase, columns: readout }, threshold, deep);
  if (cut > CUT && surrounded(beyond, phase, readout) > SURROUNDED) {
    throw noFat("tissue that is as bright deep inside");
  }
  return mask;
}

/** The mask and its eight neighbours. */
function widened(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  const wide = new Uint8Array(mask.length);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      for (let down = Math.max(row - 1, 0); down <= Math.min(row + 1, rows - 1); down++) {
        const across = down * columns;
        if (mask[across + Math.max(column - 1, 0)] | mask[across + column] | mask[across + Math.min(column + 1, columns - 1)]) wide[i] = 1;
      }
    }
  }
  return wide;
}

/**
 * @param width standard deviation of the blur [px]
 * @returns fat / (fat + water): phase x readout, 0 .. 1; 0 where neither is near
 */
export function fatFraction(images: CoilSamples, width: number): Float64Array {
  const { phase, readout } = images;
  const plane = { rows: phase, columns: readout, channels: 1 };
  const spread = gaussianSpread(width);
  const mask = widened(fatMask(images), phase, readout);
  const fat = convolve({ ...plane, data: Float64Array.from(mask) }, spread).data;
  const tissue = convolve({ ...plane, data: Float64Array.from(supportOf(images).mask, (signal, i) => signal | mask[i]) }, spread).data;
  for (let i = 0; i < fat.length; i++) fat[i] = tissue[i] > 1e-6 ? Math.min(Math.max(fat[i] / tissue[i], 0), 1) : 0;
  return fat;
}
