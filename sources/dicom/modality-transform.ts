/**
 * Stored values to the modality's own: a table where there is one, else a straight line.
 *
 *   value = table[clamp(stored - first, 0, count - 1)]        value = slope stored + intercept
 *
 * Source: DICOM PS3.3 section C.11.1 (Modality LUT Module).
 */
import { MedqError } from "../../manifests/error.ts";
import { numbersOf, short, text, textOf } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";
import type { PixelHeader } from "./header.ts";

export interface Transformed {
  /** What they are declared to be: "HU", "US" (unspecified) ...; undefined where no transform is declared. */
  readonly unit: string | undefined;
  /** Bits of a table's entries. */
  readonly tableBits?: number;
}

/**
 * @param samples stored values, changed in place: a plane is large
 * @param places the data sets in which a frame's attributes may stand
 * @throws MedqError E_FORMAT
 */
export function transformStored(
  samples: Float64Array,
  places: readonly DataSet[],
  header: PixelHeader,
  bigEndian: boolean,
  where: string,
): Transformed {
  const item = places.map((place) => place.elements.x00283000?.items?.[0]?.dataSet).find((found) => found !== undefined);
  if (item !== undefined) return lookUp(samples, item, header, bigEndian, where);
  const slope = rescale(places, "x00281053", "RescaleSlope", where);
  const intercept = rescale(places, "x00281052", "RescaleIntercept", where);
  const stated = slope ?? intercept;
  for (const [tag, attribute, value] of [
    ["x00281053", "RescaleSlope", slope],
    ["x00281052", "RescaleIntercept", intercept],
  ] as const) {
    // An emptied value is lost, whatever stood there; an attribute that was never written stands for its default.
    if (value === undefined && stated !== undefined && places.some(({ elements }) => elements[tag] !== undefined))
      throw damaged(attribute, "a finite number", where);
  }
  if (slope === 0) throw damaged("RescaleSlope", "other than 0", where);
  if (slope === undefined && intercept === undefined) return { unit: undefined };
  for (let i = 0; i < samples.length; i++) samples[i] = samples[i] * (slope ?? 1) + (intercept ?? 0);
  return { unit: intercept === undefined ? undefined : (textOf(places, "x00281054") ?? "HU") };
}

const damaged = (attribute: string, expected: string, where: string): MedqError =>
  new MedqError("E_FORMAT", `Expected ${attribute} to be ${expected}, got something else`, where, "Correct it or export the file again.");

function rescale(places: readonly DataSet[], tag: string, attribute: string, where: string): number | undefined {
  if (textOf(places, tag) === undefined) return undefined;
  const value = numbersOf(places, tag)?.[0];
  if (value === undefined) throw damaged(attribute, "a finite number", where);
  return value;
}

function lookUp(samples: Float64Array, item: DataSet, header: PixelHeader, bigEndian: boolean, where: string): Transformed {
  const [declared, start, bits] = [0, 1, 2].map((index) => short(item, "x00283002", index));
  const element = item.elements.x00283006;
  const count = declared === 0 ? 65536 : declared;
  if (count === undefined || start === undefined || bits === undefined || bits < 8 || bits > 16 || element === undefined)
    throw damaged("the modality LUT", "a table with a descriptor", where);
  const bytes = item.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  if (bytes.length < 2 * count) throw damaged("the modality LUT", `a table of ${count} entries`, where);
  const table = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = header.signed && start > 32767 ? start - 65536 : start;
  for (let i = 0; i < samples.length; i++)
    samples[i] = table.getUint16(2 * Math.min(Math.max(samples[i] - first, 0), count - 1), !bigEndian);
  return { unit: text(item, "x00283004") ?? "US", tableBits: bits };
}
