/**
 * Square pixels: a screen shows every code value as a square, so an image whose samples lie further apart one way is shown on another grid.
 *
 *   pixel = the finer of the two spacings, or sqrt(height width / MOST) where that would give more than MOST pixels
 *   rows = round(height / pixel)      columns = round(width / pixel)
 *
 * Between samples code values run linearly. Only the picture changes: degradations act on the samples as they were acquired, and so do the
 * measures of physical quantities. Spacings that differ by 1 % or less are square, and the picture is what it was, bit for bit.
 */
import type { Mask, Plane } from "./plane.ts";
import { resize } from "./signal/resample.ts";

type Grid = Pick<Plane, "rows" | "columns">;
/** Distance between sample centres down and across, in any unit. */
type Spacing = { readonly row: number; readonly column: number };

const NEARLY = 1.01;
/** A spacing far from square must not cost any memory: no picture grows beyond this, and none shrinks below it. */
const MOST = 2048 * 2048;

/** @returns the grid of the picture */
export function squareGrid({ rows, columns }: Grid, { row, column }: Spacing): Grid {
  if (Math.max(row, column) <= NEARLY * Math.min(row, column)) return { rows, columns };
  const [height, width] = [rows * row, columns * column];
  const most = Math.max(MOST, rows * columns);
  const finest = Math.min(row, column);
  const pixel = height * width <= most * finest * finest ? finest : Math.sqrt(height * (width / most));
  const count = (length: number): number => Math.min(Math.max(Math.floor(length / pixel + 0.5), 1), most);
  return { rows: count(height), columns: count(width) };
}

/** @param shown code values, not rounded @returns the same on the grid */
export const onGrid = (shown: Plane, { rows, columns }: Grid): Plane =>
  rows === shown.rows && columns === shown.columns ? shown : resize(shown, rows, columns);

/** @param mask on the grid `from` @returns each pixel of `to` as its nearest one of `from` */
export function maskOnGrid(mask: Mask, from: Grid, to: Grid): Mask {
  if (from.rows === to.rows && from.columns === to.columns) return mask;
  const placed = new Uint8Array(to.rows * to.columns);
  for (let row = 0, at = 0; row < to.rows; row++) {
    const start = Math.floor(((row + 0.5) * from.rows) / to.rows) * from.columns;
    for (let column = 0; column < to.columns; column++, at++) {
      placed[at] = mask[start + Math.floor(((column + 0.5) * from.columns) / to.columns)]!;
    }
  }
  return placed;
}
