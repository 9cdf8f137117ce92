/**
 * Epithelium: glands (a ring of columnar cells around a lumen) and solid nests, their cells and nuclei.
 */
import { atan2, cos, PI, sin, TWO_PI } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import { type Crowd, type Nucleus, vary } from "./nuclei.ts";
import { EPITHELIUM, GLASS, type Noise, type Section, STROMA, smoothStep } from "./section.ts";

/** A gland: its outline is radius * (1 + sum of waves), its lumen begins `height` below the surface. Lengths in px. */
export interface Gland {
  readonly row: number;
  readonly column: number;
  readonly radius: number;
  readonly height: number;
  /** Amplitude [1] and phase [rad] of the outline's waves 2, 3, 4, 5. */
  readonly waves: readonly (readonly [number, number])[];
}

export function drawGland(stream: RandomStream, row: number, column: number, radius: number, height: number): Gland {
  const waves = [0.2, 0.1, 0.06, 0.04].map((amplitude) => [stream.range(-amplitude, amplitude), stream.range(0, TWO_PI)] as const);
  return { row, column, radius, height, waves };
}

/** Distance from a gland's centre to its surface in one direction [px]. */
function surface({ radius, waves }: Gland, angle: number): number {
  return radius * waves.reduce((sum, [amplitude, phase], i) => sum + amplitude * cos((i + 2) * angle + phase), 1);
}

/** Marks where the gland's cells and lumen are, and their depth below its surface. */
export function layGland(section: Section, gland: Gland, uneven: Noise): void {
  const { rows, columns, kind, depth } = section;
  const reach = Math.ceil(gland.radius * 1.4) + 24;
  for (let y = Math.max(Math.floor(gland.row) - reach, 0); y < Math.min(gland.row + reach, rows); y++) {
    for (let x = Math.max(Math.floor(gland.column) - reach, 0); x < Math.min(gland.column + reach, columns); x++) {
      const [dx, dy] = [x - gland.column, y - gland.row];
      const below = surface(gland, atan2(dy, dx)) + 3 * uneven(x / 40, y / 40) - Math.sqrt(dx * dx + dy * dy);
      const i = y * columns + x;
      if (below < depth[i]) continue;
      depth[i] = below;
      const height = gland.height * (1 + 0.25 * uneven(x / 30 + 50, y / 30)) + 2.5 * uneven(x / 7, y / 7 + 50);
      if (below > 0) kind[i] = below > height ? GLASS : EPITHELIUM;
    }
  }
}

/** Nuclei of a gland: long, at right angles to the surface, near the base of the cells, in up to `layers` rows. */
export function fillGland(gland: Gland, crowd: Crowd, stream: RandomStream, character: Nucleus, layers: number): void {
  const spacing = 2 * character.short + 0.5;
  for (let layer = 0; layer < layers; layer++) {
    const base = Math.min(character.long + 4 + layer * character.long * 1.25, gland.height - character.long * 0.6);
    const circumference = TWO_PI * Math.max(gland.radius - base, 6);
    const cells = Math.max(Math.floor(circumference / spacing), 5);
    const start = stream.range(0, TWO_PI);
    for (let i = 0; i < cells; i++) {
      const angle = start + (TWO_PI * (i + stream.range(-0.25, 0.25))) / cells;
      const out = surface(gland, angle) - base - stream.range(-0.18, 0.22) * gland.height;
      const kept = stream.uniform() < 0.94;
      const nucleus: Nucleus = {
        ...vary(character, stream),
        row: gland.row + out * sin(angle),
        column: gland.column + out * cos(angle),
        angle: angle + stream.range(-0.2, 0.2),
      };
      if (kept && out > 0) crowd.add(nucleus, -1.5);
    }
  }
}

/** Marks solid nests: the plane parted among `seeds`, with stroma of half width `septum` [px] between the parts. */
export function layNests(section: Section, seeds: readonly (readonly [number, number])[], septum: number, uneven: Noise): void {
  const { rows, columns, kind, depth } = section;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [warpedY, warpedX] = [
        y + 26 * uneven(x / 70, y / 70) + 5 * uneven(x / 20, y / 20),
        x + 26 * uneven(x / 70 + 40, y / 70 + 40) + 5 * uneven(x / 20 + 9, y / 20),
      ];
      let [nearest, second] = [1e9, 1e9];
      for (const [seedY, seedX] of seeds) {
        const distance = Math.sqrt((warpedY - seedY) * (warpedY - seedY) + (warpedX - seedX) * (warpedX - seedX));
        if (distance < nearest) [nearest, second] = [distance, nearest];
        else if (distance < second) second = distance;
      }
      const below = (second - nearest) / 2 - septum * (1 + 0.7 * uneven(x / 90 + 70, y / 90));
      depth[y * columns + x] = below;
      kind[y * columns + x] = below > 0 ? EPITHELIUM : STROMA;
    }
  }
}

