/**
 * Walks the marker segments of a JPEG stream.
 *
 * Source: ITU-T T.81 (1992), annex B.1.
 */
import { MedqError } from "../../manifests/error.ts";

export const DHT = 0xc4;
export const DQT = 0xdb;
export const DRI = 0xdd;
export const SOS = 0xda;
const EOI = 0xd9;

/** @returns true for markers that begin a frame: SOF0 .. SOF15 */
export const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== 0xc8 && marker !== 0xcc;

export const incomplete = (where: string): MedqError =>
  new MedqError("E_TRUNCATED", "Expected a whole JPEG frame, got its end too early", where, "Fetch or export the file again.");

export const lost = (where: string): MedqError =>
  new MedqError(
    "E_FORMAT",
    "Expected JPEG data that end with the image, got ones that lose their place",
    where,
    "The file is damaged; fetch or export it again.",
  );

/**
 * Visits every segment with parameters, up to the end of the image or of the bytes.
 * @param visit given the marker and where its parameters begin and end; returns where to go on
 */
export function walkSegments(bytes: Uint8Array, visit: (marker: number, start: number, end: number) => number): void {
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1];
    // Fill bytes, stuffed zeros, restarts and what is left of an entropy-coded segment carry no parameters.
    if (bytes[at] !== 0xff || marker === 0xff) at++;
    else if (marker === EOI) return;
    else if (marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      const end = at + 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
      if (end > bytes.length) return;
      at = visit(marker, at + 4, end);
    }
  }
}
