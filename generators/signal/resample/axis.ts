/**
 * Resampling along one axis: each place of the new axis is a weighted mean of samples of the old one.
 *
 *   out = x + sum over taps of share (in[tap] - x)        x: the tap with the largest share
 *
 * Written with differences from one of its samples, a constant stays as it is, bit for bit, whatever the rounding of the shares.
 * The compiled kernel and its twin here do the same operations.
 */
import { type LoadedKernel, loadKernel } from "../webassembly.ts";

/** Which samples make each place, and how much of each. */
export interface Taps {
  /** The sample that stands for x. */
  readonly references: Int32Array;
  /** First tap of each place, and the end: one longer than the places. */
  readonly starts: Int32Array;
  /** Samples, and their shares, of all taps but the references. */
  readonly sources: Int32Array;
  readonly shares: Float64Array;
}

/** Shape of an array around the axis that changes its length. */
export interface Axis {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

interface Functions {
  resample(
    source: number,
    target: number,
    targetPitch: number,
    places: number,
    blocks: number,
    references: number,
    starts: number,
    offsets: number,
    shares: number,
  ): void;
  transpose(source: number, sourcePitch: number, target: number, targetPitch: number, rows: number, columns: number): void;
}
type Kernel = LoadedKernel<Functions>;

/** Numbers that the kernel sums side by side, lines that it transposes at a time, and numbers in a strip of lines that need none. */
const BLOCK = 8;
const LINES = 16;
const STRIP = 128;

/** @returns outer x places x inner */
export function resampleAxis(data: Float64Array, axis: Axis, taps: Taps): Float64Array {
  const kernel = loadKernel<Functions>("resample");
  if (kernel === undefined) return resampleAxisPlain(data, axis, taps);
  return axis.outer === 1 ? inStrips(kernel, data, axis, taps) : transposed(kernel, data, axis, taps);
}

/** The kernel's twin. */
export function resampleAxisPlain(data: Float64Array, { outer, length, inner }: Axis, taps: Taps): Float64Array {
  const { references, starts, sources, shares } = taps;
  const places = references.length;
  const target = new Float64Array(outer * places * inner);
  for (let block = 0; block < outer; block++) {
    for (let place = 0; place < places; place++) {
      const reference = (block * length + references[place]) * inner;
      const to = (block * places + place) * inner;
      for (let tap = starts[place]; tap < starts[place + 1]; tap++) {
        const from = (block * length + sources[tap]) * inner;
        const share = shares[tap];
        for (let index = 0; index < inner; index++) target[to + index] += share * (data[from + index] - data[reference + index]);
      }
      for (let index = 0; index < inner; index++) target[to + index] = data[reference + index] + target[to + index];
    }
  }
  return target;
}

/** Puts the taps into kernel memory; samples become byte offsets. */
function placeTaps({ memory }: Kernel, taps: Taps, pitch: number, at: readonly number[]): void {
  const [references, starts, offsets, shares] = at;
  const toBytes = (sample: number): number => 8 * pitch * sample;
  memory.i32(references, taps.references.length).set(taps.references.map(toBytes));
  memory.i32(starts, taps.starts.length).set(taps.starts);
  memory.i32(offsets, taps.sources.length).set(taps.sources.map(toBytes));
  memory.f64(shares, taps.shares.length).set(taps.shares);
}

const tapBytes = ({ references, starts, sources, shares }: Taps): number[] => [
  4 * references.length,
  4 * starts.length,
  4 * sources.length,
  8 * shares.length,
];

/** Samples lie in rows of `inner` numbers: strips of them fit the cache. */
function inStrips(kernel: Kernel, data: Float64Array, { length, inner }: Axis, taps: Taps): Float64Array {
  const places = taps.references.length;
  const blocks = Math.ceil(Math.min(inner, STRIP) / BLOCK);
  const pitch = BLOCK * (blocks | 1);
  const [source, result, ...tables] = kernel.memory.scratch(8 * length * pitch, 8 * places * pitch, ...tapBytes(taps));
  placeTaps(kernel, taps, pitch, tables);
  const input = kernel.memory.f64(source, length * pitch);
  const output = kernel.memory.f64(result, places * pitch);
  const target = new Float64Array(places * inner);
  const [references, starts, offsets, shares] = tables;
  for (let left = 0; left < inner; left += STRIP) {
    const width = Math.min(STRIP, inner - left);
    for (let row = 0; row < length; row++) input.set(data.subarray(row * inner + left, row * inner + left + width), row * pitch);
    kernel.run.resample(source, result, 8 * pitch, places, blocks, references, starts, offsets, shares);
    for (let row = 0; row < places; row++) target.set(output.subarray(row * pitch, row * pitch + width), row * inner + left);
  }
  return target;
}

/** Samples lie along the rows: several rows at a time are transposed, resampled, and transposed back. */
function transposed(kernel: Kernel, data: Float64Array, { outer, length, inner }: Axis, taps: Taps): Float64Array {
  const places = taps.references.length;
  const width = length * inner;
  const newWidth = places * inner;
  const [sourcePitch, resultPitch] = [width, newWidth].map((count) => BLOCK * (Math.ceil(count / BLOCK) | 1));
  const [source, turned, turnedResult, result, ...tables] = kernel.memory.scratch(
    8 * LINES * sourcePitch,
    8 * LINES * sourcePitch,
    8 * LINES * resultPitch,
    8 * LINES * resultPitch,
    ...tapBytes(taps),
  );
  placeTaps(kernel, taps, LINES * inner, tables);
  const input = kernel.memory.f64(source, LINES * sourcePitch);
  const output = kernel.memory.f64(result, LINES * resultPitch);
  const target = new Float64Array(outer * newWidth);
  const [references, starts, offsets, shares] = tables;
  const line = 8 * LINES;
  for (let top = 0; top < outer; top += LINES) {
    const rows = Math.min(LINES, outer - top);
    for (let row = 0; row < rows; row++) input.set(data.subarray((top + row) * width, (top + row + 1) * width), row * sourcePitch);
    kernel.run.transpose(source, 8 * sourcePitch, turned, line, LINES, width + (width % 2));
    kernel.run.resample(turned, turnedResult, line * inner, places, (LINES * inner) / BLOCK, references, starts, offsets, shares);
    kernel.run.transpose(turnedResult, line, result, 8 * resultPitch, newWidth + (newWidth % 2), LINES);
    for (let row = 0; row < rows; row++)
      target.set(output.subarray(row * resultPitch, row * resultPitch + newWidth), (top + row) * newWidth);
  }
  return target;
}
