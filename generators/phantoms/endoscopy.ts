/**
 * A frame of a colonoscopy, looking along the lumen: 576 x 576 pixels, every seed another piece of colon, a polyp in some.
 *
 *   L = albedo (1 - exp(-g E))        E = (0.25 + 0.75 n.v) / d^2        d: distance from lens and lamp, n.v: how the wall faces them
 *
 * Every pixel's ray (equidistant fisheye, 65 degrees from the middle to the edge) is followed to the wall of endoscopy/bowel.ts. The lamp is at
 * the lens, so that nothing casts a shadow and the far lumen is dark. Blood vessels and pigment colour the mucosa; it shines a little.
 * The processor of the camera compresses bright light. A black frame cuts the corners.
 *
 * Not modelled: light between the walls, fluid, stool, instruments, sensor noise.
 */
import { definePhantom, type Structure } from "../phantom.ts";
import { encodeSrgb } from "../signal/colour.ts";
import { cos, exp, PI, sin } from "../signal/math.ts";
import type { RandomSource, RandomStream } from "../signal/random.ts";
import { type Bowel, clearance, DEEPEST, drawBowel, fromPolyp } from "./endoscopy/bowel.ts";
import { type SolidNoise, solidNoise } from "./endoscopy/noise.ts";

const SIZE = 576;
const EDGE = (65 * PI) / 180;
/** Wall beyond this depth counts as lumen, in mean radii of the bowel. */
const LUMEN = 5;

type Vector = readonly [number, number, number];

function drawView(stream: RandomStream) {
  const red = stream.range(0.6, 0.82);
  const green = red * stream.range(0.3, 0.44);
  const turn = stream.range(0, 2 * PI);
  const tilt = stream.range(0, 0.36);
  const place = stream.range(0, 2 * PI);
  const off = stream.range(0, 0.22);
  return {
    albedo: [red, green, green * stream.range(0.62, 0.85)] as Vector,
    /** Where the lens looks: away from the axis by `tilt` [rad] in the direction `turn`. */
    look: { cosTurn: cos(turn), sinTurn: sin(turn), cosTilt: cos(tilt), sinTilt: sin(tilt) },
    eye: [off * cos(place), off * sin(place), 0] as Vector,
    gain: stream.range(1.5, 2.6),
    vessels: stream.range(0.25, 0.6),
    sheen: stream.range(0.05, 0.14),
    frame: stream.integer(4),
    cut: stream.range(0.27, 0.36),
    paleness: stream.range(-0.15, 0.25),
  };
}
type View = ReturnType<typeof drawView>;

/** @returns 1 in the picture, 0 in the frame: none, octagon, or circle cut off at two or four sides */
function frameAt(view: View, row: number, column: number): number {
  const [y, x] = [Math.abs(row - (SIZE - 1) / 2) / SIZE, Math.abs(column - (SIZE - 1) / 2) / SIZE];
  if (view.frame === 0) return x + y < 0.5 + 0.5 - view.cut / 2 && x < 0.49 ? 1 : 0;
  if (view.frame === 1) return x * x + y * y < (0.76 - view.cut / 2) * (0.76 - view.cut / 2) && x < 0.485 ? 1 : 0;
  if (view.frame === 2) return x * x + y * y < 0.245 ? 1 : 0;
  return x + y < 1 - view.cut / 2 ? 1 : 0;
}

/** @returns the direction of a pixel's ray, a unit vector: x right, y up, z into the bowel */
function rayOf({ look }: View, row: number, column: number): Vector {
  const [y, x] = [(SIZE - 1) / 2 - row, column - (SIZE - 1) / 2];
  const r = Math.sqrt(x * x + y * y);
  const angle = (r / (SIZE / 2)) * EDGE;
  const share = r > 0 ? sin(angle) / r : 0;
  const [rx, ry, rz] = [x * share, y * share, cos(angle)];
  const along = rx * look.cosTurn + ry * look.sinTurn;
  const turned = along * look.cosTilt + rz * look.sinTilt;
  return [rx + (turned - along) * look.cosTurn, ry + (turned - along) * look.sinTurn, rz * look.cosTilt - along * look.sinTilt];
}

/** @returns the distance at which a ray meets the wall; Infinity where it is lost in the depth */
function meet(bowel: Bowel, eye: Vector, ray: Vector): number {
  const inside = (t: number): number => clearance(bowel, eye[0] + t * ray[0], eye[1] + t * ray[1], t * ray[2]);
  let before = 0;
  let t = 0.2;
  while (inside(t) > 0) {
    before = t;
    t += Math.max(0.012 * t, 0.3 * inside(t));
    if (t * ray[2] > DEEPEST) return Number.POSITIVE_INFINITY;
  }
  for (let i = 0; i < 8; i++) {
    const half = (before + t) / 2;
    if (inside(half) > 0) before = half;
    else t = half;
  }
  return t;
}

/** @returns the unit normal of the wall, towards the lumen, with the small relief of the mucosa */
function normalAt(bowel: Bowel, relief: SolidNoise, [x, y, z]: Vector): Vector {
  const h = 0.02;
  const s = 9;
  const height = (dx: number, dy: number, dz: number): number =>
    clearance(bowel, x + dx, y + dy, z + dz) + 0.004 * relief(s * (x + dx), s * (y + dy), s * (z + dz));
  const n = [height(h, 0, 0) - height(-h, 0, 0), height(0, h, 0) - height(0, -h, 0), height(0, 0, h) - height(0, 0, -h)];
  const length = Math.max(Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]), 1e-12);
  return [n[0] / length, n[1] / length, n[2] / length];
}

