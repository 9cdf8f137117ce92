/**
 * One head in one axial section: how much of every tissue lies in each sample of a fine grid.
 *
 * From outside: skin, fat, temporal muscle, skull with diploe, CSF, cortex, white matter, deep structures, ventricles. Cortex lines whatever
 * CSF touches the brain from outside: grey matter reaches as deep as the cortical thickness below the surface and beside every sulcus.
 * Tissue borders are soft, by fractions of a millimetre to two: a section of 5 mm is never quite perpendicular to them.
 *
 * Not modelled: see section.ts and folding.ts.
 */
import type { Structure } from "../../phantom.ts";
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomSource } from "../../signal/random.ts";
import { Folding, type Root } from "./folding.ts";
import { gradientField } from "./noise-field.ts";
import { drawSection, LEVELS, type Section } from "./section.ts";
import { drawSkull, type Skull } from "./skull.ts";
import { type Disc, distanceTo, edge, type Grid } from "./stroke.ts";

export const TISSUES = [
  "skin",
  "fat",
  "muscle",
  "bone",
  "marrow",
  "csf",
  "grey",
  "white",
  "striatum",
  "thalamus",
  "pallidum",
  "choroid",
  "blood",
] as const;
export type Tissue = (typeof TISSUES)[number];

/** Signals of the tissues. */
export type Signals = Readonly<Record<Tissue, number>>;

export interface Head {
  /** Signal on the grid: size x size. */
  readonly signal: Float64Array;
  readonly structures: Readonly<Record<string, Structure>>;
}

/** Distances beyond this are never looked at [mm]. */
const REACH = 6;

function foldCortex(random: RandomSource, skull: Skull, section: Section, atrophy: number): Disc[] {
  const stream = random.stream("folding");
  const surfaceDepth = (x: number, y: number): number => {
    const layers = skull.at(x, y);
    return layers.depth - layers.brain;
  };
  const [coreWidth, coreLength] = section.core;
  const folding = new Folding(stream, {
    allows: (x, y, travelled) =>
      (x * x) / (coreWidth * coreWidth) + (y * y) / (coreLength * coreLength) > 1 && surfaceDepth(x, y) > Math.min(4.5, 0.6 * travelled),
    width: stream.range(0.5, 0.62) + 0.55 * atrophy,
    gap: stream.range(5.4, 6.4),
  });
  folding.lay(section.fissures);
  const roots: Root[] = [];
  for (let turns = stream.range(0, 0.02); turns < 1; turns += stream.range(0.017, 0.042)) {
    const { x, y } = skull.brainSurface(turns);
    if (Math.abs(x) < 5) continue;
    const inwards = turns + 0.5 + stream.range(-0.1, 0.1);
    roots.push({ x, y, heading: inwards, reach: stream.range(8, 30), mouth: stream.range(0.2, 0.9) + 0.9 * atrophy });
  }
  const { y: front } = skull.brainSurface(0.75);
  const { y: back } = skull.brainSurface(0.25);
  const [genu, splenium] = section.callosum;
  for (const side of [1, -1]) {
    for (let y = front + stream.range(6, 12); y < back - 5; y += stream.range(6, 12)) {
      if (y > genu - 4 && y < splenium + 4) continue;
      roots.push({ x: side * 0.8, y, heading: (side > 0 ? 0 : 0.5) + stream.range(-0.12, 0.12), reach: stream.range(5, 17), mouth: 0.2 });
    }
  }
  folding.grow(roots);
  for (let tries = 0; tries < 240; tries++) {
    const turns = stream.uniform();
    const share = Math.sqrt(stream.uniform());
    const heading = stream.uniform();
    const surface = skull.brainSurface(turns);
    const [x, y] = [share * surface.x, share * surface.y];
    const reach = stream.range(5, 13);
    if (folding.hasRoom(x, y)) folding.grow([0, 0.5].map((half) => ({ x, y, heading: heading + half, reach, mouth: 0 })));
  }
  return folding.discs;
}

/** Where discs reach, as a structure's box in fractions of the image. */
function boxOf(discs: readonly Disc[], { size, pitch }: Grid): Structure {
  const bounds = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { x, y, radius } of discs) {
    bounds[0] = Math.min(bounds[0], x - radius);
    bounds[1] = Math.max(bounds[1], x + radius);
    bounds[2] = Math.min(bounds[2], y - radius);
    bounds[3] = Math.max(bounds[3], y + radius);
  }
  const span = size * pitch;
  const [left, right, top, bottom] = bounds.map((bound) => bound / span + 0.5);
  return { row: (top + bottom) / 2, column: (left + right) / 2, halfHeight: (bottom - top) / 2, halfWidth: (right - left) / 2 };
}

