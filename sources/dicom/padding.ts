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

/**
 * @param stored values as stored, and `hounsfield` the same in HU where they are CT numbers
 * @returns 1 where measured, 0 where padded; undefined where nothing is padded
 */
export function insideOf(
  stored: Float64Array,
  hounsfield: Float64Array | undefined,
  dataSet: DataSet,
  header: PixelHeader,
): Uint8Array | undefined {
  const [value, limit] = ["x00280120", "x00280121"].map((tag) => paddingValue(dataSet, tag, header));
  const least = Math.min(value ?? Number.NaN, limit ?? value ?? Number.NaN);
  const most = Math.max(value ?? Number.NaN, limit ?? value ?? Number.NaN);
  const inside = new Uint8Array(stored.length).fill(1);
  let padded = 0;
  for (let i = 0; i < stored.length; i++) {
    if ((stored[i] >= least && stored[i] <= most) || (hounsfield !== undefined && hounsfield[i] < NO_MATTER)) {
      inside[i] = 0;
      padded++;
    }
  }
  return padded === 0 ? undefined : inside;
}

function paddingValue(dataSet: DataSet, tag: string, header: PixelHeader): number | undefined {
  const value = header.floating ? undefined : short(dataSet, tag);
  return value !== undefined && header.signed && value > 32767 ? value - 65536 : value;
}
