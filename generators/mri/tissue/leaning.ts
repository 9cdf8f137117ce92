/**
 * How the structures of a section lean through its thickness: the head narrows towards the vertex and a body towards its ends, so that all of
 * its surface leans inwards alike, and folds and vessels within run on obliquely, each its own way.
 *
 *   v(r) = LEAN (r - m) / R + t(r) n(r)        displacement in the section per way along its axis
 *
 * m is the middle of the object, R the root of its area over pi; n a smooth random field of root mean square TURNS, both components together,
 * that changes over CELL, the breadth of a gyrus. Skin and skull run on evenly: t rises from 0 to 1 between depths of 8 and 25 mm.
 */

import { PI } from "../../signal/math.ts";
import type { Slopes } from "../../signal/oblique-structures.ts";
import type { RandomSource } from "../../signal/random.ts";
import { smoothNoise } from "../../signal/smooth-noise.ts";
import type { CoilSamples } from "../modality.ts";
import { distanceFrom, outside } from "./fat.ts";
import type { Support } from "./support.ts";

/** At the surface: some 27 degrees against the axis, as a head above the ears. */
export const LEAN = 0.5;
const TURNS = 0.45;
/** [m] */
const CELL = 0.01;
const SHALLOW = 0.008;
const DEEP = 0.025;

/** @returns down and across, of samples along phase encoding and along the readout */
export function drawLeaning(images: CoilSamples, support: Support, random: RandomSource): Slopes {
  const { phase, readout, spacing } = images;
  const { mask, count } = support;
  const view = Math.sqrt(phase * spacing.phase * readout * spacing.readout);
  const depth = distanceFrom(outside(support, images, view), images, Number.POSITIVE_INFINITY);
  const cells = { down: CELL / spacing.phase, across: CELL / spacing.readout };
  const down = smoothNoise(random.stream("slopes down"), phase, readout, cells.down, { cell: cells.across });
  const across = smoothNoise(random.stream("slopes across"), phase, readout, cells.down, { cell: cells.across });
  let [line, sample] = [(phase - 1) / 2, (readout - 1) / 2];
  if (count > 0) {
    [line, sample] = [0, 0];
    for (let i = 0; i < mask.length; i++) {
      line += (mask[i] * Math.floor(i / readout)) / count;
      sample += (mask[i] * (i % readout)) / count;
    }
  }
  const radius = Math.sqrt((Math.max(count, 1) * spacing.phase * spacing.readout) / PI);
  for (let i = 0; i < down.length; i++) {
    const turns = (TURNS / Math.SQRT2) * Math.min(Math.max((depth[i] - SHALLOW) / (DEEP - SHALLOW), 0), 1);
    down[i] = turns * down[i] + (LEAN * (Math.floor(i / readout) - line) * spacing.phase) / radius;
    across[i] = turns * across[i] + (LEAN * ((i % readout) - sample) * spacing.readout) / radius;
  }
  return { down, across };
}
