/**
 * NumPy's .npy format, read and written without NumPy.
 *
 * Bytes: "\x93NUMPY", version, header length (u16 in v1, u32 in v2 and v3), a Python dict literal
 * {'descr', 'fortran_order', 'shape'}, then the elements. Complex elements are two floats, real part first.
 * What is written is format 1.0, C order, little-endian, with the header padded to a multiple of 64 bytes: the bytes that numpy.save writes.
 *
 * Source: NumPy Enhancement Proposal 1 and the documentation of numpy.lib.format.
 */
import { MedqError } from "../manifests/error.ts";
import { parseNpyHeader } from "./npy-header.ts";
import { byteCount, type NumberType, numberReader } from "./numbers.ts";

/** Element types that are written. c8 and c16 are complex numbers of two f4 or f8. */
export type NpyType = "u1" | "u2" | "f4" | "f8" | "c8" | "c16";

/** An array in memory. Complex data are interleaved re, im. */
export interface NpyArray {
  /** Slowest axis first. */
  readonly shape: readonly number[];
  /** Product of `shape` values, twice as many for complex types. */
  readonly data: ArrayLike<number>;
  readonly dtype: NpyType;
}

const WRITTEN: Record<NpyType, { descr: string; type: NumberType; parts: 1 | 2 }> = {
  u1: { descr: "|u1", type: "u1", parts: 1 },
  u2: { descr: "<u2", type: "u2", parts: 1 },
  f4: { descr: "<f4", type: "f4", parts: 1 },
  f8: { descr: "<f8", type: "f8", parts: 1 },
  c8: { descr: "<c8", type: "f4", parts: 2 },
  c16: { descr: "<c16", type: "f8", parts: 2 },
};

/**
 * Writes an array as .npy 1.0; equal arrays give equal bytes.
 * @throws RangeError where the data do not fill the shape, or an integer type cannot hold a value
 */
export function writeNpy(array: NpyArray): Uint8Array {
  const { descr, type, parts } = WRITTEN[array.dtype];
  const count = array.shape.reduce((product, size) => product * size, parts);
  if (count !== array.data.length) {
    throw new RangeError(`Expected ${count} values for shape (${array.shape.join(", ")}) of ${array.dtype}, got ${array.data.length}`);
  }
  const sizes = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(", ");
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const headerLength = 64 * Math.ceil((10 + dict.length + 1) / 64) - 10;
  const size = byteCount(type);
  const bytes = new Uint8Array(10 + headerLength + count * size);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, headerLength & 255, headerLength >> 8]);
  bytes.set(new TextEncoder().encode(`${dict.padEnd(headerLength - 1)}\n`), 10);
  const view = new DataView(bytes.buffer, 10 + headerLength);
  const most = type === "u1" ? 255 : 65535;
  for (let index = 0; index < count; index++) {
    const value = array.data[index];
    if (type === "f8") view.setFloat64(index * 8, value, true);
    else if (type === "f4") view.setFloat32(index * 4, value, true);
    else {
      if (!Number.isInteger(value) || value < 0 || value > most) {
        throw new RangeError(`Expected integers from 0 to ${most} for ${array.dtype}, got ${value} at ${index}`);
      }
      if (type === "u1") view.setUint8(index, value);
      else view.setUint16(index * 2, value, true);
    }
  }
  return bytes;
}

/** @returns a function that gives, for one element of Fortran order after the other, its place in C order */
export function fortranSteps(shape: readonly number[]): () => number {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const position = shape.map(() => 0);
  let place = 0;
  return () => {
    const here = place;
    for (let axis = 0; axis < shape.length; axis++) {
      place += strides[axis];
      if (++position[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      position[axis] = 0;
    }
    return here;
  };
}

/**
 * Reads a whole .npy file.
 * @param where the file, for errors
 * @returns shape (slowest axis first) and values in C order, interleaved re, im where complex
 * @throws MedqError E_FORMAT, E_TRUNCATED, E_UNSUPPORTED, E_TOO_LARGE (more than `sampleLimit` values) or E_SAMPLES
 */
export function readNpy(
  bytes: Uint8Array,
  where: string,
  sampleLimit = Number.MAX_SAFE_INTEGER,
): { shape: readonly number[]; complex: boolean; data: Float64Array } {
  const header = parseNpyHeader(bytes, where);
  if (header.elementCount * header.parts > sampleLimit) {
    throw new MedqError(
      "E_TOO_LARGE",
      `Expected at most ${sampleLimit} values, got shape (${header.shape.join(", ")})`,
      where,
      "Split the array over several files.",
    );
  }
  const { shape, type, parts, littleEndian, fortranOrder, elementCount, dataOffset } = header;
  const read = numberReader(bytes, type, littleEndian, where);
  const placeOf = fortranOrder ? fortranSteps(shape) : undefined;
  const size = byteCount(type);
  const data = new Float64Array(elementCount * parts);
  for (let element = 0, from = dataOffset; element < elementCount; element++) {
    const to = (placeOf?.() ?? element) * parts;
    for (let part = 0; part < parts; part++, from += size) data[to + part] = read(from);
  }
  return { shape, complex: parts === 2, data };
}
