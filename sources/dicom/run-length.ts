/**
 * RLE lossless: up to 15 PackBits segments, one for each byte plane of each sample, most significant first.
 *
 * Source: DICOM PS3.5 annex G.
 */
import { MedqError } from "../../manifests/error.ts";

/**
 * @param segmentCount samples per pixel x bytes a sample
 * @returns the byte planes one after the other, `pixels` bytes each
 * @throws MedqError E_FORMAT or E_TRUNCATED
 */
export function decodeRunLength(bytes: Uint8Array, segmentCount: number, pixels: number, where: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64 || view.getUint32(0, true) !== segmentCount) {
    throw new MedqError(
      "E_FORMAT",
      `Expected an RLE header with ${segmentCount} segments, got another`,
      where,
      "The transfer syntax may be wrong: export the file again.",
    );
  }
  const planes = new Uint8Array(segmentCount * pixels);
  for (let segment = 0; segment < segmentCount; segment++) {
    const start = view.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < segmentCount ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    const filled = unpack(bytes.subarray(start, Math.min(end, bytes.length)), planes.subarray(segment * pixels, (segment + 1) * pixels));
    if (filled < pixels)
      throw new MedqError(
        "E_TRUNCATED",
        `Expected ${pixels} bytes in an RLE segment, got ${filled}`,
        where,
        "Fetch or export the file again.",
      );
  }
  return planes;
}

/** @returns how many bytes were filled */
function unpack(packed: Uint8Array, target: Uint8Array): number {
  let at = 0;
  let filled = 0;
  while (at < packed.length && filled < target.length) {
    const control = packed[at++];
    if (control < 128) {
      const run = packed.subarray(at, at + Math.min(control + 1, target.length - filled));
      target.set(run, filled);
      filled += run.length;
      at += control + 1;
    } else if (control > 128 && at < packed.length) {
      const end = Math.min(filled + 257 - control, target.length);
      target.fill(packed[at++], filled, end);
      filled = end;
    }
  }
  return filled;
}
