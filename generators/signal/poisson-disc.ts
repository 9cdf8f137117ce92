/**
 * Variable-density Poisson-disc sampling of a grid of two phase-encoding axes: random, but no two samples near each other.
 *
 *   |k - l| >= max(r(k), r(l)) for any two samples not both in the calibration region,   r(k) = d (1 + (s - 1) rho(k)) / s
 *   rho: distance from the calibration region over that of the farthest corner;  s = r(corner) / r(calibration);  d = r(corner)
 *
 * All points stand in one random order; each is sampled unless it lies too near to one before it. So every point is a sample or near one.
 * The calibration region is sampled fully and comes first. d is the unknown: it is searched for until the samples are a little more than
 * wanted, and a few of them, at random, are left out, which breaks no distance: their number is met exactly.
 * Distances are in k-space of square pixels: an axis of fewer samples has them farther apart. The unit is a sample of the longer axis.
 *
 * Sources: Bridson, ACM SIGGRAPH 2007 sketches (the distance law); Vasanawala et al., Proc. IEEE ISBI (2011) 1039 (variable density, MRI).
 */
import type { RandomStream } from "./random.ts";

export interface PoissonDisc {
  readonly rows: number;
  readonly columns: number;
  /** Points of the grid / samples, at least 1. */
  readonly acceleration: number;
  /** Rows and columns of the fully sampled region around (floor(rows / 2), floor(columns / 2)). */
  readonly calibration: { readonly rows: number; readonly columns: number };
  /** Smallest distance of two samples at the farthest corner / that beside the calibration region, at least 1. */
  readonly spread: number;
}

export interface PoissonDiscMask {
  /** rows x columns: 1 for each sample. */
  readonly mask: Uint8Array;
  readonly sampleCount: number;
  /** Smallest distance of two samples at the farthest corner [samples of the longer axis]; 0 where all or none but the calibration are sampled. */
  readonly distance: number;
}

/** The search for d stops where the samples exceed those wanted by less than this share. */
const SURPLUS = 0.01;
/** On a grid the number of samples jumps where discs take in another neighbour: d is never searched for more closely than this share of it. */
const FINEST = 1e-3;

/**
 * Draws a mask with round(rows x columns / acceleration) samples. Takes rows x columns draws of the stream, and some more.
 *
 * @throws RangeError for an acceleration or spread below 1, or a calibration region that the grid or the samples cannot hold
 */
export function poissonDiscMask(wanted: PoissonDisc, random: RandomStream): PoissonDiscMask {
  const { rows, columns, acceleration, calibration, spread } = wanted;
  const sampleCount = Math.round((rows * columns) / acceleration);
  if (!(acceleration >= 1)) throw new RangeError(`Expected an acceleration of at least 1, got ${acceleration}`);
  if (!(spread >= 1)) throw new RangeError(`Expected a spread of at least 1, got ${spread}`);
  if (!(calibration.rows <= rows && calibration.columns <= columns && calibration.rows * calibration.columns <= sampleCount)) {
    const got = `${calibration.rows} x ${calibration.columns} of ${rows} x ${columns} at acceleration ${acceleration}`;
    throw new RangeError(`Expected a calibration region within the grid and its ${sampleCount} samples, got ${got}`);
  }
  const field = fieldOf(wanted);
  const order = inOrder(field, random);
  const missing = sampleCount - (rows * columns - order.length);

  // Too small a distance gives enough samples and too large a one too few; the number falls with its square.
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let found: Uint32Array = order;
  let distance = (0.6 + 0.2 * spread) * Math.sqrt(acceleration);
  while (missing > 0 && found.length > missing * (1 + SURPLUS) + 1 && high - low > FINEST * low) {
    const samples = walk(field, order, distance);
    if (samples.length >= missing) {
      found = samples;
      low = distance;
    } else high = distance;
    const next = distance * Math.sqrt(samples.length / (missing * (1 + SURPLUS / 2)));
    const inside = next > low && next < high;
    distance = inside ? next : Math.min((low + high) / 2, 2 * low + 1);
  }
  return { mask: exactly(missing, missing > 0 ? found : found.subarray(0, 0), low, field, random), sampleCount, distance: low };
}

/** Makes a mask of all samples found but a few, where there are enough not of a fully sampled centre: it shall have no holes. */
function exactly(count: number, found: Uint32Array, distance: number, { calibrated, shape }: Field, random: RandomStream): Uint8Array {
  const mask = calibrated.slice();
  for (const point of found) mask[point] = 1;
  const surplus = found.length - count;
  let candidates = new Uint32Array(found.length);
  let sparse = 0;
  for (const point of found) if (distance * shape[point] > 1) candidates[sparse++] = point;
  candidates = sparse < surplus ? found.slice() : candidates.subarray(0, sparse);
  for (let left = 0; left < surplus; left++) {
    const chosen = left + random.integer(candidates.length - left);
    mask[candidates[chosen]] = 0;
    candidates[chosen] = candidates[left];
  }
  return mask;
}

/** Rounds in which the points come: one in 2^11 of them in the first, then twice as many up to the half that comes last. */
const ROUNDS = 12;

/** What does not change while the distance is searched for. */
interface Field {
  readonly rows: number;
  readonly columns: number;
  /** Sample spacings of the axes in samples of the longer one. */
  readonly rowStep: number;
  readonly columnStep: number;
  /** rows x columns: 1 in the calibration region. */
  readonly calibrated: Uint8Array;
  /** rows x columns: r(k) of d = 1. */
  readonly shape: Float64Array;
  /** The largest change of that between two points, over their distance. */
  readonly slope: number;
}

