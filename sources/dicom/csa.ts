/**
 * Numbers of Siemens' CSA image header (0029,xx10), format "SV10": tags by name, each with text items.
 *
 *   "SV10", 4 bytes, u32 tags, u32 77;   tag: name of 64 bytes, i32 multiplicity, 4 bytes VR, i32, i32 items, i32 77 or 205;
 *   item: 4 i32 (the second: length), text padded to whole words
 *
 * Little endian. Nothing else of the header is read: it holds protocol names and dates.
 *
 * Source: the format as published by nibabel, "CSA header", https://nipy.org/nibabel/dicom/siemens_csa.html.
 */
import { text } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

const MOST_TAGS = 1000;
const MOST_ITEMS = 1000;

/** @returns the tag's numbers; none where the header or the tag is absent or damaged */
export function csaNumbers(dataSet: DataSet, name: string): number[] {
  const bytes = csaHeader(dataSet);
  return bytes === undefined ? [] : numbersOfTag(bytes, name);
}

function csaHeader(dataSet: DataSet): DataView | undefined {
  for (let block = 0x10; block <= 0xff; block++) {
    const id = block.toString(16).padStart(2, "0");
    if (text(dataSet, `x002900${id}`) !== "SIEMENS CSA HEADER") continue;
    const element = dataSet.elements[`x0029${id}10`];
    if (element === undefined || element.dataOffset + element.length > dataSet.byteArray.length) return undefined;
    const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return undefined;
}

const latin1 = (view: DataView, at: number, length: number): string =>
  Buffer.from(view.buffer, view.byteOffset + at, Math.max(Math.min(length, view.byteLength - at), 0))
    .toString("latin1")
    .replace(/\0.*$/s, "");

function numbersOfTag(view: DataView, name: string): number[] {
  if (view.byteLength < 16 || latin1(view, 0, 4) !== "SV10") return [];
  const tags = Math.min(view.getUint32(8, true), MOST_TAGS);
  let at = 16;
  for (let tag = 0; tag < tags && at + 84 <= view.byteLength; tag++) {
    const items = Math.min(Math.max(view.getInt32(at + 76, true), 0), MOST_ITEMS);
    const wanted = latin1(view, at, 64) === name;
    const values: number[] = [];
    at += 84;
    for (let item = 0; item < items && at + 16 <= view.byteLength; item++) {
      const length = Math.max(view.getInt32(at + 4, true), 0);
      const value = latin1(view, at + 16, length).trim();
      if (wanted && value !== "" && Number.isFinite(Number(value))) values.push(Number(value));
      at += 16 + 4 * Math.ceil(length / 4);
    }
    if (wanted) return values;
  }
  return [];
}
