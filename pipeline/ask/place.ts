/**
 * Words for where a local defect is, from its mask. Left and right are those of the image as shown, not the patient's.
 *
 * A part is named where at least four fifths of the mask lie in it. Told, that is enough; asked, no other part that is offered may hold
 * a good share of it as well: beside "the upper part" neither left nor right is offered where either holds more than three fifths.
 */
import type { ImageRecord } from "../../manifests/schema/image.ts";

export interface Place {
  readonly words: string;
  /** Places that this one is certainly not, of the same form; none where it is told but not asked. */
  readonly others: readonly string[];
}

/** From this share on the mask lies in a half; up to the other it lies in neither half. */
const MOSTLY = 0.8;
const EITHER = 0.6;
/** Small and in the middle: largest distance of the centroid from it, and largest spread [fraction of the size]. */
const CENTRAL = { off: 0.1, spread: 0.1 };
/** From this area on a defect is everywhere; up to the other it can be said to lie in one part [fraction of the image]. */
const THROUGHOUT = 0.6;
const ONE_PART = 0.4;

const part = (words: string): string => `in the ${words} part of the image`;
const CORNERS = ["upper left", "upper right", "lower left", "lower right"].map(part);
const SIDES = ["upper", "lower", "left", "right"].map(part);

/** @returns undefined where the words would claim more than is known */
export function placeOf({ row, column, area, upper, left, spread }: NonNullable<ImageRecord["place"]>): Place | undefined {
  if (area >= THROUGHOUT) return { words: "throughout the image", others: [] };
  if (area > ONE_PART || upper === undefined || left === undefined || spread === undefined) return undefined;
  const central = Math.max(Math.abs(row - 0.5), Math.abs(column - 0.5)) <= CENTRAL.off && spread <= CENTRAL.spread;
  if (central) return { words: "in the middle of the image", others: CORNERS.slice(0, 3) };
  const vertical = upper >= MOSTLY ? "upper" : upper <= 1 - MOSTLY ? "lower" : undefined;
  const horizontal = left >= MOSTLY ? "left" : left <= 1 - MOSTLY ? "right" : undefined;
  if (vertical !== undefined && horizontal !== undefined) return among(`${vertical} ${horizontal}`, CORNERS);
  if (vertical !== undefined) return among(vertical, SIDES, left);
  if (horizontal !== undefined) return among(horizontal, SIDES, upper);
  return undefined;
}

/** @param across the share on one side of the other axis: an even one makes neither of its sides an answer, too */
function among(name: string, all: readonly string[], across = 0.5): Place {
  const words = part(name);
  const asked = across <= EITHER && across >= 1 - EITHER;
  return { words, others: asked ? all.filter((other) => other !== words) : [] };
}
