/**
 * Parallel-beam line integrals of an image by Joseph's method, and the exact adjoint of that sum.
 *
 *   p(theta, s) = integral of mu along x cos(theta) + y sin(theta) = s
 *               ~ step * sum over the rows (or columns) that the ray crosses, mu interpolated linearly within each
 *
 * x points right along a row, y up against the columns, both from the image's centre ((N - 1) / 2 in index units);
 * bin u lies at s = (u - (bins - 1) / 2) binSize. The ray steps through whichever of rows and columns it crosses more steeply.
 * Outside the image mu is 0. `project` and `projectAdjoint` are matched to rounding: <A x, y> = <x, A' y>.
 *
 * Not modelled: beam and bin width (rays are lines), fan or cone beam.
 *
 * Sources: Joseph, IEEE Trans. Med. Imaging 1 (1982) 192; Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), ch. 3.
 */
import { cos, PI, sin } from "./math.ts";

/** Where the pixels and the rays lie. */
export interface ParallelGeometry {
  readonly rows: number;
  readonly columns: number;
  /** Distance between pixel centres down and across [m]. */
  readonly pixel: { readonly row: number; readonly column: number };
  /** Direction of each view [rad]. */
  readonly angles: Float64Array;
  readonly binCount: number;
  /** Distance between bin centres [m]. */
  readonly binSize: number;
}

/** @returns `viewCount` directions in equal steps over half a turn: pi v / viewCount [rad] */
export function equalAngles(viewCount: number): Float64Array {
  return Float64Array.from({ length: viewCount }, (_, view) => (PI * view) / viewCount);
}

/** Zeros beside each line of the image, so that rays that just miss it need no test. */
const MARGIN = 2;

/** The image's rows, or its columns, as lines with zeros on both sides. */
interface Lines {
  readonly count: number;
  readonly length: number;
  readonly stride: number;
  readonly data: Float64Array;
}

function paddedLines(count: number, length: number): Lines {
  const stride = length + 2 * MARGIN;
  return { count, length, stride, data: new Float64Array(count * stride) };
}

/** Index of pixel (row, column) in the padded rows and in the padded columns. */
function copyInto(lines: Lines, image: Float64Array, lineStep: number, sampleStep: number): void {
  for (let line = 0; line < lines.count; line++) {
    const to = line * lines.stride + MARGIN;
    const from = line * lineStep;
    for (let sample = 0; sample < lines.length; sample++) lines.data[to + sample] = image[from + sample * sampleStep];
  }
}

/** How the rays of one view cross lines: bin u meets line i at sample `start + perLine i + perBin u`, and each crossing stands for `step` [m]. */
interface Crossing {
  readonly alongRows: boolean;
  readonly start: number;
  readonly perLine: number;
  readonly perBin: number;
  readonly step: number;
}

function crossing(geometry: ParallelGeometry, angle: number): Crossing {
  const { rows, columns, pixel, binCount, binSize } = geometry;
  const c = cos(angle);
  const s = sin(angle);
  const first = -((binCount - 1) / 2) * binSize;
  const left = -((columns - 1) / 2) * pixel.column;
  const top = ((rows - 1) / 2) * pixel.row;
  // A step of one row must move the ray by at most one column, or the other way round.
  if (Math.abs(s) * pixel.row <= Math.abs(c) * pixel.column) {
    const scale = 1 / (c * pixel.column);
    const start = (columns - 1) / 2 + (first - top * s) * scale;
    return { alongRows: true, start, perLine: pixel.row * s * scale, perBin: binSize * scale, step: pixel.row / Math.abs(c) };
  }
  const scale = -1 / (s * pixel.row);
  const start = (rows - 1) / 2 + (first - left * c) * scale;
  return { alongRows: false, start, perLine: -pixel.column * c * scale, perBin: binSize * scale, step: pixel.column / Math.abs(s) };
}

/** One line under all rays of a view: those of bins first .. end - 1 meet it, bin u at padded index `place + perBin u` of it. */
type Visit = (offset: number, place: number, perBin: number, first: number, end: number) => void;

