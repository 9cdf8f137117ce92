/**
 * Roots of unity with exact symmetry: every value comes from the first octant, 0 .. 1/8 turn, by integer reflections.
 */
import { cosTurns, sinTurns } from "../math.ts";

/** Writes exp(-2 pi i index / length) as re, im to target[at], target[at + 1]; index >= 0 and 8 * index below 2^53. */
export function rootOfUnity(target: Float64Array, at: number, index: number, length: number): void {
  // In eighths of a turn: position = octant + offset / length, 0 <= offset < length.
  const position = 8 * (index % length);
  const octant = Math.floor(position / length);
  const offset = position - octant * length;
  const reflected = octant % 2 === 1;
  const angle = (reflected ? length - offset : offset) / (8 * length);
  const cosine = cosTurns(angle);
  const sine = sinTurns(angle);
  const swapped = octant % 4 === 1 || octant % 4 === 2;
  const x = swapped ? sine : cosine;
  const y = swapped ? cosine : sine;
  target[at] = octant >= 2 && octant < 6 ? -x : x;
  target[at + 1] = octant < 4 ? -y : y;
}
