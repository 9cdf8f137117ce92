/** The chest at the level of the heart, or of the great vessels and the main bronchi. */

import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomSource, RandomStream } from "../../signal/random.ts";
import { any, blob, both, type Canvas, grown, type Point, paint, type Shape, strand, without } from "./shape.ts";
import { HU, type Tissues } from "./tissue.ts";
import { type Build, paintRib, paintSpine, paintTrunk, type Spine, type Trunk } from "./trunk.ts";

const direction = (turns: number): Point => [cosTurns(turns), sinTurns(turns)];

/** Draws a vessel that leaves `start` and forks until it is thin, and paints it in the lung. */
function paintTree(
  canvas: Canvas,
  stream: RandomStream,
  lung: Shape,
  start: Point,
  heading: number,
  width: number,
  brightness: number,
): void {
  const grow = (from: Point, turns: number, half: number, depth: number): void => {
    if (half < 0.4 || depth > 9) return;
    const points: Point[] = [from];
    let direct = turns;
    const steps = 3;
    const length = stream.range(7, 18) * (0.6 + 0.4 * half);
    for (let step = 1; step <= steps; step++) {
      direct += stream.range(-0.05, 0.05);
      const [c, s] = direction(direct);
      const [x, y] = points[step - 1];
      points.push([x + (c * length) / steps, y + (s * length) / steps]);
    }
    const end = points[steps];
    const thinner = half * stream.range(0.74, 0.9);
    // Vessels leave the slice: some branches end early.
    const fades = stream.uniform() < 0.1;
    paint(canvas, both(strand(points, half, thinner), grown(lung, -0.5)), half > 0.8 ? brightness : -850 + (brightness + 850) * half * 1.2);
    if (lung.distance(end[0], end[1]) > -2 || fades) return;
    const fork = stream.range(0.05, 0.12);
    const bend = stream.range(-0.03, 0.03);
    grow(end, direct + bend + fork * 0.6, thinner * stream.range(0.74, 0.95), depth + 1);
    grow(end, direct + bend - fork, thinner * stream.range(0.6, 0.88), depth + 1);
  };
  grow(start, heading, width, 0);
}

/** Paints vessels cut across: discs that thin out towards the pleura. */
function paintCrossSections(canvas: Canvas, stream: RandomStream, lung: Shape, count: number): void {
  const [left, top, right, bottom] = lung.box;
  for (let n = 0; n < count; n++) {
    const x = stream.range(left, right);
    const y = stream.range(top, bottom);
    const size = stream.uniform();
    const depth = -lung.distance(x, y);
    if (depth < 4) continue;
    const radius = 0.55 + 1.6 * size * size * Math.min(depth / 35, 1);
    paint(canvas, blob({ x, y, halfWidth: radius, halfHeight: radius * stream.range(0.8, 1.4) }), radius < 0.8 ? -350 : 20);
  }
}

interface Chest {
  readonly trunk: Trunk;
  readonly spine: Spine;
  readonly heartLevel: boolean;
}

/** @returns what separates the lungs: heart or great vessels, the spine with its pleura, the midline in front */
function drawMediastinum(
  stream: RandomStream,
  { trunk, spine, heartLevel }: Chest,
): { all: Shape; heart: Shape; heartAt: Point; heartSize: Point } {
  const { cavityBlob } = trunk;
  const front = cavityBlob.y - cavityBlob.halfHeight;
  const depth = spine.y - front;
  const heartSize: Point = heartLevel
    ? [stream.range(56, 66), Math.min(stream.range(50, 58), depth * 0.45)]
    : [stream.range(36, 42), depth * 0.4];
  const heartAt: Point = heartLevel
    ? [stream.range(16, 26), front + heartSize[1] + stream.range(6, 10)]
    : [stream.range(2, 6), front + heartSize[1] + stream.range(9, 14)];
  const tilt: Point = heartLevel ? direction(stream.range(0.07, 0.1)) : [1, 0];
  const heart = blob(
    { x: heartAt[0], y: heartAt[1], halfWidth: heartSize[0], halfHeight: heartSize[1], turn: tilt, squareness: 0.1, bumps: 0.05 },
    stream,
  );
  const column = blob(
    { x: 1, y: (front + spine.y) / 2 + 10, halfWidth: heartLevel ? 22 : 26, halfHeight: depth / 2 + 10, squareness: 0.3, bumps: 0.04 },
    stream,
  );
  const frontal = strand(
    [
      [heartAt[0] * 0.2, front - 6],
      [heartAt[0] * 0.5, heartAt[1]],
    ],
    5,
    heartSize[1] * 0.5,
  );
  const vertebral = blob({
    x: spine.x,
    y: spine.y + 10,
    halfWidth: spine.halfWidth + 9,
    halfHeight: spine.halfHeight + 18,
    squareness: 0.2,
  });
  const aortic = blob({ x: spine.x + spine.halfWidth + 9, y: spine.y - 12, halfWidth: 15, halfHeight: 16 });
  return { all: any([heart, column, frontal, vertebral, aortic]), heart, heartAt, heartSize };
}

