/**
 * A view along the colon, 560 x 560: haustral folds in perspective, wet mucosa with its vessels, the dark lumen, in some seeds a polyp.
 *
 *   E = (n . l)+ cos(theta) / t^2 + bounced light       t: distance from the tip, where camera and lamp sit; theta: angle off the axis
 *   L = 1 - exp(-gain E exp(-absorption))               absorption per channel: haemoglobin of the mucosa and of its vessels
 *
 * Each pixel's ray is marched to the wall (equidistant lens: theta grows with the distance from the image centre). The gain is the
 * camera's automatic exposure. A lens of 0.7 pixels and the black mask of the processor follow. Sheen stays below saturation.
 *
 * Not modelled: cast shadows, mirrored lamps, fluid, residue, bubbles, instruments, sensor noise, burned-in text.
 * Sources: Mahmood and Durr, Med. Image Anal. 48 (2018) 230 (inverse-square shading of endoscopic depth).
 */
import { definePhantom, type Structure } from "../phantom.ts";
import { encodeSrgb } from "../signal/colour.ts";
import { convolve, gaussianKernel } from "../signal/convolve.ts";
import { atan2, cos, cosTurns, exp, sin, sinTurns, TWO_PI } from "../signal/math.ts";
import type { RandomSource, RandomStream } from "../signal/random.ts";
import { smoothNoise } from "../signal/smooth-noise.ts";
import { distanceToPolyp, drawPolyp, type Polyp, shareOf, smoothMinimum } from "./endoscopy/polyp.ts";
import { drawVessels, VESSEL_COLUMNS, VESSEL_FIRST, VESSEL_ROWS, VESSEL_SCALE } from "./endoscopy/vessels.ts";
import { drawWall, END, type Wall } from "./endoscopy/wall.ts";

const SIZE = 560;
/** Distance from which the wall counts as the dark lumen [radii]. */
const LUMEN = 5;
/** Distance of what no ray meets. */
const NOTHING = 99;

type Vector = readonly [number, number, number];

interface Camera {
  readonly place: Vector;
  /** Right, down and forward. */
  readonly axes: readonly [Vector, Vector, Vector];
  /** Angle off the axis per pixel [rad]. */
  readonly pitch: number;
}

interface Scene {
  readonly wall: Wall;
  readonly polyp: Polyp | undefined;
}

