/** Connected regions of a mask: pixels that four-connected steps join. */
import type { Mask } from "../plane.ts";

/** Names of the regions, rows x columns; 0 where none was given yet. */
export interface Labels {
  readonly rows: number;
  readonly columns: number;
  readonly label: Uint32Array;
}

/** Names everything that unnamed pixels which belong join to `start`, which must be one of them. @returns how many pixels */
export function fillRegion({ rows, columns, label }: Labels, start: number, name: number, belongs: (pixel: number) => boolean): number {
  const waiting = [start];
  label[start] = name;
  let count = 0;
  const visit = (pixel: number): void => {
    if (label[pixel] !== 0 || !belongs(pixel)) return;
    label[pixel] = name;
    waiting.push(pixel);
  };
  while (waiting.length > 0) {
    const pixel = waiting.pop()!;
    const column = pixel % columns;
    count++;
    if (column > 0) visit(pixel - 1);
    if (column < columns - 1) visit(pixel + 1);
    if (pixel >= columns) visit(pixel - columns);
    if (pixel < (rows - 1) * columns) visit(pixel + columns);
  }
  return count;
}

/** @returns the number of separate regions of 1 in a mask, rows x columns */
export function countRegions(mask: Mask, rows: number, columns: number): number {
  const label = new Uint32Array(rows * columns);
  let count = 0;
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0 || label[pixel] !== 0) continue;
    count++;
    fillRegion({ rows, columns, label }, pixel, count, (other) => mask[other] === 1);
  }
  return count;
}
