/**
 * A tile of an H&E section at 20x: glands, solid epithelium or mostly stroma, 512 x 512 pixels of 0.5 um.
 *
 *   I = I0 exp(-(h H + e E))        h, e: amounts of haematoxylin and eosin, H, E: the tile's own stain vectors
 *
 * Every seed is another piece of tissue: its architecture, the size, density and chromatin of its nuclei, its stroma, and a staining
 * that varies within what laboratories accept. Light passes a lens that resolves about one pixel. The tissue shows no disease in particular.
 *
 * Not modelled: the section's thickness in depth, nerves, muscle, mitoses, secretions with structure, sensor noise.
 */
import { definePhantom, type Structure } from "../phantom.ts";
import { encodeSrgb } from "../signal/colour.ts";
import { exp } from "../signal/math.ts";
import type { RandomSource, RandomStream } from "../signal/random.ts";
import { unit, type Vector } from "../signal/stain.ts";
import {
  drawGland,
  fillGland,
  fillNests,
  type Gland,
  layGland,
  layNests,
  stainCytoplasm,
  stainSecretion,
} from "./histopathology/epithelium.ts";
import { Crowd, type Nucleus, stainNucleus } from "./histopathology/nuclei.ts";
import { drawNoise, emptySection, GLASS, type Section, STROMA } from "./histopathology/section.ts";
import { drawWeave, fillFibroblasts, fillLymphocytes, layFat, stainStroma } from "./histopathology/stroma.ts";
import { drawVessels, layVessel } from "./histopathology/vessels.ts";

const SIZE = 512;
const PIXEL_SIZE = 0.5e-6;

type Architecture = "glands" | "nests" | "stroma";

/** Glands that keep their distance; the first lies near the middle. */
function placeGlands(stream: RandomStream, count: number, height: number): Gland[] {
  const glands: Gland[] = [];
  const gap = stream.range(2, 30);
  for (let attempt = 0; attempt < 400 && glands.length < count; attempt++) {
    const radius = height * stream.range(1.25, 3) + 10;
    const first = glands.length === 0;
    const [row, column] = first
      ? [stream.range(190, 322), stream.range(190, 322)]
      : [stream.range(-40, SIZE + 40), stream.range(-40, SIZE + 40)];
    const clear = glands.every((other) => {
      const [dy, dx] = [other.row - row, other.column - column];
      return Math.sqrt(dy * dy + dx * dx) > 1.12 * (radius + other.radius) + gap;
    });
    if (clear) glands.push(drawGland(stream, row, column, radius, height * stream.range(0.9, 1.1)));
  }
  return glands;
}

/** Seeds of nests, apart from each other. */
function placeNests(stream: RandomStream): [number, number][] {
  const seeds: [number, number][] = [];
  const apart = stream.range(130, 230);
  for (let attempt = 0; attempt < 300; attempt++) {
    const [row, column] = [stream.range(-120, SIZE + 120), stream.range(-120, SIZE + 120)];
    if (seeds.every(([y, x]) => (y - row) * (y - row) + (x - column) * (x - column) > apart * apart)) seeds.push([row, column]);
  }
  return seeds;
}

/** The kinds of nuclei in one piece of tissue [px, optical density]. */
function drawCharacters(stream: RandomStream) {
  const stain = stream.range(2.8, 3.8);
  const place = { row: 0, column: 0, angle: 0 };
  const short = stream.range(6, 8);
  const columnar: Nucleus = {
    ...place,
    long: short * stream.range(1.5, 1.9),
    short: short * 0.85,
    stain,
    vesicular: stream.range(0.05, 0.6),
    nucleoli: 1,
  };
  const solid: Nucleus = {
    ...place,
    long: short * stream.range(1.15, 1.4),
    short,
    stain: stain * 0.92,
    vesicular: stream.range(0.2, 0.85),
    nucleoli: 1 + stream.integer(2),
  };
  const fibroblast: Nucleus = {
    ...place,
    long: stream.range(12, 17),
    short: stream.range(2.6, 3.6),
    stain: stain * 0.95,
    vesicular: 0.15,
    nucleoli: 0,
  };
  const lymphocyte: Nucleus = { ...place, long: 6, short: 5.7, stain: stain * 1.25, vesicular: 0.1, nucleoli: 0 };
  const endothelium: Nucleus = { ...place, long: 8, short: 2.6, stain, vesicular: 0.1, nucleoli: 0 };
  return { columnar, solid, fibroblast, lymphocyte, endothelium };
}

