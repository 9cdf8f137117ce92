/**
 * Gridding: samples spread over the cells around them, and the adjoint, cells summed for each sample. The twin of ../kernels/nufft.ts.
 *
 * Points lie in the order of the plan, and so fixed is the order of the sums: a cell adds up its points one after the other; a sample
 * adds up its rows for each column, then its columns.
 */
import { type LoadedKernel, loadKernel } from "../webassembly.ts";
import type { CellPolynomials } from "./cell-polynomials.ts";

/** Where the points lie in the grid; the caller has checked that every kernel lies inside. */
export interface GridPoints {
  readonly width: number;
  /** Rows of the grid and complex numbers in each. */
  readonly rows: number;
  readonly pitch: number;
  readonly polynomials: CellPolynomials;
  /** For each point, in the order of sums: its first cell, its index among the samples, and z of its row and column, -1 .. 1. */
  readonly cells: Uint32Array;
  readonly order: Uint32Array;
  readonly positions: Float64Array;
}

export interface Gridding {
  /** rows x pitch complex numbers, interleaved: what `spread` adds to, and what `interpolate` reads. */
  readonly grid: Float64Array;
  /** Room for the caller, of the size asked for. */
  readonly work: Float64Array;
  /** Adds the samples, points complex numbers in the caller's order, to the grid. */
  spread(samples: Float64Array): void;
  /** Replaces the samples by sums over the grid. */
  interpolate(samples: Float64Array): void;
}

interface Functions {
  weigh(width: number, pairs: number, steps: number, coefficients: number, positions: number, count: number, weights: number): void;
  spread: Pass;
  interpolate: Pass;
}
type Pass = (
  width: number,
  pitch: number,
  count: number,
  cells: number,
  order: number,
  weights: number,
  samples: number,
  grid: number,
) => void;

/** The points whose tables the kernel's memory holds. */
let resident: { readonly points: GridPoints; readonly gridding: Gridding } | undefined;

/**
 * Makes the tables of the points ready. Only the points of the last call have them, in memory that stays: fresh pages cost more than the
 * tables. What is returned must not be used after the next call for other points.
 *
 * @param work how many numbers of work space the caller wants
 */
export function gridding(points: GridPoints, work: number): Gridding {
  if (resident?.points !== points || resident.gridding.work.length !== work) {
    const kernel = loadKernel<Functions>("nufft");
    resident = undefined;
    resident = { points, gridding: kernel === undefined ? plainGridding(points, work) : kernelGridding(kernel, points, work) };
  }
  return resident.gridding;
}

function kernelGridding({ run, memory }: LoadedKernel<Functions>, points: GridPoints, workLength: number): Gridding {
  const { width, rows, pitch, positions } = points;
  const { pairs, steps, coefficients } = points.polynomials;
  const count = points.cells.length;
  const [table, z, cells, order, weights, samples, grid, work] = memory.scratch(
    8 * coefficients.length,
    8 * positions.length,
    4 * count,
    4 * count,
    16 * width * count,
    16 * count,
    16 * rows * pitch,
    8 * workLength,
  );
  memory.f64(table, coefficients.length).set(coefficients);
  memory.f64(z, positions.length).set(positions);
  memory.i32(cells, count).set(points.cells);
  memory.i32(order, count).set(points.order);
  run.weigh(width, pairs, steps, table, z, 2 * count, weights);
  const shared = memory.f64(samples, 2 * count);
  return {
    grid: memory.f64(grid, 2 * rows * pitch),
    work: memory.f64(work, workLength),
    spread(given) {
      shared.set(given);
      run.spread(width, 16 * pitch, count, cells, order, weights, samples, grid);
    },
    interpolate(wanted) {
      run.interpolate(width, 16 * pitch, count, cells, order, weights, samples, grid);
      wanted.set(shared);
    },
  };
}

/** The same in plain TypeScript, to the bit. */
export function plainGridding(points: GridPoints, workLength: number): Gridding {
  const weights = pointWeights(points);
  const grid = new Float64Array(2 * points.rows * points.pitch);
  return {
    grid,
    work: new Float64Array(workLength),
    spread: (samples) => spread(points, weights, samples, grid),
    interpolate: (samples) => interpolate(points, weights, samples, grid),
  };
}

/** @returns points x (row, column) x width weights */
function pointWeights({ width, polynomials, positions }: GridPoints): Float64Array {
  const { pairs, steps, coefficients } = polynomials;
  const row = 4 * pairs;
  const weights = new Float64Array(positions.length * width);
  for (let index = 0; index < positions.length; index++) {
    const z = positions[index];
    const square = z * z;
    for (let cell = 0; cell < 2 * pairs; cell++) {
      let even = coefficients[cell];
      let odd = coefficients[cell + 2 * pairs];
      for (let at = cell + row; at < (steps + 1) * row; at += row) {
        even = even * square + coefficients[at];
        odd = odd * square + coefficients[at + 2 * pairs];
      }
      weights[index * width + cell] = even + z * odd;
      weights[index * width + width - 1 - cell] = even - z * odd;
    }
  }
  return weights;
}

function spread({ width, pitch, cells, order }: GridPoints, weights: Float64Array, samples: Float64Array, grid: Float64Array): void {
  for (let point = 0; point < cells.length; point++) {
    const re = samples[2 * order[point]];
    const im = samples[2 * order[point] + 1];
    const rowWeights = 2 * width * point;
    const columnWeights = rowWeights + width;
    for (let row = 0; row < width; row++) {
      const weight = weights[rowWeights + row];
      const partRe = re * weight;
      const partIm = im * weight;
      let at = 2 * (cells[point] + row * pitch);
      for (let column = 0; column < width; column++, at += 2) {
        grid[at] += partRe * weights[columnWeights + column];
        grid[at + 1] += partIm * weights[columnWeights + column];
      }
    }
  }
}

function interpolate({ width, pitch, cells, order }: GridPoints, weights: Float64Array, samples: Float64Array, grid: Float64Array): void {
  for (let point = 0; point < cells.length; point++) {
    const rowWeights = 2 * width * point;
    const columnWeights = rowWeights + width;
    let totalRe = 0;
    let totalIm = 0;
    for (let column = 0; column < width; column++) {
      let re = 0;
      let im = 0;
      let at = 2 * (cells[point] + column);
      for (let row = 0; row < width; row++, at += 2 * pitch) {
        re += weights[rowWeights + row] * grid[at];
        im += weights[rowWeights + row] * grid[at + 1];
      }
      totalRe += weights[columnWeights + column] * re;
      totalIm += weights[columnWeights + column] * im;
    }
    samples[2 * order[point]] = totalRe;
    samples[2 * order[point] + 1] = totalIm;
  }
}
