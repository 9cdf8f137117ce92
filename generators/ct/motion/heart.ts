/**
 * The heart in a section: the largest disc of soft tissue between two lungs, and how far its borders lie from the disc's middle.
 *
 * Soft tissue is denser than -10 HU; fat parts the great vessels, so that discs as large as a heart are found in a heart alone. Lung lies
 * between -940 and -500 HU within the body; less than `LUNG` on either side, at the disc's height, is gas in bowel.
 * A direction's border is where soft tissue ends, in the median over neighbouring directions: a groove of fat does not dent the heart.
 * Towards lung the heart moves freely, and lung with it for `FREE` more; elsewhere it lies on what does not move.
 *
 * An image narrower than a chest is a detail, whose middle is taken for the heart's.
 */
import { atan2, cosTurns, PI, sinTurns } from "../../signal/math.ts";
import { bodyMask } from "../attenuation/body.ts";
import { type Attenuation, WATER_ATTENUATION } from "../modality.ts";

export interface Heart {
  /** Its middle, in rows and columns. */
  readonly row: number;
  readonly column: number;
  /** How far it moves tissue, for each of DIRECTIONS counter-clockwise from the right [m]. */
  readonly reach: Float64Array;
  /** Radius of the largest disc in it [m]. */
  readonly radius: number;
}

export const DIRECTIONS = 72;
const CHEST = 0.2;
/** Of an image's smaller side, a detail's heart. */
const DETAIL = 0.3;
const LEAST_RADIUS = 0.028;
const MOST_RADIUS = 0.06;
/** Border / radius of the disc: beyond lies the liver, or a vertebra that no fat parts. */
const FARTHEST = 1.6;
const FREE = 0.02;
const LUNG = 2e-3;
/** Step of the coarse grid [m]. */
const STEP = 0.003;
const NEIGHBOURS = 5;

const hounsfield = (attenuation: number): number => 1000 * (attenuation / WATER_ATTENUATION - 1);

/** Means over 3 x 3 pixels [HU]. */
function smoothed({ rows, columns, data }: Attenuation): (row: number, column: number) => number {
  return (row, column) => {
    let sum = 0;
    for (let down = -1; down <= 1; down++) {
      for (let across = -1; across <= 1; across++) {
        const y = Math.min(Math.max(Math.floor(row + 0.5) + down, 0), rows - 1);
        const x = Math.min(Math.max(Math.floor(column + 0.5) + across, 0), columns - 1);
        sum += data[y * columns + x];
      }
    }
    return hounsfield(sum / 9);
  };
}

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly soft: Uint8Array;
  readonly lung: Uint8Array;
}

/** Soft tissue and lung on a grid of STEP. */
function gridOf(object: Attenuation): Grid {
  const { pixel } = object;
  const rows = Math.floor((object.rows * pixel.row) / STEP);
  const columns = Math.floor((object.columns * pixel.column) / STEP);
  const at = smoothed(object);
  const body = bodyMask(object);
  const soft = new Uint8Array(rows * columns);
  const lung = new Uint8Array(rows * columns);
  for (let i = 0; i < soft.length; i++) {
    const row = Math.min(Math.floor(((Math.floor(i / columns) + 0.5) * STEP) / pixel.row), object.rows - 1);
    const column = Math.min(Math.floor((((i % columns) + 0.5) * STEP) / pixel.column), object.columns - 1);
    const value = at(row, column);
    soft[i] = value > -10 ? 1 : 0;
    lung[i] = value > -940 && value < -500 && body[row * object.columns + column] === 1 ? 1 : 0;
  }
  return { rows, columns, soft, lung };
}

