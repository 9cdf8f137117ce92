/**
 * Stains: how haematoxylin and eosin add up to optical density, and which stain vectors a tile has.
 *
 *   D = c M        c: amounts of haematoxylin, eosin and what neither explains; rows of M: their unit optical density vectors (red, green, blue)
 *
 * Macenko's estimate: the densities of stained pixels lie in the plane of the two largest principal directions; seen there as angles,
 * the 1st and 99th percentile are the two stains. Eigenvectors come from Jacobi rotations in a fixed order.
 *
 * Not modelled: a third stain, pigment, ink. Where the estimate is no pair of H&E vectors, the reference vectors stand in.
 * Sources: Ruifrok and Johnston, Anal. Quant. Cytol. Histol. 23 (2001) 291 (reference vectors); Macenko et al., Proc. IEEE ISBI (2009) 1107.
 */
import type { Plane } from "../plane.ts";
import { atan2, cos, log, PI, sin } from "./math.ts";

export type Vector = readonly [number, number, number];
export type Matrix = readonly [Vector, Vector, Vector];

/** Scales to length 1. */
export function unit([x, y, z]: Vector): Vector {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** Ruifrok and Johnston's vectors, from sections of single stains. */
export const HAEMATOXYLIN: Vector = unit([0.65, 0.7, 0.29]);
export const EOSIN: Vector = unit([0.07, 0.99, 0.11]);

/** @returns rows haematoxylin, eosin, residual (at right angles to both), each of length 1 */
export function stainMatrix(haematoxylin: Vector, eosin: Vector): Matrix {
  return [unit(haematoxylin), unit(eosin), unit(cross(haematoxylin, eosin))];
}

/** @returns the inverse of a 3 x 3 matrix */
export function inverse([a, b, c]: Matrix): Matrix {
  const columns = [cross(b, c), cross(c, a), cross(a, b)] as const;
  const determinant = dot(a, columns[0]);
  const row = (i: 0 | 1 | 2): Vector => [columns[0][i] / determinant, columns[1][i] / determinant, columns[2][i] / determinant];
  return [row(0), row(1), row(2)];
}

/** Each pixel's row vector times a matrix: pixels x 3. */
function times(data: Float64Array, [a, b, c]: Matrix): Float64Array {
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [x, y, z] = [data[i], data[i + 1], data[i + 2]];
    for (let k = 0; k < 3; k++) out[i + k] = x * a[k] + y * b[k] + z * c[k];
  }
  return out;
}

/** @param density pixels x 3 (red, green, blue) @returns amounts, pixels x 3 (haematoxylin, eosin, residual) */
export const unmix = (density: Float64Array, stains: Matrix): Float64Array => times(density, inverse(stains));

/** @param amounts pixels x 3 (haematoxylin, eosin, residual) @returns density, pixels x 3 */
export const mix = (amounts: Float64Array, stains: Matrix): Float64Array => times(amounts, stains);

/** Eigenvectors of a symmetric 3 x 3 matrix, largest eigenvalue first. */
function principalDirections(symmetric: Matrix): Vector[] {
  const a = symmetric.map((row) => [...row]);
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 20; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      if (a[p][q] === 0) continue;
      const angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p]);
      const [c, s] = [cos(angle), sin(angle)];
      for (const m of [a, v]) for (const row of m) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
      for (let k = 0; k < 3; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
    }
  }
  const order = [0, 1, 2].sort((i, j) => a[j][j] - a[i][i]);
  return order.map((i) => [v[0][i], v[1][i], v[2][i]]);
}

/** Faintest density that counts as stained: 0.15 of the decimal logarithm. */
const STAINED = 0.15 * log(10);
/** Densest pixel that still tells its colour; black ink and folds lie above. */
const OPAQUE = 5;
const FEWEST_PIXELS = 64;
/** How far from its reference an estimate may lie [rad] (eosin's shade differs most between laboratories), and how close to each other the two. */
const FARTHEST = { haematoxylin: (20 * PI) / 180, eosin: (35 * PI) / 180 };
const CLOSEST = (8 * PI) / 180;

/** Angle between two unit vectors [rad]. */
export function angleBetween(a: Vector, b: Vector): number {
  const across = cross(a, b);
  return atan2(Math.sqrt(dot(across, across)), dot(a, b));
}

/** Scatter matrix of pixels x 3 about their mean. */
function scatterOf(pixels: Float64Array): Matrix {
  const mean = [0, 0, 0];
  for (let i = 0; i < pixels.length; i++) mean[i % 3] = mean[i % 3] + pixels[i];
  for (let k = 0; k < 3; k++) mean[k] = (3 * mean[k]) / pixels.length;
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < pixels.length; i += 3) {
    const [x, y, z] = [pixels[i] - mean[0], pixels[i + 1] - mean[1], pixels[i + 2] - mean[2]];
    xx += x * x;
    xy += x * y;
    xz += x * z;
    yy += y * y;
    yz += y * z;
    zz += z * z;
  }
  return [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
}

/** The pixels that are stained and not opaque: pixels x 3. */
function stainedPixels(data: Float64Array): Float64Array {
  const kept = new Float64Array(data.length);
  let length = 0;
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
    if (Math.min(red, green, blue) <= 0 || Math.max(red, green, blue) >= OPAQUE || red + green + blue <= 3 * STAINED) continue;
    kept.set([red, green, blue], length);
    length += 3;
  }
  return kept.subarray(0, length);
}

/**
 * Estimates a tile's own stain vectors.
 * @param density rows x columns x 3, optical density [1] (natural logarithm)
 * @returns rows haematoxylin, eosin, residual; `estimated` is false where the reference vectors stand in
 */
export function stainsOf(density: Plane): { stains: Matrix; estimated: boolean } {
  const reference = { stains: stainMatrix(HAEMATOXYLIN, EOSIN), estimated: false };
  const pixels = stainedPixels(density.data);
  if (pixels.length < 3 * FEWEST_PIXELS) return reference;
  const [first, second] = principalDirections(scatterOf(pixels)).map((v): Vector => (v[0] + v[1] + v[2] < 0 ? [-v[0], -v[1], -v[2]] : v));
  const angles = new Float64Array(pixels.length / 3);
  for (let i = 0; i < angles.length; i++) {
    const pixel: Vector = [pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]];
    angles[i] = atan2(dot(pixel, second!), dot(pixel, first!));
  }
  angles.sort();
  const at = (fraction: number): Vector => {
    const angle = angles[Math.round(fraction * (angles.length - 1))];
    const [c, s] = [cos(angle), sin(angle)];
    const along = (k: 0 | 1 | 2): number => Math.max(c * first![k] + s * second![k], 0);
    return unit([along(0), along(1), along(2)]);
  };
  const [low, high] = [at(0.01), at(0.99)];
  // Haematoxylin takes more of the red light than eosin does.
  const [haematoxylin, eosin] = low[0] > high[0] ? [low, high] : [high, low];
  const plausible =
    angleBetween(haematoxylin, HAEMATOXYLIN) < FARTHEST.haematoxylin &&
    angleBetween(eosin, EOSIN) < FARTHEST.eosin &&
    angleBetween(haematoxylin, eosin) > CLOSEST;
  return plausible ? { stains: stainMatrix(haematoxylin, eosin), estimated: true } : reference;
}
