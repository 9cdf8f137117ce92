/**
 * Reconstruction with the least total variation that the data allow: for few views or much noise, where FBP streaks.
 *
 *   minimise  1/2 |A x - b|^2 + lambda TV(x),  x >= 0,     TV(x) = integral of |gradient of x| over the image
 *
 * Primal-dual iteration on the matched pair A, A' with a step for each pixel and ray, 1 / (sum of its weights), so that no norm need be
 * known. The gradient is taken forwards, 0 at the last row and column, and is scaled to weigh about as much as A in the steps.
 * Pixels take steps larger, and rays smaller, by 10 / (mean length of a ray in the image): a misfit is small beside the integral.
 *
 * Not modelled: the photon counts behind each ray (rays are weighted alike); TV rounds off texture and thin gradients into steps.
 *
 * Sources: Sidky and Pan, Phys. Med. Biol. 53 (2008) 4777; Chambolle and Pock, J. Math. Imaging Vis. 40 (2011) 120, steps of Pock and
 * Chambolle, ICCV (2011) 1762; Sidky, Jorgensen and Pan, Phys. Med. Biol. 57 (2012) 3065.
 */

import { project, projectAdjoint } from "../projector.ts";
import type { IterativeReconstruction } from "./conjugate-gradients.ts";
import { checkGeometry, checkSize, type ScanGeometry } from "./geometry.ts";

/** Typical integral / typical misfit on the way. */
const BALANCE = 10;

export interface TotalVariationOptions {
  /** lambda [1]: integrals squared for each unit of total variation [1/m m]. */
  readonly strength: number;
  readonly iterations: number;
}

/** Differences to the next pixel, those across and those down, each times the length of the edge between them [m]. */
function differences(image: Float64Array, { rows, columns, pixel }: ScanGeometry): { across: Float64Array; down: Float64Array } {
  const across = new Float64Array(image.length);
  const down = new Float64Array(image.length);
  for (let at = 0; at < image.length; at++) {
    if ((at + 1) % columns !== 0) across[at] = pixel.row * (image[at + 1] - image[at]);
    if (at + columns < rows * columns) down[at] = pixel.column * (image[at + columns] - image[at]);
  }
  return { across, down };
}

/** @returns the integral of the gradient's length [1] */
export function totalVariation(image: Float64Array, geometry: ScanGeometry): number {
  const { across, down } = differences(image, geometry);
  return across.reduce((sum, value, at) => sum + Math.sqrt(value * value + down[at] * down[at]), 0);
}

/** Adds `scale` times the adjoint of `differences`. */
function addDivergence(
  to: Float64Array,
  scale: number,
  across: Float64Array,
  down: Float64Array,
  { rows, columns, pixel }: ScanGeometry,
): void {
  for (let at = 0; at < to.length; at++) {
    if ((at + 1) % columns !== 0) {
      to[at] -= scale * pixel.row * across[at];
      to[at + 1] += scale * pixel.row * across[at];
    }
    if (at + columns < rows * columns) {
      to[at] -= scale * pixel.column * down[at];
      to[at + columns] += scale * pixel.column * down[at];
    }
  }
}

/**
 * Reconstructs an image.
 *
 * @param integrals line integrals [1], views x bins
 * @returns the image, none of it below 0, and what is minimised, after each iteration; it may rise at times on its way down
 * @throws RangeError for an impossible geometry, another number of integrals or a strength that is not positive
 */
export function totalVariationReconstruction(
  integrals: Float64Array,
  geometry: ScanGeometry,
  { strength, iterations }: TotalVariationOptions,
): IterativeReconstruction {
  const { rows, columns, pixel, angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the line integrals", integrals, angles.length * binCount);
  if (!(strength > 0)) throw new RangeError(`Expected a positive strength, got ${strength}`);
  const size = rows * columns;
  const rayWeight = project(new Float64Array(size).fill(1), geometry);
  const pixelWeight = projectAdjoint(new Float64Array(integrals.length).fill(1), geometry);
  const scale = pixelWeight.reduce((sum, weight) => sum + weight, 0) / size / (2 * (pixel.row + pixel.column));
  const met = rayWeight.filter((weight) => weight > 0);
  const balance = (BALANCE * met.length) / met.reduce((sum, weight) => sum + weight, 0);
  const step = pixelWeight.map((weight) => balance / (weight + 2 * scale * (pixel.row + pixel.column)));
  const slopeStep = 1 / (balance * 2 * scale * Math.max(pixel.row, pixel.column));
  const most = strength / scale;
  const image = new Float64Array(size);
  const ahead = new Float64Array(size);
  const misfit = new Float64Array(integrals.length);
  const across = new Float64Array(size);
  const down = new Float64Array(size);
  const progress: number[] = [];
  let projected: Float64Array = new Float64Array(integrals.length);
  let projectedAhead: Float64Array = projected;
  const objective = (): number =>
    projected.reduce((sum, value, ray) => sum + ((value - integrals[ray]) * (value - integrals[ray])) / 2, 0) +
    strength * totalVariation(image, geometry);
  progress.push(objective());
  for (let n = 0; n < iterations; n++) {
    for (let ray = 0; ray < misfit.length; ray++) {
      const sigma = rayWeight[ray] > 0 ? 1 / (balance * rayWeight[ray]) : 0;
      misfit[ray] = (misfit[ray] + sigma * (projectedAhead[ray] - integrals[ray])) / (1 + sigma);
    }
    const slope = differences(ahead, geometry);
    for (let at = 0; at < size; at++) {
      const x = across[at] + slopeStep * scale * slope.across[at];
      const y = down[at] + slopeStep * scale * slope.down[at];
      const shrink = Math.max(Math.sqrt(x * x + y * y) / most, 1);
      across[at] = x / shrink;
      down[at] = y / shrink;
    }
    const gradient = projectAdjoint(misfit, geometry);
    addDivergence(gradient, scale, across, down, geometry);
    for (let at = 0; at < size; at++) {
      const next = Math.max(image[at] - step[at] * gradient[at], 0);
      ahead[at] = 2 * next - image[at];
      image[at] = next;
    }
    // The projector is linear: of the image ahead it follows from the last two.
    const before = projected;
    projected = project(image, geometry);
    projectedAhead = projected.map((value, ray) => 2 * value - before[ray]);
    progress.push(objective());
  }
  return { image, progress };
}
