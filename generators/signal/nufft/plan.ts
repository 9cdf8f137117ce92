/**
 * Plans: what the transforms of one image size and one set of points need, made once.
 *
 * The grid is finer than k-space of the image by the oversampling, of a quick length, and goes on for width - 1 cells beyond its last row
 * and column: there it repeats its first ones, so that no kernel wraps around.
 *
 * Points are sorted by the tile of the grid in which their kernel begins, tiles row by row, points of a tile in the caller's order. Along
 * that order run all sums, so they depend on the points alone.
 */
import { quickLength } from "../fft.ts";
import { cellPolynomials } from "./cell-polynomials.ts";
import { type Gridding, type GridPoints, gridding } from "./gridding.ts";
import { type KaiserBessel, kaiserBesselFor, kaiserBesselTransform } from "./kaiser-bessel.ts";

/** One axis of the image and of the grid. */
interface Axis {
  readonly length: number;
  readonly gridLength: number;
  /** For each pixel, what divides out the kernel's transform and settles the scale. */
  readonly weights: Float64Array;
}

export interface NonUniformPlan {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly kernel: KaiserBessel;
  readonly points: GridPoints;
}

/** What a plan is made of, checked by the caller: points x (row, column) in cycles per pixel. */
export interface PlanRequest {
  readonly rows: number;
  readonly columns: number;
  readonly points: Float64Array;
  readonly accuracy: number;
  /** Cells per pixel spacing, 1.25, 1.5 or 2; undefined takes the quickest. */
  readonly oversampling: number | undefined;
}

/** Grids finer than k-space by these. A coarser one takes a shorter transform and a wider kernel. */
const OVERSAMPLINGS = [2, 1.5, 1.25];

/** Time that the Fourier transform takes for a cell of the grid, in units of what a point takes for a cell of its kernel: measured. */
const CELL_COST = 20;

interface Design {
  readonly kernel: KaiserBessel;
  readonly rows: Axis;
  readonly columns: Axis;
  /** The oversampling asked of the grid; its own may be larger. */
  readonly oversampling: number;
}

/** @throws RangeError for an accuracy that no kernel reaches */
export function planOf({ rows, columns, points, accuracy, oversampling }: PlanRequest): NonUniformPlan {
  const designs = OVERSAMPLINGS.filter((each) => oversampling === undefined || each === oversampling).flatMap((each): Design[] => {
    const kernel = kaiserBesselFor(accuracy, each);
    if (kernel === undefined) return [];
    return [{ kernel, rows: axisOf(rows, each, kernel), columns: axisOf(columns, each, kernel), oversampling: each }];
  });
  if (designs.length === 0)
    throw new RangeError(`Expected an accuracy that 16 cells reach at oversampling ${oversampling}, got ${accuracy}`);
  const costs = designs.map(
    (each) => CELL_COST * each.rows.gridLength * each.columns.gridLength + (points.length / 2) * each.kernel.width * each.kernel.width,
  );
  const design = designs[costs.indexOf(Math.min(...costs))];
  const { kernel } = design;
  // At the edge of the field of view a small transform is divided out: errors of the weights grow by as much.
  const edge = kaiserBesselTransform(kernel, 0.5 / design.oversampling) / kaiserBesselTransform(kernel, 0);
  const gridPoints = {
    width: kernel.width,
    rows: design.rows.gridLength + kernel.width - 1,
    pitch: design.columns.gridLength + kernel.width - 1,
    polynomials: cellPolynomials(kernel, 0.1 * accuracy * edge),
    ...locate(points, design.rows.gridLength, design.columns.gridLength, kernel.width),
  };
  return { rows: design.rows, columns: design.columns, kernel, points: gridPoints };
}

function axisOf(length: number, oversampling: number, kernel: KaiserBessel): Axis {
  const gridLength = quickLength(Math.max(Math.ceil(oversampling * length), kernel.width));
  const scale = Math.sqrt(gridLength / length);
  const centre = Math.floor(length / 2);
  const weights = Float64Array.from({ length }, (_, pixel) => scale / kaiserBesselTransform(kernel, (pixel - centre) / gridLength));
  return { length, gridLength, weights };
}

