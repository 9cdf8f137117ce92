/**
 * Where air lies that bends the main field of a section: cavities that the image shows near its surface, or else the places of a head's
 * sinuses beneath it.
 *
 * A cavity: pixels without signal within the object, wider than CAVITY of the field of view (the skull is thinner) and in the mean no deeper than
 * DEEP from its surface, and no layer (dark fluid lies deeper: the ventricles of FLAIR). Where no cavity is seen, air lies out of the section, under it: in an axial
 * one the frontal sinus at the front, and the air cells of both petrous bones at the sides; in a sagittal one the frontal and the sphenoid
 * sinus; in a coronal one the petrous bones and the sphenoid sinus at the base. Places are counted from the middle of the object's box, in
 * its half extents. In a body they stand for gas in the bowel, at the front and at the sides as well.
 */
import { PI } from "../../signal/math.ts";
import { fillRegion, type Labels } from "../../signal/regions.ts";
import { AXIAL, alongSamples, type Prescription } from "../acquisition/prescription.ts";
import type { CoilSamples } from "../modality.ts";
import { distanceFrom, outside } from "../tissue/fat.ts";
import type { Support } from "../tissue/support.ts";

const CAVITY = 0.045;
/** Of a disc, its area over that of the widest disc within is 1; a layer is no cavity, as of suppressed fat upon bone. */
const ROUND = 2.5;
const DEEP = 0.16;
const MOST_CAVITIES = 6;
/** Lines and samples of the object beyond which that share of its pixels lies, either way, are specks. */
const SPECKS = 0.01;

export interface Air {
  /** In lines and samples. */
  readonly line: number;
  readonly sample: number;
  /** How strongly it bends the field; the frontal sinus 1. */
  readonly strength: number;
}

type Place = readonly [front: number, feet: number, side: number, strength: number];

/** Towards the front, the feet and the side that is left over in the plane [half extents]. */
const SINUSES: Readonly<Record<Prescription["plane"], readonly Place[]>> = {
  axial: [
    [0.72, 0, 0, 1],
    [-0.25, 0, 0.8, 0.4],
    [-0.25, 0, -0.8, 0.4],
  ],
  sagittal: [
    [0.7, 0.2, 0, 1],
    [0.25, 0.5, 0, 0.7],
  ],
  coronal: [
    [0, 0.5, 0.7, 0.7],
    [0, 0.5, -0.7, 0.7],
    [0, 0.4, 0, 1],
  ],
};

/** @returns first and last index between which nearly all of the mask lies, for lines and samples */
function boxOf({ mask, count }: Support, phase: number, readout: number): readonly [number, number, number, number] {
  const lines = new Float64Array(phase);
  const samples = new Float64Array(readout);
  for (let i = 0; i < mask.length; i++) {
    lines[Math.floor(i / readout)] += mask[i];
    samples[i % readout] += mask[i];
  }
  const ends = (sums: Float64Array): [number, number] => {
    const least = SPECKS * count;
    let [first, last] = [0, sums.length - 1];
    for (let sum = sums[first]; sum < least && first < last; sum += sums[++first]);
    for (let sum = sums[last]; sum < least && last > first; sum += sums[--last]);
    return [first, last];
  };
  return [...ends(lines), ...ends(samples)];
}

function sinuses(images: CoilSamples, support: Support): Air[] {
  const { phase, readout, transposed, prescription = AXIAL } = images;
  const [top, bottom, left, right] = boxOf(support, phase, readout);
  const half = [(bottom - top) / 2, (right - left) / 2];
  const [front, feet] = [prescription.front, prescription.feet].map((direction) => alongSamples(direction, transposed));
  // The direction of the plane that is across the main one.
  const main = prescription.plane === "coronal" ? feet : front;
  const side = [main[1], main[0]];
  return SINUSES[prescription.plane].map(([f, d, s, strength]) => ({
    line: top + half[0] * (1 + f * front[0] + d * feet[0] + s * side[0]),
    sample: left + half[1] * (1 + f * front[1] + d * feet[1] + s * side[1]),
    strength,
  }));
}

/** The largest cavities first. */
function cavities(images: CoilSamples, support: Support): Air[] {
  const { phase, readout, spacing } = images;
  const view = Math.sqrt(phase * spacing.phase * readout * spacing.readout);
  const beyond = outside(support, images, view);
  const depth = distanceFrom(beyond, images, Number.POSITIVE_INFINITY);
  const width = distanceFrom(support.mask, images, Number.POSITIVE_INFINITY);
  const labels: Labels = { rows: phase, columns: readout, label: new Uint32Array(phase * readout) };
  const core = (i: number): boolean => beyond[i] === 0 && width[i] > (CAVITY / 2) * view;
  const found: { line: number; sample: number; depth: number; size: number; radius: number }[] = [];
  for (let i = 0; i < depth.length; i++) {
    const name = found.length + 1;
    if (labels.label[i] !== 0 || !core(i)) continue;
    const size = fillRegion(labels, i, name, core);
    const middle = { line: 0, sample: 0, depth: 0, size, radius: 0 };
    labels.label.forEach((label, at) => {
      if (label !== name) return;
      middle.line += Math.floor(at / readout) / size;
      middle.sample += (at % readout) / size;
      middle.depth += depth[at] / size;
      middle.radius = Math.max(middle.radius, width[at]);
    });
    found.push(middle);
  }
  const pixel = spacing.phase * spacing.readout;
  const near = found.filter(({ depth: mean, size, radius }) => mean < DEEP * view && size * pixel < ROUND * PI * radius * radius);
  const largest = near.sort((one, other) => other.size - one.size || one.line - other.line).slice(0, MOST_CAVITIES);
  return largest.map(({ line, sample, size }) => ({ line, sample, strength: Math.sqrt(size / largest[0].size) }));
}

/** @param support of the images, in their orientation */
export function airOf(images: CoilSamples, support: Support): Air[] {
  if (support.count === 0) return [];
  const seen = cavities(images, support);
  return seen.length > 0 ? seen : sinuses(images, support);
}
