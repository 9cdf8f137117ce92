/**
 * Views that are images of each other under the symmetries of the pixel grid, so that four can share the arithmetic of one.
 *
 *   quarter turns (square images of square pixels):   element g turns by g pi / 2
 *   mirrors (any image):                              identity, x -> -x, half turn, y -> -y
 *
 * An element takes pixel p to g p, and the ray (theta, s) to (g theta, +s), or (g theta, -s) where it mirrors; the ray's place among the
 * pixels goes with it. So with one interpolation weight the ray and its three images are summed: the four lanes of a vector.
 * Views without a partner leave lanes empty. Of the two sets the one that leaves fewer is taken.
 * A parallel view is its own image under the half turn, s becoming -s.
 *
 * Views count as partners within some 1e-11 rad: 1e-8 of a pixel.
 */
import { TWO_PI } from "../math.ts";
import { type Axis, axisOf, type ScanGeometry } from "./geometry.ts";

export const LANES = 4;

/** The pixel to which an element takes (row, column): start + perRow row + perColumn column. */
export interface PixelMap {
  readonly start: number;
  readonly perRow: number;
  readonly perColumn: number;
}

export interface SymmetryGroup {
  readonly maps: readonly PixelMap[];
  /** +1, or -1 for elements that mirror. */
  readonly signs: readonly number[];
  /** Element number of `g` after `k`. */
  compose(g: number, k: number): number;
  /** The view's axis seen through element k. */
  turn(k: number, axis: Axis): Axis;
}

function quarterTurns(n: number): SymmetryGroup {
  return {
    maps: [
      { start: 0, perRow: n, perColumn: 1 },
      { start: n * (n - 1), perRow: 1, perColumn: -n },
      { start: n * n - 1, perRow: -n, perColumn: -1 },
      { start: n - 1, perRow: -1, perColumn: n },
    ],
    signs: [1, 1, 1, 1],
    compose: (g, k) => (g + k) & 3,
    turn: (k, { c, s }) =>
      [
        { c, s },
        { c: -s, s: c },
        { c: -c, s: -s },
        { c: s, s: -c },
      ][k],
  };
}

function mirrors(rows: number, columns: number): SymmetryGroup {
  return {
    maps: [
      { start: 0, perRow: columns, perColumn: 1 },
      { start: columns - 1, perRow: columns, perColumn: -1 },
      { start: rows * columns - 1, perRow: -columns, perColumn: -1 },
      { start: (rows - 1) * columns, perRow: -columns, perColumn: 1 },
    ],
    signs: [1, -1, 1, -1],
    compose: (g, k) => g ^ k,
    turn: (k, { c, s }) =>
      [
        { c, s },
        { c, s: -s },
        { c: -c, s: -s },
        { c: -c, s },
      ][k],
  };
}

/** Four views, each the image of the first under an element. */
export interface Orbit {
  /** Axis of the first view. */
  readonly axis: Axis;
  /** For each element the view, -1 for none. */
  readonly views: readonly number[];
  /** Elements 2 apart, a half turn, are one view with s reversed: each stands for half of the bins. */
  readonly halved: boolean;
}

/** @returns the view whose values belong to lane g of the orbit's view k, or -1, and +1, or -1 where its bins run backwards */
export function seat(group: SymmetryGroup, { views, halved }: Orbit, g: number, k: number): { view: number; sign: number } {
  const element = group.compose(g, k);
  const reversed = halved && views[element] < 0;
  return { view: views[reversed ? element ^ 2 : element], sign: reversed ? -group.signs[g] : group.signs[g] };
}

export interface SymmetricViews {
  readonly group: SymmetryGroup;
  readonly turning: boolean;
  readonly orbits: readonly Orbit[];
}

/** Directions to a turn: 2^39. */
const STEPS = 549755813888;

/** Finds views by their direction. */
class Directions {
  private readonly views = new Map<number, number[]>();

  constructor(angles: Float64Array, chosen: readonly number[]) {
    for (const view of chosen) {
      const at = this.stepOf(angles[view]);
      const there = this.views.get(at);
      if (there === undefined) this.views.set(at, [view]);
      else there.push(view);
    }
  }

  private stepOf(angle: number): number {
    const turns = angle / TWO_PI;
    return Math.round((turns - Math.floor(turns)) * STEPS) % STEPS;
  }

  /** Takes the first view in a direction away. @returns it, or -1 */
  take(angle: number): number {
    const at = this.stepOf(angle);
    for (const near of [at, (at + 1) % STEPS, (at + STEPS - 1) % STEPS]) {
      const view = this.views.get(near)?.shift();
      if (view !== undefined) return view;
    }
    return -1;
  }
}

function orbitsOf(angles: Float64Array, chosen: readonly number[], turning: boolean, parallel: boolean): Orbit[] {
  const directions = new Directions(angles, chosen);
  const quarter = TWO_PI / 4;
  const orbits: Orbit[] = [];
  for (const view of chosen) {
    const angle = angles[view];
    const first = directions.take(angle);
    if (first < 0) continue;
    const images = turning
      ? [angle + quarter, angle + 2 * quarter, angle + 3 * quarter]
      : [-angle, angle + 2 * quarter, 2 * quarter - angle];
    const views = [first, ...images.map((image) => directions.take(image))];
    const halved = parallel && views[2] < 0 && (views[1] < 0 || views[3] < 0);
    orbits.push({ axis: axisOf(angle), views, halved });
  }
  return orbits;
}

const cost = (orbits: readonly Orbit[]): number => orbits.reduce((sum, { halved }) => sum + (halved ? 1 : 2), 0);

/** @param chosen the views wanted */
export function symmetricViews({ rows, columns, pixel, angles, fan }: ScanGeometry, chosen: readonly number[]): SymmetricViews {
  const parallel = fan === undefined;
  const mirrored = orbitsOf(angles, chosen, false, parallel);
  if (rows === columns && pixel.row === pixel.column) {
    const turned = orbitsOf(angles, chosen, true, parallel);
    if (cost(turned) <= cost(mirrored)) return { group: quarterTurns(rows), turning: true, orbits: turned };
  }
  return { group: mirrors(rows, columns), turning: false, orbits: mirrored };
}