function paintHeart(canvas: Canvas, tissues: Tissues, stream: RandomStream, heart: Shape, [x, y]: Point, [w, h]: Point): void {
  paint(canvas, grown(heart, -1.5), tissues.organ(HU.muscle - 8));
  const muscle = grown(heart, -stream.range(4, 8));
  paint(canvas, muscle, tissues.organ(HU.muscle + tissues.enhancement(0.35)));
  // Right ventricle in front, left ventricle at the left, the atria behind.
  const chamber = (dx: number, dy: number, a: number, b: number, turns: number, share: number): void =>
    paint(
      canvas,
      both(
        blob({ x: x + dx * w, y: y + dy * h, halfWidth: a * w, halfHeight: b * h, turn: direction(turns), bumps: 0.04 }, stream),
        grown(muscle, -3),
      ),
      tissues.organ(tissues.blood(share)),
      3,
    );
  chamber(-0.12, -0.38, 0.46, 0.34, 0.09, 0.92);
  chamber(0.42, 0.1, 0.4, 0.32, 0.1, 1);
  chamber(-0.55, 0.12, 0.32, 0.5, 0.02, 0.88);
  chamber(-0.05, 0.66, 0.48, 0.32, 0.02, 1);
  // Fat with a coronary artery in the groove between the right atrium and ventricle.
  const groove: Point = [x - 0.72 * w, y - 0.42 * h];
  paint(
    canvas,
    both(blob({ x: groove[0], y: groove[1], halfWidth: 9, halfHeight: 6, turn: direction(0.12), bumps: 0.15 }, stream), heart),
    tissues.fat,
    2,
  );
  paint(canvas, blob({ x: groove[0] + 3, y: groove[1] + 1, halfWidth: 1.8, halfHeight: 1.6 }), tissues.organ(tissues.blood(0.9)));
}

function paintGreatVessels(canvas: Canvas, tissues: Tissues, stream: RandomStream, [x, y]: Point, [, h]: Point, spine: Spine): void {
  const organ = (share: number) => tissues.organ(tissues.blood(share));
  const ascending = stream.range(15, 18);
  const ax = x - 12;
  const ay = y - 0.18 * h;
  const trunkAt: Point = [x + 19, ay - 2];
  const pulmonary = any([
    blob({ x: trunkAt[0], y: trunkAt[1], halfWidth: 13.5, halfHeight: 15, bumps: 0.03 }, stream),
    strand(
      [
        [trunkAt[0], trunkAt[1] + 6],
        [x + 6, ay + 26],
        [x - 26, ay + 33],
      ],
      10,
      8.5,
    ),
  ]);
  paint(canvas, pulmonary, organ(0.8));
  paint(canvas, grown(blob({ x: ax, y: ay, halfWidth: ascending, halfHeight: ascending, bumps: 0.012 }, stream), 1.6), tissues.fat, 2);
  paint(canvas, blob({ x: ax, y: ay, halfWidth: ascending, halfHeight: ascending * 1.03, bumps: 0.012 }, stream), organ(1));
  paint(canvas, blob({ x: ax - ascending - 9, y: ay + 12, halfWidth: 8, halfHeight: 10, bumps: 0.04 }, stream), organ(1.05));
  for (const side of [-1, 1]) {
    const bx = x - 2 + side * 19;
    const by = Math.min(ay + 47, spine.y - spine.halfHeight - 16);
    const tube = blob({ x: bx, y: by, halfWidth: 8.5, halfHeight: 6.6, turn: direction(side * 0.05), bumps: 0.03 }, stream);
    paint(canvas, grown(tube, 1.6), tissues.organ(35));
    paint(canvas, tube, -985);
    // Lymph nodes and the lower lobe's artery beside the bronchus.
    paint(canvas, blob({ x: bx + side * 14, y: by + 3, halfWidth: 7, halfHeight: 8, bumps: 0.06 }, stream), organ(0.85));
  }
}

