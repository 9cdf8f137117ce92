/**
 * Words for where a local defect is, from its mask's centroid and area. Left and right are those of the image as shown, not the patient's.
 *
 * A centroid that is well off the middle says where most of the defect lies. A centroid near the middle may belong to a defect in the centre
 * or to spots all around it, and the record does not tell which: then no place is named.
 */
import type { ImageRecord } from "../../manifests/schema/image.ts";

export interface Place {
  readonly words: string;
  /** Places that this one is certainly not, of the same form; none for "throughout". */
  readonly others: readonly string[];
}

/**
 * A centroid at least this far from the middle is off it; within `NEAR` it is not [fraction of height or width].
 * Spots spread evenly over each half have the centroid 0.25 (2 p - 1) off the middle when a fraction p lies in one half: 0.15 means four fifths.
 */
const FAR = 0.15;
const NEAR = 0.06;
/** From this area on a defect is everywhere; up to the other it can be said to lie in one part [fraction of the image]. */
const THROUGHOUT = 0.6;
const ONE_PART = 0.4;

const part = (words: string): string => `in the ${words} part of the image`;
const CORNERS = ["upper left", "upper right", "lower left", "lower right"].map(part);
const SIDES = ["upper", "lower", "left", "right"].map(part);

/** @returns undefined where the words would claim more than is known */
export function placeOf({ row, column, area }: NonNullable<ImageRecord["place"]>): Place | undefined {
  if (area >= THROUGHOUT) return { words: "throughout the image", others: [] };
  if (area > ONE_PART) return undefined;
  const vertical = row < 0.5 ? "upper" : "lower";
  const horizontal = column < 0.5 ? "left" : "right";
  const [down, across] = [Math.abs(row - 0.5), Math.abs(column - 0.5)];
  if (down >= FAR && across >= FAR) return among(part(`${vertical} ${horizontal}`), CORNERS);
  if (down >= FAR && across <= NEAR) return among(part(vertical), SIDES);
  if (across >= FAR && down <= NEAR) return among(part(horizontal), SIDES);
  return undefined;
}

const among = (words: string, all: readonly string[]): Place => ({ words, others: all.filter((other) => other !== words) });