/** Fields that colour the mucosa. */
function drawFields(random: RandomSource) {
  const field = (name: string) => solidNoise(random.stream(name));
  return { relief: field("relief"), broad: field("colour"), course: field("vessels"), branches: field("small vessels"), grain: field("grain") };
}
type Fields = ReturnType<typeof drawFields>;

/** @returns how much blood lies under a place: a network of lines where a field crosses zero, at two scales */
function bloodAt({ course, branches, broad }: Fields, x: number, y: number, z: number): number {
  const bend = 0.25 * broad(4 * x + 7, 4 * y, 4 * z);
  const wide = Math.abs(course(2.6 * x + bend, 2.6 * y - bend, 2.6 * z + bend));
  const thin = Math.abs(branches(6.5 * x + 2 * bend, 6.5 * y, 6.5 * z - 2 * bend));
  const here = Math.max(0, 0.6 + 0.8 * broad(1.1 * x, 1.1 * y + 5, 1.1 * z));
  return Math.min(1.2, here) * (Math.max(0, 1 - wide / 0.07) + 0.6 * Math.max(0, 1 - thin / 0.11));
}

/** Light that comes back from a place on the wall [1]. `inPolyp`: distance from a polyp's middle in its radii, else Infinity. */
function lightOf(view: View, fields: Fields, place: Vector, facing: number, distance: number, inPolyp: number): Vector {
  const [x, y, z] = place;
  const received = (0.25 + 0.75 * facing) / (distance * distance);
  const broad = fields.broad(1.6 * x, 1.6 * y, 1.6 * z);
  const grain = fields.grain(26 * x, 26 * y, 26 * z);
  const onPolyp = inPolyp < 1 ? Math.min(1, 4 * (1 - inPolyp)) : 0;
  const pits = onPolyp * fields.grain(13 * x + 3, 13 * y, 13 * z);
  const blood = view.vessels * bloodAt(fields, x, y, z) * (1 - 0.8 * onPolyp) + 0.12 * broad + onPolyp * (0.22 - view.paleness) + 0.14 * pits;
  const shine = view.sheen * Math.max(0, facing) * facing * facing * facing * exp(22 * (facing - 1)) / (0.6 + distance * distance);
  const texture = 1 + 0.025 * grain + 0.04 * broad;
  const lit = (gain: number): number => 1 - exp(-gain * view.gain * received);
  return [
    view.albedo[0] * texture * exp(-0.25 * blood) * lit(1.1) + shine,
    view.albedo[1] * texture * exp(-1.0 * blood) * lit(0.95) + shine,
    view.albedo[2] * texture * exp(-0.9 * blood) * lit(0.9) + shine,
  ];
}

/** Collects where something is seen. */
class Extent {
  #count = 0;
  readonly #sums = [0, 0, 0, 0];
  add(row: number, column: number): void {
    this.#count++;
    [row, column, row * row, column * column].forEach((value, i) => {
      this.#sums[i] += value;
    });
  }
  get share(): number {
    return this.#count / (SIZE * SIZE);
  }
  /** An ellipse filled evenly has half axes of twice its standard deviations. */
  structure(): Structure {
    const [row, column, rowSquare, columnSquare] = this.#sums.map((sum) => sum / this.#count);
    const half = (mean: number, square: number): number => (2 * Math.sqrt(Math.max(square - mean * mean, 0.25))) / SIZE;
    return {
      row: (row + 0.5) / SIZE,
      column: (column + 0.5) / SIZE,
      halfHeight: half(row, rowSquare),
      halfWidth: half(column, columnSquare),
    };
  }
}

function draw(random: RandomSource) {
  const view = drawView(random.stream("view"));
  const stream = random.stream("bowel");
  const bowel = drawBowel(stream, stream.uniform() < 0.4);
  const fields = drawFields(random);
  const data = new Float64Array(SIZE * SIZE * 3);
  const lumen = new Extent();
  const polyp = new Extent();
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const [row, column] = [Math.floor(pixel / SIZE), pixel % SIZE];
    if (frameAt(view, row, column) === 0) continue;
    const ray = rayOf(view, row, column);
    const distance = meet(bowel, view.eye, ray);
    const z = distance * ray[2];
    if (!(z < LUMEN)) lumen.add(row, column);
    let light: Vector = [0, 0, 0];
    if (distance < Number.POSITIVE_INFINITY) {
      const place: Vector = [view.eye[0] + distance * ray[0], view.eye[1] + distance * ray[1], z];
      const normal = normalAt(bowel, fields.relief, place);
      const facing = Math.max(0, -(normal[0] * ray[0] + normal[1] * ray[1] + normal[2] * ray[2]));
      const [bx, by] = [bowel.bend[0] * z * z, bowel.bend[1] * z * z];
      const inPolyp = bowel.polyp === undefined ? Number.POSITIVE_INFINITY : fromPolyp(bowel.polyp, place[0] - bx, place[1] - by, z);
      if (inPolyp < 1) polyp.add(row, column);
      light = lightOf(view, fields, place, facing, distance, inPolyp);
    }
    for (let c = 0; c < 3; c++) {
      data[3 * pixel + c] = Math.floor(255 * encodeSrgb(Math.min(1, 0.004 * view.albedo[c] + light[c])) + 0.5);
    }
  }
  return { data, lumen, polyp };
}

export default definePhantom({
  version: 1,
  draw(random) {
    const { data, lumen, polyp } = draw(random);
    return {
      acquisition: { quantity: "srgb", coils: 1, rows: SIZE, columns: SIZE, channels: 3, complex: false, data, bits: 8, scanner: {} },
      anatomy: "colon",
      structures: {
        ...(lumen.share > 0.001 && { "the lumen": lumen.structure() }),
        ...(polyp.share > 0.004 && { "the polyp": polyp.structure() }),
      },
    };
  },
});
