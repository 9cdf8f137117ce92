/**
 * The length that a WebP file states of itself, read before a decoder finds fault with less.
 *
 * Source: RFC 9649, section 2.4.
 */
import { MedqError } from "../../manifests/error.ts";

/** @throws MedqError E_TRUNCATED */
export function requireWholeWebp(bytes: Uint8Array, where: string): void {
  const expected = 8 + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  if (bytes.length >= expected) return;
  throw new MedqError("E_TRUNCATED", `Expected ${expected} bytes, got ${bytes.length}`, where, "Fetch the file again; it is cut short.");
}
