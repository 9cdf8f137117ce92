/**
 * The discrete Fourier transform along one axis, as far as readers need it: to cut the field of view and to part a volume into slices.
 *
 *   X[k] = N^-1/2 sum_n x[n] exp(-+ 2 pi i (n - c)(k - c) / N),   c = floor(N / 2)
 *
 * Lengths with small factors take the mixed-radix recursion of Cooley and Tukey; a prime factor p costs p operations a sample.
 *
 * Source: Cooley and Tukey, Math. Comput. 19 (1965) 297.
 */
import { turn } from "../elementary.ts";

interface Plan {
  readonly length: number;
  /** cos and sin of 2 pi k / length, interleaved. */
  readonly turns: Float64Array;
  /** -1: to frequencies; +1: back. */
  readonly sign: 1 | -1;
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly scratch: Float64Array;
}

function planOf(length: number, sign: 1 | -1): Plan {
  const turns = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) turns.set(turn(k, length), 2 * k);
  return {
    length,
    turns,
    sign,
    input: new Float64Array(2 * length),
    output: new Float64Array(2 * length),
    scratch: new Float64Array(2 * length),
  };
}

/** 4 before 2: it takes fewer multiplications. */
function factorOf(length: number): number {
  if (length % 4 === 0) return 4;
  for (let factor = 2; factor * factor <= length; factor++) if (length % factor === 0) return factor;
  return length;
}

/** Transforms `length` samples of plan.input, from `from` in steps of `step`, into plan.output from `to`. */
function transform(plan: Plan, from: number, step: number, to: number, length: number): void {
  const { input, output } = plan;
  if (length === 1) {
    output[2 * to] = input[2 * from];
    output[2 * to + 1] = input[2 * from + 1];
    return;
  }
  const factor = factorOf(length);
  const part = length / factor;
  for (let r = 0; r < factor; r++) transform(plan, from + r * step, step * factor, to + r * part, part);
  if (factor === 4) joinFour(plan, to, part, step);
  else for (let k = 0; k < part; k++) join(plan, to + k, part, factor, step, k);
}

/** Joins four transforms of `part` samples into one; roots of unity of its length lie `step` apart in the table. */
function joinFour({ turns, sign, output }: Plan, to: number, part: number, step: number): void {
  for (let k = 0; k < part; k++) {
    const at0 = 2 * (to + k);
    const at1 = at0 + 2 * part;
    const at2 = at1 + 2 * part;
    const at3 = at2 + 2 * part;
    const root = 2 * k * step;
    const c1 = turns[root];
    const s1 = sign * turns[root + 1];
    const c2 = turns[2 * root];
    const s2 = sign * turns[2 * root + 1];
    const c3 = turns[3 * root];
    const s3 = sign * turns[3 * root + 1];
    const re1 = c1 * output[at1] - s1 * output[at1 + 1];
    const im1 = c1 * output[at1 + 1] + s1 * output[at1];
    const re2 = c2 * output[at2] - s2 * output[at2 + 1];
    const im2 = c2 * output[at2 + 1] + s2 * output[at2];
    const re3 = c3 * output[at3] - s3 * output[at3 + 1];
    const im3 = c3 * output[at3 + 1] + s3 * output[at3];
    const evenRe = output[at0] + re2;
    const evenIm = output[at0 + 1] + im2;
    const oddRe = re1 + re3;
    const oddIm = im1 + im3;
    const crossRe = output[at0] - re2;
    const crossIm = output[at0 + 1] - im2;
    const turnRe = -sign * (im1 - im3);
    const turnIm = sign * (re1 - re3);
    output[at0] = evenRe + oddRe;
    output[at0 + 1] = evenIm + oddIm;
    output[at1] = crossRe + turnRe;
    output[at1 + 1] = crossIm + turnIm;
    output[at2] = evenRe - oddRe;
    output[at2 + 1] = evenIm - oddIm;
    output[at3] = crossRe - turnRe;
    output[at3 + 1] = crossIm - turnIm;
  }
}

