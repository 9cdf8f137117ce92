/** The upper abdomen at the level of the kidneys: liver, spleen, stomach, bowel and the great vessels in fat. */
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomSource, RandomStream } from "../../signal/random.ts";
import { any, blob, both, type Canvas, grown, type Point, paint, type Shape, strand, without } from "./shape.ts";
import { HU, type Tissues } from "./tissue.ts";
import { type Build, paintRib, paintSpine, paintTrunk, type Spine, type Trunk } from "./trunk.ts";

const direction = (turns: number): Point => [cosTurns(turns), sinTurns(turns)];

function paintWall(canvas: Canvas, tissues: Tissues, stream: RandomStream, { cavityBlob, cavity, outline }: Trunk, wall: number): void {
  // Three sheets of muscle: two thin seams of fat between them at the sides.
  const side: Shape = {
    box: [-200, -200, 200, 200],
    distance: (x, y) => Math.max(0.5 * cavityBlob.halfWidth - Math.abs(x), y - cavityBlob.y - 0.35 * cavityBlob.halfHeight),
  };
  for (const depth of [0.36, 0.68]) {
    const seam = without(grown(cavity, wall * depth + 0.55), grown(cavity, wall * depth - 0.55));
    paint(canvas, both(seam, both(side, grown(outline, -6))), -70);
  }
  const front = cavityBlob.y - cavityBlob.halfHeight - wall * 0.42;
  for (const at of [-1, 1]) {
    const rectus = blob(
      {
        x: at * 31,
        y: front + 4,
        halfWidth: stream.range(26, 29),
        halfHeight: stream.range(5, 7.5),
        turn: direction(at * 0.022),
        squareness: 0.3,
        bumps: 0.02,
      },
      stream,
    );
    paint(canvas, grown(rectus, 1.6), tissues.fat);
    paint(canvas, rectus, tissues.muscle);
  }
}

function paintLiver(canvas: Canvas, tissues: Tissues, stream: RandomStream, space: Shape, { cavityBlob }: Trunk): Shape {
  const { halfWidth: w, halfHeight: h, y } = cavityBlob;
  const right = blob(
    {
      x: -0.6 * w,
      y: y - 0.08 * h,
      halfWidth: stream.range(0.46, 0.53) * w,
      halfHeight: stream.range(0.72, 0.84) * h,
      turn: direction(stream.range(-0.02, 0.02)),
      squareness: 0.15,
      bumps: 0.03,
    },
    stream,
  );
  const left = blob(
    {
      x: stream.range(-0.16, -0.02) * w,
      y: y - 0.6 * h,
      halfWidth: stream.range(0.36, 0.48) * w,
      halfHeight: stream.range(0.26, 0.36) * h,
      turn: direction(stream.range(-0.05, -0.02)),
      bumps: 0.04,
    },
    stream,
  );
  const notch = blob(
    { x: -0.2 * w, y: y - 0.22 * h, halfWidth: 0.07 * w, halfHeight: 0.2 * h, turn: direction(0.05), bumps: 0.05 },
    stream,
  );
  const liver = both(without(any([right, left]), notch), space);
  const mean = stream.range(52, 66) + tissues.enhancement(0.32);
  paint(canvas, liver, tissues.organ(mean));
  const vessel = HU.blood - 6 + tissues.enhancement(0.62);
  const grow = (from: Point, turns: number, half: number): void => {
    if (half < 0.8) return;
    const bent = turns + stream.range(-0.05, 0.05);
    const length = stream.range(9, 17);
    const middle: Point = [from[0] + direction(turns)[0] * length * 0.5, from[1] + direction(turns)[1] * length * 0.5];
    const to: Point = [middle[0] + direction(bent)[0] * length * 0.5, middle[1] + direction(bent)[1] * length * 0.5];
    paint(canvas, both(strand([from, middle, to], half, half * 0.85), grown(liver, -4)), tissues.organ(vessel), 2);
    if (stream.uniform() < 0.15) return;
    const fork = stream.range(0.05, 0.11);
    grow(to, bent + fork, half * stream.range(0.6, 0.86));
    grow(to, bent - fork, half * stream.range(0.5, 0.82));
  };
  const hilum: Point = [-0.33 * w, y - 0.1 * h];
  for (const turns of [0.44, 0.53, 0.62, 0.36]) grow(hilum, turns + stream.range(-0.03, 0.03), stream.range(2.6, 4.2));
  for (let n = 0; n < 14; n++) {
    const size = stream.range(0.9, 2.6);
    const spot = blob({
      x: stream.range(-1, -0.1) * w,
      y: y + stream.range(-0.8, 0.6) * h,
      halfWidth: size * stream.range(1, 1.8),
      halfHeight: size,
      turn: direction(stream.uniform()),
    });
    paint(canvas, both(spot, grown(liver, -6)), tissues.organ(vessel), 2);
  }
  if (stream.uniform() < 0.5) {
    const bladder = blob(
      {
        x: stream.range(-0.42, -0.36) * w,
        y: y - stream.range(0.34, 0.42) * h,
        halfWidth: stream.range(11, 16),
        halfHeight: stream.range(14, 20),
        turn: direction(0.05),
        bumps: 0.03,
      },
      stream,
    );
    paint(canvas, grown(bladder, 1.4), tissues.organ(40));
    paint(canvas, bladder, tissues.organ(8));
  }
  return liver;
}

