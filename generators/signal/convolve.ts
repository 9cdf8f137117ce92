/**
 * Convolution of an image with a point spread function. Beyond its edges the image is mirrored.
 *
 *   out[r, c] = sum over (i, j) of w[i, j] in[r - i, c - j]
 *
 * Small point spreads are summed tap by tap, separable ones along each axis in turn, large ones through the Fourier transform:
 * whichever is the least work. The choice depends on the sizes alone, so it is the same on every machine.
 */
import type { Plane } from "../plane.ts";
import { fourierWork, throughFourier } from "./convolve/fourier.ts";
import { axisByAxis, tapByTap } from "./convolve/taps.ts";
import { outerProduct, type PointSpread, type SeparablePointSpread } from "./point-spread.ts";

export {
  discSpread,
  gaussianSpread,
  type PathPoint,
  type PointSpread,
  pathSpread,
  type SeparablePointSpread,
} from "./point-spread.ts";

/** Work of one tap for one number in the units of fourierWork, measured: tap by tap, and along the axes. */
const TAP = 0.14;
const AXIS_TAP = 0.25;

/**
 * Convolves every channel.
 *
 * @param plane rows x columns x channels
 * @returns a new plane of the same shape
 * @throws RangeError for an empty plane, a plane or a point spread whose sizes disagree with its numbers, or an even point spread
 */
export function convolve(plane: Plane, spread: PointSpread | SeparablePointSpread): Plane {
  checkPlane(plane);
  const data = new Float64Array(plane.data.length);
  if ("down" in spread) {
    const { down, across } = spread;
    checkWeights(down, down.length, 1);
    checkWeights(across, 1, across.length);
    if (AXIS_TAP * (down.length + across.length) * data.length > fourierWork(plane, down.length, across.length))
      throughFourier(plane, outerProduct(spread), data);
    else axisByAxis(plane, spread, data);
  } else {
    checkWeights(spread.weights, spread.rows, spread.columns);
    const taps = spread.weights.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
    if (TAP * taps * data.length > fourierWork(plane, spread.rows, spread.columns)) throughFourier(plane, spread, data);
    else tapByTap(plane, spread, data);
  }
  return { ...plane, data };
}

/** The kernels check nothing: every size is checked here. */
function checkPlane({ rows, columns, channels, data }: Plane): void {
  const whole = [rows, columns, channels].every((count) => Number.isInteger(count) && count >= 1);
  if (!whole || data.length !== rows * columns * channels)
    throw new RangeError(`Expected a plane of ${rows} x ${columns} x ${channels} numbers, got ${data.length}`);
}

function checkWeights(weights: Float64Array, rows: number, columns: number): void {
  if (rows % 2 !== 1 || columns % 2 !== 1 || weights.length !== rows * columns)
    throw new RangeError(`Expected a point spread of odd sizes, got ${rows} x ${columns} with ${weights.length} weights`);
}
