/**
 * A case: one piece of work at several sizes, ours, and the libraries that do the same work.
 *
 * One file in bench/cases, default-exported through defineCase; its path there is its id, and no list names it.
 */
import { fileURLToPath } from "node:url";
import type { NpyArray } from "../../sources/npy.ts";
import { discover } from "./discover.ts";

/** One size, and whatever else it fixes: the peer gets it all as JSON. */
export interface Size {
  /** "512x512" */
  readonly name: string;
}

/** The work at one size, ready to be run many times. */
export interface Prepared {
  /** What a peer reads. */
  readonly inputs?: Readonly<Record<string, NpyArray>>;
  /** The work that is timed. */
  run(): unknown;
  /** What it makes of the inputs, for the comparison with a peer's; not timed. */
  output?(): NpyArray | Promise<NpyArray>;
  /** Peak memory [bytes] where the work runs in a process of its own; left out, it is this process's. */
  peakMemory?(): number;
}

/** How far two results may lie apart. */
export interface Agreement {
  /** What is compared: "relative L2 difference". */
  readonly measure: string;
  readonly tolerance: number;
  difference(ours: Float64Array, theirs: Float64Array): number;
}

/** The same work elsewhere: a function of a file in bench/peers, or this case itself at another size. */
export interface Peer<S extends Size> {
  /** As the table prints it: "scipy.fft.fft2". */
  readonly against: string;
  readonly run: { readonly file: string; readonly function: string } | { readonly size: string };
  /** Names of the sizes to compare at; left out, all. */
  readonly sizes?: readonly string[];
  /** The ratio ours / theirs to reach; left out where the comparison is for information. */
  readonly target?: number | ((size: S) => number | undefined);
  readonly agreement: Agreement | ((size: S) => Agreement);
  /** What exactly each side does, where the names leave it open. */
  readonly note?: string;
}

export interface Case<S extends Size = Size> {
  /** "2-D complex FFT, f64" */
  readonly title: string;
  readonly sizes: readonly S[];
  prepare(size: S): Prepared | Promise<Prepared>;
  readonly peers?: readonly Peer<S>[];
}

/** Types a case. */
export function defineCase<S extends Size>(work: Case<S>): Case<S> {
  return work;
}

// biome-ignore lint/suspicious/noExplicitAny: cases of different sizes stand in one list
export type AnyCase = Case<any>;

/** @returns the cases whose id contains one of the words, by id; all without a word */
export function findCases(words: readonly string[] = []): Promise<Map<string, AnyCase>> {
  return discover(fileURLToPath(new URL("../cases", import.meta.url)), words);
}

/** @throws RangeError */
export function sizeOf(work: AnyCase, name: string): Size {
  const size = work.sizes.find((each) => each.name === name);
  if (size === undefined) throw new RangeError(`Expected a size of "${work.title}", got ${name}`);
  return size;
}
