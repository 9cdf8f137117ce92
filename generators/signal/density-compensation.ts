/**
 * Density compensation: weights that make gridding an inverse, the area of k-space that each sample stands for.
 *
 *   w <- w / (C w),    (C w)_m = sum_m' C(k_m - k_m') w_m'
 *
 * C is the gridding kernel met twice, from point to grid and from grid to point. At the fixed point the weighted samples, blurred by C,
 * are of density 1 wherever there are samples, for any trajectory. Radial and spiral k-space have closed forms (trajectory.ts).
 *
 * Not modelled: gaps. A sample beside one takes over a part of it, as wide as the kernel; where all samples are as far apart as the field of
 * view just allows, C sees that they are points, and the areas are up to a tenth too small.
 *
 * Source: Pipe and Menon, Magn. Reson. Med. 41 (1999) 179.
 */
import { kaiserBesselTransform } from "./nufft/kaiser-bessel.ts";
import { foldMargins, griddingOf, pointCount, repeatMargins } from "./nufft/plan.ts";
import { type NonUniformPlan, nonUniformPlan } from "./nufft.ts";

/** Four cells at oversampling 2: C falls to a half within half a sample of the Cartesian grid. A wider one converges more slowly. */
const ACCURACY = 1e-3;
const OVERSAMPLING = 2;

/**
 * Finds the areas of any points.
 *
 * @param size of the image that the points sample [pixels]
 * @param points points x (ky, kx) [cycles/pixel]
 * @param iterations of the fixed point
 * @returns points areas [cycles^2/pixel^2]
 */
export function pipeMenonAreas(
  size: { readonly rows: number; readonly columns: number },
  points: Float64Array,
  iterations = 20,
): Float64Array {
  if (!(Number.isInteger(iterations) && iterations >= 1)) throw new RangeError(`Expected 1 or more iterations, got ${iterations}`);
  const plan = nonUniformPlan(size, points, ACCURACY, OVERSAMPLING);
  const { rows, columns, kernel } = plan;
  const count = pointCount(plan);
  const { grid, spread, interpolate } = griddingOf(plan);
  const cellArea = 1 / (rows.gridLength * columns.gridLength);
  // Along each axis C integrates to the square of what the kernel does.
  const integral = kaiserBesselTransform(kernel, 0);
  const unit = cellArea * integral * integral * integral * integral;
  const weights = new Float64Array(2 * count);
  for (let point = 0; point < count; point++) weights[2 * point] = cellArea;
  const density = new Float64Array(2 * count);
  for (let iteration = 0; iteration < iterations; iteration++) {
    grid.fill(0);
    spread(weights);
    foldMargins(plan, grid);
    repeatMargins(plan, grid);
    interpolate(density);
    for (let at = 0; at < weights.length; at += 2) weights[at] = (weights[at] / density[at]) * unit;
  }
  return Float64Array.from({ length: count }, (_, point) => weights[2 * point]);
}

/**
 * Weights samples for the adjoint transform: areas in units of a sample of the Cartesian grid, which has weight 1.
 *
 * @param samples batch x points complex numbers, interleaved
 * @param areas of the points [cycles^2/pixel^2]
 * @returns the weighted samples: nufftAdjoint makes the image of them
 */
export function compensated(plan: NonUniformPlan, samples: Float64Array, areas: Float64Array): Float64Array {
  if (areas.length !== pointCount(plan) || samples.length % (2 * areas.length) !== 0) {
    throw new RangeError(`Expected ${pointCount(plan)} areas and samples of as many points, got ${areas.length} and ${samples.length / 2}`);
  }
  const cells = plan.rows.length * plan.columns.length;
  const result = new Float64Array(samples.length);
  for (let at = 0; at < samples.length; at++) result[at] = samples[at] * (areas[(at >> 1) % areas.length] * cells);
  return result;
}
