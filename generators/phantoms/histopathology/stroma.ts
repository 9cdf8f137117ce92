/**
 * Stroma: wavy collagen fibres that run around glands, clefts, fat cells, and the nuclei of fibroblasts and lymphocytes.
 */
import { cos, PI, sin } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import { type Crowd, type Nucleus, vary } from "./nuclei.ts";
import { GLASS, type Noise, type Section, STROMA, smoothStep } from "./section.ts";

export interface Weave {
  /** Direction of the fibres at a pixel [rad], from the column axis towards the row axis. */
  direction(y: number, x: number): number;
  /** Eosin of the collagen [optical density]. */
  readonly eosin: number;
  /** 0 dense collagen .. 1 loose, pale tissue. */
  readonly loose: number;
}

/** Draws how the fibres run: a main direction, bends of about 100 um and waves of about 20 um. */
export function drawWeave(stream: RandomStream, bends: Noise, eosin: number, loose: number): Weave {
  const main = stream.range(0, PI);
  const wave = stream.range(0.25, 0.6);
  return {
    eosin,
    loose,
    direction: (y, x) => main + 1.3 * bends(x / 190, y / 190) + wave * bends(x / 42 + 31, y / 42 + 17),
  };
}

/** Half the length over which noise is smeared into a fibre [steps of 1.5 px]. */
const REACH = 14;
const STEP = 1.5;

/** Fibres: noise smeared along the directions (line integral convolution). @returns rows x columns, about -1 .. 1 */
function fibres({ rows, columns }: Section, weave: Weave, grain: Noise): Float64Array {
  const size = rows * columns;
  const [along, across, noise, out] = [new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const angle = weave.direction(y, x);
      along[y * columns + x] = STEP * cos(angle);
      across[y * columns + x] = STEP * sin(angle);
      noise[y * columns + x] = 0.85 * grain(x / 2, y / 2) + 0.6 * grain(x / 5 + 40, y / 5) + 0.5 * grain(x / 13, y / 13 + 40);
    }
  }
  for (let start = 0; start < size; start++) {
    let sum = 0;
    for (const sense of [1, -1]) {
      let [x, y] = [start % columns, Math.floor(start / columns)];
      for (let step = 0; step < REACH; step++) {
        const i = Math.min(Math.max(Math.round(y), 0), rows - 1) * columns + Math.min(Math.max(Math.round(x), 0), columns - 1);
        sum += noise[i];
        x += sense * along[i];
        y += sense * across[i];
      }
    }
    out[start] = (sum / (2 * REACH)) * 2.4;
  }
  return out;
}

/** Stains the collagen and opens clefts between its bundles. */
export function stainStroma(section: Section, weave: Weave, grain: Noise, slow: Noise): void {
  const { rows, columns, kind, depth } = section;
  const pattern = fibres(section, weave, grain);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x;
      if (kind[i] !== STROMA) continue;
      const fibre = pattern[i];
      const density = 0.1 * slow(x / 60, y / 60);
      // Clefts open where the weave is loose, and as a thin retraction line along some glands.
      const openness = weave.loose * 0.7 + 0.3 * slow(x / 80 + 20, y / 80) - 1.25;
      const cleft = smoothStep(0.1, 0.32, -fibre + openness + 0.3);
      const retraction = 0.75 * smoothStep(1.5, -0.5, Math.abs(depth[i] + 3.2)) * smoothStep(0.15, 0.5, slow(x / 55 + 70, y / 55 + 10));
      const empty = Math.max(cleft, retraction);
      const amount = weave.eosin * (1 - 0.35 * weave.loose) * (1 + 0.42 * fibre + density + 0.14 * grain(x / 1.6, y / 1.6 + 90));
      section.eosin[i] = Math.max(amount, 0.15) * (1 - 0.93 * empty) + 0.03;
      section.haematoxylin[i] = (0.12 + 0.12 * weave.loose) * (1 + 0.5 * fibre) * (1 - empty);
    }
  }
}

const kindAt = ({ rows, columns, kind }: Section, y: number, x: number): number =>
  kind[Math.min(Math.max(Math.round(y), 0), rows - 1) * columns + Math.min(Math.max(Math.round(x), 0), columns - 1)];

/** Spindle nuclei of fibroblasts, along the fibres. */
export function fillFibroblasts(
  section: Section,
  weave: Weave,
  crowd: Crowd,
  stream: RandomStream,
  character: Nucleus,
  count: number,
  drifts: Noise,
): void {
  for (let i = 0; i < count; i++) {
    const [row, column] = [stream.range(0, section.rows), stream.range(0, section.columns)];
    if (stream.uniform() > 0.55 + 0.6 * drifts(column / 70 + 33, row / 70)) continue;
    const nucleus = { ...vary(character, stream), row, column, angle: weave.direction(row, column) + stream.range(-0.2, 0.2) };
    const [s, c] = [nucleus.long * sin(nucleus.angle), nucleus.long * cos(nucleus.angle)];
    const clear = [-1, 0, 1].every((end) => kindAt(section, row + end * s, column + end * c) === STROMA);
    if (clear) crowd.add(nucleus, 3);
  }
}

/** Lymphocytes: small, round and dark, in drifts. */
export function fillLymphocytes(
  section: Section,
  crowd: Crowd,
  stream: RandomStream,
  character: Nucleus,
  count: number,
  drifts: Noise,
): void {
  for (let i = 0; i < count; i++) {
    const [row, column] = [stream.range(0, section.rows), stream.range(0, section.columns)];
    const nucleus = { ...vary(character, stream), row, column, angle: stream.range(0, PI) };
    const wanted = stream.uniform() < 0.04 + smoothStep(0.25, 0.6, drifts(column / 90, row / 90));
    if (wanted && kindAt(section, row, column) === STROMA) crowd.add(nucleus, 1.2);
  }
}

/** Fat cells: glass inside a thin wall, with the nucleus pressed against it. Those that would touch an epithelium are left out. */
export function layFat(section: Section, stream: RandomStream, count: number, around: readonly [number, number], uneven: Noise): void {
  const { rows, columns, kind } = section;
  const placed: [number, number, number][] = [];
  for (let attempt = 0; attempt < count * 12 && placed.length < count; attempt++) {
    const [y, x, radius] = [around[0] + stream.normal() * 90, around[1] + stream.normal() * 90, stream.range(26, 46)];
    if (
      placed.some(
        ([otherY, otherX, other]) => Math.sqrt((y - otherY) * (y - otherY) + (x - otherX) * (x - otherX)) < (radius + other) * 0.97,
      )
    )
      continue;
    if (
      section.depth[Math.min(Math.max(Math.round(y), 0), rows - 1) * columns + Math.min(Math.max(Math.round(x), 0), columns - 1)] >
      -radius * 1.2
    )
      continue;
    placed.push([y, x, radius]);
  }
  for (const [centreY, centreX, radius] of placed) {
    for (let y = Math.max(Math.floor(centreY - radius * 1.3), 0); y < Math.min(centreY + radius * 1.3, rows); y++) {
      for (let x = Math.max(Math.floor(centreX - radius * 1.3), 0); x < Math.min(centreX + radius * 1.3, columns); x++) {
        const distance = Math.sqrt((y - centreY) * (y - centreY) + (x - centreX) * (x - centreX));
        if (distance < radius * (1 + 0.16 * uneven(x / 33, y / 33)) - 1.2 && kind[y * columns + x] === STROMA)
          kind[y * columns + x] = GLASS;
      }
    }
  }
}
