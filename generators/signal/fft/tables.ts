/**
 * What a transform of one length needs, made once: how it is cut into passes, and the roots of unity that each pass multiplies by.
 *
 *   n = r_1 r_2 .. r_p;  pass i takes blocks of n / (r_1 .. r_(i-1)) samples apart into r_i interleaved ones of m = that / r_i
 *
 * Sources: Cooley and Tukey, Math. Comp. 19 (1965) 297; Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451.
 */
import { rootOfUnity } from "./twiddles.ts";

export interface Pass {
  readonly radix: number;
  /** Length of the transforms after this pass. */
  readonly m: number;
  /** exp(-2 pi i p c / (radix m)) for c = 1 .. radix - 1, p by p, as re, im. */
  readonly twiddles: Float64Array;
}

/** A length whose prime factors are at most LARGEST_RADIX, or one that goes through a longer convolution. */
export type Tables =
  | { readonly length: number; readonly passes: readonly Pass[] }
  | {
      readonly length: number;
      /** Of the convolution. */
      readonly inner: { readonly length: number; readonly passes: readonly Pass[] };
      /** w_j = exp(-i pi j^2 / length), as re, im. */
      readonly chirp: Float64Array;
    };

/** Prime factors above this one go through Bluestein's convolution. */
const LARGEST_RADIX = 61;

const kept = new Map<number, Tables>();

/** @returns the tables of a length >= 1 */
export function tablesOf(length: number): Tables {
  let tables = kept.get(length);
  if (tables === undefined) {
    if (!(Number.isInteger(length) && length >= 1)) throw new RangeError(`Expected a transform length of 1 or more, got ${length}`);
    const radices = radicesOf(length);
    tables = radices.every((radix) => radix <= LARGEST_RADIX) ? { length, passes: passesOf(radices) } : bluesteinTables(length);
    kept.set(length, tables);
  }
  return tables;
}

/** Work of a pass by radix, per sample: its additions, multiplications, and two for moving the sample through memory. */
const PASS_COST: Readonly<Record<number, number>> = { 2: 7, 3: 11.3, 4: 10.5, 5: 16 };

const quickest = new Map<number, number>();

/** @returns the length of `least` .. 2 `least` that is transformed with the least work: its only prime factors are 2, 3 and 5 */
export function quickLength(least: number): number {
  let best = quickest.get(least);
  if (best === undefined) {
    best = 1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let length = Math.max(1, least); length <= Math.max(1, 2 * least); length++) {
      const work = workOf(length);
      if (work < lowest) {
        lowest = work;
        best = length;
      }
    }
    quickest.set(least, best);
  }
  return best;
}

function workOf(length: number): number {
  let rest = length;
  let perSample = 1;
  for (const radix of [4, 2, 3, 5]) {
    for (; rest % radix === 0; rest /= radix) perSample += PASS_COST[radix];
  }
  return rest === 1 ? length * perSample : Number.POSITIVE_INFINITY;
}

/** @returns factors whose product is the length: a four first and a four or a two last where there are, because these passes are the quickest */
function radicesOf(length: number): number[] {
  const even: number[] = [];
  const odd: number[] = [];
  let rest = length;
  for (const factor of [4, 2]) for (; rest % factor === 0; rest /= factor) even.push(factor);
  for (let factor = 3; factor * factor <= rest; factor += 2) for (; rest % factor === 0; rest /= factor) odd.push(factor);
  if (rest > 1) odd.push(rest);
  if (length === 1) return [1];
  return even.length < 2 ? [...even, ...odd] : [even[0], ...odd, ...even.slice(1)];
}

function passesOf(radices: readonly number[]): Pass[] {
  let left = radices.reduce((product, radix) => product * radix, 1);
  return radices.map((radix) => {
    const m = left / radix;
    const twiddles = new Float64Array(2 * m * (radix - 1));
    for (let p = 0, at = 0; p < m; p++) for (let c = 1; c < radix; c++, at += 2) rootOfUnity(twiddles, at, p * c, left);
    left = m;
    return { radix, m, twiddles };
  });
}

function bluesteinTables(length: number): Tables {
  const size = quickLength(2 * length - 1);
  const chirp = new Float64Array(2 * length);
  for (let j = 0; j < length; j++) rootOfUnity(chirp, 2 * j, (j * j) % (2 * length), 2 * length);
  return { length, inner: { length: size, passes: passesOf(radicesOf(size)) }, chirp };
}

/** @returns conj(w_j) / size, made circular: what Bluestein's convolution convolves with, before its transform */
export function circularChirp(chirp: Float64Array, size: number): Float64Array {
  const circular = new Float64Array(2 * size);
  for (let j = 0; 2 * j < chirp.length; j++) {
    for (const at of [2 * j, 2 * ((size - j) % size)]) {
      circular[at] = chirp[2 * j] / size;
      circular[at + 1] = -chirp[2 * j + 1] / size;
    }
  }
  return circular;
}