/** Nuclei of solid epithelium: round to oval, any direction, as dense as `gap` [px] between them allows. */
export function fillNests(section: Section, crowd: Crowd, stream: RandomStream, character: Nucleus, gap: number, crowding: Noise): void {
  const attempts = Math.floor((section.rows * section.columns) / 40);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const nucleus = {
      ...vary(character, stream),
      row: stream.range(-8, section.rows + 8),
      column: stream.range(-8, section.columns + 8),
      angle: stream.range(0, PI),
    };
    const [y, x] = [nucleus.row, nucleus.column].map((value, axis) =>
      Math.min(Math.max(Math.floor(value), 0), (axis === 0 ? section.rows : section.columns) - 1),
    );
    const i = y! * section.columns + x!;
    if (section.kind[i] === EPITHELIUM && section.depth[i] > nucleus.short + 1)
      crowd.add(nucleus, gap * (1 + 0.9 * crowding(x! / 55, y! / 55)) * stream.range(0.3, 1.5));
  }
}

/** How the cytoplasm of the epithelium takes its stains. */
export interface Cytoplasm {
  readonly haematoxylin: number;
  readonly eosin: number;
  /** 0 none .. 1 pale mucin fills the cells' upper half. */
  readonly mucin: number;
  /** Depth at which the mucin begins [px]. */
  readonly mucinDepth: number;
  /** 0 none .. 1 many small empty vacuoles. */
  readonly vacuoles: number;
}

/** Thin secretion in the lumina: amount of eosin [optical density]. */
export function stainSecretion({ rows, columns, kind, depth, eosin }: Section, amount: number, texture: Noise): void {
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x;
      if (kind[i] !== GLASS || depth[i] <= 0) continue;
      const wisps = texture(x / 22 + 11, y / 22) + 0.5 * texture(x / 8, y / 8 + 11) + 0.35 * texture(x / 2.5, y / 2.5);
      eosin[i] = amount * smoothStep(-0.1, 0.9, wisps);
    }
  }
}

const CELL = 32;

interface Neighbours {
  readonly owner: Nucleus | undefined;
  /** How much farther the second nearest nucleus is than the nearest [px]: 0 on the border between two cells. */
  readonly toBorder: number;
}

/** Finds each pixel's two nearest nuclei, as far as 32 px. */
function neighbourhood({ rows, columns }: Section, nuclei: readonly Nucleus[]): (y: number, x: number) => Neighbours {
  const width = Math.ceil(columns / CELL) + 4;
  const cells = Array.from({ length: width * (Math.ceil(rows / CELL) + 4) }, (): Nucleus[] => []);
  const cellAt = (y: number, x: number): number => (Math.floor(y / CELL) + 2) * width + Math.floor(x / CELL) + 2;
  for (const nucleus of nuclei) cells[cellAt(nucleus.row, nucleus.column)]?.push(nucleus);
  return (y, x) => {
    let [nearest, second] = [1e9, 1e9];
    let owner: Nucleus | undefined;
    const home = cellAt(y, x);
    for (let step = 0; step < 9; step++) {
      for (const nucleus of cells[home + (Math.floor(step / 3) - 1) * width + (step % 3) - 1]) {
        const [dy, dx] = [y - nucleus.row, x - nucleus.column];
        const distance = dy * dy + dx * dx;
        if (distance < nearest) {
          [nearest, second] = [distance, nearest];
          owner = nucleus;
        } else if (distance < second) second = distance;
      }
    }
    return { owner, toBorder: Math.sqrt(second) - Math.sqrt(nearest) };
  };
}

/** Stains the cytoplasm and the borders between cells: each pixel belongs to the nearest nucleus. */
export function stainCytoplasm(section: Section, crowd: Crowd, cytoplasm: Cytoplasm, texture: Noise): void {
  const { rows, columns, kind, depth } = section;
  const { haematoxylin, eosin, mucin, mucinDepth, vacuoles } = cytoplasm;
  const neighbours = neighbourhood(section, crowd.nuclei);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x;
      if (kind[i] !== EPITHELIUM) continue;
      const { owner, toBorder } = neighbours(y, x);
      const border = smoothStep(2.2, 0.3, toBorder) * smoothStep(-0.2, 0.5, texture(x / 11, y / 11 + 80) + 0.3);
      const grain = 0.26 * texture(x / 1.8, y / 1.8) + 0.24 * texture(x / 5, y / 5 + 30);
      const cell = 0.1 * texture(x / 34 + 60, y / 34) + (owner === undefined ? 0 : 0.22 * texture(owner.column / 7, owner.row / 7));
      // Two lattices at 45 degrees to each other, so that no vacuole is square.
      const hollow = 0.6 * texture(x / 9 + 20, y / 9 + 20) + 0.6 * texture((x + y) / 12.7, (x - y) / 12.7);
      const vacuole = 0.85 * smoothStep(1.02 - 0.5 * vacuoles, 1.14 - 0.5 * vacuoles, hollow);
      const pale = mucin * smoothStep(mucinDepth - 4, mucinDepth + 4, depth[i]) * (1 - border);
      const rim = smoothStep(3, 0, depth[i]);
      section.haematoxylin[i] = haematoxylin * (1 + grain + cell) * (1 - 0.75 * pale) * (1 - vacuole);
      section.eosin[i] = (eosin * (1 + grain + cell) + 0.45 * border + 0.3 * rim) * (1 - 0.65 * pale) * (1 - vacuole);
    }
  }
}
