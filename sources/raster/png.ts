/**
 * A PNG's own bookkeeping, read before a decoder believes it: the size in IHDR, and the IEND chunk that only a whole file reaches.
 *
 * Source: W3C, Portable Network Graphics (third edition), sections 5 and 11.2.
 */
import { MedqError } from "../../manifests/error.ts";
import { requireSampleCount } from "../limits.ts";

/** @throws MedqError E_FORMAT, E_TRUNCATED, or E_TOO_LARGE beyond `pixelLimit` pixels */
export function requireWholePng(bytes: Uint8Array, pixelLimit: number, where: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24) requireSampleCount([view.getUint32(20), view.getUint32(16)], pixelLimit, where);
  let chunk = 8;
  while (chunk + 12 <= bytes.length) {
    if (view.getUint32(chunk + 4) === 0x49454e44) return;
    chunk += 12 + view.getUint32(chunk);
  }
  throw new MedqError(
    "E_TRUNCATED",
    `Expected an IEND chunk, got the end of the file at byte ${bytes.length}`,
    where,
    "Fetch the file again; it is cut short.",
  );
}
