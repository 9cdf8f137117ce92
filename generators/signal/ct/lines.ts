/**
 * An image as lines of pixels, each pixel with its three images under the symmetries: `line x sample x lane`, two zeros on both sides of a line.
 */
import type { ScanGeometry } from "./geometry.ts";
import { LANES, type SymmetryGroup } from "./symmetry.ts";

/** Zeros beside each line, so that rays beside it need no test: they are moved to half-way between two zeros. */
export const MARGIN = 2;

export interface Lines {
  readonly count: number;
  readonly length: number;
  /** Pixels from one line to the next. */
  readonly stride: number;
  /** Lines are columns. */
  readonly byColumn: boolean;
}

export function linesOf({ rows, columns }: ScanGeometry, byColumn: boolean): Lines {
  const [count, length] = byColumn ? [columns, rows] : [rows, columns];
  const stride = length + 2 * MARGIN;
  // Lines a power of two apart would compete for the same part of the cache.
  return { count, length, stride: stride % 64 < 4 ? stride + 4 : stride, byColumn };
}

export const sizeOf = ({ count, stride }: Lines): number => count * stride * LANES;

/** Writes an image to zeroed lines. */
export function interleave(
  image: Float64Array,
  { count, length, stride, byColumn }: Lines,
  group: SymmetryGroup,
  data: Float64Array,
): void {
  const [a, b, c, d] = group.maps;
  const [lineA, lineB, lineC, lineD] = group.maps.map((map) => (byColumn ? map.perColumn : map.perRow));
  const [stepA, stepB, stepC, stepD] = group.maps.map((map) => (byColumn ? map.perRow : map.perColumn));
  for (let line = 0; line < count; line++) {
    let to = (line * stride + MARGIN) * LANES;
    for (let sample = 0; sample < length; sample++) {
      data[to] = image[a.start + line * lineA + sample * stepA];
      data[to + 1] = image[b.start + line * lineB + sample * stepB];
      data[to + 2] = image[c.start + line * lineC + sample * stepC];
      data[to + 3] = image[d.start + line * lineD + sample * stepD];
      to += LANES;
    }
  }
}

/** Adds lines to the image that they stand for, lane after lane: the adjoint of `interleave`. */
export function gather(data: Float64Array, { count, length, stride, byColumn }: Lines, group: SymmetryGroup, image: Float64Array): void {
  group.maps.forEach((map, lane) => {
    const [perLine, perSample] = byColumn ? [map.perColumn, map.perRow] : [map.perRow, map.perColumn];
    for (let line = 0; line < count; line++) {
      const from = (line * stride + MARGIN) * LANES + lane;
      for (let sample = 0; sample < length; sample++) {
        image[map.start + line * perLine + sample * perSample] += data[from + sample * LANES];
      }
    }
  });
}
