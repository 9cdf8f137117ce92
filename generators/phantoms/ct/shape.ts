/**
 * Shapes in the axial plane as signed distances, and the canvas of CT numbers on which they are painted over one another.
 *
 * Lengths in millimetres from the patient's middle, x to the right, y down (to the patient's back). Negative distance is inside.
 * A border is a linear ramp about one pixel wide: partial volume.
 */
import type { RandomStream } from "../../signal/random.ts";

export interface Shape {
  /** Bounds: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
  distance(x: number, y: number): number;
}

export type Point = readonly [number, number];

export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Rotation, clockwise on the screen [turns], as cosine and sine. */
  readonly turn?: readonly [number, number];
  /** 0: an ellipse, 1: nearly a rectangle with round corners. */
  readonly squareness?: number;
  /** Random bumps relative to the size. */
  readonly bumps?: number;
}

const HARMONICS = 5;

/** An ellipse with soft corners and random bumps of a few waves around it. */
export function blob(shape: Blob, stream?: RandomStream): Shape {
  const { x: cx, y: cy, halfWidth, halfHeight, turn = [1, 0], squareness = 0, bumps = 0 } = shape;
  const waves = Array.from({ length: 2 * HARMONICS }, (_, n) => (stream === undefined ? 0 : (bumps * stream.normal()) / (2 + (n >> 1))));
  const reach = Math.max(halfWidth, halfHeight) * (1 + 3 * bumps) + 3;
  return {
    box: [cx - reach, cy - reach, cx + reach, cy + reach],
    distance(x, y) {
      const u = ((x - cx) * turn[0] + (y - cy) * turn[1]) / halfWidth;
      const v = ((y - cy) * turn[0] - (x - cx) * turn[1]) / halfHeight;
      const round = Math.sqrt(u * u + v * v);
      if (round < 1e-9) return -Math.min(halfWidth, halfHeight);
      const radius = squareness === 0 ? round : (1 - squareness) * round + squareness * Math.sqrt(Math.sqrt(u * u * u * u + v * v * v * v));
      let rim = 1;
      if (bumps > 0) {
        const c = u / round;
        const s = v / round;
        let ck = c * c - s * s;
        let sk = 2 * c * s;
        for (let k = 0; k < HARMONICS; k++) {
          rim += waves[2 * k] * ck + waves[2 * k + 1] * sk;
          const next = ck * c - sk * s;
          sk = sk * c + ck * s;
          ck = next;
        }
      }
      const steepness = Math.sqrt((u * u) / (halfWidth * halfWidth) + (v * v) / (halfHeight * halfHeight)) / round;
      return (radius - rim) / steepness;
    },
  };
}

/** A line of round ends through points, whose half width runs from one value to another. */
export function strand(points: readonly Point[], from: number, to = from): Shape {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const margin = Math.max(from, to) + 2;
  const last = points.length - 1;
  return {
    box: [Math.min(...xs) - margin, Math.min(...ys) - margin, Math.max(...xs) + margin, Math.max(...ys) + margin],
    distance(x, y) {
      let least = Number.POSITIVE_INFINITY;
      for (let n = 0; n < last; n++) {
        const dx = xs[n + 1] - xs[n];
        const dy = ys[n + 1] - ys[n];
        const t = Math.min(Math.max(((x - xs[n]) * dx + (y - ys[n]) * dy) / (dx * dx + dy * dy + 1e-12), 0), 1);
        const ex = x - xs[n] - t * dx;
        const ey = y - ys[n] - t * dy;
        least = Math.min(least, Math.sqrt(ex * ex + ey * ey) - (from + ((to - from) * (n + t)) / last));
      }
      return least;
    },
  };
}

/** What lies in both. */
export const both = (a: Shape, b: Shape): Shape => ({ box: a.box, distance: (x, y) => Math.max(a.distance(x, y), b.distance(x, y)) });

/** What lies in the first and not in the second. */
export const without = (a: Shape, b: Shape): Shape => ({ box: a.box, distance: (x, y) => Math.max(a.distance(x, y), -b.distance(x, y)) });

/** What lies in any. */
export function any(shapes: readonly Shape[]): Shape {
  return {
    box: [0, 1, 2, 3].map((side) => (side < 2 ? Math.min : Math.max)(...shapes.map((shape) => shape.box[side]))) as unknown as Shape["box"],
    distance: (x, y) => shapes.reduce((least, shape) => Math.min(least, shape.distance(x, y)), Number.POSITIVE_INFINITY),
  };
}

/** The shape with its border moved outwards. */
export const grown = (shape: Shape, by: number): Shape => ({
  box: [shape.box[0] - Math.max(by, 0), shape.box[1] - Math.max(by, 0), shape.box[2] + Math.max(by, 0), shape.box[3] + Math.max(by, 0)],
  distance: (x, y) => shape.distance(x, y) - by,
});

/** CT numbers, and the textures that tissues are painted with. */
export interface Canvas {
  readonly size: number;
  /** Millimetres a pixel. */
  readonly pixel: number;
  /** Where the patient's origin (0, 0) lies [px]. */
  readonly row: number;
  readonly column: number;
  readonly data: Float64Array;
}

/** CT number at a pixel whose distance from the shape's border is given. */
export type Paint = number | ((index: number, distance: number) => number);

export function paint(
  { size, pixel, row: originRow, column: originColumn, data }: Canvas,
  shape: Shape,
  value: Paint,
  softness = 1.2 * pixel,
): void {
  const clamp = (at: number): number => Math.min(Math.max(at, 0), size - 1);
  const [left, top, right, bottom] = shape.box;
  for (let row = clamp(Math.floor(top / pixel + originRow)); row <= clamp(Math.ceil(bottom / pixel + originRow)); row++) {
    for (let column = clamp(Math.floor(left / pixel + originColumn)); column <= clamp(Math.ceil(right / pixel + originColumn)); column++) {
      const distance = shape.distance((column - originColumn) * pixel, (row - originRow) * pixel);
      if (distance >= softness / 2) continue;
      const index = row * size + column;
      const share = Math.min(0.5 - distance / softness, 1);
      data[index] += share * ((typeof value === "number" ? value : value(index, distance)) - data[index]);
    }
  }
}
