/** What every axial slice of the trunk has: the outline with its fat, a vertebra with its processes, the muscles of the back, the table. */
import type { RandomStream } from "../../signal/random.ts";
import { any, type Blob, blob, both, type Canvas, grown, type Paint, type Point, paint, type Shape, strand, without } from "./shape.ts";
import { HU, type Tissues } from "./tissue.ts";

/** The outline's half axes and the layers beneath it [mm]. */
export interface Build {
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly fat: number;
  readonly wall: number;
}

export interface Trunk {
  readonly outline: Shape;
  readonly cavity: Shape;
  readonly cavityBlob: Blob;
}

/** Paints skin, subcutaneous fat and a layer of muscle. @returns the outline and the cavity inside */
export function paintTrunk(canvas: Canvas, tissues: Tissues, stream: RandomStream, build: Build): Trunk {
  const { halfWidth, halfHeight, fat, wall } = build;
  const body: Blob = { x: 0, y: 0, halfWidth, halfHeight, squareness: stream.range(0.25, 0.55), bumps: 0.012 };
  const outline = blob(body, stream);
  const back = stream.range(0.3, 0.8) * fat;
  const muscleBlob: Blob = {
    x: 0,
    y: (fat - back) / 4,
    halfWidth: halfWidth - fat,
    halfHeight: halfHeight - fat / 2 - back / 2 - 3,
    squareness: 0.3,
    bumps: 0.012,
  };
  const inner = blob(muscleBlob, stream);
  paint(canvas, outline, HU.skin);
  paint(canvas, grown(outline, -2), tissues.fat);
  paint(canvas, both(inner, grown(outline, -4)), tissues.muscle);
  const cavityBlob: Blob = {
    x: 0,
    y: muscleBlob.y - wall * 0.6,
    halfWidth: muscleBlob.halfWidth - wall,
    halfHeight: muscleBlob.halfHeight - wall * 0.9,
    squareness: 0.2,
    bumps: 0.008,
  };
  return { outline, cavityBlob, cavity: blob(cavityBlob, stream) };
}

export function paintTable(canvas: Canvas, stream: RandomStream, bottom: number, halfWidth: number): void {
  const sag = stream.range(8, 20);
  const at = (depth: number): Point[] =>
    Array.from({ length: 17 }, (_, n): Point => {
      const t = n / 8 - 1;
      return [t * halfWidth * 0.85, depth - sag * t * t];
    });
  paint(canvas, strand(at(bottom + 9), 4), -940);
  paint(canvas, strand(at(bottom + 15), 1.1), stream.range(-150, 60));
}

export interface Spine {
  /** Centre of the vertebral body. */
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** Paints the muscles along the spine, then the vertebra over them. */
export function paintSpine(
  canvas: Canvas,
  tissues: Tissues,
  stream: RandomStream,
  spine: Spine,
  within: Shape,
  muscle: { width: number; height: number },
): void {
  const { x, y, halfWidth, halfHeight } = spine;
  const arch = y + halfHeight;
  for (const side of [-1, 1]) {
    const bundle = blob(
      {
        x: x + side * (muscle.width + 4),
        y: arch + 14 + muscle.height * 0.45,
        halfWidth: muscle.width,
        halfHeight: muscle.height,
        squareness: 0.3,
        bumps: 0.05,
      },
      stream,
    );
    paint(canvas, both(grown(bundle, 1.8), grown(within, -5)), tissues.fat);
    paint(canvas, both(bundle, grown(within, -7)), tissues.muscle);
  }
  const spread = stream.range(0.9, 1.1);
  const reach = halfWidth * spread;
  const tip: Point = [x + stream.range(-1.5, 1.5), arch + stream.range(36, 44)];
  const bones: Shape[] = [
    strand([[x, arch + 19], [x, arch + 26], tip], 3.4, 2.8),
    ...[-1, 1].flatMap((side) => [
      strand(
        [
          [x + side * halfWidth * 0.68, y + halfHeight * 0.7],
          [x + side * reach * 0.72, arch + 10],
        ],
        3.8,
        4.6,
      ),
      strand(
        [
          [x + side * reach * 0.7, arch + 9],
          [x, arch + 19.5],
        ],
        4.2,
        3.4,
      ),
      strand(
        [
          [x + side * reach * 0.75, arch + 8],
          [x + side * (reach + 9), arch + 11 * spread],
          [x + side * (reach + 17), arch + 14 * spread],
        ],
        4.2,
        3.2,
      ),
    ]),
  ];
  paint(canvas, any(bones), tissues.bone(1.8));
  const canal = blob({ x, y: arch + 7.5, halfWidth: 10.5, halfHeight: 8, squareness: 0.1, bumps: 0.02 }, stream);
  paint(canvas, grown(canal, 0.3), tissues.fat);
  paint(canvas, grown(canal, -1.2), 14);
  paint(canvas, blob({ x, y: arch + 7.5, halfWidth: 5.2, halfHeight: 4 }), HU.cord);
  const body = without(
    blob({ x, y, halfWidth, halfHeight, squareness: 0.25, bumps: 0.015 }, stream),
    blob({ x, y: arch + 8, halfWidth: 11, halfHeight: 9.5 }),
  );
  paint(canvas, body, tissues.bone(1.1));
  paint(
    canvas,
    strand(
      [
        [x, y + halfHeight * 0.35],
        [x, y + halfHeight * 0.8],
      ],
      1.1,
      1.8,
    ),
    60,
  );
}

/** A rib cut obliquely: a bent strand along the cavity's wall. `from` and `to` in turns of the wall's angle, as cosine and sine pairs. */
export function paintRib(canvas: Canvas, bone: Paint, wall: Blob, offset: number, path: readonly Point[], thickness: number): void {
  const points = path.map(([c, s]): Point => {
    const squareness = wall.squareness ?? 0;
    const radius = 1 / (1 - squareness + squareness * Math.sqrt(Math.sqrt(c * c * c * c + s * s * s * s)));
    return [wall.x + c * (wall.halfWidth * radius + offset), wall.y + s * (wall.halfHeight * radius + offset)];
  });
  paint(canvas, strand(points, thickness * 0.85, thickness), bone);
}
