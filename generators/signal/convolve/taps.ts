/**
 * Convolution by its definition: shifted copies of the mirrored image, weighted and added up. Weights of 0 are left out.
 *
 * Every sum takes its taps in the order of the weights: four at a time, sum + ((w0 a + w1 b) + (w2 c + w3 d)), the last ones one by one.
 * The compiled kernel works on tiles that stay in the processor's cache; tiles change no sum.
 */
import type { Plane } from "../../plane.ts";
import { reflected } from "../edges.ts";
import type { PointSpread, SeparablePointSpread } from "../point-spread.ts";
import { type LoadedKernel, loadKernel } from "../webassembly.ts";

interface Functions {
  sumTaps(
    source: number,
    sourcePitch: number,
    target: number,
    targetPitch: number,
    rows: number,
    blocks: number,
    weights: number,
    shifts: number,
    taps: number,
  ): void;
}
type Kernel = LoadedKernel<Functions>;

/** Numbers that the kernel sums side by side. */
const BLOCK = 8;
/** A tile of the direct sum, in numbers across. */
const TILE = { rows: 128, width: 384 };
/** A strip of the separable sum: numbers in all, numbers across, and rows that are summed across at a time. */
const STRIP = { size: 262144, narrowest: 128, widest: 768, rows: 16 };

const compiled = (): Kernel | undefined => loadKernel<Functions>("convolve");

/** Convolves into `target`, rows x columns x channels. */
export function tapByTap(plane: Plane, spread: PointSpread, target: Float64Array): void {
  const kernel = compiled();
  if (kernel === undefined) tapByTapPlain(plane, spread, target);
  else inTiles(kernel, plane, spread, target);
}

/** Convolves along the rows, then down the columns, into `target`. */
export function axisByAxis(plane: Plane, spread: SeparablePointSpread, target: Float64Array): void {
  const kernel = compiled();
  if (kernel === undefined) axisByAxisPlain(plane, spread, target);
  else inStrips(kernel, plane, spread, target);
}

const vertical = (weights: Float64Array): PointSpread => ({ rows: weights.length, columns: 1, weights });
const horizontal = (weights: Float64Array): PointSpread => ({ rows: 1, columns: weights.length, weights });

/** Displacements of the weights that are not 0, counted from the far corner of the mirrored image. */
function tapsOf({ rows, columns, weights }: PointSpread, pitch: number, channels: number) {
  const taps = Array.from(weights.keys()).filter((tap) => weights[tap] !== 0);
  return {
    weights: Float64Array.from(taps, (tap) => weights[tap]),
    shifts: Int32Array.from(taps, (tap) => (rows - 1 - Math.floor(tap / columns)) * pitch + (columns - 1 - (tap % columns)) * channels),
  };
}

/** Copies `count` pixels of one row from any column on, mirrored beyond the edges. */
function copyLine(target: Float64Array, at: number, plane: Plane, row: number, first: number, count: number): void {
  const { rows, columns, channels, data } = plane;
  const line = reflected(row, rows) * columns;
  const begin = Math.max(first, 0);
  const end = Math.min(first + count, columns);
  target.set(data.subarray((line + begin) * channels, (line + end) * channels), at + (begin - first) * channels);
  copyPixels(target, at, plane, line, first, begin, first);
  copyPixels(target, at, plane, line, end, first + count, first);
}

/** Copies the pixels of columns `from` to `end`, which lie beyond the edges, to where column `first` lies at `at`. */
function copyPixels(target: Float64Array, at: number, plane: Plane, line: number, from: number, end: number, first: number): void {
  const { columns, channels, data } = plane;
  for (let column = from; column < end; column++) {
    const source = (line + reflected(column, columns)) * channels;
    const to = at + (column - first) * channels;
    for (let channel = 0; channel < channels; channel++) target[to + channel] = data[source + channel];
  }
}

