/**
 * The sections above and below one section, of which nothing was measured: its structures run on obliquely.
 *
 *   f(r, z) = f(r + z v(r))        v: smooth random field of slopes, root mean square 1 over its two components times `SLOPE`
 *
 * Bones, vessels and the body's surface seldom run parallel to the axis of a scan: they lean by some tens of degrees, each its own way.
 * The field is correlated over `CELL`, the breadth of an organ or a vertebra; where the image is uniform so are its neighbours.
 * Between pixels the section is interpolated bilinearly, and its edge continues beyond it.
 *
 * Not modelled: structures that begin or end between sections.
 */
import type { RandomSource } from "./random.ts";
import { smoothNoise } from "./smooth-noise.ts";

export interface Section {
  readonly rows: number;
  readonly columns: number;
  /** Distance between pixel centres down and across [m]. */
  readonly pixel: { readonly row: number; readonly column: number };
  readonly data: Float64Array;
}

/** Root mean square of the structures' slopes: displacement in the section / way along the axis. */
export const SLOPE = 0.7;
/** Distance over which slopes change [m]. */
const CELL = 0.04;

/** Displacement in the section per way along the axis, for each pixel [1]. */
export interface Slopes {
  readonly down: Float64Array;
  readonly across: Float64Array;
}

/** Draws the slopes of a section's structures. */
export function drawSlopes({ rows, columns, pixel }: Omit<Section, "data">, random: RandomSource): Slopes {
  const cells = { down: CELL / pixel.row, across: CELL / pixel.column };
  const down = smoothNoise(random.stream("slopes down"), rows, columns, cells.down, { cell: cells.across });
  const across = smoothNoise(random.stream("slopes across"), rows, columns, cells.down, { cell: cells.across });
  let energy = 0;
  for (let i = 0; i < down.length; i++) energy += down[i] * down[i] + across[i] * across[i];
  const scale = energy > 0 ? SLOPE / Math.sqrt(energy / down.length) : 0;
  for (let i = 0; i < down.length; i++) {
    down[i] *= scale;
    across[i] *= scale;
  }
  return { down, across };
}

/** @returns the value at a place in pixels, the nearest edge's beyond the image */
export function bilinearAt(data: Float64Array, rows: number, columns: number, row: number, column: number): number {
  const y = Math.min(Math.max(row, 0), rows - 1);
  const x = Math.min(Math.max(column, 0), columns - 1);
  const top = Math.floor(y);
  const left = Math.floor(x);
  const here = top * columns + left;
  const below = top + 1 < rows ? here + columns : here;
  const step = left + 1 < columns ? 1 : 0;
  const u = x - left;
  const upper = data[here] + u * (data[here + step] - data[here]);
  const lower = data[below] + u * (data[below + step] - data[below]);
  return upper + (y - top) * (lower - upper);
}

/** @returns the section at the height z [m] */
export function sectionAt({ rows, columns, pixel, data }: Section, { down, across }: Slopes, z: number): Float64Array {
  if (z === 0) return data.slice();
  const section = new Float64Array(data.length);
  const perRow = z / pixel.row;
  const perColumn = z / pixel.column;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      section[at] = bilinearAt(data, rows, columns, row + perRow * down[at], column + perColumn * across[at]);
    }
  }
  return section;
}
