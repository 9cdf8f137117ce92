/**
 * A section under construction: how much haematoxylin and eosin each pixel holds, and what lies there; and the noise that its textures are made of.
 */
import type { RandomStream } from "../../signal/random.ts";

/** What lies at a pixel. */
export const STROMA = 0;
export const EPITHELIUM = 1;
export const GLASS = 2;

/** All arrays are rows x columns, row-major; pixels of 0.5 um. */
export interface Section {
  readonly rows: number;
  readonly columns: number;
  /** Amounts of stain [optical density, natural logarithm]. */
  readonly haematoxylin: Float64Array;
  readonly eosin: Float64Array;
  /** STROMA, EPITHELIUM or GLASS. */
  readonly kind: Uint8Array;
  /** Depth below the surface of its gland or nest [px], positive inside. */
  readonly depth: Float64Array;
}

export function emptySection(rows: number, columns: number): Section {
  const size = rows * columns;
  return {
    rows,
    columns,
    haematoxylin: new Float64Array(size),
    eosin: new Float64Array(size),
    kind: new Uint8Array(size),
    depth: new Float64Array(size).fill(-1e9),
  };
}

/** Smooth noise over the plane, about -1 .. 1, with features of the size of 1. */
export type Noise = (x: number, y: number) => number;

const PERIOD = 128;

/** Draws smooth noise: random values on a square lattice, interpolated by smooth steps; it repeats after 128. */
export function drawNoise(stream: RandomStream): Noise {
  const lattice = new Float64Array(PERIOD * PERIOD);
  stream.fillUniform(lattice);
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [fx, fy] = [x - left, y - top];
    const [sx, sy] = [fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)];
    const [x0, x1] = [left & (PERIOD - 1), (left + 1) & (PERIOD - 1)];
    const [y0, y1] = [(top & (PERIOD - 1)) * PERIOD, ((top + 1) & (PERIOD - 1)) * PERIOD];
    const upper = lattice[y0 + x0] + sx * (lattice[y0 + x1] - lattice[y0 + x0]);
    const lower = lattice[y1 + x0] + sx * (lattice[y1 + x1] - lattice[y1 + x0]);
    return 2 * (upper + sy * (lower - upper)) - 1;
  };
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
}
