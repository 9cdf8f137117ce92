/**
 * Retinal vessels: arteries and veins that leave the optic disc, run in arcades round the macula, and branch.
 *
 * Positions in degrees of visual angle: x towards the temple, y upwards, the disc at the origin, the fovea at (15 or so, -1.5).
 * Arcades follow drawn control points (Catmull-Rom); their branches steer towards the fovea or outwards, wander, and branch again.
 * At a branching the cubes of the radii add up (Murray). No vessel comes nearer to the fovea than the edge of its avascular zone.
 *
 * Sources: Murray, PNAS 12 (1926) 207; Jansonius et al., Vision Res. 49 (2009) 2157 (the course of arcades and fibres);
 * Hubbard et al., Ophthalmology 106 (1999) 2269 (arteries have about two thirds of the width of veins).
 */
import { atan2, cos, pow, sin } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One vessel between branchings and beyond: its centre line and the radius at each point [deg]. */
export interface Vessel {
  readonly kind: "artery" | "vein";
  readonly line: readonly Point[];
  readonly radii: readonly number[];
}

interface Growth {
  readonly fovea: Point;
  readonly stream: RandomStream;
  readonly vessels: Vessel[];
  readonly tortuosity: number;
}

/** Distance between the points of a centre line [deg]. */
const STEP = 0.25;
/** Beyond this distance from the fovea nothing is in the picture [deg]. */
const FAR = 34;
const THINNEST = 0.034;
const CENTRAL_VEIN = 0.25;

const distance = (a: Point, b: Point): number => Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));

/** A smooth line through control points, resampled to about STEP. */
function spline(control: readonly Point[]): Point[] {
  const line: Point[] = [control[0]];
  for (let k = 0; k + 1 < control.length; k++) {
    const [a, b, c, d] = [control[Math.max(k - 1, 0)], control[k], control[k + 1], control[Math.min(k + 2, control.length - 1)]];
    const count = Math.max(2, Math.ceil(distance(b, c) / STEP));
    const at = (p: number, q: number, r: number, s: number, t: number): number =>
      q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
    for (let i = 1; i <= count; i++) line.push({ x: at(a.x, b.x, c.x, d.x, i / count), y: at(a.y, b.y, c.y, d.y, i / count) });
  }
  return line;
}

/** Bends a line from side to side, the more the farther from its root. */
function wander(line: readonly Point[], { stream, tortuosity }: Growth, amplitude: number): Point[] {
  const waves = [stream.range(4, 6), stream.range(8, 12)].map((length) => ({ length, phase: stream.range(0, 6.28) }));
  return line.map((point, i) => {
    const next = line[Math.min(i + 1, line.length - 1)];
    const before = line[Math.max(i - 1, 0)];
    const length = Math.max(distance(next, before), 1e-9);
    const along = i * STEP;
    const shift =
      amplitude *
      tortuosity *
      Math.min(1, along / 4) *
      (0.5 * sin((6.28 * along) / waves[0].length + waves[0].phase) + sin((6.28 * along) / waves[1].length + waves[1].phase));
    return { x: point.x - (shift * (next.y - before.y)) / length, y: point.y + (shift * (next.x - before.x)) / length };
  });
}

/** Lets branches sprout along a vessel, which thins at each. */
function sprout(growth: Growth, kind: Vessel["kind"], line: readonly Point[], radius: number, generation: number): void {
  const { stream, vessels } = growth;
  const radii: number[] = [];
  let current = radius;
  let nextBranch = generation === 0 ? stream.range(3.5, 7) : stream.range(1.2, 3.5);
  let side = stream.sign();
  line.forEach((point, i) => {
    radii.push(current);
    const along = i * STEP;
    if (along < nextBranch || i + 2 >= line.length || current < THINNEST) return;
    nextBranch = along + (generation === 0 ? stream.range(2, 5) : stream.range(1.6, 5));
    side = stream.uniform() < 0.75 ? (-side as 1 | -1) : side;
    const share = generation === 0 ? stream.range(0.03, 0.2) : stream.range(0.12, 0.4);
    const child = current * pow(share, 1 / 3);
    const ahead = line[i + 1];
    const heading = atan2(ahead.y - point.y, ahead.x - point.x) + side * stream.range(0.6, 1.25);
    current *= pow(1 - share, 1 / 3);
    grow(growth, kind, point, heading, Math.min(child, 0.13), generation + 1);
  });
  // Towards its end every vessel becomes thin: capillaries take over.
  const taper = generation === 0 ? 0 : Math.min(line.length, Math.round(2.5 / STEP));
  vessels.push({ kind, line, radii: radii.map((r, i) => r * (i < line.length - taper ? 1 : 0.45 + (0.55 * (line.length - i)) / taper)) });
}