function paintCage(canvas: Canvas, tissues: Tissues, stream: RandomStream, { trunk, spine }: Chest): void {
  const { cavityBlob } = trunk;
  const count = 4 + stream.integer(2);
  for (const side of [0, 1]) {
    const phase = stream.uniform();
    for (let n = 0; n < count; n++) {
      const from = -0.165 + (0.37 * (n + 0.75 * phase)) / count;
      const long = stream.range(0.025, 0.05);
      const angles = Array.from({ length: 7 }, (_, k) => from + (long * k) / 6);
      const path = angles.map((turns) => direction(side === 0 ? turns : 0.5 - turns));
      paintRib(canvas, tissues.bone(1.5, 260), cavityBlob, stream.range(5.5, 7.5), path, stream.range(3.2, 4.3));
    }
  }
  for (const side of [-1, 1]) {
    const root: Point = [spine.x + side * (spine.halfWidth + 3), spine.y + spine.halfHeight - 1];
    paint(canvas, strand([root, [root[0] + side * 12, root[1] + 7], [root[0] + side * 27, root[1] + 13]], 3.8, 3.4), tissues.bone(1.5));
  }
  const front = cavityBlob.y - cavityBlob.halfHeight - stream.range(5, 7);
  paint(
    canvas,
    blob(
      {
        x: stream.range(-2, 2),
        y: front,
        halfWidth: stream.range(17, 22),
        halfHeight: stream.range(5.2, 6.8),
        squareness: 0.5,
        bumps: 0.03,
      },
      stream,
    ),
    tissues.bone(1.2),
  );
  for (const side of [-1, 1]) {
    paint(
      canvas,
      strand(
        [
          [side * 24, front + 0.5],
          [side * 38, front + 3],
        ],
        4.2,
        4.6,
      ),
      tissues.organ(HU.cartilage),
    );
  }
}

function paintScapulae(
  canvas: Canvas,
  tissues: Tissues,
  stream: RandomStream,
  { halfWidth, halfHeight }: { halfWidth: number; halfHeight: number },
  y: number,
): void {
  const tilt = stream.range(-6, 6);
  for (const side of [-1, 1]) {
    const at = (u: number, v: number): Point => [side * u * halfWidth, y + v * halfHeight + side * tilt * 0.3];
    paint(canvas, strand([at(0.6, 0.93), at(0.78, 0.76), at(0.9, 0.62), at(1.01, 0.45)], 2.2, 4.2), tissues.bone(1.2));
  }
}

