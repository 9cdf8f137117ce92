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

const HAS_VALUE = (place: DataSet, tag: string): boolean => (place.elements[tag]?.length ?? 0) > 0;

export function textOf(places: readonly DataSet[], tag: string): string | undefined {
  return places
    .find((place) => HAS_VALUE(place, tag))
    ?.string(tag)
    ?.trim();
}

/** Decimal or integer strings. @returns every value, or undefined unless all are finite */
export function numbersOf(places: readonly DataSet[], tag: string): number[] | undefined {
  const text = textOf(places, tag);
  if (text === undefined || text === "") return undefined;
  const values = text.split("\\").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values.every(Number.isFinite) ? values : undefined;
}
