/**
 * Point spread functions on the pixel grid. All add up to 1 and are centred: their mean displacement is 0.
 *
 *   Gaussian     w[n] = exp(-t) I_n(t), t = sigma^2 in pixels^2: the discrete Gaussian, whose variance is sigma^2 exactly for every sigma
 *   disc         w = area of the disc of the given radius inside each pixel, over pi radius^2: the second moment along each axis is
 *                radius^2 / 4 + 1 / 12 for radii of a few pixels, because a pixel's share acts at its centre; radii up to 1/2 give the delta
 *   path         equal times between successive points, each place shared bilinearly among its four pixels
 *
 * Not modelled: wavelength and diffraction (see pupil-spread.ts); a lens as it was measured (see measured-spread.ts).
 *
 * Sources: Lindeberg, IEEE Trans. Pattern Anal. Mach. Intell. 12 (1990) 234 (discrete Gaussian); Abramowitz and Stegun 9.6.26 and 9.12
 * (Bessel functions by backward recurrence).
 */
import { sumError } from "./math/exact.ts";
import { atan2 } from "./math.ts";

/** Weights rows x columns, both odd; the weight of displacement (r, c) lies at row r + (rows - 1) / 2, column c + (columns - 1) / 2. */
export interface PointSpread {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float64Array;
}

/** A point spread function that is the product of one along the rows' index and one along the columns' index, each of odd length. */
export interface SeparablePointSpread {
  readonly down: Float64Array;
  readonly across: Float64Array;
}

/** @returns the product of both, weight by weight */
export function outerProduct({ down, across }: SeparablePointSpread): PointSpread {
  const weights = Float64Array.from(
    { length: down.length * across.length },
    (_, index) => down[Math.floor(index / across.length)] * across[index % across.length],
  );
  return { rows: down.length, columns: across.length, weights };
}

/** A place in pixels. */
export interface PathPoint {
  readonly row: number;
  readonly column: number;
}

/** Gaussian weights below this share of the largest are left out. */
const NEGLIGIBLE = 1e-12;

/**
 * Makes a Gaussian.
 *
 * @param sigma standard deviation in pixels, >= 0; 0 gives the delta exactly
 * @param across standard deviation along a row, where it differs
 * @throws RangeError for a negative or infinite sigma
 */
export function gaussianSpread(sigma: number, across = sigma): SeparablePointSpread {
  const down = discreteGaussian(sigma);
  return { down, across: across === sigma ? down : discreteGaussian(across) };
}

function discreteGaussian(sigma: number): Float64Array {
  checkLength("sigma", sigma);
  const t = sigma * sigma;
  if (t < 1e-16) return Float64Array.of(1);
  // Backward recurrence from where I_n / I_0 is far below NEGLIGIBLE. Rescaled on the way, because it grows by many powers of ten.
  const first = Math.ceil(12 * sigma) + 24;
  const half = new Float64Array(first + 2);
  half[first] = 1;
  for (let n = first; n > 0; n--) {
    half[n - 1] = half[n + 1] + ((2 * n) / t) * half[n];
    if (half[n - 1] > 1e200) for (let index = n - 1; index <= first; index++) half[index] *= 1e-200;
  }
  let radius = 0;
  while (half[radius + 1] > NEGLIGIBLE * half[0]) radius++;
  return normalised(Float64Array.from({ length: 2 * radius + 1 }, (_, index) => half[Math.abs(index - radius)]));
}

/**
 * Makes a uniform disc: a lens out of focus.
 *
 * @param radius in pixels, >= 0
 * @throws RangeError for a negative or infinite radius
 */
export function discSpread(radius: number): PointSpread {
  checkLength("radius", radius);
  const reach = Math.max(0, Math.ceil(radius - 0.5));
  const side = 2 * reach + 1;
  const weights = new Float64Array(side * side);
  if (reach === 0) weights[0] = 1;
  else
    for (let index = 0; index < weights.length; index++)
      weights[index] = discInPixel(Math.abs(Math.floor(index / side) - reach), Math.abs((index % side) - reach), radius);
  return { rows: side, columns: side, weights: normalised(weights) };
}