/** Draws a head and images it with the tissues' signals on the grid. */
export function drawHead(random: RandomSource, grid: Grid, signals: Signals): Head {
  const stream = random.stream("head");
  const level = LEVELS[Math.min(Math.floor(stream.uniform() * 3.6), 3) % 3];
  const atrophy = stream.uniform() * stream.uniform();
  const skull = drawSkull(random, level === "centrum semiovale" ? stream.range(0.86, 0.93) : stream.range(0.97, 1), atrophy);
  const section = drawSection(random, level, skull.brainSurface(0.75).y, skull.brainSurface(0.25).y, atrophy);
  const sulci = foldCortex(random, skull, section, atrophy);

  const tilt = stream.range(-0.018, 0.018);
  const [c, s] = [cosTurns(tilt), sinTurns(tilt)];
  const [offsetX, offsetY] = [stream.range(-4, 4), stream.range(-5, 5)];
  const turned = (discs: readonly Disc[]): Disc[] =>
    discs.map(({ x, y, radius }) => ({ x: c * x - s * y + offsetX, y: s * x + c * y + offsetY, radius }));
  const map = (discs: readonly Disc[], reach = 2): Float64Array => distanceTo(turned(discs), grid, reach);
  const distances = {
    sulci: map(sulci, REACH),
    ventricles: map(section.ventricles),
    choroid: map(section.choroid),
    striatum: map(section.striatum),
    thalamus: map(section.thalamus),
    pallidum: map(section.pallidum),
    claustrum: map(section.claustrum),
    sinuses: map(section.sinuses),
  };
  const field = {
    fine: gradientField(random.stream("fine")),
    coarse: gradientField(random.stream("coarse")),
    fat: gradientField(random.stream("fat")),
  };
  const thickness = stream.range(2.2, 2.7);

  const { size, pitch } = grid;
  const signal = new Float64Array(size * size);
  for (let i = 0; i < signal.length; i++) {
    const u = ((i % size) + 0.5 - size / 2) * pitch;
    const v = (Math.floor(i / size) + 0.5 - size / 2) * pitch;
    const x = c * (u - offsetX) + s * (v - offsetY);
    const y = c * (v - offsetY) - s * (u - offsetX);
    const layers = skull.at(x, y);
    if (layers.depth < -1) continue;
    let value = 0;
    const over = (tissue: Tissue, share: number, texture = 1): void => {
      value += share * (texture * signals[tissue] - value);
    };
    if (layers.depth < layers.brain + 3) {
      over("skin", edge(layers.depth, 0.4));
      over("fat", edge(layers.depth - 1.6, 0.5), 0.92 + 0.25 * field.fat(x / 2.5, y / 2.5) + 0.2 * field.coarse(x / 14, y / 14));
      over("muscle", edge(layers.depth - layers.muscle, 0.5), 1 + 0.25 * field.fat(x / 1.6, y / 3));
      over("bone", edge(layers.depth - layers.bone, 0.4));
      const tables = (layers.dura - layers.bone - layers.diploe) / 2;
      const within = Math.min(layers.depth - layers.bone - tables, layers.dura - tables - layers.depth);
      over("marrow", edge(within, 0.7), 0.9 + 0.5 * field.fat(x / 4, y / 4));
      over("csf", edge(layers.depth - layers.dura, 0.5));
    } else value = signals.csf;
    const brain = Math.min(layers.depth - layers.brain, distances.sulci[i]);
    if (layers.depth > layers.dura) {
      // Sulci that slant through the section show grey against their white blades less sharply.
      const ribbon = thickness + 0.9 * field.coarse(x / 9, y / 9) + 0.4 * field.fine(x / 3, y / 3);
      const tone = 1 + 0.03 * field.fine(x / 5 + 9, y / 5) + 0.035 * field.coarse(x / 22, y / 22);
      const before = value;
      value = signals.grey * tone;
      over("white", edge(brain - ribbon, 1.1), tone);
      over("grey", 0.8 * edge(-distances.claustrum[i], 0.6), tone);
      over("striatum", edge(-distances.striatum[i], 0.7), tone);
      over("thalamus", 0.9 * edge(-distances.thalamus[i], 1.2), tone);
      over("pallidum", 0.9 * edge(-distances.pallidum[i], 1), tone);
      over("csf", edge(-distances.ventricles[i], 0.6));
      over("choroid", 0.55 * edge(-distances.choroid[i], 0.7) * edge(-distances.ventricles[i], 0.6));
      value = before + edge(brain, 0.55) * (value - before);
      over("blood", edge(-distances.sinuses[i], 0.5));
    }
    signal[i] = value;
  }
  const surface = Array.from({ length: 64 }, (_, i) => ({ ...skull.brainSurface(i / 64), radius: 0 }));
  const structures = {
    "the cortex": boxOf(turned(surface), grid),
    ...(section.ventricles.length > 0 && { "the lateral ventricles": boxOf(turned(section.ventricles), grid) }),
    ...(section.thalamus.length > 0 && {
      "the basal ganglia and thalami": boxOf(turned([...section.striatum, ...section.thalamus]), grid),
    }),
  };
  return { signal, structures };
}
