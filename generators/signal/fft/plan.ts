/**
 * Plans: what a transform of one length needs, made once and kept.
 *
 * A plan transforms its own work array in place, forward only; the inverse is the forward transform of swapped parts,
 *   inverse(x) = swap(forward(swap(x))),   swap(re + i im) = im + i re
 * so that callers who copy data in and out anyway pay nothing for it. A faster kernel may stand in by giving the same interface.
 *
 * Source: Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451 (lengths with large prime factors).
 */
import { type Pass, runPass } from "./passes.ts";
import { rootOfUnity } from "./twiddles.ts";

export interface FourierPlan {
  readonly length: number;
  /** The array to fill before `run` and to read after it: length x lines complex numbers, interleaved, room for LINES lines. */
  readonly work: Float64Array;
  /** Replaces the lines in work by their unnormalised forward transforms. */
  run(lines: number): void;
}

/** Lines transformed at a time: side by side, 8 complex numbers fill two cache lines. */
export const LINES = 8;

/** Prime factors above this one go through Bluestein's convolution. */
const LARGEST_RADIX = 61;

const plans = new Map<number, FourierPlan>();

/** @returns the plan of a length >= 1; the same one every time, so its work array must not be held across other transforms */
export function fourierPlan(length: number): FourierPlan {
  let plan = plans.get(length);
  if (plan === undefined) {
    if (!(Number.isInteger(length) && length >= 1)) throw new RangeError(`Expected a transform length of 1 or more, got ${length}`);
    const radices = factorise(length);
    plan = radices.every((radix) => radix <= LARGEST_RADIX) ? mixedRadixPlan(length, radices) : bluesteinPlan(length);
    plans.set(length, plan);
  }
  return plan;
}

/** @returns the smallest length >= `least` whose only prime factors are 2, 3 and 5: the quick ones */
export function quickLength(least: number): number {
  for (let length = Math.max(1, least); ; length++) {
    let rest = length;
    for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
    if (rest === 1) return length;
  }
}

/** @returns factors whose product is the length: fours first, then primes */
function factorise(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  for (const factor of [4, 2]) {
    while (rest % factor === 0) {
      factors.push(factor);
      rest /= factor;
    }
  }
  for (let factor = 3; factor * factor <= rest; factor += 2) {
    while (rest % factor === 0) {
      factors.push(factor);
      rest /= factor;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors;
}

function planPass(radix: number, m: number, stride: number): Pass {
  const twiddles = new Float64Array(2 * m * (radix - 1));
  let at = 0;
  for (let p = 0; p < m; p++) {
    for (let c = 1; c < radix; c++, at += 2) rootOfUnity(twiddles, at, p * c, radix * m);
  }
  const roots = new Float64Array(2 * radix);
  for (let index = 0; index < radix; index++) rootOfUnity(roots, 2 * index, index, radix);
  return { radix, m, stride, twiddles, roots };
}

function mixedRadixPlan(length: number, radices: readonly number[]): FourierPlan {
  const passes: Pass[] = [];
  let stride = 1;
  for (const radix of radices) {
    passes.push(planPass(radix, length / stride / radix, stride));
    stride *= radix;
  }
  const work = new Float64Array(2 * length * LINES);
  const other = new Float64Array(2 * length * LINES);
  const run = (lines: number): void => {
    let from = work;
    let to = other;
    for (const pass of passes) {
      runPass(pass, from, to, lines);
      [from, to] = [to, from];
    }
    if (from !== work) work.set(from);
  };
  return { length, work, run };
}

/** X[k] = w_k sum_j (x_j w_j) conj(w_(k - j)) with w_j = exp(-i pi j^2 / length): a convolution, done circularly at a quick length. */
function bluesteinPlan(length: number): FourierPlan {
  const inner = mixedRadixOf(quickLength(2 * length - 1));
  const size = inner.length;
  const chirp = new Float64Array(2 * length);
  for (let j = 0; j < length; j++) rootOfUnity(chirp, 2 * j, (j * j) % (2 * length), 2 * length);
  inner.work.fill(0);
  for (let j = 0; j < length; j++) {
    for (const at of [2 * j, 2 * ((size - j) % size)]) {
      inner.work[at] = chirp[2 * j] / size;
      inner.work[at + 1] = -chirp[2 * j + 1] / size;
    }
  }
  inner.run(1);
  const response = inner.work.slice(0, 2 * size);
  const work = new Float64Array(2 * length * LINES);
  const run = (lines: number): void => {
    multiply(inner.work, work, chirp, lines);
    inner.work.fill(0, 2 * length * lines);
    inner.run(lines);
    multiply(inner.work, inner.work, response, lines);
    swapParts(inner.work);
    inner.run(lines);
    swapParts(inner.work);
    multiply(work, inner.work, chirp, lines);
  };
  return { length, work, run };
}

const mixedRadixOf = (length: number): FourierPlan => mixedRadixPlan(length, factorise(length));

/** Multiplies every line by `factors`, one complex factor a sample. */
function multiply(target: Float64Array, source: Float64Array, factors: Float64Array, lines: number): void {
  for (let sample = 0; sample < factors.length; sample += 2) {
    const wr = factors[sample];
    const wi = factors[sample + 1];
    for (let at = sample * lines; at < (sample + 2) * lines; at += 2) {
      const re = source[at];
      const im = source[at + 1];
      target[at] = re * wr - im * wi;
      target[at + 1] = re * wi + im * wr;
    }
  }
}

/** Exchanges real and imaginary parts. */
function swapParts(data: Float64Array): void {
  for (let at = 0; at < data.length; at += 2) {
    const re = data[at];
    data[at] = data[at + 1];
    data[at + 1] = re;
  }
}
