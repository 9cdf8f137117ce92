/** Which phase-encoding lines a scan acquires: rules that several degradations share. Lines are 0 .. N - 1, k = 0 is line floor(N / 2). */
import { MedqError } from "../../../manifests/error.ts";

/** @returns the share of all lines, rounded, as a band around k = 0: 1 for each line in it */
export function acsBand(lineCount: number, fraction: number): Uint8Array {
  const keep = new Uint8Array(lineCount);
  const width = Math.min(Math.max(Math.round(lineCount * fraction), 0), lineCount);
  const first = Math.floor(lineCount / 2) - Math.floor(width / 2);
  return keep.fill(1, first, first + width);
}

/** @returns 1 for every spacing-th line from the offset on */
export function equispacedLines(lineCount: number, spacing: number, offset: number): Uint8Array {
  return Uint8Array.from({ length: lineCount }, (_, line) => ((line - offset) % spacing === 0 ? 1 : 0));
}

/** @returns a whole number that one draw gives: below `below`, any of them alike, whatever `below` is */
export const wholeBelow = (below: number, drawn: number): number => Math.min(Math.floor(drawn * below), below - 1);

/** The spacing of lines at a nominal acceleration. @throws MedqError E_USAGE below 1 */
export function spacingOf(acceleration: number, where: string): number {
  if (!(acceleration >= 1)) {
    throw new MedqError("E_USAGE", `Expected an acceleration of at least 1, got ${acceleration}`, where, "1 acquires every line.");
  }
  return Math.round(acceleration);
}

/** @returns 1 for each line that either mask has */
export const either = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((kept, line) => kept | b[line]);

/** @returns the lines that a mask has, in ascending order */
export const linesOf = (keep: Uint8Array): number[] => Array.from(keep.keys()).filter((line) => keep[line] === 1);