/** The twin of the kernel's tiles. */
export function tapByTapPlain(plane: Plane, spread: PointSpread, target: Float64Array): void {
  const { rows, columns, channels } = plane;
  const rowReach = (spread.rows - 1) / 2;
  const columnReach = (spread.columns - 1) / 2;
  const width = columns * channels;
  const pitch = width + 2 * columnReach * channels;
  const padded = new Float64Array((rows + 2 * rowReach) * pitch);
  for (let row = 0; row < rows + 2 * rowReach; row++)
    copyLine(padded, row * pitch, plane, row - rowReach, -columnReach, columns + 2 * columnReach);
  const { weights, shifts } = tapsOf(spread, pitch, channels);
  target.fill(0);
  for (let row = 0; row < rows; row++) {
    const out = target.subarray(row * width, (row + 1) * width);
    const start = row * pitch;
    let tap = 0;
    for (; tap + 4 <= weights.length; tap += 4) addFour(out, padded, start, weights.subarray(tap, tap + 4), shifts.subarray(tap, tap + 4));
    for (; tap < weights.length; tap++) {
      const from = start + shifts[tap];
      for (let at = 0; at < width; at++) out[at] += weights[tap] * padded[from + at];
    }
  }
}

function addFour(out: Float64Array, padded: Float64Array, start: number, weights: Float64Array, shifts: Int32Array): void {
  const [w0, w1, w2, w3] = [weights[0], weights[1], weights[2], weights[3]];
  const [s0, s1, s2, s3] = [start + shifts[0], start + shifts[1], start + shifts[2], start + shifts[3]];
  for (let at = 0; at < out.length; at++) {
    out[at] += w0 * padded[s0 + at] + w1 * padded[s1 + at] + (w2 * padded[s2 + at] + w3 * padded[s3 + at]);
  }
}

/** The twin of the kernel's strips. */
export function axisByAxisPlain(plane: Plane, { down, across }: SeparablePointSpread, target: Float64Array): void {
  const between = new Float64Array(target.length);
  tapByTapPlain(plane, horizontal(across), between);
  tapByTapPlain({ ...plane, data: between }, vertical(down), target);
}

/** Numbers from one line of kernel memory to the next: an odd count of cache lines, so that columns spread over the whole cache. */
const pitchFor = (width: number): number => BLOCK * (Math.ceil(width / BLOCK) | 1);

/** Puts taps into kernel memory; shifts become bytes. */
function placeTaps({ memory }: Kernel, taps: ReturnType<typeof tapsOf>, weights: number, shifts: number): void {
  memory.f64(weights, taps.weights.length).set(taps.weights);
  memory.i32(shifts, taps.shifts.length).set(taps.shifts.map((shift) => 8 * shift));
}

/** Tiles with their surroundings go into kernel memory, sums come back. Lines there are padded to whole blocks, whose excess is dropped. */
function inTiles(kernel: Kernel, plane: Plane, spread: PointSpread, target: Float64Array): void {
  const { rows, columns, channels } = plane;
  const rowReach = (spread.rows - 1) / 2;
  const columnReach = (spread.columns - 1) / 2;
  const tileRows = Math.min(rows, TILE.rows);
  const tileColumns = Math.min(columns, Math.max(1, Math.floor(TILE.width / channels)));
  const blocks = Math.ceil((tileColumns * channels) / BLOCK);
  const sourcePitch = pitchFor(blocks * BLOCK + 2 * columnReach * channels);
  const targetPitch = pitchFor(blocks * BLOCK);
  const taps = tapsOf(spread, sourcePitch, channels);
  const sourceLength = (tileRows + 2 * rowReach) * sourcePitch;
  const [source, sums, weights, shifts] = kernel.memory.scratch(
    8 * sourceLength,
    8 * tileRows * targetPitch,
    8 * taps.weights.length,
    4 * taps.shifts.length,
  );
  placeTaps(kernel, taps, weights, shifts);
  const input = kernel.memory.f64(source, sourceLength);
  const output = kernel.memory.f64(sums, tileRows * targetPitch);
  for (let top = 0; top < rows; top += tileRows) {
    const height = Math.min(tileRows, rows - top);
    for (let left = 0; left < columns; left += tileColumns) {
      const width = Math.min(tileColumns, columns - left);
      for (let row = 0; row < height + 2 * rowReach; row++)
        copyLine(input, row * sourcePitch, plane, top + row - rowReach, left - columnReach, width + 2 * columnReach);
      kernel.run.sumTaps(source, 8 * sourcePitch, sums, 8 * targetPitch, height, blocks, weights, shifts, taps.weights.length);
      for (let row = 0; row < height; row++)
        target.set(output.subarray(row * targetPitch, row * targetPitch + width * channels), ((top + row) * columns + left) * channels);
    }
  }
}

