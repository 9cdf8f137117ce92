/**
 * The non-uniform Fourier transform: k-space of an image at any points, and its adjoint.
 *
 *   samples[m]  = 1/sqrt(R C) sum_r,c image[r, c] exp(-2 pi i (ky_m (r - floor(R/2)) + kx_m (c - floor(C/2))))
 *   image[r, c] = 1/sqrt(R C) sum_m samples[m] exp(+2 pi i (ky_m (r - floor(R/2)) + kx_m (c - floor(C/2))))
 *
 * Frequencies are in cycles per pixel, and periodic: k and k + 1 are the same. On the points of the Cartesian grid these are fft2c and ifft2c.
 *
 * The image is divided by the kernel's transform, transformed to a finer grid, and summed with a Kaiser-Bessel kernel around every point.
 * The adjoint does the transposed steps in the opposite order with the same weights, so the pair is adjoint to rounding.
 *
 * The accuracy is the relative root-mean-square error for an image whose energy fills its field of view evenly, whatever the points. A
 * pixel in the very corner alone may have up to three times that, one in the central half less than it.
 *
 * Sources: Beatty, Nishimura, Pauly, IEEE Trans. Med. Imaging 24 (2005) 799; Fessler and Sutton, IEEE Trans. Signal Process. 51 (2003) 560;
 * Barnett, Magland, af Klinteberg, SIAM J. Sci. Comput. 41 (2019) C479.
 */
import { fftc } from "./fft.ts";
import type { Gridding } from "./nufft/gridding.ts";
import { foldMargins, griddingOf, type NonUniformPlan, planOf, pointCount, repeatMargins } from "./nufft/plan.ts";

export type { NonUniformPlan } from "./nufft/plan.ts";

/**
 * Prepares the transforms of images of one size to one set of points.
 *
 * @param size of the image [pixels]
 * @param points points x (ky along the rows' axis, kx along the columns' axis) [cycles/pixel], any finite numbers
 * @param accuracy relative error wanted, 1e-12 .. 0.1
 * @param oversampling of the grid; where it is left out, the quickest for these sizes
 * @throws RangeError for other sizes, points or accuracies
 */
export function nonUniformPlan(
  size: { readonly rows: number; readonly columns: number },
  points: Float64Array,
  accuracy: number,
  oversampling?: 1.25 | 1.5 | 2,
): NonUniformPlan {
  const { rows, columns } = size;
  for (const length of [rows, columns]) {
    if (!(Number.isInteger(length) && length >= 1)) throw new RangeError(`Expected 1 or more rows and columns, got ${rows} x ${columns}`);
  }
  if (!(accuracy >= 1e-12 && accuracy <= 0.1)) throw new RangeError(`Expected an accuracy of 1e-12 .. 0.1, got ${accuracy}`);
  if (points.length % 2 !== 0) throw new RangeError(`Expected points x 2 frequencies, got ${points.length} numbers`);
  for (let index = 0; index < points.length; index++) {
    if (!Number.isFinite(points[index])) {
      throw new RangeError(`Expected finite frequencies, got ${points[index]} at point ${Math.floor(index / 2)}`);
    }
  }
  return planOf({ rows, columns, points, accuracy, oversampling });
}

/**
 * Samples images in k-space (type 2).
 *
 * @param images batch x rows x columns complex numbers, interleaved
 * @returns batch x points complex numbers, interleaved
 */
export function nufft(plan: NonUniformPlan, images: Float64Array, batch = 1): Float64Array {
  const size = 2 * plan.rows.length * plan.columns.length;
  if (images.length !== batch * size) {
    throw new RangeError(`Expected ${batch} x ${plan.rows.length} x ${plan.columns.length} complex numbers, got ${images.length / 2}`);
  }
  const count = 2 * pointCount(plan);
  const samples = new Float64Array(batch * count);
  const grids = griddingOf(plan);
  for (let image = 0; image < batch; image++) {
    toGrid(plan, grids, images.subarray(image * size, (image + 1) * size));
    grids.interpolate(samples.subarray(image * count, (image + 1) * count));
  }
  return samples;
}

/**
 * Sums samples to images (type 1): the adjoint of `nufft`. An image comes of it where the samples carry density-compensation weights.
 *
 * @param samples batch x points complex numbers, interleaved
 * @returns batch x rows x columns complex numbers, interleaved
 */
export function nufftAdjoint(plan: NonUniformPlan, samples: Float64Array, batch = 1): Float64Array {
  const count = 2 * pointCount(plan);
  if (samples.length !== batch * count) {
    throw new RangeError(`Expected ${batch} x ${count / 2} complex numbers, got ${samples.length / 2}`);
  }
  const size = 2 * plan.rows.length * plan.columns.length;
  const images = new Float64Array(batch * size);
  const grids = griddingOf(plan);
  for (let image = 0; image < batch; image++) {
    grids.grid.fill(0);
    grids.spread(samples.subarray(image * count, (image + 1) * count));
    fromGrid(plan, grids, images.subarray(image * size, (image + 1) * size));
  }
  return images;
}

/** The first row and the first column of the image in the grid: both have their zero at floor(N / 2). */
const margin = (axis: NonUniformPlan["rows"]): number => Math.floor(axis.gridLength / 2) - Math.floor(axis.length / 2);

/** Transforms an image to the grid: first the rows that are not zero, then the columns. */
function toGrid(plan: NonUniformPlan, { grid, work }: Gridding, image: Float64Array): void {
  const { rows, columns } = plan;
  const { pitch } = plan.points;
  const width = 2 * columns.gridLength;
  work.fill(0);
  for (let row = 0, from = 0; row < rows.length; row++) {
    let to = row * width + 2 * margin(columns);
    for (let column = 0; column < columns.length; column++, from += 2, to += 2) {
      const weight = rows.weights[row] * columns.weights[column];
      work[to] = image[from] * weight;
      work[to + 1] = image[from + 1] * weight;
    }
  }
  fftc(work, rows.length, columns.gridLength, 1);
  grid.fill(0);
  for (let row = 0; row < rows.length; row++) grid.set(work.subarray(row * width, (row + 1) * width), 2 * pitch * (row + margin(rows)));
  fftc(grid.subarray(0, 2 * pitch * rows.gridLength), 1, rows.gridLength, pitch);
  repeatMargins(plan, grid);
}

/** The transpose of `toGrid`. */
function fromGrid(plan: NonUniformPlan, { grid, work }: Gridding, image: Float64Array): void {
  const { rows, columns } = plan;
  const { pitch } = plan.points;
  const width = 2 * columns.gridLength;
  foldMargins(plan, grid);
  fftc(grid.subarray(0, 2 * pitch * rows.gridLength), 1, rows.gridLength, pitch, true);
  for (let row = 0; row < rows.length; row++) {
    const start = 2 * pitch * (row + margin(rows));
    work.set(grid.subarray(start, start + width), row * width);
  }
  fftc(work, rows.length, columns.gridLength, 1, true);
  for (let row = 0, to = 0; row < rows.length; row++) {
    let from = row * width + 2 * margin(columns);
    for (let column = 0; column < columns.length; column++, from += 2, to += 2) {
      const weight = rows.weights[row] * columns.weights[column];
      image[to] = work[from] * weight;
      image[to + 1] = work[from + 1] * weight;
    }
  }
}
