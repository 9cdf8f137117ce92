/**
 * Reads attributes where they may stand: in the data set, or, for an enhanced multi-frame object, in the functional groups of a frame.
 *
 * Source: DICOM PS3.3 section C.7.6.16 (Multi-frame Functional Groups).
 */
import type { DataSet } from "./data-set.ts";

/** @returns the data sets in which a frame's attributes may stand, the most specific first */
export function placesOf(dataSet: DataSet, frame: number): DataSet[] {
  const perFrame = dataSet.elements.x52009230?.items?.[frame]?.dataSet;
  const shared = dataSet.elements.x52009229?.items?.[0]?.dataSet;
  const groups = [perFrame, shared].flatMap((group) =>
    group === undefined ? [] : Object.values(group.elements).flatMap((element) => element.items?.[0]?.dataSet ?? []),
  );
  return [...groups, dataSet];
}

/** Longer values than this are read as far as this: no attribute of an image needs more. */
const LONGEST = 4096;

/** @returns the attribute's text without padding; undefined where it is absent, empty or beyond the end of the file */
export function text(place: DataSet, tag: string): string | undefined {
  const element = place.elements[tag];
  if (element === undefined || element.length === 0 || element.items !== undefined) return undefined;
  const { dataOffset } = element;
  const end = dataOffset + element.length;
  if (end > place.byteArray.length) return undefined;
  const bytes = place.byteArray.subarray(dataOffset, Math.min(end, dataOffset + LONGEST));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replace(/[\0 ]+$/, "")
    .trim();
}

/** @returns an unsigned short, or undefined where it is absent or incomplete */
export function short(place: DataSet, tag: string, index = 0): number | undefined {
  const element = place.elements[tag];
  if (element === undefined || element.length < 2 * index + 2 || element.dataOffset + 2 * index + 2 > place.byteArray.length)
    return undefined;
  return place.uint16(tag, index);
}

export function textOf(places: readonly DataSet[], tag: string): string | undefined {
  for (const place of places) {
    const found = text(place, tag);
    if (found !== undefined && found !== "") return found;
  }
  return undefined;
}

/** Decimal or integer strings. @returns every value, or undefined unless all are finite */
export function numbersOf(places: readonly DataSet[], tag: string): number[] | undefined {
  const values = textOf(places, tag)
    ?.split("\\")
    .map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values?.every(Number.isFinite) ? values : undefined;
}
