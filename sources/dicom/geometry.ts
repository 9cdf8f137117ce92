/**
 * To whom a frame belongs, as keyed hashes, and where it lies along the slice normal.
 *
 *   position = (row direction x column direction) . image position
 *
 * Source: DICOM PS3.3 sections C.7.6.2 (Image Plane) and C.7.6.16.2.3 (Plane Position).
 */
import type { PlaneGroup } from "../acquisition.ts";
import { keyedHash } from "../identity.ts";
import { millimetres } from "../units.ts";
import { numbersOf, placesOf, text } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

/** @param frame from 0 @param key of the keyed hashes */
export function groupOf(dataSet: DataSet, frame: number, key: Uint8Array): PlaneGroup {
  const places = placesOf(dataSet, frame);
  const hash = (...tags: string[]) => keyedHash(key, tags.map((tag) => text(dataSet, tag) ?? "").find((value) => value !== "") ?? "");
  const study = hash("x0020000d");
  const series = hash("x0020000e");
  const orientation = numbersOf(places, "x00200037");
  const position = numbersOf(places, "x00200032");
  const instance = numbersOf([dataSet], "x00200013")?.[0] ?? 0;
  return {
    // Without a patient the study stands in, then the series: a split must not part what may belong together.
    patient: hash("x00100020", "x00100010") || study || series,
    study,
    series,
    order: [orientation?.length === 6 && position?.length === 3 ? alongNormal(orientation, position) : 0, instance + frame],
  };
}

/** @param orientation directions of rows and columns @param position [mm] @returns [m] */
export function alongNormal(orientation: readonly number[], position: readonly number[]): number {
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const [x, y, z] = position;
  return millimetres((ry * cz - rz * cy) * x + (rz * cx - rx * cz) * y + (rx * cy - ry * cx) * z);
}
