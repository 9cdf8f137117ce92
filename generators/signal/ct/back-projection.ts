/**
 * Back-projection that interpolates linearly between bins: every view is added along its rays.
 *
 *   image(x, y) = sum over views of weight(view) W q(view, u(x, y))
 *   parallel:   W = 1,                           u = (x c + y s) / binSize
 *   fan, flat:  W = (D / l)^2,                   u = F t / l / binSize
 *   fan, arc:   W = D^2 / (l^2 + t^2),           u = F atan(t / l) / binSize
 *   with t = x c + y s across and l = D - x s + y c along the central ray, u from the middle bin
 *
 * D is the source's distance from the axis, F that from the detector. Beyond the outermost bins a view falls to 0 within one bin.
 * A quarter of the image is computed; lanes are the other quarters, whose views are images of the first's (symmetry.ts).
 * atan comes from a table of its Taylor polynomials of third degree, exact to some 1e-13 rad.
 *
 * Source: Kak and Slaney (1988), sections 3.3 and 3.4.
 */
import { atan } from "../math.ts";
import { type Axis, checkGeometry, checkSize, imageRadius, type ScanGeometry } from "./geometry.ts";
import { MARGIN } from "./lines.ts";
import { BIN, CELL, PLACE, type Quarter, type QuarterShape, quarterFor, TOGETHER, viewStride } from "./quarter.ts";
import { LANES, type Orbit, type SymmetryGroup, seat, symmetricViews } from "./symmetry.ts";

/** Views added in one run: they stay in the cache. A multiple of TOGETHER. */
const MOST_VIEWS = 64;
/** Cells of an arc's table: few enough to stay in the cache. */
const CELLS = 512;

/** @returns for each of CELLS cells of t / l between -highest and highest, u as a polynomial in the distance from the cell's middle [cells] */
function arcTable(highest: number, binsPerRadian: number): { table: Float64Array; perCell: number } {
  const perCell = (2 * highest) / CELLS;
  const table = new Float64Array(CELLS * CELL);
  for (let cell = 0; cell < CELLS; cell++) {
    const w = (cell + 0.5 - CELLS / 2) * perCell;
    const slope = 1 / (1 + w * w);
    const h = perCell;
    table[CELL * cell] = binsPerRadian * atan(w);
    table[CELL * cell + 1] = binsPerRadian * h * slope;
    table[CELL * cell + 2] = -binsPerRadian * h * h * w * slope * slope;
    table[CELL * cell + 3] = (binsPerRadian * h * h * h * (3 * w * w - 1) * slope * slope * slope) / 3;
  }
  return { table, perCell };
}

/** Even columns: pixels are worked on in pairs. */
function shapeOf(geometry: ScanGeometry): QuarterShape {
  const { rows, columns, pixel, binCount, binSize, fan } = geometry;
  const half = Math.ceil(columns / 2);
  const sizes = { rows: Math.ceil(rows / 2), columns: half + (half & 1), binCount, centre: (binCount - 1) / 2 };
  if (fan === undefined) return { ...sizes, beam: "parallel", table: new Float64Array(0), perCell: 0 };
  if (fan.detector === "flat") return { ...sizes, beam: "flat", table: new Float64Array(0), perCell: 0 };
  const reach = imageRadius(geometry) + pixel.column;
  const highest = reach / Math.sqrt(fan.sourceToAxis * fan.sourceToAxis - reach * reach);
  return { ...sizes, beam: "arc", ...arcTable(highest, fan.sourceToDetector / binSize) };
}