function paintKidney(canvas: Canvas, tissues: Tissues, stream: RandomStream, [x, y]: Point, side: number): Shape {
  const turn = direction(side * stream.range(0.06, 0.1));
  const bean = blob({ x, y, halfWidth: stream.range(24, 28), halfHeight: stream.range(27, 32), turn, bumps: 0.02 }, stream);
  const hilum = blob({ x: x - side * 25, y: y - 9, halfWidth: 15, halfHeight: 9, turn, bumps: 0.06 }, stream);
  const kidney = without(bean, hilum);
  const sinus = both(
    any([hilum, blob({ x: x - side * 11, y: y - 4, halfWidth: 9, halfHeight: 10, bumps: 0.12 }, stream)]),
    grown(bean, -2),
  );
  paint(canvas, kidney, tissues.organ(34 + tissues.enhancement(0.85)));
  // Pyramids of the medulla, darker than the cortex in the arterial phase.
  for (let n = 0; n < 6; n++) {
    const [c, s] = direction((side > 0 ? 0 : 0.5) + (n - 2.5) * 0.115);
    const pyramid = blob({ x: x + c * 14.5, y: y + s * 17, halfWidth: 5.2, halfHeight: 4.2, turn: [c, s], bumps: 0.05 }, stream);
    paint(canvas, both(pyramid, kidney), tissues.organ(32 + tissues.enhancement(0.5)), 2.5);
  }
  paint(canvas, sinus, tissues.fat);
  paint(
    canvas,
    strand(
      [
        [x - side * 8, y - 4],
        [x - side * 24, y - 9],
        [x - side * 40, y - 16],
      ],
      2.6,
      3,
    ),
    tissues.organ(tissues.blood(0.8)),
  );
  return kidney;
}

function paintStomach(canvas: Canvas, tissues: Tissues, stream: RandomStream, space: Shape, { cavityBlob }: Trunk): void {
  const { halfWidth: w, halfHeight: h, y } = cavityBlob;
  const cy = y - stream.range(0.4, 0.5) * h;
  const halfHeight = stream.range(0.3, 0.4) * h;
  const stomach = both(
    blob(
      {
        x: stream.range(0.42, 0.5) * w,
        y: cy,
        halfWidth: stream.range(0.34, 0.42) * w,
        halfHeight,
        turn: direction(stream.range(0.01, 0.05)),
        bumps: 0.05,
      },
      stream,
    ),
    grown(space, -2),
  );
  paint(canvas, stomach, tissues.organ(48 + tissues.enhancement(0.25)));
  const lumen = grown(stomach, -stream.range(3.5, 5.5));
  paint(canvas, lumen, tissues.organ(stream.range(8, 30)));
  const level = cy - halfHeight * stream.range(0.05, 0.6);
  const above: Shape = { box: [-200, -200, 200, level + 1], distance: (_, at) => at - level };
  paint(canvas, both(lumen, above), -970);
}