/** Tiles of 32 x 32 cells: those that the kernels of a tile touch fit the first cache. */
const TILE_BITS = 5;

/** Finds the first cell and the position in it of every point, and sorts the points. */
function locate(points: Float64Array, rows: number, columns: number, width: number): Pick<GridPoints, "cells" | "order" | "positions"> {
  const count = points.length / 2;
  const pitch = columns + width - 1;
  const rowOffset = Math.floor(rows / 2) - width / 2;
  const columnOffset = Math.floor(columns / 2) - width / 2;
  const across = (columns >> TILE_BITS) + 1;
  const tiles = new Uint32Array(count);
  const ends = new Uint32Array(across * ((rows >> TILE_BITS) + 1) + 1);
  for (let point = 0; point < count; point++) {
    const row = wrapped(Math.ceil(kernelStart(points[2 * point], rows, rowOffset)), rows);
    const column = wrapped(Math.ceil(kernelStart(points[2 * point + 1], columns, columnOffset)), columns);
    const tile = (row >> TILE_BITS) * across + (column >> TILE_BITS);
    tiles[point] = tile;
    ends[tile + 1]++;
  }
  for (let tile = 1; tile < ends.length; tile++) ends[tile] += ends[tile - 1];
  const cells = new Uint32Array(count);
  const order = new Uint32Array(count);
  const positions = new Float64Array(2 * count);
  for (let point = 0; point < count; point++) {
    const place = ends[tiles[point]]++;
    const rowStart = kernelStart(points[2 * point], rows, rowOffset);
    const columnStart = kernelStart(points[2 * point + 1], columns, columnOffset);
    const row = Math.ceil(rowStart);
    const column = Math.ceil(columnStart);
    order[place] = point;
    cells[place] = wrapped(row, rows) * pitch + wrapped(column, columns);
    positions[2 * place] = 2 * (row - rowStart) - 1;
    positions[2 * place + 1] = 2 * (column - columnStart) - 1;
  }
  return { cells, order, positions };
}

/** @returns where the kernel of a frequency begins, in cells from the start of the grid; its first cell is the next whole number */
function kernelStart(frequency: number, length: number, offset: number): number {
  // Within half a cycle of 0; the difference is exact.
  return (frequency - Math.floor(frequency + 0.5)) * length + offset;
}

/** A cell of the grid, or the one that it repeats, at most a length away. */
function wrapped(cell: number, length: number): number {
  if (cell < 0) return cell + length;
  return cell >= length ? cell - length : cell;
}

export const pointCount = (plan: NonUniformPlan): number => plan.points.cells.length;

/** @returns the plan's tables and grid, with work space for the rows of the image; good until the next call for another plan */
export const griddingOf = (plan: NonUniformPlan): Gridding => gridding(plan.points, 2 * plan.columns.gridLength * plan.rows.length);

/** Writes the cells beyond the last row and column, which repeat the first ones. */
export function repeatMargins({ rows, columns, kernel, points }: NonUniformPlan, grid: Float64Array): void {
  const line = 2 * points.pitch;
  const margin = 2 * (kernel.width - 1);
  for (let start = 0; start < line * rows.gridLength; start += line) {
    grid.copyWithin(start + 2 * columns.gridLength, start, start + margin);
  }
  grid.copyWithin(line * rows.gridLength, 0, line * (kernel.width - 1));
}

/** Adds the cells beyond the last row and column to those that they repeat. */
export function foldMargins({ rows, columns, points }: NonUniformPlan, grid: Float64Array): void {
  const line = 2 * points.pitch;
  const beyond = line * rows.gridLength;
  for (let at = beyond; at < grid.length; at++) grid[at - beyond] += grid[at];
  for (let start = 0; start < beyond; start += line) {
    for (let at = start + 2 * columns.gridLength; at < start + line; at++) grid[at - 2 * columns.gridLength] += grid[at];
  }
}