function visitLines({ count, length, stride }: Lines, { start, perLine, perBin }: Crossing, binCount: number, visit: Visit): void {
  for (let line = 0; line < count; line++) {
    const place = start + perLine * line;
    const a = (-1 - place) / perBin;
    const b = (length - place) / perBin;
    const first = Math.max(Math.ceil(Math.min(a, b)), 0);
    const end = Math.min(Math.floor(Math.max(a, b)) + 1, binCount);
    if (first < end) visit(line * stride, place + MARGIN, perBin, first, end);
  }
}

function checkGeometry({ rows, columns, pixel, binCount, binSize, angles }: ParallelGeometry): void {
  const whole = [rows, columns, binCount].every((count) => Number.isInteger(count) && count > 0);
  const sized = [pixel.row, pixel.column, binSize].every((size) => size > 0 && Number.isFinite(size));
  if (!whole || !sized || !angles.every(Number.isFinite)) {
    throw new RangeError(
      `Expected positive counts, positive sizes and finite angles, got ${rows} x ${columns} pixels of ${pixel.row} x ${pixel.column}, ${binCount} bins of ${binSize}`,
    );
  }
}

function checkSize(name: string, data: Float64Array, expected: number): void {
  if (data.length !== expected) throw new RangeError(`Expected ${expected} values for ${name}, got ${data.length}`);
}

/**
 * Projects an image.
 *
 * @param image rows x columns, values per length [1/m]
 * @returns line integrals [1], views x bins
 * @throws RangeError for an impossible geometry or another image size
 */
export function project(image: Float64Array, geometry: ParallelGeometry): Float64Array {
  const { rows, columns, angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the image", image, rows * columns);
  const byRow = paddedLines(rows, columns);
  const byColumn = paddedLines(columns, rows);
  copyInto(byRow, image, columns, 1);
  copyInto(byColumn, image, 1, columns);
  const sums = new Float64Array(binCount);
  const integrals = new Float64Array(angles.length * binCount);
  angles.forEach((angle, view) => {
    const rays = crossing(geometry, angle);
    const lines = rays.alongRows ? byRow : byColumn;
    const { data } = lines;
    sums.fill(0);
    visitLines(lines, rays, binCount, (offset, place, perBin, first, end) => {
      for (let bin = first; bin < end; bin++) {
        const at = place + perBin * bin;
        const below = at | 0;
        const value = data[offset + below];
        sums[bin] += value + (at - below) * (data[offset + below + 1] - value);
      }
    });
    for (let bin = 0; bin < binCount; bin++) integrals[view * binCount + bin] = rays.step * sums[bin];
  });
  return integrals;
}

/**
 * The adjoint of `project`: spreads every ray's value over the pixels that it passes, with the projector's own weights [m].
 * It is not the back-projection of FBP, which interpolates between bins and is smoother.
 *
 * @param integrals views x bins
 * @returns rows x columns
 * @throws RangeError for an impossible geometry or another size
 */
export function projectAdjoint(integrals: Float64Array, geometry: ParallelGeometry): Float64Array {
  const { rows, columns, angles, binCount } = geometry;
  checkGeometry(geometry);
  checkSize("the line integrals", integrals, angles.length * binCount);
  const byRow = paddedLines(rows, columns);
  const byColumn = paddedLines(columns, rows);
  angles.forEach((angle, view) => {
    const rays = crossing(geometry, angle);
    const lines = rays.alongRows ? byRow : byColumn;
    const { data } = lines;
    visitLines(lines, rays, binCount, (offset, place, perBin, first, end) => {
      for (let bin = first; bin < end; bin++) {
        const at = place + perBin * bin;
        const below = at | 0;
        const value = rays.step * integrals[view * binCount + bin];
        data[offset + below] += (1 - (at - below)) * value;
        data[offset + below + 1] += (at - below) * value;
      }
    });
  });
  const image = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      image[row * columns + column] =
        byRow.data[row * byRow.stride + MARGIN + column] + byColumn.data[column * byColumn.stride + MARGIN + row];
    }
  }
  return image;
}
