/**
 * A view along the colon, 560 x 560: haustral folds in perspective, wet mucosa with its vessels, the dark lumen, in some seeds a polyp.
 *
 *   E = (n . l)+ cos(theta) / t^2 + bounced light       t: distance from the tip, where camera and lamp sit; theta: angle off the axis
 *   L = 1 - exp(-gain E exp(-absorption))               absorption per channel: haemoglobin of the mucosa and of its vessels
 *
 * Each pixel's ray is marched to the wall (equidistant lens: theta grows with the distance from the image centre). The gain is the
 * camera's automatic exposure. From 4.5 to 8 radii the light also fades to none, for the bends that the tube here lacks. A lens of 0.7 pixels and the black mask of the processor follow. Sheen stays below saturation.
 *
 * Not modelled: cast shadows, mirrored lamps, fluid, residue, bubbles, instruments, sensor noise, burned-in text.
 * Sources: Mahmood and Durr, Med. Image Anal. 48 (2018) 230 (inverse-square shading of endoscopic depth).
 */
import { definePhantom, type Structure } from "../phantom.ts";
import { encodeSrgb } from "../signal/colour.ts";
import { convolve, gaussianSpread } from "../signal/convolve.ts";
import { exp } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { drawMucosa, LUMEN, type Mucosa, type Shading, shade } from "./endoscopy/mucosa.ts";
import { drawPolyp, type Polyp } from "./endoscopy/polyp.ts";
import { type Camera, drawCamera, march, NOTHING, normalise, rayOf, type Scene, SIZE, type Vector } from "./endoscopy/sight.ts";
import { drawWall, type Wall } from "./endoscopy/wall.ts";

/** Pixels between the rays that find where the others may start. */
const COARSE = 5;

/** What every pixel sees. */
interface Seen {
  /** Distance [radii], NOTHING where it ends in the dark. */
  readonly distance: Float64Array;
  /** Share of the polyp in the surface, 0 .. 1. */
  readonly polyp: Float64Array;
  /** Unsaturated light, SIZE x SIZE x 3, before the gain. */
  readonly light: Float64Array;
}

/** @returns for each block of COARSE x COARSE pixels where its rays start: 0.85 of the least distance met around it, for which no surface is thinner than a block */
function startsOf(scene: Scene, camera: Camera): Float64Array {
  const count = SIZE / COARSE;
  const met = Float64Array.from({ length: count * count }, (_, i) => {
    const { direction } = rayOf(camera, (Math.floor(i / count) + 0.5) * COARSE - 0.5, ((i % count) + 0.5) * COARSE - 0.5);
    return march(scene, camera.place, direction);
  });
  return met.map((_, i) => {
    const [row, column] = [Math.floor(i / count), i % count];
    let least = NOTHING;
    for (let r = Math.max(0, row - 1); r <= Math.min(count - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(count - 1, column + 1); c++) least = Math.min(least, met[r * count + c]);
    }
    return 0.85 * Math.min(least, 9);
  });
}

/** Marches and shades every pixel that the mask leaves open. */
function look(scene: Scene, camera: Camera, mucosa: Mucosa, mask: Float64Array): Seen {
  const distance = new Float64Array(SIZE * SIZE);
  const polyp = new Float64Array(SIZE * SIZE);
  const light = new Float64Array(SIZE * SIZE * 3);
  const starts = startsOf(scene, camera);
  const shading: Shading = { scene, mucosa, light };
  const [px, py, pz] = camera.place;
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (mask[i] === 0) continue;
    const { direction, ahead } = rayOf(camera, Math.floor(i / SIZE), i % SIZE);
    const block = Math.floor(i / SIZE / COARSE) * (SIZE / COARSE) + Math.floor((i % SIZE) / COARSE);
    const t = march(scene, camera.place, direction, starts[block]);
    distance[i] = t;
    if (t === NOTHING) continue;
    const place: Vector = [px + t * direction[0], py + t * direction[1], pz + t * direction[2]];
    polyp[i] = shade(shading, i, place, { direction, distance: t, ahead });
  }
  return { distance, polyp, light };
}

/** A polyp whose middle the camera sees, neither beside the lumen nor at the rim; a fold or the mask may cover a part of it. */
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
    const inside =
      kind < 0.55
        ? Math.min(side - Math.max(x, y), (corner - x - y) * Math.SQRT1_2)
        : Math.min(side - Math.max(x, y), disc - Math.sqrt(x * x + y * y));
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
  const reds = Float64Array.from({ length: Math.floor(mask.length / 7) }, (_, i) => light[21 * i])
    .filter((value) => value > 0)
    .sort();
  const gain = stream.range(1, 1.6) / reds[Math.floor(0.9 * reds.length)];
  const exposed = light.map((value) => (value === 0 ? 0 : 1 - exp(-gain * value)));
  const imaged = convolve({ rows: SIZE, columns: SIZE, channels: 3, data: exposed }, gaussianSpread(0.7)).data;
  return imaged.map((value, i) => {
    const open = mask[Math.floor(i / 3)];
    return open === 0 ? 0 : Math.round(255 * encodeSrgb(Math.min(Math.max(value * open, 0), 1)));
  });
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