/** @returns the area of the disc of a radius within the pixel centred at (row, column), both >= 0: 0 .. 1 */
export function discInPixel(row: number, column: number, radius: number): number {
  const nearRow = Math.max(0, row - 0.5);
  const nearColumn = Math.max(0, column - 0.5);
  if (nearRow * nearRow + nearColumn * nearColumn >= radius * radius) return 0;
  const farRow = row + 0.5;
  const farColumn = column + 0.5;
  if (farRow * farRow + farColumn * farColumn <= radius * radius) return 1;
  const corner = (y: number, x: number): number => (y < 0 ? -1 : 1) * (x < 0 ? -1 : 1) * quarterDisc(Math.abs(y), Math.abs(x), radius);
  const area = corner(farRow, farColumn) - corner(row - 0.5, farColumn) - corner(farRow, column - 0.5) + corner(row - 0.5, column - 0.5);
  return Math.max(0, area);
}

/** @returns the area of the disc within 0 .. height, 0 .. width */
function quarterDisc(height: number, width: number, radius: number): number {
  const y = Math.min(height, radius);
  const x = Math.min(width, radius);
  if (x * x + y * y <= radius * radius) return x * y;
  // Below the arc: a rectangle up to where the arc meets the height, then the integral of sqrt(radius^2 - t^2).
  const meeting = Math.sqrt(radius * radius - y * y);
  const integral = (t: number): number => {
    const arc = Math.sqrt(Math.max(0, radius * radius - t * t));
    return 0.5 * (t * arc + radius * radius * atan2(t, arc));
  };
  return meeting * y + integral(x) - integral(meeting);
}

/**
 * Makes the trace of a motion during the exposure, shifted so that its mean place is the centre.
 *
 * @param points places at equal time steps, joined by straight lines; one point gives the delta
 * @throws RangeError without points or with one that is not finite
 */
export function pathSpread(points: readonly PathPoint[]): PointSpread {
  if (points.length === 0) throw new RangeError("Expected one point or more, got none");
  for (const { row, column } of points) {
    if (!(Number.isFinite(row) && Number.isFinite(column))) throw new RangeError(`Expected finite points, got (${row}, ${column})`);
  }
  const centre = meanPlace(points);
  const reach = (pick: (point: PathPoint) => number): number => Math.ceil(Math.max(...points.map((point) => Math.abs(pick(point)))));
  const rowReach = reach(({ row }) => row - centre.row);
  const columnReach = reach(({ column }) => column - centre.column);
  const spread = {
    rows: 2 * rowReach + 1,
    columns: 2 * columnReach + 1,
    weights: new Float64Array((2 * rowReach + 1) * (2 * columnReach + 1)),
  };
  for (let index = 0; index < Math.max(1, points.length - 1); index++) {
    const from = points[index];
    const to = points[Math.min(index + 1, points.length - 1)];
    const distance = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
    const count = 1 + Math.ceil(16 * distance);
    for (let step = 0; step < count; step++) {
      const part = (step + 0.5) / count;
      const row = from.row + part * (to.row - from.row) - centre.row + rowReach;
      const column = from.column + part * (to.column - from.column) - centre.column + columnReach;
      shareAmongPixels(spread, row, column, 1 / count);
    }
  }
  return { ...spread, weights: normalised(spread.weights) };
}

/** @returns the mean place over time */
function meanPlace(points: readonly PathPoint[]): PathPoint {
  let row = 0;
  let column = 0;
  points.forEach((point, index) => {
    const share = points.length === 1 ? 1 : (index === 0 || index === points.length - 1 ? 0.5 : 1) / (points.length - 1);
    row += share * point.row;
    column += share * point.column;
  });
  return { row, column };
}

/** Adds `share` at a place between pixels, bilinearly. */
export function shareAmongPixels(spread: PointSpread, row: number, column: number, share: number): void {
  const top = Math.min(Math.max(Math.floor(row), 0), spread.rows - 1);
  const left = Math.min(Math.max(Math.floor(column), 0), spread.columns - 1);
  const below = Math.min(top + 1, spread.rows - 1);
  const right = Math.min(left + 1, spread.columns - 1);
  const down = row - top;
  const across = column - left;
  spread.weights[top * spread.columns + left] += share * (1 - down) * (1 - across);
  spread.weights[top * spread.columns + right] += share * (1 - down) * across;
  spread.weights[below * spread.columns + left] += share * down * (1 - across);
  spread.weights[below * spread.columns + right] += share * down * across;
}

/** Divides by the sum, which is kept with its rounding errors (Neumaier's summation): many small weights still add up to 1. */
export function normalised(weights: Float64Array): Float64Array {
  let sum = 0;
  let errors = 0;
  for (const weight of weights) {
    const next = sum + weight;
    errors += sumError(sum, weight, next);
    sum = next;
  }
  const total = sum + errors;
  return weights.map((weight) => weight / total);
}

function checkLength(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`Expected ${name} of 0 or more pixels, got ${value}`);
}