function fieldOf({ rows, columns, calibration, spread }: PoissonDisc): Field {
  const longer = Math.max(rows, columns);
  const [rowStep, columnStep] = [longer / rows, longer / columns];
  const outside = (count: number, inner: number): Float64Array => {
    const first = Math.floor(count / 2) - Math.floor(inner / 2);
    return Float64Array.from({ length: count }, (_, index) => (longer / count) * Math.max(first - index, index - (first + inner - 1), 0));
  };
  const down = outside(rows, calibration.rows);
  const across = outside(columns, calibration.columns);
  const farthest = (distances: Float64Array): number => Math.max(distances[0], distances[distances.length - 1]);
  const corner = Math.sqrt(farthest(down) * farthest(down) + farthest(across) * farthest(across)) || 1;
  const slope = (spread - 1) / spread / corner;
  const shape = new Float64Array(rows * columns);
  const calibrated = new Uint8Array(rows * columns);
  const holdsSome = calibration.rows * calibration.columns > 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const distance = Math.sqrt(down[row] * down[row] + across[column] * across[column]);
      shape[row * columns + column] = 1 / spread + slope * distance;
      if (holdsSome && distance === 0) calibrated[row * columns + column] = 1;
    }
  }
  return { rows, columns, rowStep, columnStep, calibrated, shape, slope };
}

/**
 * Puts the points outside the calibration region in order: round by round, and row by row within a round, as memory likes it. Points of one
 * of the first rounds hardly ever meet, and few of the last find room: so this is as good as an order drawn point by point.
 */
function inOrder({ calibrated }: Field, random: RandomStream): Uint32Array {
  const draws = random.fillUniform(new Float64Array(calibrated.length));
  const rounds = new Uint8Array(calibrated.length);
  const starts = new Uint32Array(ROUNDS + 1);
  for (let point = 0; point < rounds.length; point++) {
    if (calibrated[point] === 1) continue;
    const round = Math.max(ROUNDS - 1 - Math.clz32(Math.floor(draws[point] * 4294967296)), 0);
    rounds[point] = round;
    starts[round + 1]++;
  }
  for (let round = 1; round <= ROUNDS; round++) starts[round] += starts[round - 1];
  const order = new Uint32Array(starts[ROUNDS]);
  for (let point = 0; point < rounds.length; point++) if (calibrated[point] === 0) order[starts[rounds[point]]++] = point;
  return order;
}

/** Steps from a point to those around it, the nearest first. */
interface Steps {
  readonly down: Int32Array;
  readonly across: Int32Array;
  /** down x columns of the grid + across. */
  readonly offsets: Int32Array;
  /** The longest along either axis. */
  readonly high: number;
  readonly wide: number;
  /** Squares of their lengths [samples of the longer axis], and infinity after the last. */
  readonly squares: Float64Array;
}

/** @returns all steps no longer than that, at least a sample of the longer axis */
function stepsWithin({ rows, columns, rowStep, columnStep }: Field, length: number): Steps {
  const high = Math.min(Math.floor(length / rowStep), rows - 1);
  const wide = Math.min(Math.floor(length / columnStep), columns - 1);
  const steps: { down: number; across: number; square: number }[] = [];
  for (let down = -high; down <= high; down++) {
    for (let across = -wide; across <= wide; across++) {
      const [y, x] = [down * rowStep, across * columnStep];
      const square = y * y + x * x;
      if (square > 0 && square <= length * length) steps.push({ down, across, square });
    }
  }
  steps.sort((a, b) => a.square - b.square);
  return {
    down: Int32Array.from(steps, ({ down }) => down),
    across: Int32Array.from(steps, ({ across }) => across),
    offsets: Int32Array.from(steps, ({ down, across }) => down * columns + across),
    high,
    wide,
    squares: Float64Array.from([...steps.map(({ square }) => square), Number.POSITIVE_INFINITY]),
  };
}

/** Walks the points in order. @returns those that are not too near to any before them */
function walk(field: Field, order: Uint32Array, distance: number): Uint32Array {
  const { calibrated, shape, slope, rows, columns } = field;
  // Half the memory is half the time; the ten-millionth makes up for the rounding, so that no two samples come too near.
  const squares = new Float32Array(shape.length);
  for (let point = 0; point < squares.length; point++) squares[point] = distance * shape[point] * (distance * shape[point]) * (1 + 1e-7);
  // Of two points x apart, the outer one's distance is at most the inner one's + steepness x.
  const steepness = distance * slope;
  const widening = steepness < 1 ? (1 + 1e-6) / ((1 - steepness) * (1 - steepness)) : Number.MAX_VALUE;
  const steps = stepsWithin(field, Math.min(distance * Math.sqrt(widening), 2 * Math.max(rows, columns)));
  const isInside = (row: number, column: number): boolean => row >= 0 && row < rows && column >= 0 && column < columns;
  const barred = calibrated.slice();
  const { down, across, offsets, squares: lengths } = steps;
  const bar = (sample: number): void => {
    const own = squares[sample];
    const reach = own * widening;
    const row = Math.floor(sample / columns);
    const column = sample - row * columns;
    const isInner = row >= steps.high && row < rows - steps.high && column >= steps.wide && column < columns - steps.wide;
    let step = 0;
    for (; lengths[step] < own; step++)
      if (isInner || isInside(row + down[step], column + across[step])) barred[sample + offsets[step]] = 1;
    for (; lengths[step] < reach; step++) {
      const point = sample + offsets[step];
      if ((isInner || isInside(row + down[step], column + across[step])) && lengths[step] < squares[point]) barred[point] = 1;
    }
  };
  for (let point = 0; point < calibrated.length; point++) if (calibrated[point] === 1) bar(point);
  const taken = new Uint32Array(order.length);
  let count = 0;
  for (const point of order) {
    if (barred[point] === 1) continue;
    taken[count++] = point;
    bar(point);
  }
  return taken.subarray(0, count);
}
