/**
 * The sinogram of an object that is elsewhere in each view: moved, turned and stretched in the section.
 *
 *   f'(r) = f(A^-1 (r - t)),  A = R(a) diag(1, q)        e = (cos theta, sin theta)        n = |A^T e|
 *   p'(theta, s) = (q / n) p(theta', (s - e . t) / n)    theta' = direction of A^T e = (cos(theta - a), q sin(theta - a))
 *
 * x points right and y up, with the axis of rotation as origin. Between bins the sinogram is interpolated by Keys' cubic, between views
 * linearly, the turn closing by p(theta + pi, s) = p(theta, -s).
 *
 * Sources: Natterer, The Mathematics of Computerized Tomography (1986), section II.1; Keys, IEEE Trans. Acoust. Speech Signal Process. 29 (1981) 1153.
 */
import { atan2, cos, PI, sin } from "../../signal/math.ts";
import type { Sinogram } from "../modality.ts";

/** Where the object is in one view, counted from where the image has it. */
export interface Movement {
  /** To the right, and up [m]. */
  readonly right: number;
  readonly up: number;
  /** Counter-clockwise about the axis of rotation, before it is moved [rad]. */
  readonly turn: number;
  /** Height / own height, before it is turned. */
  readonly stretch: number;
}

export const REST: Movement = { right: 0, up: 0, turn: 0, stretch: 1 };

/** Keys' cubic through four neighbours, at t = 0 .. 1 between the middle ones. */
function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** One bin of a view, 0 beyond its ends; `flipped` reads it from the other end. */
function read(data: Float64Array, start: number, binCount: number, bin: number, flipped: boolean): number {
  if (bin < 0 || bin >= binCount) return 0;
  return data[start + (flipped ? binCount - 1 - bin : bin)];
}

function between(data: Float64Array, start: number, binCount: number, position: number, flipped: boolean): number {
  const bin = Math.floor(position);
  return cubic(
    read(data, start, binCount, bin - 1, flipped),
    read(data, start, binCount, bin, flipped),
    read(data, start, binCount, bin + 1, flipped),
    read(data, start, binCount, bin + 2, flipped),
    position - bin,
  );
}

/** @param movements one for each view @returns line integrals of the moving object, views x bins */
export function movedViews({ data, geometry }: Sinogram, movements: readonly Movement[]): Float64Array {
  const { angles, binCount, binSize } = geometry;
  const viewCount = angles.length;
  const moved = new Float64Array(data.length);
  const centre = (binCount - 1) / 2;
  for (const [view, { right, up, turn, stretch }] of movements.entries()) {
    const own = data.subarray(view * binCount, (view + 1) * binCount);
    if (right === 0 && up === 0 && turn === 0 && stretch === 1) {
      moved.set(own, view * binCount);
      continue;
    }
    const theta = angles[view];
    const x = cos(theta - turn);
    const y = stretch * sin(theta - turn);
    const norm = Math.sqrt(x * x + y * y);
    const turns = atan2(y, x) / PI;
    // Half turns away, a view is the flipped one.
    const halfTurns = Math.floor(turns);
    const position = (turns - halfTurns) * viewCount;
    const first = Math.min(Math.floor(position), viewCount - 1);
    const next = first + 1 === viewCount ? 0 : first + 1;
    const weight = position - first;
    const flipped = halfTurns % 2 !== 0;
    const nextFlipped = next === 0 ? !flipped : flipped;
    const shift = (right * cos(theta) + up * sin(theta)) / binSize;
    const factor = stretch / norm;
    for (let bin = 0; bin < binCount; bin++) {
      const at = (bin - centre - shift) / norm + centre;
      const here = between(data, first * binCount, binCount, at, flipped);
      const there = between(data, next * binCount, binCount, at, nextFlipped);
      moved[view * binCount + bin] = factor * (here + weight * (there - here));
    }
  }
  return moved;
}

/** Largest and root mean square displacement of a point over the views [m]. */
export function displacements(movements: readonly Movement[], right: number, up: number): { peak: number; rms: number } {
  let peak = 0;
  let sum = 0;
  for (const { right: x, up: y, turn, stretch } of movements) {
    const dx = cos(turn) * right - sin(turn) * stretch * up + x - right;
    const dy = sin(turn) * right + cos(turn) * stretch * up + y - up;
    const square = dx * dx + dy * dy;
    peak = Math.max(peak, square);
    sum += square;
  }
  return { peak: Math.sqrt(peak), rms: Math.sqrt(sum / movements.length) };
}
