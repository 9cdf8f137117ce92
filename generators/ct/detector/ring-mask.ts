/** Where detector elements leave their mark: every bin is tangent to a circle about the axis of rotation, over half a turn and the next. */
import type { Mask } from "../../plane.ts";
import type { ParallelGeometry } from "../../signal/projector.ts";

/** @param from @param to distances from the axis [bins] @returns the annulus between the two circles, rows x columns; at least one pixel */
export function ringMask({ rows, columns, pixel, binSize }: ParallelGeometry, from: number, to: number): Mask {
  const mask = new Uint8Array(rows * columns);
  const half = Math.max(pixel.row, pixel.column) / binSize / 2;
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0, at = 0; row < rows; row++) {
    const y = ((row - (rows - 1) / 2) * pixel.row) / binSize;
    for (let column = 0; column < columns; column++, at++) {
      const x = ((column - (columns - 1) / 2) * pixel.column) / binSize;
      const distance = Math.sqrt(x * x + y * y);
      if (distance >= from - half && distance <= to + half) mask[at] = 1;
      const off = Math.abs(distance - (from + to) / 2);
      if (off < least) {
        least = off;
        nearest = at;
      }
    }
  }
  mask[nearest] = 1;
  return mask;
}
