/** Ways in which two results may be held against each other. */
import type { Agreement } from "./case.ts";

/** ||ours - theirs|| / ||theirs||; NaN, which no tolerance admits, where the sizes differ. */
export function relativeDifference(ours: Float64Array, theirs: Float64Array): number {
  if (ours.length !== theirs.length) return Number.NaN;
  let difference = 0;
  let size = 0;
  for (let index = 0; index < ours.length; index++) {
    difference += (ours[index] - theirs[index]) ** 2;
    size += theirs[index] ** 2;
  }
  return Math.sqrt(difference / size);
}

export const relativeL2 = (tolerance: number): Agreement => ({
  measure: "relative L2 difference",
  tolerance,
  difference: relativeDifference,
});

/** The same within the circle that every view of a square image sees: outside, methods differ in what they make up. */
export const relativeL2InCircle = (side: number, tolerance: number): Agreement => {
  const seen = (image: Float64Array): Float64Array => {
    const half = (side - 1) / 2;
    return image.map((value, i) => ((Math.floor(i / side) - half) ** 2 + ((i % side) - half) ** 2 < (half - 2) ** 2 ? value : 0));
  };
  return {
    measure: "relative L2 difference within the circle that all views see",
    tolerance,
    difference: (ours, theirs) => relativeDifference(seen(ours), seen(theirs)),
  };
};
