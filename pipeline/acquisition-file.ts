/** An acquisition as two files of a store entry: what it says (JSON) and its samples (.npy, in the smallest type that holds them exactly). */
import type { Acquisition } from "../sources/acquisition.ts";
import { type NpyType, readNpy, writeNpy } from "../sources/npy.ts";

export function packAcquisition(acquisition: Acquisition): { "acquisition.json": Uint8Array; "acquisition.npy": Uint8Array } {
  const { data, inside, ...said } = acquisition;
  const { coils, rows, columns, channels, complex } = acquisition;
  const runs = inside === undefined ? {} : { inside: runLengths(inside) };
  return {
    "acquisition.json": new TextEncoder().encode(`${JSON.stringify({ ...said, ...runs })}\n`),
    "acquisition.npy": writeNpy({ shape: [coils, rows, columns, channels], data, dtype: smallestType(data, complex) }),
  };
}

export function unpackAcquisition(said: Uint8Array, samples: Uint8Array): Acquisition {
  const { inside, ...rest } = JSON.parse(new TextDecoder().decode(said));
  const { data } = readNpy(samples, "acquisition.npy");
  return { ...rest, data, ...(inside !== undefined && { inside: fromRunLengths(inside, rest.rows * rest.columns) }) };
}

function smallestType(data: Float64Array, complex: boolean): NpyType {
  const single = data.every((value) => Math.fround(value) === value);
  if (complex) return single ? "c8" : "c16";
  const integer = data.every((value) => Number.isInteger(value) && value >= 0 && value <= 65535 && !Object.is(value, -0));
  if (!integer) return single ? "f4" : "f8";
  return data.every((value) => value <= 255) ? "u1" : "u2";
}

/** Lengths of the runs of a 0/1 array, beginning with zeros. */
function runLengths(values: Uint8Array): number[] {
  const runs: number[] = [];
  let current = 0;
  let length = 0;
  for (const value of values) {
    if (value !== current) {
      runs.push(length);
      current = value;
      length = 0;
    }
    length++;
  }
  return [...runs, length];
}

function fromRunLengths(runs: readonly number[], length: number): Uint8Array {
  const values = new Uint8Array(length);
  let start = 0;
  runs.forEach((run, index) => {
    values.fill(index % 2, start, start + run);
    start += run;
  });
  return values;
}
