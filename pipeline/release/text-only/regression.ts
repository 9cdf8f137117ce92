/**
 * Logistic regression with a ridge, for sparse rows x without negative values and labels y = 1 or 0:
 *
 *   minimise over w, b:   sum over rows of ln(1 + exp(-(2 y - 1)(w x + b)))  +  ridge |w|^2 / 2
 *
 * By Nesterov's accelerated gradient with one step length for each weight. The curvature is at most X'X / 4, and for X without negative values
 * X'X is at most the diagonal matrix of X'(X 1): its inverse, with the ridge, is the step. A fixed number of steps in a fixed order gives the
 * same bits on every machine.
 *
 * Sources: Boehning and Lindsay (1988), doi:10.1007/BF00049423 (the bound of a quarter); Nesterov, Soviet Math. Dokl. 27 (1983) 372.
 */
import { exp } from "../../../generators/signal/math.ts";
import type { Rows } from "./features.ts";

export interface Model {
  readonly weights: Float64Array;
  readonly intercept: number;
}

const STEPS = 200;

export function regress(rows: Rows, labels: ArrayLike<number>, ridge: number): Model {
  const { count, columnCount: last } = rows;
  const curvature = curvatureBound(rows, ridge);
  // The intercept is the last weight: a column of ones without a ridge.
  const weights = new Float64Array(last + 1);
  const before = new Float64Array(last + 1);
  const ahead = new Float64Array(last + 1);
  const gradient = new Float64Array(last + 1);
  let momentum = 1;
  for (let step = 0; step < STEPS; step++) {
    for (let j = 0; j < last; j++) gradient[j] = ridge * ahead[j]!;
    gradient[last] = 0;
    for (let i = 0; i < count; i++) {
      const error = 1 / (1 + exp(-dot(rows, i, ahead) - ahead[last]!)) - labels[i]!;
      for (let k = rows.starts[i]!; k < rows.starts[i + 1]!; k++) gradient[rows.columns[k]!]! += error * rows.values[k]!;
      gradient[last]! += error;
    }
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    for (let j = 0; j <= last; j++) {
      before[j] = weights[j]!;
      weights[j] = ahead[j]! - gradient[j]! / curvature[j]!;
      ahead[j] = weights[j]! + ((momentum - 1) / next) * (weights[j]! - before[j]!);
    }
    momentum = next;
  }
  return { weights: weights.subarray(0, last), intercept: weights[last]! };
}

/** The diagonal of a matrix that is at least the curvature everywhere. */
function curvatureBound(rows: Rows, ridge: number): Float64Array {
  const bound = new Float64Array(rows.columnCount + 1);
  for (let i = 0; i < rows.count; i++) {
    let sum = 1;
    for (let k = rows.starts[i]!; k < rows.starts[i + 1]!; k++) sum += rows.values[k]!;
    for (let k = rows.starts[i]!; k < rows.starts[i + 1]!; k++) bound[rows.columns[k]!]! += (rows.values[k]! * sum) / 4;
    bound[rows.columnCount]! += sum / 4;
  }
  return bound.map((value, j) => (j < rows.columnCount ? value + ridge : value));
}

function dot({ starts, columns, values }: Rows, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let k = starts[row]!; k < starts[row + 1]!; k++) sum += values[k]! * weights[columns[k]!]!;
  return sum;
}

/** @returns w x + b for each row */
export const scores = (rows: Rows, { weights, intercept }: Model): Float64Array =>
  Float64Array.from({ length: rows.count }, (_, row) => dot(rows, row, weights) + intercept);
