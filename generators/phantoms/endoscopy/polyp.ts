/**
 * A polyp: a lobulated knob of mucosa, sessile or on a stalk, as a union of spheres that melts into the wall.
 *
 *   G(p) = min over spheres of |p - c| - r, smoothly        G < 0 inside
 *   melt(F, G) = G + (F - G) h - k h (1 - h),  h = 1/2 + (F - G) / (2 k), clipped to 0 .. 1, where F is positive in the lumen as G is outside
 *
 * Sources: Quilez, "Smooth minimum" (2013), the polynomial form.
 */
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import type { Wall } from "./wall.ts";

/** x, y, z, radius. */
type Sphere = readonly [number, number, number, number];

export interface Polyp {
  readonly spheres: readonly Sphere[];
  /** A sphere that encloses it all, with room for the melting. */
  readonly bound: Sphere;
  /** Length over which neck and wall melt. */
  readonly melt: number;
}

/** @returns h, the share of b in the smooth minimum of a and b over the length k */
export function shareOf(a: number, b: number, k: number): number {
  return Math.min(Math.max(0.5 + (a - b) / (2 * k), 0), 1);
}

/** @returns the smooth minimum of a and b over the length k */
export function smoothMinimum(a: number, b: number, k: number): number {
  const share = shareOf(a, b, k);
  return a + (b - a) * share - k * share * (1 - share);
}

/** @returns G at the place */
export function distanceToPolyp({ spheres }: Polyp, x: number, y: number, z: number): number {
  let distance = 1e9;
  for (let i = 0; i < spheres.length; i++) {
    const sphere = spheres[i];
    const dx = x - sphere[0];
    const dy = y - sphere[1];
    const dz = z - sphere[2];
    const radius = sphere[3];
    distance = smoothMinimum(distance, Math.sqrt(dx * dx + dy * dy + dz * dz) - radius, 0.25 * radius);
  }
  return distance;
}

/** Draws a polyp that grows inwards from the wall at an angle [turns] and depth, 3 to 9 lobes and perhaps a stalk. */
export function drawPolyp(stream: RandomStream, wall: Wall, angle: number, depth: number): Polyp {
  const [ux, uy] = [cosTurns(angle), sinTurns(angle)];
  const axis = [wall.bend[0] * depth * depth, wall.bend[1] * depth * depth];
  const { radius } = wall.sample(axis[0] + ux, axis[1] + uy, depth);
  const size = stream.range(0.14, 0.32) * (0.65 + 0.3 * depth);
  const stalked = stream.uniform() < 0.35;
  const lift = size * (stalked ? stream.range(1.2, 1.9) : stream.range(0.1, 0.5));
  const lean = stalked ? -size * stream.range(0.2, 1) : 0;
  const centre = [axis[0] + ux * (radius - lift), axis[1] + uy * (radius - lift), depth + lean];
  const spheres: Sphere[] = [[centre[0], centre[1], centre[2], size * 0.85]];
  for (let lobe = 3 + stream.integer(7); lobe > 0; lobe--) {
    const [turn, tall] = [stream.uniform(), stream.range(-1, 1)];
    const flat = Math.sqrt(1 - tall * tall) * size * 0.55;
    const offset = [flat * cosTurns(turn), flat * sinTurns(turn), 0.55 * size * tall];
    spheres.push([centre[0] + offset[0], centre[1] + offset[1], centre[2] + offset[2], size * stream.range(0.36, 0.56)]);
  }
  for (let step = 1; stalked && step <= 5; step++) {
    const t = step / 5;
    spheres.push([centre[0] + ux * lift * t, centre[1] + uy * lift * t, centre[2] - lean * t, size * 0.36]);
  }
  const reach = size * 1.4 + lift + 0.25;
  return { spheres, bound: [centre[0], centre[1], centre[2], reach], melt: size * (stalked ? 0.3 : 0.45) };
}
