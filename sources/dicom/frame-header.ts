/**
 * What a compressed frame says of itself, compared with the data set before it is decoded.
 *
 * Source: ITU-T T.81 annex B.2.2 (JPEG), T.87 annex C (JPEG-LS), T.800 annex A.5.1 (JPEG 2000).
 */
import { MedqError } from "../../manifests/error.ts";
import { incomplete } from "../jpeg/segments.ts";
import type { PixelHeader } from "./header.ts";

export interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
}

export const mismatch = (header: PixelHeader, { rows, columns, components }: Size, where: string): MedqError =>
  new MedqError(
    "E_FORMAT",
    `Expected a frame of ${header.rows} x ${header.columns} x ${header.samplesPerPixel}, got ${rows} x ${columns} x ${components} in its own header`,
    where,
    "The header contradicts the pixels: export the file again.",
  );

export const damaged = (where: string, cause: unknown): MedqError =>
  new MedqError(
    "E_FORMAT",
    "Expected a decodable frame, got one that its codec rejects",
    where,
    "Fetch the file again, or convert it to an uncompressed transfer syntax.",
    cause,
  );

/** Size in the frame header of a JPEG, JPEG-LS or JPEG 2000 stream. @returns undefined where none is found */
export function declaredSize(bytes: Uint8Array): Size | undefined {
  const u16 = (at: number) => (bytes[at] << 8) | bytes[at + 1];
  const u32 = (at: number) => u16(at) * 65536 + u16(at + 2);
  if (u16(0) === 0xff4f) return u16(2) === 0xff51 ? { columns: u32(8) - u32(16), rows: u32(12) - u32(20), components: u16(40) } : undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
    if (isFrame) return { rows: u16(at + 5), columns: u16(at + 7), components: bytes[at + 9] };
    at += 2 + u16(at + 2);
  }
  return undefined;
}

/** Some writers wrap JPEG 2000 in a JP2 file: the codestream begins at its SOC and SIZ markers. */
export function codestream(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff) return bytes;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).indexOf("ff4fff51", 0, "hex");
  return start < 0 ? bytes : bytes.subarray(start);
}

/** Codecs that fill in what is missing must not get a stream without its end marker (then zeros at most). */
export function requireEnd(bytes: Uint8Array, where: string): void {
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - 64)));
  if (tail.lastIndexOf("ffd9", undefined, "hex") < 0) throw incomplete(where);
}
