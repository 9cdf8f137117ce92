/** What travels between the thread that reads HDF5 and the one that asks. */
import type { NumberType } from "../numbers.ts";

/** An element's type, as its bytes lie after reading. */
export interface Hdf5Type {
  /** "sequence" is HDF5's variable-length type; "other" is what no layout here uses. */
  readonly kind: "number" | "text" | "compound" | "array" | "sequence" | "other";
  /** Bytes of one element. */
  readonly size: number;
  /** Little-endian. */
  readonly number?: NumberType;
  readonly members?: readonly Hdf5Member[];
  /** Of an array and of a sequence. */
  readonly element?: Hdf5Type;
}

export interface Hdf5Member extends Hdf5Type {
  readonly name: string;
  /** Bytes from the start of the compound. */
  readonly offset: number;
}

export type Hdf5Object =
  | { readonly kind: "group"; readonly names: readonly string[] }
  | { readonly kind: "dataset"; readonly shape: readonly number[]; readonly type: Hdf5Type };

/** Consecutive elements of a compound with sequences in it. */
export interface Hdf5Records {
  /** The compounds one after the other; where a sequence stands, the bytes mean nothing. */
  readonly fixed: Uint8Array;
  /** By name of the member: one array of bytes an element. */
  readonly sequences: Readonly<Record<string, readonly Uint8Array[]>>;
}

/** On disk, or in memory that threads share. */
export type Hdf5Source = { readonly path: string } | { readonly bytes: Uint8Array };

export type Hdf5Question =
  | { readonly ask: "look"; readonly path: string }
  | { readonly ask: "read"; readonly path: string; readonly offset: readonly number[]; readonly count: readonly number[] }
  | { readonly ask: "records"; readonly path: string; readonly first: number; readonly count: number }
  | { readonly ask: "text"; readonly path: string; readonly attribute?: string };

export interface Hdf5Request {
  readonly id: number;
  /** Equal for questions about one file. */
  readonly file: number;
  readonly source: Hdf5Source;
  readonly question: Hdf5Question;
}

export type Hdf5Reply =
  | { readonly id: number; readonly answer: unknown }
  /** `broken`: the library's own state is lost with it. */
  | { readonly id: number; readonly failure: string; readonly broken: boolean };
