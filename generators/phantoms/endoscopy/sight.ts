/**
 * Where lines of sight from the tip of the colonoscope end: on the wall, on the polyp, or in the dark.
 *
 *   march: t += max(0.4 C(p + t d), 0.006 + 0.004 t) until C < 0, then bisection        C: the melted clearance of wall and polyp
 *
 * C overstates the distance on the flanks of folds, hence steps of less than half of it. Lengths in radii of the tube.
 */
import { cos, cosTurns, sin, sinTurns } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import { distanceToPolyp, type Polyp, shareOf, smoothMinimum } from "./polyp.ts";
import { END, type Wall } from "./wall.ts";

/** Pixels across and down. */
export const SIZE = 560;
/** Distance of what no ray meets. */
export const NOTHING = 99;

export type Vector = readonly [number, number, number];

export interface Camera {
  readonly place: Vector;
  /** Right, down and forward. */
  readonly axes: readonly [Vector, Vector, Vector];
  /** Angle off the axis per pixel [rad]. */
  readonly pitch: number;
}

export interface Scene {
  readonly wall: Wall;
  readonly polyp: Polyp | undefined;
}

export function normalise([x, y, z]: Vector): Vector {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

export function drawCamera(stream: RandomStream): Camera {
  const [turn, off, aside] = [stream.uniform(), 0.32 * Math.sqrt(stream.uniform()), stream.uniform()];
  const tilt = 0.3 * Math.sqrt(stream.uniform());
  const forward = normalise([tilt * cosTurns(aside), tilt * sinTurns(aside), 1]);
  const right = normalise(cross([0, 1, 0], forward));
  return {
    place: [off * cosTurns(turn), off * sinTurns(turn), 0],
    axes: [right, cross(forward, right), forward],
    pitch: stream.range(1.08, 1.25) / (SIZE / 2),
  };
}

/** @returns the direction in which a pixel looks, and the cosine of its angle off the axis */
export function rayOf({ axes, pitch }: Camera, row: number, column: number): { direction: Vector; ahead: number } {
  const dx = column - (SIZE - 1) / 2;
  const dy = row - (SIZE - 1) / 2;
  const distance = Math.sqrt(dx * dx + dy * dy) + 1e-9;
  const theta = Math.min(distance * pitch, 1.5);
  const aside = sin(theta) / distance;
  const ahead = cos(theta);
  const [right, down, forward] = axes;
  const [r, d] = [aside * dx, aside * dy];
  const direction: Vector = [
    r * right[0] + d * down[0] + ahead * forward[0],
    r * right[1] + d * down[1] + ahead * forward[1],
    r * right[2] + d * down[2] + ahead * forward[2],
  ];
  return { direction, ahead };
}

/** @returns how far the place is from every surface, about; negative inside tissue */
function clearance({ wall, polyp }: Scene, x: number, y: number, z: number): number {
  const free = wall.clearance(x, y, z);
  if (polyp === undefined) return free;
  const { bound } = polyp;
  const dx = x - bound[0];
  const dy = y - bound[1];
  const dz = z - bound[2];
  const away = Math.sqrt(dx * dx + dy * dy + dz * dz) - bound[3];
  if (away > 0) return Math.min(free, away + 0.1);
  return smoothMinimum(free, distanceToPolyp(polyp, x, y, z), polyp.melt);
}

/** @returns how far the ray goes before it meets the wall or the polyp; NOTHING where it meets none. @param start a distance before which nothing lies */
export function march(scene: Scene, place: Vector, direction: Vector, start = 0.05): number {
  const [px, py, pz] = place;
  const [dx, dy, dz] = direction;
  let near = 0;
  let far = start;
  for (;;) {
    const free = clearance(scene, px + far * dx, py + far * dy, pz + far * dz);
    if (free < 0) break;
    if (pz + far * dz > END || far > 30) return NOTHING;
    near = far;
    far += Math.max(0.4 * free, 0.006 + 0.004 * far);
  }
  for (let step = 0; step < 6; step++) {
    const middle = (near + far) / 2;
    if (clearance(scene, px + middle * dx, py + middle * dy, pz + middle * dz) < 0) far = middle;
    else near = middle;
  }
  return (near + far) / 2;
}

export interface Ray {
  readonly direction: Vector;
  readonly distance: number;
  readonly ahead: number;
}

/** The surface at a place: its normal towards the lumen, its hollowness, the share of the polyp. */
export function surfaceAt({ wall, polyp }: Scene, [x, y, z]: Vector): { normal: Vector; hollow: number; share: number } {
  const [qx, qy] = [x - wall.bend[0] * z * z, y - wall.bend[1] * z * z];
  const r = Math.sqrt(qx * qx + qy * qy) + 1e-9;
  const { radius, along, around, hollow } = wall.sample(x, y, z);
  const gx = (-around * qy) / (r * r) - qx / r;
  const gy = (around * qx) / (r * r) - qy / r;
  const gz = along - 2 * z * (wall.bend[0] * gx + wall.bend[1] * gy);
  const steep = Math.sqrt(gx * gx + gy * gy + gz * gz);
  const normal: Vector = [gx / steep, gy / steep, gz / steep];
  if (polyp === undefined) return { normal, hollow, share: 0 };
  const here = distanceToPolyp(polyp, x, y, z);
  const share = shareOf(radius - r, here, polyp.melt);
  if (share === 0) return { normal, hollow, share };
  const e = 1e-4;
  const rest = 1 - share;
  const knob = share / e;
  const mixed: Vector = [
    rest * gx + knob * (distanceToPolyp(polyp, x + e, y, z) - here),
    rest * gy + knob * (distanceToPolyp(polyp, x, y + e, z) - here),
    rest * gz + knob * (distanceToPolyp(polyp, x, y, z + e) - here),
  ];
  return { normal: normalise(mixed), hollow: hollow * rest, share };
}
