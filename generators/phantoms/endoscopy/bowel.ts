/**
 * The inner surface of a piece of colon: a tube about a bent axis, its radius a function of the angle and the depth.
 *
 *   R(angle, z) = 1 + 0.06 cos 3(angle - a) - sum of folds - polyp        lengths in mean radii (about 2.5 cm)
 *
 * Three bands of muscle (taeniae) divide the wall: each haustral fold is high between the bands and low upon them.
 * A polyp is a low dome on the wall. The axis bends with the square of the depth. R is tabulated over the angle's place on a square's rim,
 * which needs no trigonometry to find.
 */
import { atan2, cos, exp, PI } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";

export const DEEPEST = 13;
const ANGLES = 480;
const DEPTHS = 520;

export interface Polyp {
  readonly angle: number;
  readonly depth: number;
  readonly radius: number;
}

export interface Bowel {
  readonly table: Float64Array;
  readonly bend: readonly [number, number];
  readonly polyp: Polyp | undefined;
}

const between = (a: number, b: number): number => {
  const turn = a - b;
  return turn - 2 * PI * Math.round(turn / (2 * PI));
};

/** @returns where a direction lies on the rim of a square: 0 .. 4, monotone in its angle */
function rim(x: number, y: number): number {
  const part = y / Math.max(Math.abs(x) + Math.abs(y), 1e-12);
  return x < 0 ? 2 - part : part < 0 ? 4 + part : part;
}

/** @returns the angle [rad] of a place on the rim */
function angleOf(place: number): number {
  const part = place <= 1 ? place : place <= 3 ? 2 - place : place - 4;
  const x = (1 - Math.abs(part)) * (place > 1 && place < 3 ? -1 : 1);
  return atan2(part, x);
}

/** How far a place on the wall lies from the polyp's middle, in its radii. */
export function fromPolyp(polyp: Polyp, x: number, y: number, z: number): number {
  const along = z - polyp.depth;
  const around = between(atan2(y, x), polyp.angle);
  return Math.sqrt(along * along + around * around) / polyp.radius;
}

function drawFolds(stream: RandomStream) {
  const folds = [];
  const height = stream.range(0.24, 0.4);
  const spacing = stream.range(0.75, 1.25);
  for (let depth = stream.range(0.9, 1.7); depth < DEEPEST; depth += spacing * stream.range(0.7, 1.4)) {
    folds.push({
      depth,
      height: height * stream.range(0.7, 1.25),
      width: stream.range(0.09, 0.16),
      lean: stream.range(0, 2 * PI),
      leaning: stream.range(0, 0.25),
      heavy: stream.range(0, 2 * PI),
      wave: stream.range(0, 2 * PI),
    });
  }
  return folds;
}

/** Draws a piece of bowel. @param polyp whether it bears one */
export function drawBowel(stream: RandomStream, withPolyp: boolean): Bowel {
  const folds = drawFolds(stream);
  const bands = stream.range(0, 2 * PI);
  const turn = stream.range(0, 2 * PI);
  const bending = stream.range(0.002, 0.022);
  const polyp = { angle: stream.range(-PI, PI), depth: stream.range(1.25, 2.3), radius: stream.range(0.24, 0.42) };
  const table = new Float64Array((ANGLES + 1) * DEPTHS);
  for (let a = 0; a < ANGLES; a++) {
    const angle = angleOf((4 * a) / ANGLES);
    const band = Math.abs(cos(1.5 * (angle - bands)));
    const crest = 0.32 + 0.68 * Math.sqrt(band);
    const shape = folds.map((fold) => ({
      ...fold,
      middle: fold.depth + fold.leaning * cos(angle - fold.lean) + 0.05 * cos(2 * angle - fold.wave),
      rise: fold.height * crest * (1 + 0.4 * cos(angle - fold.heavy)),
    }));
    for (let d = 0; d < DEPTHS; d++) {
      const z = (d * DEEPEST) / (DEPTHS - 1);
      let radius = 1 + 0.06 * cos(3 * (angle - bands)) + 0.05 * band;
      for (const { middle, rise, width } of shape) {
        const off = (z - middle) / width;
        if (Math.abs(off) < 5) radius -= rise * exp((-off * off) / 2);
      }
      if (withPolyp) {
        const around = between(angle, polyp.angle);
        const off = ((z - polyp.depth) * (z - polyp.depth) + around * around) / (polyp.radius * polyp.radius);
        if (off < 1) radius -= 0.9 * polyp.radius * (1 - off) * (1 + 0.4 * off);
      }
      table[d * (ANGLES + 1) + a] = radius;
    }
  }
  for (let d = 0; d < DEPTHS; d++) table[d * (ANGLES + 1) + ANGLES] = table[d * (ANGLES + 1)];
  return { table, bend: [bending * cos(turn), bending * cos(turn - PI / 2)], polyp: withPolyp ? polyp : undefined };
}

/** @returns how far a place lies inside the wall, along the radius: positive in the lumen, negative in the tissue */
export function clearance({ table, bend }: Bowel, x: number, y: number, z: number): number {
  const dx = x - bend[0] * z * z;
  const dy = y - bend[1] * z * z;
  const a = (rim(dx, dy) * ANGLES) / 4;
  const d = Math.min(Math.max((z * (DEPTHS - 1)) / DEEPEST, 0), DEPTHS - 1.001);
  const a0 = Math.min(Math.floor(a), ANGLES - 1);
  const d0 = Math.floor(d);
  const u = a - a0;
  const v = d - d0;
  const at = d0 * (ANGLES + 1) + a0;
  const upper = table[at] + u * (table[at + 1] - table[at]);
  const lower = table[at + ANGLES + 1] + u * (table[at + ANGLES + 2] - table[at + ANGLES + 1]);
  return upper + v * (lower - upper) - Math.sqrt(dx * dx + dy * dy);
}