/** Distance to what is not soft tissue, chamfered: steps along axes count 1, oblique ones their length [STEP]. */
function depths({ rows, columns, soft }: Grid): Float64Array {
  const depth = Float64Array.from(soft, (value) => (value === 1 ? Number.POSITIVE_INFINITY : 0));
  const pass = (order: (i: number) => number, sign: number): void => {
    for (let k = 0; k < depth.length; k++) {
      const i = order(k);
      const [row, column] = [Math.floor(i / columns), i % columns];
      for (const [down, across, length] of [
        [0, -sign, 1],
        [-sign, 0, 1],
        [-sign, -sign, Math.SQRT2],
        [-sign, sign, Math.SQRT2],
      ] as const) {
        const inside = row + down >= 0 && row + down < rows && column + across >= 0 && column + across < columns;
        depth[i] = Math.min(depth[i], (inside ? depth[i + down * columns + across] : 0) + length);
      }
    }
  };
  pass((k) => k, 1);
  pass((k) => depth.length - 1 - k, -1);
  return depth;
}

/** Has the disc so much lung on either side, at its height? */
function betweenLungs({ columns, rows, lung }: Grid, middle: number, radius: number): boolean {
  const [row, column] = [Math.floor(middle / columns), middle % columns];
  const reach = Math.ceil(radius);
  let [left, right] = [0, 0];
  for (let y = Math.max(row - reach, 0); y <= Math.min(row + reach, rows - 1); y++) {
    for (let x = 0; x < columns; x++) {
      if (lung[y * columns + x] === 1) x < column ? left++ : right++;
    }
  }
  return Math.min(left, right) * STEP * STEP >= LUNG;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/** Borders of the heart around a middle, and how far it moves beyond them. */
function reachOf(object: Attenuation, row: number, column: number, radius: number): Float64Array {
  const { pixel } = object;
  const at = smoothed(object);
  const valueAt = (direction: number, distance: number): number =>
    at(
      row - (distance * sinTurns(direction / DIRECTIONS)) / pixel.row,
      column + (distance * cosTurns(direction / DIRECTIONS)) / pixel.column,
    );
  const borders = Array.from({ length: DIRECTIONS }, (_, direction) => {
    let distance = 0;
    while (distance < FARTHEST * radius && valueAt(direction, distance) > -10) distance += pixel.column;
    return distance;
  });
  const around = <Value>(values: readonly Value[], direction: number): Value[] =>
    Array.from({ length: 2 * NEIGHBOURS + 1 }, (_, k) => values[(direction + k - NEIGHBOURS + DIRECTIONS) % DIRECTIONS]!);
  const even = borders.map((_, direction) => median(around(borders, direction)));
  const free = even.map((border, direction): number => (valueAt(direction, border + FREE / 2) < -500 ? FREE : 0));
  return Float64Array.from(even, (border, direction) => {
    const nearby = around(free, direction);
    return border + nearby.reduce((sum, value) => sum + value, 0) / nearby.length;
  });
}

/** @returns undefined for a section without a heart */
export function findHeart(object: Attenuation): Heart | undefined {
  const { rows, columns, pixel } = object;
  const side = Math.min(rows * pixel.row, columns * pixel.column);
  if (side < CHEST) {
    const radius = DETAIL * side;
    return { row: (rows - 1) / 2, column: (columns - 1) / 2, radius, reach: new Float64Array(DIRECTIONS).fill(radius) };
  }
  const grid = gridOf(object);
  const depth = depths(grid);
  const largest = [...depth.keys()].filter((i) => depth[i] * STEP >= LEAST_RADIUS).sort((a, b) => depth[b] - depth[a] || a - b);
  const middle = largest.find((i) => betweenLungs(grid, i, depth[i]));
  if (middle === undefined) return undefined;
  const radius = Math.min(depth[middle] * STEP, MOST_RADIUS);
  const row = ((Math.floor(middle / grid.columns) + 0.5) * STEP) / pixel.row - 0.5;
  const column = (((middle % grid.columns) + 0.5) * STEP) / pixel.column - 0.5;
  return { row, column, radius, reach: reachOf(object, row, column, radius) };
}

/** @returns how far the heart reaches in the direction of x to the right and y down [m] */
export function reachTowards({ reach }: Heart, x: number, y: number): number {
  const turns = x === 0 && y === 0 ? 0 : atan2(-y, x) / (2 * PI);
  const place = (turns - Math.floor(turns)) * DIRECTIONS;
  const first = Math.min(Math.floor(place), DIRECTIONS - 1);
  return reach[first] + (place - first) * (reach[(first + 1) % DIRECTIONS] - reach[first]);
}
