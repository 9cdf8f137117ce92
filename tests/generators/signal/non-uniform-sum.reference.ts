/**
 * The non-uniform Fourier sum by definition:
 * 1/sqrt(R C) sum image[r, c] exp(-2 pi i (ky (r - floor(R/2)) + kx (c - floor(C/2)))).
 */
import { cosTurns, sinTurns } from "../../../generators/signal/math.ts";

/** @param image rows x columns complex @param points points x (ky, kx) @returns points complex numbers */
export function nonUniformSum(image: Float64Array, rows: number, columns: number, points: Float64Array): Float64Array {
  const result = new Float64Array(points.length);
  const scale = 1 / Math.sqrt(rows * columns);
  for (let at = 0; at < points.length; at += 2) {
    // Along each row, then over the rows.
    for (let row = 0; row < rows; row++) {
      let re = 0;
      let im = 0;
      for (let column = 0; column < columns; column++) {
        const from = 2 * (row * columns + column);
        const turns = points[at + 1] * (column - Math.floor(columns / 2));
        const [c, s] = [cosTurns(turns), -sinTurns(turns)];
        re += image[from] * c - image[from + 1] * s;
        im += image[from] * s + image[from + 1] * c;
      }
      const turns = points[at] * (row - Math.floor(rows / 2));
      const [c, s] = [cosTurns(turns), -sinTurns(turns)];
      result[at] += scale * (re * c - im * s);
      result[at + 1] += scale * (re * s + im * c);
    }
  }
  return result;
}
