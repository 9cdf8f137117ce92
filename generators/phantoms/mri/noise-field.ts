/**
 * Smooth random fields on the plane: gradient noise on a lattice of unit cells, about -0.7 .. 0.7, with continuous first derivatives.
 *
 * Source: Perlin, SIGGRAPH 1985 and 2002 (quintic fade).
 */
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";

export type Field = (x: number, y: number) => number;

const CELLS = 64;

const fade = (t: number): number => t * t * t * (t * (6 * t - 15) + 10);

/** Draws one field; it repeats after 64 cells. */
export function gradientField(stream: RandomStream): Field {
  const gradients = new Float64Array(2 * CELLS * CELLS);
  for (let i = 0; i < CELLS * CELLS; i++) {
    const turns = stream.uniform();
    gradients[2 * i] = cosTurns(turns);
    gradients[2 * i + 1] = sinTurns(turns);
  }
  const corner = (column: number, row: number, x: number, y: number): number => {
    const at = 2 * ((((row % CELLS) + CELLS) % CELLS) * CELLS + (((column % CELLS) + CELLS) % CELLS));
    return gradients[at] * x + gradients[at + 1] * y;
  };
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = x - column;
    const v = y - row;
    const across = fade(u);
    const down = fade(v);
    const top = corner(column, row, u, v) * (1 - across) + corner(column + 1, row, u - 1, v) * across;
    const bottom = corner(column, row + 1, u, v - 1) * (1 - across) + corner(column + 1, row + 1, u - 1, v - 1) * across;
    return top * (1 - down) + bottom * down;
  };
}