/** Paints a loop of bowel: wall, contents, and gas that has risen. */
function paintLoop(canvas: Canvas, tissues: Tissues, stream: RandomStream, space: Shape, at: Point, size: number, colon: boolean): void {
  const [x, y] = at;
  const halfHeight = size * stream.range(0.75, 1.05);
  const loop = both(
    blob({ x, y, halfWidth: size, halfHeight, turn: direction(stream.range(-0.1, 0.1)), bumps: 0.07 }, stream),
    grown(space, -2),
  );
  paint(canvas, loop, tissues.organ(45 + tissues.enhancement(0.3)));
  const lumen = grown(loop, -2.4);
  paint(canvas, lumen, colon ? tissues.stool : tissues.organ(stream.range(12, 38)));
  if (stream.uniform() < (colon ? 0.75 : 0.2)) {
    const level = y - halfHeight * stream.range(-0.1, 0.5);
    paint(canvas, both(lumen, { box: [-200, -200, 200, level + 1], distance: (_, row) => row - level }), -960);
  }
}

function paintMesentery(canvas: Canvas, tissues: Tissues, stream: RandomStream, { cavityBlob }: Trunk): void {
  const { halfWidth: w, halfHeight: h, y } = cavityBlob;
  for (let n = 0; n < 34; n++) {
    const from: Point = [stream.range(-0.3, 0.7) * w, y + stream.range(-0.35, 0.45) * h];
    const [c, s] = direction(stream.uniform());
    const long = stream.range(1, 12);
    paint(canvas, strand([from, [from[0] + c * long, from[1] + s * long]], stream.range(0.7, 2), 0.9), tissues.organ(tissues.blood(0.55)));
  }
}

