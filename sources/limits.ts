/**
 * What every reader demands of a file before it believes it: a plane that exists, a size that fits, samples that are numbers.
 */
import { MedqError } from "../manifests/error.ts";

/** Bytes that decoding may hold per sample of the limit: 8 for the f64 result, 8 for a decoder's own copies or a plane that was dropped just before. */
export const BYTES_PER_SAMPLE = 16;

/**
 * The limit on each plane that a decoder makes of a file in memory. Where there are several, the ones before may not have been collected
 * yet beside the decoder's own copies: half as much each.
 * @returns samples
 */
export const planeLimit = (sampleLimit: number, planeCount: number): number => (planeCount > 1 ? Math.floor(sampleLimit / 2) : sampleLimit);

/** @throws MedqError E_USAGE where `index` is not one of the `count` planes */
export function requirePlane(index: number, count: number, where: string): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new MedqError("E_USAGE", `Expected a plane from 0 to ${count - 1}, got ${index}`, where, "Choose a plane that the file holds.");
}

/**
 * @param sizes factors of the sample count of one plane
 * @returns their product
 * @throws MedqError E_FORMAT where a size is no positive integer, E_TOO_LARGE where the product exceeds `limit`
 */
export function requireSampleCount(sizes: readonly number[], limit: number, where: string): number {
  let count = 1;
  for (const size of sizes) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new MedqError(
        "E_FORMAT",
        `Expected sizes of at least 1, got ${sizes.join(" x ")}`,
        where,
        "The header is damaged; export the file again.",
      );
    }
    count *= size;
  }
  if (count <= limit) return count;
  throw new MedqError(
    "E_TOO_LARGE",
    `Expected a plane of at most ${limit} samples, got ${sizes.join(" x ")} = ${count}`,
    where,
    "Crop the image, cut it into tiles or store it at a lower resolution.",
  );
}

/** @throws MedqError E_SAMPLES at the first NaN or infinity */
export function requireFinite(data: Float64Array, where: string): void {
  for (let index = 0; index < data.length; index++) {
    if (!Number.isFinite(data[index])) {
      throw new MedqError(
        "E_SAMPLES",
        `Expected finite samples, got ${data[index]} at sample ${index} of the plane`,
        where,
        "Replace NaN and infinity by a number before ingesting, or leave the file out.",
      );
    }
  }
}