function normalise([x, y, z]: Vector): Vector {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function drawCamera(stream: RandomStream): Camera {
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
function rayOf({ axes, pitch }: Camera, row: number, column: number): { direction: Vector; ahead: number } {
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
  if (dx * dx + dy * dy + dz * dz > bound[3] * bound[3]) return free;
  return smoothMinimum(free, distanceToPolyp(polyp, x, y, z), polyp.melt);
}

/** @returns how far the ray goes before it meets the wall or the polyp; NOTHING where it meets none */
function march(scene: Scene, place: Vector, direction: Vector): number {
  const [px, py, pz] = place;
  const [dx, dy, dz] = direction;
  let near = 0;
  let far = 0.05;
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

interface Ray {
  readonly direction: Vector;
  readonly distance: number;
  readonly ahead: number;
}

interface Shading {
  readonly scene: Scene;
  readonly mucosa: Mucosa;
  /** SIZE x SIZE x 3. */
  readonly light: Float64Array;
}

/** What every pixel sees. */
interface Seen {
  /** Distance [radii], NOTHING where it ends in the dark. */
  readonly distance: Float64Array;
  /** Share of the polyp in the surface, 0 .. 1. */
  readonly polyp: Float64Array;
  /** Unsaturated light, SIZE x SIZE x 3, before the gain. */
  readonly light: Float64Array;
}

/** How much redness, blood in the mucosa, absorbs of red, green and blue. */
const REDDENING: Vector = [0.2, 0.9, 0.75];

/** Looks of one patient's mucosa and of this lamp. */
interface Mucosa {
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

function drawMucosa(random: RandomSource): Mucosa {
  const stream = random.stream("mucosa");
  const redness = stream.range(-1, 1);
  return {
    base: [0.2, 1.42 + 0.22 * redness, 1.78 + 0.2 * redness + stream.range(-0.25, 0.25)],
    vessels: drawVessels(random.stream("vessels"), 16 + stream.integer(26)),
    vesselStrength: stream.range(0.5, 1.3),
    patches: smoothNoise(random.stream("patches"), VESSEL_ROWS, VESSEL_COLUMNS, 90, { periodic: true }),
    grain: smoothNoise(random.stream("grain"), VESSEL_ROWS, VESSEL_COLUMNS, 3.2, { periodic: true }),
    sheen: stream.range(0.06, 0.16),
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

/** The surface at a place: its normal towards the lumen, its hollowness, the share of the polyp. */
function surfaceAt({ wall, polyp }: Scene, [x, y, z]: Vector): { normal: Vector; hollow: number; share: number } {
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

/** Writes the light of one pixel, before the gain. @returns the share of the polyp */
function shade({ scene, mucosa, light }: Shading, pixel: number, place: Vector, ray: Ray): number {
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
  const grain = texel(mucosa.grain, line, column) * known * (1 + share);
  const redness = 0.1 * patch + 0.035 * grain + vessel + mucosa.polypRedness * share;
  const open = Math.min(Math.max(1 - 1.6 * hollow, 0.3), 1.25);
  const fall = ahead / (distance * distance);
  const direct = ((facing + 0.12) / 1.12) * fall * (0.5 + 0.5 * open);
  const bounced = (mucosa.bounce * open) / (0.5 + distance * distance);
  const square = facing * facing;
  const fourth = square * square;
  const gloss = mucosa.sheen * fall * fourth * fourth * fourth;
  for (let k = 0; k < 3; k++) {
    const albedo = exp(-mucosa.base[k] - REDDENING[k] * redness);
    light[3 * pixel + k] = albedo * (direct + 1.6 * bounced * albedo) + gloss;
  }
  return share;
}

/** Marches and shades every pixel that the mask leaves open. */
function look(scene: Scene, camera: Camera, mucosa: Mucosa, mask: Float64Array): Seen {
  const distance = new Float64Array(SIZE * SIZE);
  const polyp = new Float64Array(SIZE * SIZE);
  const light = new Float64Array(SIZE * SIZE * 3);
  const shading: Shading = { scene, mucosa, light };
  const [px, py, pz] = camera.place;
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (mask[i] === 0) continue;
    const { direction, ahead } = rayOf(camera, Math.floor(i / SIZE), i % SIZE);
    const t = march(scene, camera.place, direction);
    distance[i] = t;
    if (t === NOTHING) continue;
    const place: Vector = [px + t * direction[0], py + t * direction[1], pz + t * direction[2]];
    polyp[i] = shade(shading, i, place, { direction, distance: t, ahead });
  }
  return { distance, polyp, light };
}

/** A place for a polyp that the camera sees whole and well inside the mask. */
function growPolyp(stream: RandomStream, wall: Wall, camera: Camera): Polyp | undefined {
  const [px, py, pz] = camera.place;
  for (let attempt = 0; attempt < 60; attempt++) {
    const polyp = drawPolyp(stream, wall, stream.uniform(), stream.range(0.9, 2.1));
    const [x, y, z] = polyp.spheres[0];
    const direction = normalise([x - px, y - py, z - pz]);
    const cosine = direction[0] * camera.axes[2][0] + direction[1] * camera.axes[2][1] + direction[2] * camera.axes[2][2];
    const away = Math.sqrt((x - px) * (x - px) + (y - py) * (y - py) + (z - pz) * (z - pz));
    const inFront = march({ wall, polyp: undefined }, camera.place, direction);
    if (cosine > 0.6 && cosine < 0.95 && inFront > away) return polyp;
  }
  return undefined;
}

/** How open the processor's mask is at each pixel, 0 .. 1: an octagon, a disc with flat sides or nothing. */
function drawMask(stream: RandomStream): Float64Array {
  const kind = stream.uniform();
  const half = SIZE / 2;
  const corner = half * stream.range(1.36, 1.5);
  const disc = half * stream.range(1.0, 1.14);
  const side = half - stream.range(4, 16);
  return Float64Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [Math.abs((i % SIZE) - half + 0.5), Math.abs(Math.floor(i / SIZE) - half + 0.5)];
    const inside = kind < 0.55 ? Math.min(side - Math.max(x, y), (corner - x - y) * Math.SQRT1_2) : Math.min(side - Math.max(x, y), disc - Math.sqrt(x * x + y * y));
    return kind < 0.88 ? Math.min(Math.max(inside + 0.5, 0), 1) : 1;
  });
}

/** @returns the box around the pixels that belong; undefined where they are fewer than `fewest` */
function boxOf(fewest: number, belongs: (pixel: number) => boolean): Structure | undefined {
  let [top, bottom, left, right, count] = [SIZE, -1, SIZE, -1, 0];
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (!belongs(i)) continue;
    const [row, column] = [Math.floor(i / SIZE), i % SIZE];
    [top, bottom, left, right] = [Math.min(top, row), Math.max(bottom, row), Math.min(left, column), Math.max(right, column)];
    count++;
  }
  if (count < fewest) return undefined;
  const middle = (a: number, b: number) => (a + b + 1) / (2 * SIZE);
  const half = (a: number, b: number) => (b + 1 - a) / (2 * SIZE);
  return { row: middle(top, bottom), column: middle(left, right), halfHeight: half(top, bottom), halfWidth: half(left, right) };
}

/** Exposes, images and encodes. @returns code values 0 .. 255, SIZE x SIZE x 3 */
function develop(stream: RandomStream, light: Float64Array, mask: Float64Array): Float64Array {
  const reds = Float64Array.from({ length: Math.floor(mask.length / 7) }, (_, i) => light[21 * i]).filter((value) => value > 0).sort();
  const gain = stream.range(0.85, 1.3) / reds[Math.floor(0.9 * reds.length)];
  const exposed = light.map((value) => 1 - exp(-gain * value));
  const imaged = convolve({ rows: SIZE, columns: SIZE, channels: 3, data: exposed }, gaussianKernel(0.7)).data;
  return imaged.map((value, i) => Math.round(255 * encodeSrgb(Math.min(Math.max(value * mask[Math.floor(i / 3)], 0), 1))));
}

export default definePhantom({
  version: 1,
  draw(random) {
    const camera = drawCamera(random.stream("camera"));
    const wall = drawWall(random);
    const growth = random.stream("polyp");
    const polyp = growth.uniform() < 0.4 ? growPolyp(growth, wall, camera) : undefined;
    const mask = drawMask(random.stream("mask"));
    const seen = look({ wall, polyp }, camera, drawMucosa(random), mask);
    const data = develop(random.stream("exposure"), seen.light, mask);
    const lumen = boxOf(150, (i) => seen.distance[i] > LUMEN);
    const knob = boxOf(300, (i) => seen.polyp[i] > 0.5);
    return {
      acquisition: { quantity: "srgb", coils: 1, rows: SIZE, columns: SIZE, channels: 3, complex: false, data, bits: 8, scanner: {} },
      anatomy: "colon",
      structures: { ...(lumen && { "the lumen": lumen }), ...(knob && { "the polyp": knob }) },
    };
  },
});
