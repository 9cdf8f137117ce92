/**
 * Least-squares reconstruction by conjugate gradients on the normal equations, A the projector and A' its exact adjoint.
 *
 *   minimise |A x - b|^2,   x_0 = 0,   x_n in the span of A'b, (A'A) A'b, ..
 *
 * The residual |A x_n - b| never grows. Few iterations give a smooth image and more of them a sharper, noisier one: stopping is the
 * regularisation. Any geometry, any views: rays are weighted alike.
 *
 * Source: Hestenes and Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409, in the form called CGLS: Björck, Numerical Methods for Least Squares Problems (1996), section 7.4.
 */

import { project, projectAdjoint } from "../projector.ts";
import { checkGeometry, checkSize, type ScanGeometry } from "./geometry.ts";

const squared = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0);

function addScaled(to: Float64Array, factor: number, x: Float64Array): void {
  for (let n = 0; n < to.length; n++) to[n] += factor * x[n];
}

export interface IterativeReconstruction {
  /** rows x columns [1/m]. */
  readonly image: Float64Array;
  /** What falls from iteration to iteration: entry n after n of them. */
  readonly progress: readonly number[];
}

/**
 * Reconstructs an image.
 *
 * @param integrals line integrals [1], views x bins
 * @param iterations at most so many; fewer once the image solves the normal equations to rounding
 * @returns the image, and the norm of the residual after each iteration
 * @throws RangeError for an impossible geometry or another number of integrals
 */
export function conjugateGradients(integrals: Float64Array, geometry: ScanGeometry, iterations: number): IterativeReconstruction {
  const { rows, columns, angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the line integrals", integrals, angles.length * binCount);
  const image = new Float64Array(rows * columns);
  const residual = integrals.slice();
  let gradient = projectAdjoint(residual, geometry);
  const direction = gradient.slice();
  let steepness = squared(gradient);
  const least = 1e-30 * steepness;
  const progress = [Math.sqrt(squared(residual))];
  for (let n = 0; n < iterations && steepness > least; n++) {
    const change = project(direction, geometry);
    const step = steepness / squared(change);
    addScaled(image, step, direction);
    addScaled(residual, -step, change);
    gradient = projectAdjoint(residual, geometry);
    const before = steepness;
    steepness = squared(gradient);
    const turn = steepness / before;
    for (let pixel = 0; pixel < direction.length; pixel++) direction[pixel] = gradient[pixel] + turn * direction[pixel];
    progress.push(Math.sqrt(squared(residual)));
  }
  return { image, progress };
}
