/**
 * Where a wet wall mirrors the lamp: glints, each a smooth oval, on the crests of folds and on the wall that is nearest.
 *
 *   u(x) = max over glints g of ( r_g - q_g(x) / 2 )        q_g: squared distance from the glint's centre in units of its half axes
 *
 * The film is smooth, so it mirrors the lamp around isolated places where it faces the lens, and a glint is as long as the film is flat
 * there: along a crest longer than across it. {u > t} is a union of ovals that grow, multiply and merge as t falls, each within its larger self.
 * r_g, how ready a place is, rises with nearness and the crest's curvature; the patch where the wall comes nearest is made of ripples.
 *
 * Sources: Longuet-Higgins, J. Opt. Soc. Am. 50 (1960) 838 (a curved mirror's images lie where its slope vanishes, as long as its curvature is
 * small); Oren and Nayar, Int. J. Comput. Vis. 24 (1997) 105.
 */
import type { Mask } from "../../plane.ts";
import { gaussianSpread } from "../../signal/convolve.ts";
import { cos, exp, log, PI, sin } from "../../signal/math.ts";
import type { RandomSource } from "../../signal/random.ts";
import { blurWithin } from "../../signal/scene.ts";
import { smoothNoise } from "../../signal/smooth-noise.ts";
import type { WallShape } from "./shape.ts";

/** Distance between places that may hold a glint, over the longer side. */
const SPACING = 0.017;
/** Half axis of a round glint on the nearest wall, over the longer side, where r_g exceeds t by 1/2. */
const RADIUS = 0.0038;
/** Extent of the patch on the nearest wall, over the longer side, and the ripples that it is made of. */
const PATCH = 0.04;
const RIPPLES = 14;
/** Curvature of a fold that is half a crest. */
const CRESTED = 150;
/** How far below its top a glint is drawn. */
const DEPTH = 5;
/** What no glint reaches. */
const BARE = 40;

interface Glint {
  /** Centre [px]: between pixels, so that no two pixels are equally ready. */
  readonly row: number;
  readonly column: number;
  readonly readiness: number;
  /** Half axes along and across [px], and the direction along. */
  readonly along: number;
  readonly athwart: number;
  readonly down: number;
  readonly across: number;
}

/** @returns u, rows x columns: higher is mirrored first; outside the scene nothing is */
export function glintField(shape: WallShape, scene: Mask, rows: number, columns: number, random: RandomSource): Float64Array {
  const longer = Math.max(rows, columns);
  const u = shape.near.map((near) => near - BARE);
  const pools = smoothNoise(random.stream("wetness"), rows, columns, Math.max(2, 0.1 * longer));
  const ripples = smoothNoise(random.stream("ripples"), rows, columns, Math.max(2, 0.03 * longer));
  const wet = pools.map((pool, i) => pool + 0.8 * ripples[i]);
  for (const glint of drawGlints(shape, scene, rows, columns, wet, random)) paint(u, glint, rows, columns);
  for (const glint of drawPatch(shape, scene, rows, columns, random)) paint(u, glint, rows, columns);
  return u;
}

/** Where the wall comes nearest the ripples' glints are large and run together. */
function drawPatch(shape: WallShape, scene: Mask, rows: number, columns: number, random: RandomSource): Glint[] {
  const stream = random.stream("patch");
  const longer = Math.max(rows, columns);
  const plane = { rows, columns, channels: 1, data: shape.near };
  const broad = blurWithin(plane, scene, gaussianSpread(Math.max(1, PATCH * longer)));
  let nearest = scene.indexOf(1);
  for (let i = 0; i < broad.length; i++) if (scene[i] === 1 && broad[i] > broad[nearest]) nearest = i;
  const [row, column] = [Math.floor(nearest / columns), nearest % columns];
  const turn = stream.uniform() * PI;
  const [down, across] = [cos(turn), sin(turn)];
  return Array.from({ length: RIPPLES }, () => {
    const [a, b, size, luck] = [stream.normal(), stream.normal(), stream.normal(), stream.uniform()];
    const radius = 0.35 * PATCH * longer * exp(0.3 * size);
    return {
      row: row + PATCH * longer * (1.2 * a * down - 0.5 * b * across),
      column: column + PATCH * longer * (1.2 * a * across + 0.5 * b * down),
      readiness: 1.6 * Math.max(broad[nearest], -6) + 3.4 - 0.4 * (a * a + b * b) - 0.9 * log(luck),
      along: Math.max(0.7, 1.7 * radius),
      athwart: Math.max(0.7, 0.7 * radius),
      down,
      across,
    };
  });
}

function drawGlints(shape: WallShape, scene: Mask, rows: number, columns: number, wet: Float64Array, random: RandomSource): Glint[] {
  const stream = random.stream("glints");
  const longer = Math.max(rows, columns);
  const spacing = Math.max(2, SPACING * longer);
  // Neighbouring ripples run alike: away from crests their direction is a smooth field of its own.
  const turns = smoothNoise(random.stream("directions"), rows, columns, Math.max(2, 0.12 * longer));
  const glints: Glint[] = [];
  for (let y = 0; y < rows; y += spacing) {
    for (let x = 0; x < columns; x += spacing) {
      // Drawn for every place, so that what one place holds does not move what the next one draws.
      const [jitterDown, jitterAcross, turn] = [stream.uniform(), stream.uniform(), stream.normal()];
      const [size, stretch, luck] = [stream.normal(), stream.uniform(), stream.uniform()];
      const row = y + spacing * jitterDown;
      const column = x + spacing * jitterAcross;
      if (row >= rows || column >= columns) continue;
      const at = Math.floor(row) * columns + Math.floor(column);
      if (scene[at] === 0) continue;
      const near = shape.near[at];
      const ridge = shape.crest[at] / (shape.crest[at] + CRESTED);
      const tilt = (1 - ridge) * (1 - ridge) * PI * turns[at] + 0.2 * turn;
      const [c, s] = [cos(tilt), sin(tilt)];
      const radius = RADIUS * longer * exp(0.4 * size) * exp(0.25 * Math.max(near, -2));
      const length = 1.2 + (1.5 + 3 * ridge) * stretch * stretch;
      glints.push({
        row,
        column,
        readiness: 1.6 * Math.max(near, -6) + 2.4 * ridge + wet[at] - 0.9 * log(luck),
        along: Math.max(0.7, radius * length),
        athwart: Math.max(0.7, radius),
        down: c * shape.down[at] + s * shape.across[at],
        across: c * shape.across[at] - s * shape.down[at],
      });
    }
  }
  return glints;
}

/** Raises u to the glint's own. */
function paint(u: Float64Array, glint: Glint, rows: number, columns: number): void {
  const { row, column, readiness, along, athwart, down, across } = glint;
  const reach = Math.ceil(Math.sqrt(2 * DEPTH) * Math.max(along, athwart));
  for (let y = Math.max(0, Math.ceil(row - reach)); y <= Math.min(rows - 1, row + reach); y++) {
    for (let x = Math.max(0, Math.ceil(column - reach)); x <= Math.min(columns - 1, column + reach); x++) {
      const [dy, dx] = [y - row, x - column];
      const a = (dy * down + dx * across) / along;
      const b = (dx * down - dy * across) / athwart;
      const value = readiness - (a * a + b * b) / 2;
      const at = y * columns + x;
      if (value > u[at]) u[at] = value;
    }
  }
}