/** Paints a chest. @returns shapes of what questions name */
export function paintChest(canvas: Canvas, tissues: Tissues, random: RandomSource): { outline: Shape; parts: Record<string, Shape> } {
  const stream = random.stream("chest");
  const build: Build = {
    halfWidth: stream.range(158, 184),
    halfHeight: stream.range(114, 134),
    fat: stream.range(10, 24),
    wall: stream.range(17, 23),
  };
  const trunk = paintTrunk(canvas, tissues, stream, build);
  const { cavityBlob, cavity } = trunk;
  const spine: Spine = {
    x: stream.range(-2, 2),
    y: cavityBlob.y + cavityBlob.halfHeight * stream.range(0.6, 0.68),
    halfWidth: stream.range(16, 19),
    halfHeight: stream.range(13.5, 16),
  };
  const heartLevel = stream.uniform() < 0.5;
  const chest: Chest = { trunk, spine, heartLevel };
  // Cavity and gutters: the lungs reach back beside the spine.
  const gutters = [-1, 1].map((side) =>
    blob(
      {
        x: side * cavityBlob.halfWidth * 0.52,
        y: cavityBlob.y + cavityBlob.halfHeight * 0.5,
        halfWidth: cavityBlob.halfWidth * 0.41,
        halfHeight: cavityBlob.halfHeight * 0.59,
        bumps: 0.015,
      },
      stream,
    ),
  );
  const space = any([cavity, ...gutters]);
  if (!heartLevel) paintScapulae(canvas, tissues, stream, cavityBlob, cavityBlob.y);
  paint(canvas, cavity, tissues.fat);
  const mediastinum = drawMediastinum(stream, chest);
  const lungs = [-1, 1].map((side): Shape => {
    const half: Shape = { box: side < 0 ? [-200, -200, 2, 200] : [-2, -200, 200, 200], distance: (x) => -side * x };
    return both(half, without(space, mediastinum.all));
  });
  paintCage(canvas, tissues, stream, chest);
  paintSpine(canvas, tissues, stream, spine, trunk.outline, { width: stream.range(17, 23), height: stream.range(13, 17) });
  // Soft tissue about the spine, then the lungs cut it to shape.
  for (const lung of lungs) {
    paint(canvas, lung, tissues.lung);
  }
  paint(
    canvas,
    both(
      mediastinum.all,
      without(space, blob({ x: spine.x, y: spine.y + 8, halfWidth: spine.halfWidth + 5, halfHeight: spine.halfHeight + 12 })),
    ),
    tissues.fat,
  );
  if (heartLevel) paintHeart(canvas, tissues, stream, mediastinum.heart, mediastinum.heartAt, mediastinum.heartSize);
  else paintGreatVessels(canvas, tissues, stream, mediastinum.heartAt, mediastinum.heartSize, spine);
  const aortaAt: Point = [spine.x + spine.halfWidth + 7, spine.y - 12];
  const aorta = blob(
    { x: aortaAt[0], y: aortaAt[1], halfWidth: stream.range(11, 13), halfHeight: stream.range(11, 13), bumps: 0.015 },
    stream,
  );
  paint(canvas, grown(aorta, 1.5), tissues.fat);
  paint(canvas, aorta, tissues.organ(tissues.blood(1)));
  const gullet = blob({ x: spine.x + 3, y: spine.y - spine.halfHeight - 9, halfWidth: 9, halfHeight: 5.5, bumps: 0.05 }, stream);
  paint(canvas, gullet, tissues.organ(40));
  if (stream.uniform() < 0.4)
    paint(canvas, blob({ x: spine.x + 3, y: spine.y - spine.halfHeight - 9.5, halfWidth: 2.6, halfHeight: 1.5 }), -850);
  paint(
    canvas,
    blob({ x: spine.x - 7, y: spine.y - spine.halfHeight - 4, halfWidth: 3.4, halfHeight: 3.4 }),
    tissues.organ(tissues.blood(0.7)),
  );
  paintLungVessels(canvas, tissues, random, lungs, mediastinum.heartAt, spine);
  return {
    outline: trunk.outline,
    parts: {
      "the vertebra": blob(spine),
      "the aorta": aorta,
      "the right lung": lungs[0],
      "the left lung": lungs[1],
      ...(heartLevel && { "the heart": mediastinum.heart }),
    },
  };
}

function paintLungVessels(
  canvas: Canvas,
  tissues: Tissues,
  random: RandomSource,
  lungs: readonly Shape[],
  heartAt: Point,
  spine: Spine,
): void {
  lungs.forEach((lung, index) => {
    const stream = random.stream(`vessels ${index}`);
    const side = index === 0 ? -1 : 1;
    const hy = (heartAt[1] + spine.y) / 2 + 4;
    // The hilum: where a line from the midline first meets the lung.
    let hx = side * 14;
    while (Math.abs(hx) < 130 && lung.distance(hx, hy) > -1) hx += side * 2;
    const bright = tissues.blood(0.75);
    for (let n = 0; n < 9; n++) {
      const spread = -0.19 + 0.05 * n + stream.range(-0.015, 0.015);
      const heading = side > 0 ? spread : 0.5 - spread;
      paintTree(canvas, stream, lung, [hx - side * 2, hy + stream.range(-12, 12)], heading, stream.range(1.2, 3.2), bright);
    }
    for (let n = 0; n < 2; n++) {
      const x = hx + side * stream.range(4, 12);
      const y = hy + stream.range(-8, 16);
      const radius = stream.range(2.2, 3.6);
      paint(canvas, both(blob({ x, y, halfWidth: radius + 1.3, halfHeight: radius + 1.3 }), lung), 10);
      paint(canvas, both(blob({ x, y, halfWidth: radius, halfHeight: radius }), lung), -960);
    }
    paintCrossSections(canvas, stream, lung, 420);
  });
}
