/**
 * Where a plane holds padding in place of measured samples: outside the circle that was reconstructed, or beyond a reformatted slice.
 *
 * A sample is padding when its stored value is the declared padding value or within the declared range, and in CT also when it lies
 * below -1500 HU: no matter attenuates less than nothing (-1000), so such numbers (-2000, -3024) are marks.
 *
 * Source: DICOM PS3.3 section C.7.5.1.1.2 (Pixel Padding Value and Pixel Padding Range Limit).
 */
import { short } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";
import type { PixelHeader } from "./header.ts";

/** [HU] */
const NO_MATTER = -1500;

/** @returns 1 where measured, 0 where the stored value is declared as padding; undefined where none is */
export function declaredInside(stored: Float64Array, dataSet: DataSet, header: PixelHeader): Uint8Array | undefined {
  const [value, limit] = ["x00280120", "x00280121"].map((tag) => paddingValue(dataSet, tag, header));
  if (value === undefined) return undefined;
  const least = Math.min(value, limit ?? value);
  const most = Math.max(value, limit ?? value);
  return insideWhere(stored, undefined, (sample) => sample < least || sample > most);
}

/** @returns the same, with what no matter could be marked too */
export const matterInside = (hounsfield: Float64Array, inside: Uint8Array | undefined): Uint8Array | undefined =>
  insideWhere(hounsfield, inside, (sample) => sample >= NO_MATTER);

function insideWhere(samples: Float64Array, known: Uint8Array | undefined, isInside: (sample: number) => boolean): Uint8Array | undefined {
  let inside = known;
  for (let i = 0; i < samples.length; i++) {
    if (isInside(samples[i])) continue;
    inside ??= new Uint8Array(samples.length).fill(1);
    inside[i] = 0;
  }
  return inside;
}

function paddingValue(dataSet: DataSet, tag: string, header: PixelHeader): number | undefined {
  const value = header.floating ? undefined : short(dataSet, tag);
  return value !== undefined && header.signed && value > 32767 ? value - 65536 : value;
}
