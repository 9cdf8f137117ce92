/** Smooth random numbers in space: normal numbers on a cubic lattice, joined by Perlin's quintic, so that a texture covers any surface without seams. */
import type { RandomStream } from "../../signal/random.ts";

/** Value at a place in lattice units: mean 0, variance below 1. */
export type SolidNoise = (x: number, y: number, z: number) => number;

const PERIOD = 32;
const WRAP = PERIOD - 1;

const fade = (t: number): number => t * t * t * (t * (6 * t - 15) + 10);

/** Draws a field; it repeats after 32 units along each axis. */
export function solidNoise(stream: RandomStream): SolidNoise {
  const lattice = stream.fillNormal(new Float64Array(PERIOD * PERIOD * PERIOD));
  return (x, y, z) => {
    const i = Math.floor(x);
    const j = Math.floor(y);
    const k = Math.floor(z);
    const u = fade(x - i);
    const v = fade(y - j);
    const w = fade(z - k);
    const i0 = i & WRAP;
    const i1 = (i + 1) & WRAP;
    const j0 = (j & WRAP) * PERIOD;
    const j1 = ((j + 1) & WRAP) * PERIOD;
    const k0 = (k & WRAP) * PERIOD * PERIOD;
    const k1 = ((k + 1) & WRAP) * PERIOD * PERIOD;
    const near0 = lattice[k0 + j0 + i0] + u * (lattice[k0 + j0 + i1] - lattice[k0 + j0 + i0]);
    const near1 = lattice[k0 + j1 + i0] + u * (lattice[k0 + j1 + i1] - lattice[k0 + j1 + i0]);
    const far0 = lattice[k1 + j0 + i0] + u * (lattice[k1 + j0 + i1] - lattice[k1 + j0 + i0]);
    const far1 = lattice[k1 + j1 + i0] + u * (lattice[k1 + j1 + i1] - lattice[k1 + j1 + i0]);
    const near = near0 + v * (near1 - near0);
    return near + w * (far0 + v * (far1 - far0) - near);
  };
}