/** Lays the epithelium, its nuclei, the vessels and the stroma. */
function grow(random: RandomSource, architecture: Architecture): { section: Section; gland: Gland | undefined } {
  const section = emptySection(SIZE, SIZE);
  const plan = random.stream("plan");
  const cells = random.stream("cells");
  const [uneven, grain, slow] = [drawNoise(random.stream("uneven")), drawNoise(random.stream("grain")), drawNoise(random.stream("slow"))];
  const characters = drawCharacters(plan);
  const crowd = new Crowd();
  const height = plan.range(24, 40);
  const glandCount = { glands: 5 + plan.integer(12), nests: 0, stroma: plan.integer(3) }[architecture];
  const glands = placeGlands(plan, glandCount, height);
  if (architecture === "nests") layNests(section, placeNests(plan), plan.range(3, 16), uneven);
  for (const gland of glands) layGland(section, gland, uneven);
  const fat = architecture === "nests" || plan.uniform() < 0.6 ? 0 : 3 + plan.integer(9);
  layFat(section, plan, fat, [plan.range(0, SIZE), plan.range(0, SIZE)], uneven);

  const layers = 1 + plan.integer(3);
  for (const gland of glands) fillGland(gland, crowd, cells, characters.columnar, layers);
  if (architecture === "nests") fillNests(section, crowd, cells, characters.solid, plan.range(2, 9), slow);
  const mucin = plan.uniform() < 0.35 ? plan.range(0.5, 1) : plan.range(0, 0.25);
  const cytoplasm = {
    haematoxylin: plan.range(0.35, 1),
    eosin: plan.range(0.75, 1.3),
    mucin: architecture === "nests" ? 0 : mucin,
    mucinDepth: height * 0.6,
    vacuoles: plan.uniform() < 0.5 ? 0 : plan.range(0.2, 0.75),
  };
  stainSecretion(section, plan.uniform() < 0.5 ? 0 : plan.range(0.15, 0.6), grain);
  stainCytoplasm(section, crowd, cytoplasm, grain);

  const weave = drawWeave(plan, uneven, plan.range(1, 1.75), plan.range(0, 1));
  stainStroma(section, weave, grain, slow);
  for (const vessel of drawVessels(section, plan, 1 + plan.integer(4))) layVessel(section, vessel, crowd, cells, characters.endothelium);
  fillFibroblasts(section, weave, crowd, cells, characters.fibroblast, 90 + plan.integer(400), slow);
  fillLymphocytes(section, crowd, cells, characters.lymphocyte, plan.uniform() < 0.4 ? 0 : plan.integer(2500), slow);
  for (const nucleus of crowd.nuclei) stainNucleus(section, nucleus, grain, cells);
  return { section, gland: glands[0] };
}

/** Stain vectors and light of one laboratory. */
function drawLaboratory(stream: RandomStream): { haematoxylin: Vector; eosin: Vector; white: Vector } {
  const brightness = stream.range(0.84, 0.93);
  return {
    haematoxylin: unit([stream.range(0.53, 0.63), stream.range(0.71, 0.75), stream.range(0.3, 0.4)]),
    eosin: unit([stream.range(0.08, 0.17), stream.range(0.83, 0.9), stream.range(0.4, 0.53)]),
    white: [brightness, brightness - stream.range(0, 0.02), brightness + stream.range(-0.005, 0.015)],
  };
}

