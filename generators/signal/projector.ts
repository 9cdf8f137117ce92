/**
 * Line integrals of an image by Joseph's method, and the exact adjoint of that sum.
 *
 *   p(ray) = integral of mu along the ray ~ step * sum over the rows (or columns) that the ray crosses, mu interpolated linearly within each
 *
 * The ray steps through whichever of rows and columns it crosses more steeply. Outside the image mu is 0.
 * `project` and `projectAdjoint` are matched to rounding: <A x, y> = <x, A' y>. Geometry: ct/geometry.ts.
 *
 * Not modelled: beam and bin width (rays are lines).
 *
 * Source: Joseph, IEEE Trans. Med. Imaging 1 (1982) 192.
 */
import { checkGeometry, checkSize, type ScanGeometry } from "./ct/geometry.ts";
import { directionsOf, josephRays, mostRays } from "./ct/joseph.ts";
import { gather, interleave, linesOf } from "./ct/lines.ts";
import { raySumsOver } from "./ct/ray-sums.ts";
import { LANES, symmetricViews } from "./ct/symmetry.ts";

export { equalAngles, type Fan, type ParallelGeometry, type ScanGeometry } from "./ct/geometry.ts";

/**
 * Projects an image.
 *
 * @param image rows x columns, values per length [1/m]
 * @returns line integrals [1], views x bins
 * @throws RangeError for an impossible geometry or another image size
 */
export function project(image: Float64Array, geometry: ScanGeometry): Float64Array {
  const { rows, columns, angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the image", image, rows * columns);
  const integrals = new Float64Array(angles.length * binCount);
  const views = symmetricViews(geometry, Array.from(angles.keys()));
  for (const byColumn of directionsOf(views)) {
    const lines = linesOf(geometry, byColumn);
    const over = raySumsOver(lines, mostRays(binCount));
    interleave(image, lines, views.group, over.data);
    for (const rays of josephRays(geometry, views, lines)) {
      const sums = over.sum(rays);
      const { count, targets, steps } = rays;
      for (let at = 0; at < LANES * count; at++) {
        if (targets[at] >= 0) integrals[targets[at]] = steps[at >> 2] * sums[at];
      }
    }
  }
  return integrals;
}

/**
 * The adjoint of `project`: spreads every ray's value over the pixels that it passes, with the projector's own weights [m].
 * It is not the back-projection of FBP, which interpolates between bins and is smoother.
 *
 * @param integrals views x bins
 * @returns rows x columns
 * @throws RangeError for an impossible geometry or another size
 */
export function projectAdjoint(integrals: Float64Array, geometry: ScanGeometry): Float64Array {
  const { rows, columns, angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the line integrals", integrals, angles.length * binCount);
  const image = new Float64Array(rows * columns);
  const views = symmetricViews(geometry, Array.from(angles.keys()));
  for (const byColumn of directionsOf(views)) {
    const lines = linesOf(geometry, byColumn);
    const over = raySumsOver(lines, mostRays(binCount));
    for (const rays of josephRays(geometry, views, lines)) {
      const { count, targets, steps } = rays;
      const { values } = over;
      for (let at = 0; at < LANES * count; at++) {
        values[at] = targets[at] >= 0 ? steps[at >> 2] * integrals[targets[at]] : 0;
      }
      over.spread(rays);
    }
    gather(over.data, lines, views.group, image);
  }
  return image;
}