/** Paints an abdomen. @returns shapes of what questions name */
export function paintAbdomen(canvas: Canvas, tissues: Tissues, random: RandomSource): { outline: Shape; parts: Record<string, Shape> } {
  const stream = random.stream("abdomen");
  const build: Build = {
    halfWidth: stream.range(150, 178),
    halfHeight: stream.range(110, 134),
    fat: stream.range(11, 30),
    wall: stream.range(10, 14),
  };
  const trunk = paintTrunk(canvas, tissues, stream, build);
  const { cavity, cavityBlob } = trunk;
  const { halfWidth: w, halfHeight: h, y } = cavityBlob;
  const spine: Spine = {
    x: stream.range(-2, 2),
    y: y + h * stream.range(0.42, 0.48),
    halfWidth: stream.range(21, 25),
    halfHeight: stream.range(16.5, 19),
  };
  paint(canvas, cavity, tissues.fat);
  paintWall(canvas, tissues, stream, trunk, build.wall);
  const space = grown(cavity, -2.5);

  const kidneys = [-1, 1].map((side) =>
    paintKidney(canvas, tissues, stream, [side * stream.range(0.5, 0.54) * w, spine.y + stream.range(-8, 4)], side),
  );
  const spleen = both(
    without(
      blob(
        {
          x: 0.8 * w,
          y: y + 0.12 * h,
          halfWidth: stream.range(0.2, 0.27) * w,
          halfHeight: stream.range(0.4, 0.52) * h,
          turn: direction(stream.range(0.01, 0.04)),
          bumps: 0.03,
        },
        stream,
      ),
      grown(kidneys[1], 4),
    ),
    space,
  );
  paint(canvas, spleen, tissues.organ(48 + tissues.enhancement(0.42)));
  const loops = 7 + stream.integer(4);
  for (let n = 0; n < loops; n++) {
    const at: Point = [stream.range(-0.12, 0.62) * w, y + stream.range(-0.2, 0.22) * h];
    paintLoop(canvas, tissues, stream, space, at, stream.range(10, 15), false);
  }
  paintMesentery(canvas, tissues, stream, trunk);
  paintLoop(canvas, tissues, stream, space, [stream.range(0.66, 0.74) * w, y - 0.14 * h], stream.range(17, 23), true);
  paintStomach(canvas, tissues, stream, space, trunk);
  paintLoop(canvas, tissues, stream, space, [stream.range(0.1, 0.3) * w, y - 0.74 * h], stream.range(16, 22), true);
  const liver = paintLiver(canvas, tissues, stream, without(space, grown(kidneys[0], 4)), trunk);

  const front = spine.y - spine.halfHeight;
  const pancreas = strand(
    [
      [-0.26 * w, front - 24],
      [-0.1 * w, front - 30],
      [0.08 * w, front - 38],
      [0.28 * w, front - 34],
      [0.44 * w, front - 22],
    ],
    10,
    6.5,
  );
  paint(canvas, both(pancreas, without(grown(pancreas, 4), liver)), tissues.organ(40 + tissues.enhancement(0.4)));
  for (const side of [-1, 1]) {
    const psoas = blob(
      {
        x: spine.x + side * (spine.halfWidth + 9),
        y: spine.y + 9,
        halfWidth: stream.range(11, 15),
        halfHeight: stream.range(17, 22),
        turn: direction(-side * 0.04),
        bumps: 0.04,
      },
      stream,
    );
    paint(canvas, grown(psoas, 1.5), tissues.fat);
    paint(canvas, psoas, tissues.muscle);
    // Crura of the diaphragm beside the aorta.
    paint(
      canvas,
      strand(
        [
          [spine.x + side * 20, spine.y - 4],
          [spine.x + side * 17, front - 8],
        ],
        3.4,
        2.2,
      ),
      tissues.muscle,
    );
  }
  paintSpine(canvas, tissues, stream, spine, trunk.outline, { width: stream.range(24, 30), height: stream.range(20, 25) });
  const aorta = blob({ x: spine.x + 7, y: front - 11.5, halfWidth: 10, halfHeight: 10, bumps: 0.015 }, stream);
  const cava = blob(
    {
      x: spine.x - 19,
      y: front - 11,
      halfWidth: stream.range(11, 14),
      halfHeight: stream.range(7.5, 11),
      turn: direction(0.03),
      bumps: 0.03,
    },
    stream,
  );
  for (const [vessel, share] of [
    [aorta, 1],
    [cava, 0.6],
  ] as const) {
    paint(canvas, grown(vessel, 1.5), tissues.fat);
    paint(canvas, vessel, tissues.organ(tissues.blood(share)));
  }
  if (stream.uniform() < 0.45)
    paint(
      canvas,
      both(
        strand(
          [
            [spine.x + 13, front - 18],
            [spine.x + 16.5, front - 13],
          ],
          1.1,
        ),
        grown(aorta, 0.5),
      ),
      650,
    );
  paint(canvas, blob({ x: spine.x + 4, y: front - 28, halfWidth: 3.6, halfHeight: 3.6 }), tissues.organ(tissues.blood(1)));
  paint(canvas, blob({ x: spine.x - 8, y: front - 30, halfWidth: 5.6, halfHeight: 5.2 }), tissues.organ(tissues.blood(0.65)));
  for (const side of [0, 1]) {
    const first = stream.range(0.02, 0.06);
    for (let n = 0; n < 3; n++) {
      const path = Array.from({ length: 6 }, (_, k) =>
        direction(side === 0 ? first + 0.075 * n + 0.006 * k - 0.04 : 0.54 - first - 0.075 * n - 0.006 * k),
      );
      paintRib(canvas, tissues.bone(1.4, 170), cavityBlob, build.wall * 0.5, path, stream.range(3, 4));
    }
  }
  return {
    outline: trunk.outline,
    parts: {
      "the vertebra": blob(spine),
      "the liver": liver,
      "the spleen": spleen,
      "the right kidney": kidneys[0],
      "the left kidney": kidneys[1],
      "the aorta": aorta,
    },
  };
}