/** Weights 1, 2, 1 along one axis of rows x columns x 3, the edge repeated. */
function soften(light: Float64Array, along: 0 | 1): Float64Array {
  const out = new Float64Array(light.length);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const here = (y * SIZE + x) * 3;
      const [position, step] = along === 0 ? [y, SIZE * 3] : [x, 3];
      const before = position > 0 ? here - step : here;
      const after = position < SIZE - 1 ? here + step : here;
      for (let channel = 0; channel < 3; channel++)
        out[here + channel] = 0.2 * light[before + channel] + 0.6 * light[here + channel] + 0.2 * light[after + channel];
    }
  }
  return out;
}

/** @returns rows x columns x 3, whole code values 0 .. 255 */
function scan(section: Section, random: RandomSource): Float64Array {
  const { haematoxylin, eosin, white } = drawLaboratory(random.stream("laboratory"));
  const light = new Float64Array(SIZE * SIZE * 3);
  for (let i = 0; i < light.length; i++) {
    const pixel = Math.floor(i / 3);
    const channel = i % 3;
    light[i] = white[channel] * exp(-(section.haematoxylin[pixel] * haematoxylin[channel] + section.eosin[pixel] * eosin[channel]));
  }
  return soften(soften(light, 0), 1).map((value) => Math.floor(255 * encodeSrgb(value) + 0.5));
}

/** The squarest patch of stroma: the place, of a coarse raster, farthest from anything else. */
function stromaPlace({ kind }: Section): Structure | undefined {
  let best = { row: 0, column: 0, half: 0 };
  const isStroma = (y: number, x: number): boolean => kind[y * SIZE + x] === STROMA;
  for (let row = 16; row < SIZE; row += 16) {
    for (let column = 16; column < SIZE; column += 16) {
      const limit = Math.min(row, column, SIZE - 1 - row, SIZE - 1 - column);
      let half = 0;
      while (half + 4 <= limit && ring(row, column, half + 4).every(([y, x]) => isStroma(y, x))) half += 4;
      if (half > best.half) best = { row, column, half };
    }
  }
  if (best.half < 12) return undefined;
  return { row: best.row / SIZE, column: best.column / SIZE, halfHeight: best.half / SIZE, halfWidth: best.half / SIZE };
}

/** Sixteen points of a square's outline. */
function ring(row: number, column: number, half: number): [number, number][] {
  return [-1, -0.5, 0, 0.5].flatMap((t): [number, number][] => {
    const s = Math.round(t * half);
    return [
      [row - half, column + s],
      [row + half, column - s],
      [row + s, column + half],
      [row - s, column - half],
    ];
  });
}

export default definePhantom({
  version: 1,
  draw(random) {
    const architecture = (["glands", "glands", "nests", "stroma"] as const)[random.stream("architecture").integer(4)];
    const { section, gland } = grow(random, architecture);
    const stroma = stromaPlace(section);
    const structures: Record<string, Structure> = { "the nuclei": { row: 0.5, column: 0.5, halfHeight: 0.5, halfWidth: 0.5 } };
    if (stroma !== undefined) structures["the stroma"] = stroma;
    const hasGland = gland !== undefined && section.kind.includes(GLASS);
    if (hasGland)
      structures["the gland"] = {
        row: gland.row / SIZE,
        column: gland.column / SIZE,
        halfHeight: gland.radius / SIZE,
        halfWidth: gland.radius / SIZE,
      };
    return {
      acquisition: {
        quantity: "srgb",
        coils: 1,
        rows: SIZE,
        columns: SIZE,
        channels: 3,
        complex: false,
        data: scan(section, random),
        bits: 8,
        spacing: { row: PIXEL_SIZE, column: PIXEL_SIZE },
        scanner: {},
      },
      anatomy: hasGland ? "glands" : "tissue",
      structures,
    };
  },
});
