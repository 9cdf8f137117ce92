/**
 * An accuracy table: how far one kernel lies from a reference of higher precision, or from a closed form.
 *
 * One file in bench/accuracy, default-exported through defineAccuracy. A Python file of the same name beside it holds its references,
 * in 80-bit arithmetic (numpy.longdouble) or in as many digits as it takes (mpmath); it measures there, so that nothing is rounded on the way.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type NpyArray, writeNpy } from "../../sources/npy.ts";
import { discover } from "./discover.ts";
import type { Server } from "./talk.ts";

export interface Row {
  /** "N = 331" */
  readonly of: string;
  readonly error: number;
  readonly bound: number;
}

/** Calls a function of the table's Python file, which takes the arrays by name and the settings. @returns what it measured */
export type Reference = <Value = number>(name: string, arrays: Readonly<Record<string, NpyArray>>, settings?: object) => Promise<Value>;

export interface AccuracyTable {
  /** "discrete Fourier transform, f64" */
  readonly title: string;
  /** What the numbers are, against which reference: one or two sentences. */
  readonly measure: string;
  /** What the bound is and where it comes from: one sentence. */
  readonly bound: string;
  rows(reference: Reference): AsyncIterable<Row>;
}

/** Types a table. */
export function defineAccuracy(table: AccuracyTable): AccuracyTable {
  return table;
}

/** @returns the tables whose id contains one of the words, by id; all without a word */
export function findTables(words: readonly string[]): Promise<Map<string, AccuracyTable>> {
  return discover(fileURLToPath(new URL("../accuracy", import.meta.url)), words);
}

/** @param folder of the table's Python file, under bench/ */
export function referenceOf(id: string, python: Server, folder = "accuracy"): Reference {
  return async <Value>(name: string, arrays: Readonly<Record<string, NpyArray>>, settings = {}) => {
    const inputs = mkdtempSync(join(tmpdir(), "medq-accuracy-"));
    try {
      for (const [key, array] of Object.entries(arrays)) writeFileSync(join(inputs, `${key}.npy`), writeNpy(array));
      const request = { do: "call", file: join(folder, `${id}.py`), function: name, folder: inputs, size: settings };
      return (await python.ask<{ value: Value }>(request)).value;
    } finally {
      rmSync(inputs, { recursive: true });
    }
  };
}
