/**
 * The inner loop of back-projection: views added to a quarter of the image, each pixel with its three images under the symmetries.
 *
 *   pixel += W (value + share * step),    bin + share = u(t / l),    t = t0 + row tRow + column tColumn, l likewise
 *
 * Two workers that do the same operations in the same order: the kernel (../kernels/back-projection.ts) and its twin.
 * Places are clamped to the zeros beside a view, so nothing outside is read, whatever the places are.
 */
import { type LoadedKernel, loadKernel } from "../webassembly.ts";
import { MARGIN } from "./lines.ts";
import { LANES } from "./symmetry.ts";

/** Numbers for each bin: four values, and the steps from them to the next bin's. */
export const BIN = 2 * LANES;
/** Numbers for each view: t and l at the first pixel, then their steps by row, then by column; two unused. */
export const PLACE = 8;
/** Views in a run are a multiple of this many: so many are added in one pass over the pixels. */
export const TOGETHER = 4;
/** Numbers for each cell of the table of an arc: a polynomial of the third degree in the distance from the cell's middle. */
export const CELL = 4;

/** The sizes and the kind of a scan. */
export interface QuarterShape {
  readonly rows: number;
  /** Even. */
  readonly columns: number;
  readonly binCount: number;
  /** u at t = 0 of a fan [bins]; t of parallel rays is u. */
  readonly centre: number;
  readonly beam: "parallel" | "flat" | "arc";
  /** For an arc: u for each cell of t / l, the first cell at -(half of the cells); t is then counted in cells. */
  readonly table: Float64Array;
  /** t / l for one cell. */
  readonly perCell: number;
}

/** Where views are written, and the pixels to which they are added. */
export interface Quarter {
  /** views x (MARGIN + binCount + MARGIN) x BIN. */
  readonly views: Float64Array;
  /** views x PLACE. */
  readonly places: Float64Array;
  /** rows x columns x LANES. */
  readonly pixels: Float64Array;
  add(viewCount: number): void;
}

/** Numbers of one view. */
export const viewStride = (binCount: number): number => (binCount + 2 * MARGIN) * BIN;

type Run = (
  places: number,
  views: number,
  lines: number,
  pitch: number,
  bins: number,
  centre: number,
  pixels: number,
  rows: number,
  columns: number,
  table: number,
  cells: number,
  perCell: number,
) => void;
interface Functions {
  readonly parallel: Run;
  readonly flat: Run;
  readonly arc: Run;
}

/** @returns zeroed pixels and room for views */
export function quarterFor(shape: QuarterShape, mostViews: number): Quarter {
  const kernel = loadKernel<Functions>("back-projection");
  return kernel === undefined ? plainQuarter(shape, mostViews) : compiledQuarter(kernel, shape, mostViews);
}

const BYTES = 8;

function compiledQuarter({ run, memory }: LoadedKernel<Functions>, shape: QuarterShape, mostViews: number): Quarter {
  const { rows, columns, binCount, centre, beam, table, perCell } = shape;
  const sizes = [mostViews * viewStride(binCount), mostViews * PLACE, rows * columns * LANES, table.length];
  const [views, places, pixels, cells] = memory.scratch(...sizes.map((size) => BYTES * size));
  memory.f64(cells, table.length).set(table);
  const quarter = {
    views: memory.f64(views, sizes[0]).fill(0),
    places: memory.f64(places, sizes[1]).fill(0),
    pixels: memory.f64(pixels, sizes[2]).fill(0),
  };
  const first = views + MARGIN * BIN * BYTES;
  const pitch = viewStride(binCount) * BYTES;
  return {
    ...quarter,
    add: (count) => run[beam](places, count, first, pitch, binCount, centre, pixels, rows, columns, cells, table.length / CELL, perCell),
  };
}

/** The kernel's twin. */
function plainQuarter(shape: QuarterShape, mostViews: number): Quarter {
  const { rows, columns, binCount, centre, beam, table, perCell } = shape;
  const stride = viewStride(binCount);
  const views = new Float64Array(mostViews * stride);
  const places = new Float64Array(mostViews * PLACE);
  const pixels = new Float64Array(rows * columns * LANES);
  const highest = binCount + 0.5;
  const cellCount = table.length / CELL;

  function addPixel(view: number, pixel: number, u: number, weight: number): void {
    const at = Math.min(Math.max(u, -1.5), highest);
    const below = Math.floor(at);
    const share = at - below;
    const from = view * stride + (MARGIN + below) * BIN;
    for (let lane = 0; lane < LANES; lane++) {
      const value = views[from + lane] + share * views[from + LANES + lane];
      pixels[pixel + lane] += beam === "parallel" ? value : weight * value;
    }
  }

  /** Bins from the middle to an arc's place, from its table. */
  function throughTable(v: number): number {
    const last = cellCount - 1;
    const shifted = v + cellCount / 2;
    const z = Math.min(Math.max(shifted, 0), last);
    const cell = Math.floor(z);
    const d = z - cell - 0.5;
    const at = CELL * cell;
    return table[at] + d * (table[at + 1] + d * (table[at + 2] + d * table[at + 3]));
  }

  function add(viewCount: number): void {
    for (let view = 0; view < viewCount; view++) {
      const [t0, l0, tRow, lRow, tColumn, lColumn] = places.subarray(view * PLACE);
      for (let row = 0; row < rows; row++) {
        const t = t0 + row * tRow;
        const l = l0 + row * lRow;
        for (let column = 0; column < columns; column++) {
          const pixel = (row * columns + column) * LANES;
          const across = t + column * tColumn;
          if (beam === "parallel") {
            addPixel(view, pixel, across, 1);
            continue;
          }
          const depth = l + column * lColumn;
          if (beam === "flat") {
            const inverse = 1 / depth;
            addPixel(view, pixel, centre + across * inverse, inverse * inverse);
          } else {
            const square = depth * depth + across * perCell * (across * perCell);
            const inverse = 1 / (depth * square);
            addPixel(view, pixel, centre + throughTable(across * (inverse * square)), inverse * depth);
          }
        }
      }
    }
  }
  return { views, places, pixels, add };
}
