/**
 * The kernel as a polynomial for each of its cells, so that a weight takes a dozen products instead of a Bessel function.
 *
 * A kernel that begins with a cell at t = (z + 1) / 2 - w / 2, -1 <= z <= 1, has its cell i at t + i: a polynomial in z for each i.
 * The kernel is even, so cells come in mirrored pairs: even(z^2) + z odd(z^2) and even(z^2) - z odd(z^2) take one evaluation.
 * The kernel is smooth up to its ends (I0(sqrt(x)) is entire), so Chebyshev series converge fast; they are cut where what is left
 * is below the tolerance, and rewritten in powers of z.
 *
 * Source: Barnett, Magland, af Klinteberg, SIAM J. Sci. Comput. 41 (2019) C479 (the idea).
 */
import { cosTurns } from "../math.ts";
import { type KaiserBessel, kaiserBessel } from "./kaiser-bessel.ts";

export interface CellPolynomials {
  /** Half of the cells, in pairs: the other half mirrors them. */
  readonly pairs: number;
  /** The highest power is 2 steps + 1. */
  readonly steps: number;
  /** (steps + 1) x (even, odd) x 2 pairs: of z^(2 steps) and z^(2 steps + 1) first, of 1 and z last. */
  readonly coefficients: Float64Array;
}

/** Odd. Kernels that the accuracies ask for need less. */
const LARGEST_DEGREE = 21;

/** @param tolerance how far a weight may be off, where the largest is 1 */
export function cellPolynomials(kernel: KaiserBessel, tolerance: number): CellPolynomials {
  const { width } = kernel;
  const half = Math.ceil(width / 2);
  const pairs = Math.ceil(half / 2);
  const series = Array.from({ length: half }, (_, cell) => chebyshevSeries((z) => kaiserBessel(kernel, (z + 1) / 2 - width / 2 + cell)));
  const steps = stepsFor(series, tolerance);
  const powers = series.map((each) => powersOf(each.subarray(0, 2 * steps + 2)));
  const coefficients = new Float64Array((steps + 1) * 4 * pairs);
  for (let cell = 0; cell < 2 * pairs; cell++) {
    // The cell width - 1 - i is the cell i at -z, and a cell that is its own mirror image is even.
    const mirror = width - 1 - cell;
    const source = powers[Math.min(cell, mirror)];
    const sign = cell < mirror ? 1 : cell > mirror ? -1 : 0;
    for (let step = 0; step <= steps; step++) {
      const at = (steps - step) * 4 * pairs + cell;
      coefficients[at] = source[2 * step];
      coefficients[at + 2 * pairs] = sign * source[2 * step + 1];
    }
  }
  return { pairs, steps, coefficients };
}

/** @returns the fewest steps that leave less than the tolerance of every series */
function stepsFor(series: readonly Float64Array[], tolerance: number): number {
  let steps = (LARGEST_DEGREE - 1) / 2;
  const rest = series.map(() => 0);
  for (; steps > 0; steps--) {
    series.forEach((each, cell) => {
      rest[cell] += Math.abs(each[2 * steps]) + Math.abs(each[2 * steps + 1]);
    });
    if (rest.some((error) => error > tolerance)) break;
  }
  return steps;
}

/** @returns c with f(z) = sum_k c[k] T_k(z) at the zeros of the next Chebyshev polynomial */
function chebyshevSeries(f: (z: number) => number): Float64Array {
  const count = LARGEST_DEGREE + 1;
  const values = Float64Array.from({ length: count }, (_, j) => f(cosTurns((j + 0.5) / (2 * count))));
  return Float64Array.from({ length: count }, (_, k) => {
    const sum = values.reduce((total, value, j) => total + value * cosTurns((k * (j + 0.5)) / (2 * count)), 0);
    return ((k === 0 ? 1 : 2) * sum) / count;
  });
}

/** @returns the coefficients of z^0, z^1, .. of sum_k c[k] T_k(z), by T_(k+1) = 2 z T_k - T_(k-1) */
function powersOf(series: Float64Array): Float64Array {
  const result = new Float64Array(series.length);
  let before = new Float64Array(series.length);
  let current = new Float64Array(series.length);
  current[0] = 1;
  for (let k = 0; k < series.length; k++) {
    for (let power = 0; power <= k; power++) result[power] += series[k] * current[power];
    // T_1 = z, where the recurrence would give 2 z.
    const factor = k === 0 ? 1 : 2;
    const next = before.map((value, power) => (power > 0 ? factor * current[power - 1] : 0) - value);
    before = current;
    current = next;
  }
  return result;
}
