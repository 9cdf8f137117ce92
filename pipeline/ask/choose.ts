/** Choices that depend only on what they are for: SHA-256 of the names given, read as a number. No state, so no order matters. */
import { sha256 } from "../../manifests/canonical.ts";

/** @returns an integer of 0 .. 2^48 - 1 */
const numberFor = (names: readonly string[]): number => Number.parseInt(sha256(JSON.stringify(names)).slice(0, 12), 16);

/** @returns one of the list, every one equally likely over many names */
export function pick<T>(list: readonly T[], ...names: readonly string[]): T {
  return list[numberFor(names) % list.length]!;
}

/** @returns the list in an order that the names decide */
export function shuffled<T>(list: readonly T[], ...names: readonly string[]): T[] {
  return list
    .map((entry, index) => ({ entry, rank: numberFor([...names, String(index)]) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}
