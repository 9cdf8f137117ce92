/** 8-bit PNG files whose bytes are the same everywhere: fast-png compresses with fflate, in plain JavaScript, not with the machine's zlib. */
import { decode, encode } from "fast-png";

/** @param pixels rows x columns x channels (1 or 3) */
export function encodePng(pixels: Uint8Array, rows: number, columns: number, channels: number): Uint8Array {
  return encode({ data: pixels, width: columns, height: rows, channels: channels as 1 | 3, depth: 8 });
}

/** @returns rows x columns x channels */
export function decodePng(bytes: Uint8Array): { pixels: Uint8Array; rows: number; columns: number; channels: number } {
  const { data, width, height, channels } = decode(bytes);
  return { pixels: data as Uint8Array, rows: height, columns: width, channels };
}
