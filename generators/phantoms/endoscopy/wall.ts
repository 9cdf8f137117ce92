/**
 * The wall of a stretch of colon: a tube whose radius is a table over depth and angle.
 *
 *   F(p) = R(z, phi) - |q|,  q = (x, y) - a(z)        F > 0 in the lumen, 0 on the wall; grad F points into the lumen
 *   R = base - sqrt(sum over folds (height(phi) / (1 + ((z - line(phi)) / width)^2)^(3/2))^2)
 *
 * A fold is cut at 7 widths, where its bell has fallen to 0.0028. Lengths are in radii of the tube, the camera is near (0, 0, 0) and looks along z, a(z) = z^2 times the bend. A semilunar fold is highest
 * between the three taeniae, which makes its aperture a rounded triangle. Columns of the table are even in the diamond angle
 * u = y / (x + y) (per quadrant), which needs no arctangent.
 */
import { atan2, cosTurns, TWO_PI } from "../../signal/math.ts";
import type { RandomSource, RandomStream } from "../../signal/random.ts";
import { smoothNoise } from "../../signal/smooth-noise.ts";

const FIRST = -0.5;
const PER_UNIT = 64;
const ROWS = 608;
const COLUMNS = 512;
/** Depth at which the table, and with it all sight, ends. */
export const END = FIRST + (ROWS - 2) / PER_UNIT;

/** One fold around the tube; angles in turns. */
interface Fold {
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  /** How much of the height is lost opposite `centre`: 0 for a ring, towards 1 for a crescent. */
  readonly crescent: number;
  readonly centre: number;
  readonly triangle: number;
  readonly taenia: number;
  /** Wander of its crest along the tube: amplitude and phase of one, two and three waves per turn. */
  readonly wander: readonly (readonly [number, number])[];
}

/** What the wall is like at a place. */
export interface WallSample {
  radius: number;
  /** Slopes of the radius: per unit of depth, per radian. */
  along: number;
  around: number;
  /** How far the place lies behind its neighbourhood along the tube. */
  hollow: number;
}

export interface Wall {
  /** The axis: a(z) = bend z^2. */
  readonly bend: readonly [number, number];
  /** @returns F at the place: positive in the lumen */
  clearance(x: number, y: number, z: number): number;
  sample(x: number, y: number, z: number): WallSample;
}

function drawFolds(stream: RandomStream): Fold[] {
  const folds: Fold[] = [];
  const taenia = stream.uniform();
  const twist = stream.range(-0.02, 0.02);
  const spacing = stream.range(0.45, 0.85);
  const height = stream.range(0.22, 0.36);
  const triangle = stream.range(0.15, 0.55);
  const roundness = stream.range(0, 0.6);
  for (let depth = stream.range(0.35, 0.9); depth < END; depth += spacing * stream.range(0.65, 1.4)) {
    folds.push({
      depth,
      // The tip stands in a wide haustrum: no fold beside it fills the view.
      height: height * stream.range(0.7, 1.2) * Math.min(1, 0.35 + 0.5 * depth),
      width: stream.range(0.09, 0.15),
      crescent: stream.uniform() < roundness ? stream.range(0, 0.4) : stream.range(0.6, 1),
      centre: stream.uniform(),
      triangle: triangle * stream.range(0.7, 1.3),
      taenia: taenia + twist * depth,
      wander: [0.22, 0.13, 0.08].map((most) => [most * stream.range(-1, 1), stream.uniform()] as const),
    });
  }
  return folds;
}

/** @returns the place of the crest and its height at an angle [turns] */
function crestAt(fold: Fold, angle: number): [number, number] {
  let line = fold.depth;
  for (const [index, [amplitude, phase]] of fold.wander.entries()) line += amplitude * cosTurns((index + 1) * angle + phase);
  const ring = 1 - fold.crescent * (0.5 - 0.5 * cosTurns(angle - fold.centre));
  return [line, fold.height * ring * (1 - fold.triangle * cosTurns(3 * (angle - fold.taenia)))];
}

/** @returns the radius, ROWS x COLUMNS */
function shape(random: RandomSource, angles: Float64Array): Float64Array {
  const folds = drawFolds(random.stream("folds"));
  const slow = smoothNoise(random.stream("slow relief"), ROWS, COLUMNS, 45, { periodic: true });
  const quick = smoothNoise(random.stream("relief"), ROWS, COLUMNS, 15, { cell: 18, periodic: true });
  const radius = new Float64Array(ROWS * COLUMNS);
  for (let column = 0; column < COLUMNS; column++) {
    for (const fold of folds) {
      const [line, height] = crestAt(fold, angles[column]);
      const middle = (line - FIRST) * PER_UNIT;
      const reach = 7 * fold.width * PER_UNIT;
      for (let row = Math.max(0, Math.ceil(middle - reach)); row < Math.min(ROWS, middle + reach); row++) {
        const x = (FIRST + row / PER_UNIT - line) / fold.width;
        const bell = 1 / (1 + x * x);
        const bump = height * (bell * Math.sqrt(bell) - 0.0028);
        radius[row * COLUMNS + column] += bump * bump;
      }
    }
  }
  return radius.map((squares, i) => 1.03 - Math.min(Math.sqrt(squares), 0.75) + 0.03 * slow[i] + 0.007 * quick[i]);
}

