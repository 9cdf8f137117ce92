/** Numbers out of the bytes that an HDF5 file gave. */
import { MedqError } from "../../manifests/error.ts";
import { byteCount, numberReader } from "../numbers.ts";
import type { Hdf5File } from "./file.ts";
import type { Hdf5Type } from "./protocol.ts";

export interface Hdf5Array {
  readonly path: string;
  readonly shape: readonly number[];
  readonly type: Hdf5Type;
}

/** @returns the array at that path; undefined where none is */
export async function findArray(file: Hdf5File, path: string): Promise<Hdf5Array | undefined> {
  const object = await file.look(path);
  return object?.kind === "dataset" ? { path, shape: object.shape, type: object.type } : undefined;
}

const unsupported = (path: string, expected: string, where: string): MedqError =>
  new MedqError("E_UNSUPPORTED", `Expected ${expected} in ${path}, got another type`, where, "Store them as 32-bit floats.");

/** @throws MedqError E_UNSUPPORTED unless the elements are real numbers */
export function requireReal({ path, type }: Hdf5Array, where: string): void {
  if (type.kind !== "number") throw unsupported(path, "real numbers", where);
}

/** @throws MedqError E_UNSUPPORTED unless the elements are pairs of floats: real part, imaginary part */
export function requireComplex({ path, type }: Hdf5Array, where: string): void {
  const { kind, members = [] } = type;
  const names = members.map(({ name }) => name.toLowerCase()[0]).join("");
  const floats = members.every((member) => member.number?.startsWith("f"));
  if (kind !== "compound" || names !== "ri" || !floats) throw unsupported(path, "complex numbers (compounds of r and i)", where);
}

/** @param bytes elements of a real or complex type @returns their numbers, interleaved re, im where complex */
function decodeNumbers(bytes: Uint8Array, type: Hdf5Type, where: string): Float64Array {
  const parts = type.members ?? [{ ...type, offset: 0 }];
  const count = Math.floor(bytes.length / type.size);
  const data = new Float64Array(count * parts.length);
  parts.forEach(({ number = "f4", offset }, part) => {
    const read = numberReader(bytes, number, true, where);
    const end = count * type.size - byteCount(number);
    for (let at = offset, to = part; at <= end; at += type.size, to += parts.length) data[to] = read(at);
  });
  return data;
}

/** @returns a block of the array's numbers, in C order */
export async function readNumbers(
  file: Hdf5File,
  { path, type }: Hdf5Array,
  offset: readonly number[],
  count: readonly number[],
): Promise<Float64Array> {
  return decodeNumbers(await file.read(path, offset, count), type, file.where);
}
