/**
 * Numbers as files store them, read into f64 without loss.
 *
 * Every type here fits f64 exactly except 64-bit integers beyond 2^53: those are refused rather than rounded.
 * Half floats: IEEE 754-2008 binary16 = (-1)^s 2^(e-15) (1 + m/1024), subnormal (-1)^s 2^-14 m/1024.
 */
import { MedqError } from "../manifests/error.ts";

/** Kind and bytes: b boolean, u unsigned, i signed, f IEEE float. A complex number is two floats. */
export const numberTypes = ["b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"] as const;
export type NumberType = (typeof numberTypes)[number];

/** @returns bytes of one number */
export const byteCount = (type: NumberType): number => Number(type[1]);

const TWO_TO_32 = 4294967296;

function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return (sign * fraction) / 16777216;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent >= 15 ? sign * (1 + fraction / 1024) * (1 << (exponent - 15)) : (sign * (1 + fraction / 1024)) / (1 << (15 - exponent));
}

/**
 * Makes the function that reads one number at a byte offset of `bytes`.
 * @param where the file, for the error
 * @returns offset [bytes] -> value; it throws MedqError E_SAMPLES at a 64-bit integer that f64 cannot hold
 */
export function numberReader(bytes: Uint8Array, type: NumberType, littleEndian: boolean, where: string): (offset: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (high: number, offset: number): number => {
    const value = high * TWO_TO_32 + view.getUint32(offset + (littleEndian ? 0 : 4), littleEndian);
    if (Number.isSafeInteger(value)) return value;
    throw new MedqError(
      "E_SAMPLES",
      `Expected 64-bit integers within 2^53, got about ${value} at byte ${offset}`,
      where,
      "Store the samples as 32-bit integers or 64-bit floats.",
    );
  };
  const high = littleEndian ? 4 : 0;
  switch (type) {
    case "b1":
      return (offset) => (view.getUint8(offset) === 0 ? 0 : 1);
    case "u1":
      return (offset) => view.getUint8(offset);
    case "i1":
      return (offset) => view.getInt8(offset);
    case "u2":
      return (offset) => view.getUint16(offset, littleEndian);
    case "i2":
      return (offset) => view.getInt16(offset, littleEndian);
    case "u4":
      return (offset) => view.getUint32(offset, littleEndian);
    case "i4":
      return (offset) => view.getInt32(offset, littleEndian);
    case "u8":
      return (offset) => wide(view.getUint32(offset + high, littleEndian), offset);
    case "i8":
      return (offset) => wide(view.getInt32(offset + high, littleEndian), offset);
    case "f2":
      return (offset) => half(view.getUint16(offset, littleEndian));
    case "f4":
      return (offset) => view.getFloat32(offset, littleEndian);
    case "f8":
      return (offset) => view.getFloat64(offset, littleEndian);
  }
}
