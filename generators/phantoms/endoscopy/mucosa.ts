/**
 * The light that wet mucosa sends back to the tip: inverse-square light of a lamp at the camera, bounced light, sheen, and absorption by blood.
 *
 *   light = exp(-a) (E + bounced exp(-a)) + sheen (n . l)^12 cos(theta) / t^2        a = base + reddening (patches + grain + vessels + polyp)
 *
 * The wall is not quite Lambertian: light that enters tissue leaves it around the place, so grazed places are a little brighter. Hollows
 * behind folds get less light, and from LUMEN to FADED all light fades. The sheen is broad and stays below saturation.
 */
import { atan2, exp, TWO_PI } from "../../signal/math.ts";
import type { RandomSource } from "../../signal/random.ts";
import { smoothNoise } from "../../signal/smooth-noise.ts";
import { type Ray, type Scene, surfaceAt, type Vector } from "./sight.ts";
import { drawVessels, VESSEL_COLUMNS, VESSEL_FIRST, VESSEL_ROWS, VESSEL_SCALE } from "./vessels.ts";

/** Distance from which the wall counts as the dark lumen [radii]. */
export const LUMEN = 4.5;
/** Distance at which the last light is gone: the bends and folds beyond the table would hide it. */
const FADED = 8;

export interface Shading {
  readonly scene: Scene;
  readonly mucosa: Mucosa;
  /** SIZE x SIZE x 3. */
  readonly light: Float64Array;
}

/** How much redness, blood in the mucosa, absorbs of red, green and blue. */
const REDDENING: Vector = [0.2, 0.9, 0.75];

/** Looks of one patient's mucosa and of this lamp. */
export interface Mucosa {
  /** Absorption of red, green and blue. */
  readonly base: Vector;
  readonly vessels: Float64Array;
  readonly vesselStrength: number;
  /** Patches of redness and fine grain on the unrolled wall, on the rows and columns of the vessel map. */
  readonly patches: Float64Array;
  readonly grain: Float64Array;
  readonly sheen: number;
  readonly bounce: number;
  readonly polypRedness: number;
}

export function drawMucosa(random: RandomSource): Mucosa {
  const stream = random.stream("mucosa");
  const redness = stream.range(-1, 1);
  return {
    base: [0.2, 1.45 + 0.22 * redness, 1.85 + 0.18 * redness + stream.range(-0.3, 0.3)],
    vessels: drawVessels(random.stream("vessels"), 5 + stream.integer(4)),
    vesselStrength: stream.range(0.5, 1.3),
    patches: smoothNoise(random.stream("patches"), VESSEL_ROWS, VESSEL_COLUMNS, 90, { periodic: true }),
    grain: smoothNoise(random.stream("grain"), VESSEL_ROWS, VESSEL_COLUMNS, 3.2, { periodic: true }),
    sheen: stream.range(0.08, 0.2),
    bounce: stream.range(0.03, 0.07),
    polypRedness: stream.range(0, 0.55),
  };
}

/** Reads a map of the unrolled wall between its texels. */
function texel(map: Float64Array, line: number, column: number): number {
  const [top, left] = [Math.floor(line), Math.floor(column)];
  const [fy, fx] = [line - top, column - left];
  const a = top * VESSEL_COLUMNS + (left % VESSEL_COLUMNS);
  const b = top * VESSEL_COLUMNS + ((left + 1) % VESSEL_COLUMNS);
  const upper = map[a] + fx * (map[b] - map[a]);
  return upper + fy * (map[a + VESSEL_COLUMNS] + fx * (map[b + VESSEL_COLUMNS] - map[a + VESSEL_COLUMNS]) - upper);
}

/** Writes the light of one pixel, before the gain. @returns the share of the polyp */
export function shade({ scene, mucosa, light }: Shading, pixel: number, place: Vector, ray: Ray): number {
  const { normal, hollow, share } = surfaceAt(scene, place);
  const [x, y, z] = place;
  const { direction, distance, ahead } = ray;
  const facing = Math.max(0, -(normal[0] * direction[0] + normal[1] * direction[1] + normal[2] * direction[2]));
  const turn = atan2(y - scene.wall.bend[1] * z * z, x - scene.wall.bend[0] * z * z);
  const column = (turn < 0 ? turn + TWO_PI : turn) * VESSEL_SCALE;
  const line = Math.min(Math.max((z - VESSEL_FIRST) * VESSEL_SCALE, 0), VESSEL_ROWS - 2);
  const known = z < 2.8 ? 1 : Math.max(0, 1 - (z - 2.8) / 0.8);
  const vessel = mucosa.vesselStrength * texel(mucosa.vessels, line, column) * known * (1 - 0.8 * share);
  const patch = texel(mucosa.patches, line, column) * known;
  const grain = texel(mucosa.grain, line, column) * known * (1 + 3 * share);
  const redness = 0.13 * patch + 0.035 * grain + vessel + mucosa.polypRedness * share;
  const open = Math.min(Math.max(1 - 1.6 * hollow, 0.3), 1.25);
  const fade = Math.min(Math.max((FADED - distance) / (FADED - LUMEN), 0), 1);
  const fall = (ahead * fade) / (distance * distance);
  const direct = ((facing + 0.12) / 1.12) * fall * (0.5 + 0.5 * open);
  const bounced = (mucosa.bounce * open * fade) / (0.5 + distance * distance);
  const square = facing * facing;
  const fourth = square * square;
  const gloss = mucosa.sheen * fall * fourth * fourth * fourth;
  for (let k = 0; k < 3; k++) {
    const albedo = exp(-mucosa.base[k] - REDDENING[k] * redness);
    light[3 * pixel + k] = albedo * (direct + 1.6 * bounced * albedo) + gloss;
  }
  return share;
}
