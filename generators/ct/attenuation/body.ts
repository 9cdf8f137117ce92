/** The box around the body: what attenuates more than half as much as water. */
import { type Attenuation, WATER_ATTENUATION } from "../modality.ts";

export interface Box {
  /** First and last row and column. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** @returns the body's box; the whole image where nothing, or a single line, is as dense as a body */
export function bodyOf({ rows, columns, data }: Attenuation): Box {
  let top = rows;
  let bottom = -1;
  let left = columns;
  let right = -1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (data[row * columns + column] <= WATER_ATTENUATION / 2) continue;
      top = Math.min(top, row);
      bottom = row;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  return bottom > top && right > left ? { top, bottom, left, right } : { top: 0, bottom: rows - 1, left: 0, right: columns - 1 };
}
