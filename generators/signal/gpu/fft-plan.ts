/**
 * How a GPU transforms lines of one length: in the memory of one workgroup where they fit, in two steps through global memory otherwise.
 *
 *   direct      the length is a product of radices: every thread keeps a few butterflies in registers and exchanges with the others
 *               through workgroup memory between passes, so that global memory is read once and written once
 *   bluestein   a length with a large prime factor: a convolution with a chirp, both of its transforms without leaving the workgroup
 *   fourStep    a longer line as a matrix first x second: columns, roots of unity, rows
 *   longBluestein  a longer line with a large prime factor: the convolution by four-step transforms
 *
 * Sources: Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451; Bailey, J. Supercomputing 4 (1990) 23 (four-step);
 * Govindaraju et al., High performance discrete Fourier transforms on graphics processors, SC '08 (2008).
 */
import { MedqError } from "../../../manifests/error.ts";

/** The limits of a device that matter here. */
export interface GroupLimits {
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
}

/** A transform within one workgroup. */
export interface GroupPlan {
  readonly length: number;
  /** Length of the convolution of Bluestein's method; the length itself for a direct transform. */
  readonly size: number;
  readonly radices: readonly number[];
  /** Threads to a line. */
  readonly threads: number;
  /** Lines to a workgroup. */
  readonly lines: number;
  /** Adjacent lines lie side by side in memory (columns), not one after the other (rows). */
  readonly sideBySide: boolean;
  /** One word in sixteen left free, so that strides of powers of two do not meet in one memory bank. */
  readonly padded: boolean;
}

export type LongPlan =
  | { readonly kind: "group" }
  | { readonly kind: "fourStep"; readonly first: number; readonly second: number }
  | { readonly kind: "longBluestein"; readonly size: number };

/** Largest product of primes that one thread transforms at once, and the largest prime. */
const LARGEST_RADIX = 16;
const LARGEST_PRIME = 31;
/** Complex numbers that a thread holds, where more threads could be had. */
const HELD = 8;
/** Rows: threads that a workgroup needs to hide the memory's latency. Columns: lines that fill the memory's bursts. */
const ROW_THREADS = 256;
const COLUMN_LINES = 16;
const COMPLEX_BYTES = 8;

/** @returns radices in the fewest passes, the smallest largest one among those; undefined for a length with a large prime factor */
export function radicesOf(length: number): readonly number[] | undefined {
  const usable = Array.from({ length: LARGEST_PRIME - 1 }, (_, index) => index + 2).filter(
    (radix) => length % radix === 0 && (radix <= LARGEST_RADIX || isPrime(radix)),
  );
  let best: readonly number[] | undefined;
  const search = (rest: number, taken: readonly number[]): void => {
    if (rest === 1) {
      if (best === undefined || taken.length < best.length || (taken.length === best.length && taken.at(-1)! < best.at(-1)!)) best = taken;
      return;
    }
    if (best !== undefined && taken.length >= best.length) return;
    for (const radix of usable) if (rest % radix === 0 && radix >= (taken.at(-1) ?? 2)) search(rest / radix, [...taken, radix]);
  };
  search(length, []);
  return best;
}

function isPrime(value: number): boolean {
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return value > 1;
}

/** @returns the plan for lines that fit in a workgroup, undefined for longer ones */
export function groupPlan(length: number, sideBySide: boolean, limits: GroupLimits): GroupPlan | undefined {
  const most = Math.floor(limits.maxComputeWorkgroupStorageSize / COMPLEX_BYTES);
  if (length > most) return undefined;
  const direct = radicesOf(length);
  const size = direct === undefined ? convolutionLength(2 * length - 1) : length;
  if (size > most) return undefined;
  const radices = direct ?? radicesOf(size)!;
  const threads = threadsOf(size, radices, limits.maxComputeInvocationsPerWorkgroup);
  const room = Math.min(Math.floor(limits.maxComputeInvocationsPerWorkgroup / threads), Math.floor(most / size));
  const wanted = sideBySide ? COLUMN_LINES : Math.ceil(ROW_THREADS / threads);
  const lines = powerOfTwoWithin(Math.min(room, wanted));
  return { length, size, radices, threads, lines, sideBySide, padded: paddedSize(lines * size) <= most };
}

/** @returns complex numbers of workgroup memory that `count` of them take with a free place after every sixteen */
export const paddedSize = (count: number): number => count + (count >> 4);

/** Enough threads that each holds about HELD numbers in every pass; fewer where a workgroup has not so many. */
function threadsOf(size: number, radices: readonly number[], most: number): number {
  for (let held = HELD; ; held *= 2) {
    const threads = Math.max(1, ...radices.map((radix) => Math.ceil(size / (radix * Math.max(1, Math.floor(held / radix))))));
    if (threads <= most) return threads;
  }
}

function powerOfTwoWithin(limit: number): number {
  let power = 1;
  while (2 * power <= limit) power *= 2;
  return power;
}

/** @returns a length >= `least` whose transform takes few passes: 16 or less times a power of two */
function convolutionLength(least: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let odd = 1; odd <= 15; odd += 2) {
    let length = odd;
    while (length < least) length *= 2;
    best = Math.min(best, length);
  }
  return best;
}

/** @returns how lines of any length are transformed; @throws MedqError E_DEVICE for lengths beyond the square of a workgroup's */
export function longPlan(length: number, limits: GroupLimits): LongPlan {
  if (groupPlan(length, false, limits) !== undefined) return { kind: "group" };
  const split = splitOf(length, limits);
  if (split !== undefined) return { kind: "fourStep", ...split };
  const size = convolutionLength(2 * length - 1);
  if (splitOf(size, limits) === undefined) {
    throw new MedqError("E_DEVICE", `Expected a shorter transform, got ${length} numbers`, "GPU", "Use --engine cpu.");
  }
  return { kind: "longBluestein", size };
}

/** @returns the factors nearest to each other that both fit in a workgroup without a detour */
function splitOf(length: number, limits: GroupLimits): { first: number; second: number } | undefined {
  for (let first = Math.floor(Math.sqrt(length)); first > 1; first--) {
    const second = length / first;
    if (!Number.isInteger(second)) continue;
    if (radicesOf(first) !== undefined && radicesOf(second) !== undefined) {
      return groupPlan(second, false, limits) === undefined ? undefined : { first, second };
    }
  }
  return undefined;
}