/** @returns the radius less its mean over a stretch of the tube, ROWS x COLUMNS */
function hollowness(radius: Float64Array): Float64Array {
  const reach = Math.round(0.3 * PER_UNIT);
  const hollow = new Float64Array(ROWS * COLUMNS);
  for (let column = 0; column < COLUMNS; column++) {
    const at = (row: number) => radius[Math.min(Math.max(row, 0), ROWS - 1) * COLUMNS + column];
    let sum = 0;
    for (let row = -reach; row <= reach; row++) sum += at(row);
    for (let row = 0; row < ROWS; row++) {
      hollow[row * COLUMNS + column] = at(row) - sum / (2 * reach + 1);
      sum += at(row + reach + 1) - at(row - reach);
    }
  }
  return hollow;
}

/** @returns where the direction lies among the columns, 0 .. COLUMNS */
function columnOf(x: number, y: number): number {
  const quarter = COLUMNS / 4;
  if (y >= 0) return x >= 0 ? (quarter * y) / (x + y + 1e-300) : quarter * (1 - x / (y - x));
  return x < 0 ? quarter * (2 + y / (x + y)) : quarter * (3 + x / (x - y));
}

function lineOf(z: number): number {
  return Math.min(Math.max((z - FIRST) * PER_UNIT, 0), ROWS - 1.001);
}

/** Reads a table between its entries. */
function between(table: Float64Array, line: number, column: number): number {
  const left = Math.floor(column);
  const top = Math.floor(line);
  const share = column - left;
  const a = (left & (COLUMNS - 1)) + top * COLUMNS;
  const b = ((left + 1) & (COLUMNS - 1)) + top * COLUMNS;
  const upper = table[a] + share * (table[b] - table[a]);
  return upper + (line - top) * (table[a + COLUMNS] + share * (table[b + COLUMNS] - table[a + COLUMNS]) - upper);
}

/** Draws the wall. */
export function drawWall(random: RandomSource): Wall {
  const angles = new Float64Array(COLUMNS);
  const stretch = new Float64Array(COLUMNS);
  for (let column = 0; column < COLUMNS; column++) {
    const quadrant = Math.floor((4 * column) / COLUMNS);
    const t = (4 * column) / COLUMNS - quadrant;
    angles[column] = quadrant / 4 + atan2(t, 1 - t) / TWO_PI;
    // d(diamond angle) / d(angle)
    stretch[column] = t * t + (1 - t) * (1 - t);
  }
  const radius = shape(random, angles);
  const along = new Float64Array(ROWS * COLUMNS);
  const around = new Float64Array(ROWS * COLUMNS);
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const i = row * COLUMNS + column;
      along[i] = ((radius[row < ROWS - 1 ? i + COLUMNS : i] - radius[row > 0 ? i - COLUMNS : i]) * PER_UNIT) / 2;
      const [left, right] = [row * COLUMNS + ((column + COLUMNS - 1) % COLUMNS), row * COLUMNS + ((column + 1) % COLUMNS)];
      around[i] = ((radius[right] - radius[left]) * COLUMNS * stretch[column]) / 8;
    }
  }
  const stream = random.stream("bend");
  const turn = stream.uniform();
  const strength = stream.range(0.012, 0.05);
  const bend = [strength * cosTurns(turn), strength * cosTurns(turn - 0.25)] as const;
  return new TabulatedWall(bend, radius, [along, around]);
}

class TabulatedWall implements Wall {
  readonly bend: readonly [number, number];
  private readonly radius: Float64Array;
  private readonly slopes: readonly [Float64Array, Float64Array];
  private readonly hollow: Float64Array;

  constructor(bend: readonly [number, number], radius: Float64Array, slopes: readonly [Float64Array, Float64Array]) {
    this.bend = bend;
    this.radius = radius;
    this.slopes = slopes;
    this.hollow = hollowness(radius);
  }

  clearance(x: number, y: number, z: number): number {
    const qx = x - this.bend[0] * z * z;
    const qy = y - this.bend[1] * z * z;
    return between(this.radius, lineOf(z), columnOf(qx, qy)) - Math.sqrt(qx * qx + qy * qy);
  }

  sample(x: number, y: number, z: number): WallSample {
    const column = columnOf(x - this.bend[0] * z * z, y - this.bend[1] * z * z);
    const line = lineOf(z);
    const [along, around] = this.slopes;
    return {
      radius: between(this.radius, line, column),
      along: between(along, line, column),
      around: between(around, line, column),
      hollow: between(this.hollow, line, column),
    };
  }
}