/** Strips of all rows: summed along the rows a few at a time, mirrored up and down, then summed down in place. */
function inStrips(kernel: Kernel, plane: Plane, { down, across }: SeparablePointSpread, target: Float64Array): void {
  const { rows, columns, channels } = plane;
  const rowReach = (down.length - 1) / 2;
  const columnReach = (across.length - 1) / 2;
  const stripWidth = Math.min(Math.max(Math.floor(STRIP.size / rows), STRIP.narrowest), STRIP.widest);
  const stripColumns = Math.min(columns, Math.max(1, Math.floor(stripWidth / channels)));
  const blocks = Math.ceil((stripColumns * channels) / BLOCK);
  const sourcePitch = pitchFor(blocks * BLOCK + 2 * columnReach * channels);
  const pitch = pitchFor(blocks * BLOCK);
  const alongTaps = tapsOf(horizontal(across), sourcePitch, channels);
  const downTaps = tapsOf(vertical(down), pitch, channels);
  const sumsLength = (rows + 2 * rowReach) * pitch;
  const [source, sums, alongWeights, alongShifts, downWeights, downShifts] = kernel.memory.scratch(
    8 * STRIP.rows * sourcePitch,
    8 * sumsLength,
    8 * alongTaps.weights.length,
    4 * alongTaps.shifts.length,
    8 * downTaps.weights.length,
    4 * downTaps.shifts.length,
  );
  placeTaps(kernel, alongTaps, alongWeights, alongShifts);
  placeTaps(kernel, downTaps, downWeights, downShifts);
  const input = kernel.memory.f64(source, STRIP.rows * sourcePitch);
  const output = kernel.memory.f64(sums, sumsLength);
  for (let left = 0; left < columns; left += stripColumns) {
    const width = Math.min(stripColumns, columns - left);
    for (let top = 0; top < rows; top += STRIP.rows) {
      const height = Math.min(STRIP.rows, rows - top);
      for (let row = 0; row < height; row++)
        copyLine(input, row * sourcePitch, plane, top + row, left - columnReach, width + 2 * columnReach);
      const to = sums + 8 * pitch * (rowReach + top);
      kernel.run.sumTaps(source, 8 * sourcePitch, to, 8 * pitch, height, blocks, alongWeights, alongShifts, alongTaps.weights.length);
    }
    for (let beyond = 1; beyond <= rowReach; beyond++) {
      for (const row of [-beyond, rows - 1 + beyond]) {
        const from = (rowReach + reflected(row, rows)) * pitch;
        output.copyWithin((rowReach + row) * pitch, from, from + pitch);
      }
    }
    // A sum is written to the topmost row that it reads, which no later row reads.
    kernel.run.sumTaps(sums, 8 * pitch, sums, 8 * pitch, rows, blocks, downWeights, downShifts, downTaps.weights.length);
    for (let row = 0; row < rows; row++)
      target.set(output.subarray(row * pitch, row * pitch + width * channels), (row * columns + left) * channels);
  }
}