/** Joins one output of each of `factor` transforms of `part` samples; roots of unity of their joint length lie `step` apart in the table. */
function join({ turns, sign, output, scratch, length }: Plan, to: number, part: number, factor: number, step: number, k: number): void {
  for (let q = 0; q < factor; q++) {
    let re = 0;
    let im = 0;
    const advance = ((k + q * part) * step) % length;
    let root = 0;
    for (let r = 0; r < factor; r++) {
      const at = 2 * (to + r * part);
      const c = turns[2 * root];
      const s = sign * turns[2 * root + 1];
      re += c * output[at] - s * output[at + 1];
      im += s * output[at] + c * output[at + 1];
      root += advance;
      if (root >= length) root -= length;
    }
    scratch[2 * q] = re;
    scratch[2 * q + 1] = im;
  }
  for (let q = 0; q < factor; q++) {
    output[2 * (to + q * part)] = scratch[2 * q];
    output[2 * (to + q * part) + 1] = scratch[2 * q + 1];
  }
}

/**
 * Makes the function that cuts the field of view of lines to its middle: F_M (middle M samples of F_N^-1 line).
 *
 * @returns lines, count x `length` complex -> count x `kept` complex
 */
export function fieldOfViewCut(length: number, kept: number): (lines: Float64Array) => Float64Array {
  if (kept === length) return (lines) => lines;
  const back = planOf(length, 1);
  const forth = planOf(kept, -1);
  const scale = 1 / Math.sqrt(length * kept);
  return (lines) => {
    const count = lines.length / (2 * length);
    const result = new Float64Array(2 * count * kept);
    for (let line = 0; line < count; line++) {
      shifted(lines, 2 * line * length, length, Math.floor(length / 2), back.input, 0, 1);
      transform(back, 0, 1, 0, length);
      // Both transforms count from the centre: what lies before it is at the end of the array.
      const after = 2 * Math.ceil(kept / 2);
      const before = 2 * kept - after;
      forth.input.set(back.output.subarray(0, after));
      forth.input.set(back.output.subarray(2 * length - before), after);
      transform(forth, 0, 1, 0, kept);
      shifted(forth.output, 0, kept, Math.ceil(kept / 2), result, 2 * line * kept, scale);
    }
    return result;
  };
}

/**
 * As fieldOfViewCut, down the columns: for phase encoding.
 * @returns samples of one coil, `length` x `columns` complex -> `kept` x `columns` complex
 */
export function fieldOfViewCutDown(length: number, kept: number, columns: number): (samples: Float64Array) => Float64Array {
  if (kept === length) return (samples) => samples;
  const cut = fieldOfViewCut(length, kept);
  return (samples) => turned(cut(turned(samples, length, columns)), columns, kept);
}

/** Swaps the axes of complex samples. @returns columns x rows */
export function turned(data: Float64Array, rows: number, columns: number): Float64Array {
  const swapped = new Float64Array(data.length);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, from += 2) {
      const to = 2 * (column * rows + row);
      swapped[to] = data[from];
      swapped[to + 1] = data[from + 1];
    }
  }
  return swapped;
}

/** Copies a line of `length` complex samples, turned so that sample `first` comes first. */
function shifted(source: Float64Array, from: number, length: number, first: number, target: Float64Array, to: number, scale: number): void {
  for (let k = 0; k < length; k++) {
    const at = from + 2 * ((k + first) % length);
    target[to + 2 * k] = scale * source[at];
    target[to + 2 * k + 1] = scale * source[at + 1];
  }
}

/** @returns exp(2 pi i (n - c)(k - c) / length) / sqrt(length): the weight of partition n in slice k */
export function partitionWeight(partition: number, slice: number, length: number): readonly [number, number] {
  const centre = Math.floor(length / 2);
  const [c, s] = turn((partition - centre) * (slice - centre), length);
  return [c / Math.sqrt(length), s / Math.sqrt(length)];
}
