/**
 * Words for where a local defect is, from its mask. Left and right are those of the image as shown, not the patient's.
 *
 * A part is named where at least four fifths of the mask lie in it. Of the other parts those are certainly wrong that have nothing in common
 * with it, and the halves across it where the mask lies evenly in both.
 */
import type { ImageRecord } from "../../manifests/schema/image.ts";

export interface Place {
  readonly words: string;
  /** Places that this one is certainly not; none for "throughout". */
  readonly others: readonly string[];
}

/** From this share on the mask lies in a half; up to the other it lies in both alike. */
const MOSTLY = 0.8;
const EITHER = 0.6;
/** Small and in the middle: largest distance of the centroid from it, and largest spread [fraction of the size]. */
const CENTRAL = { off: 0.1, spread: 0.1 };
/** From this area on a defect is everywhere; up to the other it can be said to lie in one part [fraction of the image]. */
const THROUGHOUT = 0.6;
const ONE_PART = 0.4;

const SIDES = ["upper", "lower", "left", "right"];
const CORNERS = ["upper left", "upper right", "lower left", "lower right"];
const OPPOSITE: Readonly<Record<string, string>> = { upper: "lower", lower: "upper", left: "right", right: "left" };
const MIDDLE = "in the middle of the image";
const part = (name: string): string => `in the ${name} part of the image`;

/** @returns undefined where the words would claim more than is known */
export function placeOf({ row, column, area, upper, left, spread }: NonNullable<ImageRecord["place"]>): Place | undefined {
  if (area >= THROUGHOUT) return { words: "throughout the image", others: [] };
  if (area > ONE_PART || upper === undefined || left === undefined || spread === undefined) return undefined;
  const central = Math.max(Math.abs(row - 0.5), Math.abs(column - 0.5)) <= CENTRAL.off && spread <= CENTRAL.spread;
  if (central) return { words: MIDDLE, others: [...CORNERS, ...SIDES].map(part) };
  const sides = [side(upper, "upper", "lower"), side(left, "left", "right")].filter((name) => name !== undefined);
  if (sides.length === 0) return undefined;
  const even = [upper, left].map((share) => share <= EITHER && share >= 1 - EITHER);
  const across = [...(even[0] ? ["upper", "lower"] : []), ...(even[1] ? ["left", "right"] : [])];
  const opposite = sides.map((name) => OPPOSITE[name]!);
  const corners = CORNERS.filter((corner) => opposite.some((name) => corner.includes(name)));
  return { words: part(sides.join(" ")), others: [...[...opposite, ...across, ...corners].map(part), MIDDLE] };
}

/** @returns the half that holds most of it */
const side = (share: number, first: string, second: string): string | undefined =>
  share >= MOSTLY ? first : share <= 1 - MOSTLY ? second : undefined;