/** Grows one branch from a place in a direction [rad]. */
function grow(growth: Growth, kind: Vessel["kind"], from: Point, heading: number, radius: number, generation: number): void {
  const { stream, fovea, tortuosity } = growth;
  if (radius < THINNEST || generation > 3) return;
  const line: Point[] = [from];
  const length = (3 + 75 * radius) * stream.range(0.6, 1.25);
  const avascular = stream.range(1.6, 2.6);
  const inward = cos(heading) * (fovea.x - from.x) + sin(heading) * (fovea.y - from.y) > 0 && distance(from, fovea) < 14;
  let direction = heading;
  let drift = 0;
  for (let travelled = 0; travelled < length; travelled += STEP) {
    const here = line[line.length - 1];
    const gap = distance(here, fovea);
    if (gap < avascular || gap > FAR) break;
    const towards = atan2(fovea.y - here.y, fovea.x - here.x);
    const wanted = inward ? towards : towards + Math.PI;
    const pull = sin(wanted - direction) * (inward ? 0.05 : 0.025);
    drift = 0.72 * drift + 0.06 * tortuosity * stream.normal();
    direction += pull + drift;
    line.push({ x: here.x + STEP * cos(direction), y: here.y + STEP * sin(direction) });
  }
  if (line.length > 3) sprout(growth, kind, line, radius, generation);
}

/** The course of one arcade: side 1 above, -1 below. `spread` scales its distance from the horizontal. */
function arcade(stream: RandomStream, side: 1 | -1, spread: number): Point[] {
  const jitter = (width: number): number => stream.range(-width, width);
  const lean = stream.range(0.2, 1.4);
  const flat = stream.range(0.72, 1.02);
  return [
    { x: jitter(0.35) - 0.3, y: side * 0.1 + jitter(0.3) },
    { x: -0.2 + jitter(0.5), y: side * 2.2 },
    { x: lean + jitter(0.4), y: side * 5 * spread },
    { x: lean + 3.2 + jitter(0.8), y: side * (8.6 + jitter(0.5)) * spread },
    { x: 9.5 + jitter(1), y: side * (10.6 + jitter(0.8)) * spread },
    { x: 16 + jitter(1), y: side * (10.4 + jitter(1)) * spread * (0.5 + 0.5 * flat) },
    { x: 23 + jitter(1.5), y: side * (9.2 + jitter(1.4)) * spread * flat },
    { x: 31, y: side * (9 + jitter(2)) * spread * flat },
    { x: 42, y: side * (10 + jitter(3)) * spread * flat },
  ].map(({ x, y }) => ({ x, y: y - 0.05 * x }));
}

/** A vessel to the nasal side, leaving at an angle above or below the horizontal. */
function nasal(stream: RandomStream, side: 1 | -1, angle: number): Point[] {
  const bend = stream.range(-0.25, 0.2);
  const at = (r: number, turn: number): Point => ({ x: -r * cos(angle + turn), y: side * r * sin(angle + turn) });
  return [{ x: stream.range(-0.5, 0), y: side * 0.15 }, at(1.8, 0.35), at(4.5, 0.15), at(9, bend * 0.4), at(15, bend * 0.8), at(23, bend)];
}

/** Draws the vessels of one eye. @returns them all, trunks last */
export function drawVessels(stream: RandomStream, fovea: Point): Vessel[] {
  const growth: Growth = { fovea, stream, vessels: [], tortuosity: stream.range(0.6, 1.35) };
  const calibre = stream.range(0.88, 1.12);
  const ratio = stream.range(0.62, 0.74);
  for (const side of [1, -1] as const) {
    const spread = stream.range(0.85, 1.12);
    const outside = stream.sign();
    for (const kind of ["vein", "artery"] as const) {
      const width = CENTRAL_VEIN * calibre * (kind === "vein" ? 1 : ratio);
      const own = spread * (1 + (kind === "vein" ? 1 : -1) * outside * stream.range(0.03, 0.09));
      sprout(growth, kind, wander(spline(arcade(stream, side, own)), growth, 0.28), width, 0);
      // A second temporal branch outside the arcade, as most eyes have one.
      if (stream.uniform() < 0.7) {
        const outer = arcade(stream, side, own * stream.range(1.35, 1.7)).map(({ x, y }) => ({ x: 0.75 * x, y }));
        sprout(growth, kind, wander(spline(outer), growth, 0.25), width * stream.range(0.55, 0.75), 0);
      }
      const angle = stream.range(0.5, 1.05) + (kind === "vein" ? 0.12 : -0.05);
      sprout(growth, kind, wander(spline(nasal(stream, side, angle)), growth, 0.2), width * stream.range(0.6, 0.78), 0);
    }
  }
  // Small vessels straight from the disc: to the macula and to the nasal side.
  for (let i = 0; i < 8; i++) {
    const temporal = i < 4;
    const heading = temporal ? stream.range(-0.55, 0.5) : Math.PI + stream.range(-0.7, 0.7);
    const start = { x: 1.2 * cos(heading), y: 1.4 * sin(heading) };
    grow(growth, i % 2 === 0 ? "artery" : "vein", start, heading, stream.range(0.06, 0.1), 2);
  }
  return growth.vessels;
}