/** Writes where a view of this axis sees the quarter's pixels. */
function place(geometry: ScanGeometry, { beam, perCell, centre }: QuarterShape, { c, s }: Axis, at: Float64Array): void {
  const { rows, columns, pixel, binSize, fan } = geometry;
  const x = -((columns - 1) / 2) * pixel.column;
  const y = ((rows - 1) / 2) * pixel.row;
  const distance = fan?.sourceToAxis ?? 1;
  const ofT = fan === undefined ? 1 / binSize : beam === "flat" ? fan.sourceToDetector / binSize / distance : 1 / perCell / distance;
  const ofL = 1 / distance;
  at[0] = ofT * (x * c + y * s) + (fan === undefined ? centre : 0);
  at[1] = fan === undefined ? 1 : 1 + ofL * (y * c - x * s);
  at[2] = -ofT * pixel.row * s;
  at[3] = fan === undefined ? 0 : -ofL * pixel.row * c;
  at[4] = ofT * pixel.column * c;
  at[5] = fan === undefined ? 0 : -ofL * pixel.column * s;
}

/** Views to add: views x bins, and a weight for each. */
interface Weighted {
  readonly views: Float64Array;
  readonly weights: Float64Array;
  readonly binCount: number;
}

/** Writes the four views that share the places of an orbit's view k, weighted; then each bin's step to the next. */
function write(lines: Float64Array, { views, weights, binCount }: Weighted, group: SymmetryGroup, orbit: Orbit, k: number): void {
  for (let lane = 0; lane < LANES; lane++) {
    const { view, sign } = seat(group, orbit, lane, k);
    const weight = view < 0 ? 0 : weights[view];
    let from = Math.max(view, 0) * binCount + (sign > 0 ? 0 : binCount - 1);
    let before = 0;
    let to = MARGIN * BIN + lane;
    for (let bin = 0; bin < binCount; bin++) {
      const value = weight === 0 ? 0 : weight * views[from];
      lines[to] = value;
      lines[to - BIN + LANES] = value - before;
      before = value;
      from += sign;
      to += BIN;
    }
    lines[to - BIN + LANES] = 0 - before;
  }
}

/** Copies the quarters to the image; where an odd middle row or column belongs to two, the first. */
function unfold({ pixels }: Quarter, { rows, columns }: ScanGeometry, stride: number, group: SymmetryGroup): Float64Array {
  const image = new Float64Array(rows * columns);
  for (let lane = LANES - 1; lane >= 0; lane--) {
    const { start, perRow, perColumn } = group.maps[lane];
    for (let row = 0; 2 * row < rows; row++) {
      for (let column = 0; 2 * column < columns; column++) {
        image[start + row * perRow + column * perColumn] = pixels[(row * stride + column) * LANES + lane];
      }
    }
  }
  return image;
}

/**
 * Adds every view along its rays.
 *
 * @param views views x bins
 * @param weights one for each view [rad]; a view of weight 0 is left out, whatever it holds
 * @returns rows x columns
 * @throws RangeError for an impossible geometry or another size
 */
export function backProject(views: Float64Array, geometry: ScanGeometry, weights: Float64Array): Float64Array {
  const { angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the views", views, angles.length * binCount);
  checkSize("the weights", weights, angles.length);
  const used = Array.from(angles.keys()).filter((view) => weights[view] !== 0);
  const { group, orbits } = symmetricViews(geometry, used);
  const shape = shapeOf(geometry);
  const quarter = quarterFor(shape, MOST_VIEWS);
  const stride = viewStride(binCount);
  let count = 0;
  for (const orbit of orbits) {
    for (let k = 0; k < (orbit.halved ? LANES / 2 : LANES); k++) {
      place(geometry, shape, group.turn(k, orbit.axis), quarter.places.subarray(count * PLACE, (count + 1) * PLACE));
      write(quarter.views.subarray(count * stride, (count + 1) * stride), { views, weights, binCount }, group, orbit, k);
      if (++count === MOST_VIEWS) {
        quarter.add(count);
        count = 0;
      }
    }
  }
  if (count > 0) {
    const full = Math.ceil(count / TOGETHER) * TOGETHER;
    quarter.views.fill(0, count * stride, full * stride);
    quarter.add(full);
  }
  return unfold(quarter, geometry, shape.columns, group);
}
