/**
 * Smooth random fields: independent normal numbers on a lattice, joined by uniform cubic B-splines, so that slopes and curvatures are continuous.
 *
 *   f(x) = sum over lattice points k of B3(x / cell - k) n_k / 0.479      0.479 = mean over x of the sum of B3^2 (151 / 315), in one dimension
 *
 * In two dimensions the field has mean 0 and, averaged over places, variance 1. It may repeat across its width: the seam is then smooth.
 *
 * Sources: Unser, IEEE Signal Process. Mag. 16(6) (1999) 22 (B-splines).
 */
import type { RandomStream } from "./random.ts";

const ENERGY = 151 / 315;

/** One axis: for each sample, the first of its four lattice points and their weights. */
function taps(length: number, cell: number, period: number) {
  const first = new Int32Array(length);
  const weights = new Float64Array(4 * length);
  for (let i = 0; i < length; i++) {
    const x = period > 0 ? (i * period) / length : i / cell;
    first[i] = Math.floor(x);
    const t = x - first[i];
    const s = 1 - t;
    weights.set([s * s * s, 3 * t * t * t - 6 * t * t + 4, 3 * s * s * s - 6 * s * s + 4, t * t * t], 4 * i);
  }
  return { first, weights: weights.map((weight) => weight / 6) };
}

/**
 * Draws a field.
 *
 * @param cell distance of lattice points in pixels, > 0, down and across
 * @param across.periodic the field repeats after `columns`
 * @returns rows x columns, mean 0, variance 1
 */
export function smoothNoise(
  stream: RandomStream,
  rows: number,
  columns: number,
  cell: number,
  across: { cell?: number; periodic?: boolean } = {},
): Float64Array {
  const width = across.cell ?? cell;
  const period = across.periodic === true ? Math.max(4, Math.round(columns / width)) : 0;
  const latticeRows = Math.floor((rows - 1) / cell) + 4;
  const latticeColumns = period > 0 ? period : Math.floor((columns - 1) / width) + 4;
  const lattice = stream.fillNormal(new Float64Array(latticeRows * latticeColumns));
  const horizontal = taps(columns, width, period);
  const vertical = taps(rows, cell, 0);
  const lines = new Float64Array(latticeRows * columns);
  for (let r = 0; r < latticeRows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) {
        const at = horizontal.first[c] + k;
        sum += horizontal.weights[4 * c + k] * lattice[r * latticeColumns + (at < latticeColumns ? at : at - latticeColumns)];
      }
      lines[r * columns + c] = sum / ENERGY;
    }
  }
  const field = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => vertical.weights[4 * r + k]);
    const line = vertical.first[r] * columns;
    for (let i = 0; i < columns; i++) {
      const at = line + i;
      field[r * columns + i] = a * lines[at] + b * lines[at + columns] + c * lines[at + 2 * columns] + d * lines[at + 3 * columns];
    }
  }
  return field;
}
