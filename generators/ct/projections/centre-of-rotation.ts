/**
 * The bin onto which a scanner's axis of rotation falls.
 *
 *   centre of mass of a view:    m(theta) = c + a cos theta + b sin theta
 *   opposite views:              p(theta + pi, c - s) = p(theta, c + s)
 *
 * The first, fitted by least squares, finds c for an object that no view cuts off, to within what the background's own mass draws to the
 * middle. Pairs of views nearest to half a turn apart then find it to a fraction of a bin: the mirrored one is shifted until it lies upon
 * the other; what the object moved in the angle that is missing to half a turn is known from a and b. How its shape changed meanwhile is
 * not: that goes with the missing angle, and the line through all pairs is read where none is missing.
 *
 * Sources: Kak and Slaney (1988), section 3.1 (parallel views); Vo et al., Opt. Express 22 (2014) 19078 (the problem, other ways).
 */
import { cos, PI, sin } from "../../signal/math.ts";

/** Line integrals, views x bins, with the angle of each view [rad]. */
export interface Views {
  readonly angles: readonly number[];
  readonly binCount: number;
  readonly data: Float64Array;
}

/** Pairs further from half a turn than this tell nothing [rad]. */
const MOST_MISSING = 0.1;
const MOST_PAIRS = 16;
/** Around the fit's centre [bins]. */
const SEARCH = 6;
const STEP = 0.125;

interface Orbit {
  readonly centre: number;
  readonly along: number;
  readonly across: number;
}

/** Solves the symmetric 3 x 3 equations by Cramer's rule; undefined where the angles do not determine the orbit. */
function solve(matrix: readonly number[], right: readonly number[]): readonly number[] | undefined {
  const determinant = (m: readonly number[]): number =>
    m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
  const whole = determinant(matrix);
  if (!(Math.abs(whole) > 1e-9 * matrix[0] * matrix[0] * matrix[0])) return undefined;
  return [0, 1, 2].map((column) => determinant(matrix.map((value, at) => (at % 3 === column ? right[Math.floor(at / 3)] : value))) / whole);
}

/** Fits the orbit of the centre of mass. */
function fitOrbit({ angles, binCount, data }: Views): Orbit {
  const matrix = new Array<number>(9).fill(0);
  const right = [0, 0, 0];
  for (let view = 0; view < angles.length; view++) {
    let mass = 0;
    let moment = 0;
    for (let bin = 0; bin < binCount; bin++) {
      mass += data[view * binCount + bin];
      moment += bin * data[view * binCount + bin];
    }
    if (!(mass > 0)) continue;
    const terms = [1, cos(angles[view]), sin(angles[view])];
    for (let row = 0; row < 3; row++) {
      right[row] += terms[row] * (moment / mass);
      for (let column = 0; column < 3; column++) matrix[3 * row + column] += terms[row] * terms[column];
    }
  }
  const [centre, along, across] = solve(matrix, right) ?? [(binCount - 1) / 2, 0, 0];
  return { centre: Math.min(Math.max(centre, 0), binCount - 1), along, across };
}

interface Pair {
  readonly first: number;
  readonly second: number;
  /** By how much more than half a turn the second lies beyond the first [rad]. */
  readonly beyond: number;
}

/** @returns the pairs of views nearest to half a turn apart */
function oppositeViews(angles: readonly number[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let from = 0;
  for (let first = 0; first < angles.length; first++) {
    const opposite = angles[first] + PI;
    while (from < angles.length && angles[from] < opposite - MOST_MISSING) from++;
    for (let second = from; second < angles.length && angles[second] < opposite + MOST_MISSING; second++) {
      pairs.push({ first, second, beyond: angles[second] - opposite });
    }
  }
  return pairs.sort((a, b) => Math.abs(a.beyond) - Math.abs(b.beyond) || a.first - b.first).slice(0, MOST_PAIRS);
}

function interpolated(data: Float64Array, start: number, place: number, binCount: number): number {
  const bin = Math.min(Math.max(Math.floor(place), 0), binCount - 2);
  const share = place - bin;
  return (1 - share) * data[start + bin] + share * data[start + bin + 1];
}

/** Mean squared difference of a view and the mirrored other one about a centre, where both were measured. */
function mismatch({ data, binCount }: Views, { first, second }: Pair, centre: number): number {
  const reach = Math.floor(Math.min(centre, binCount - 1 - centre));
  let sum = 0;
  for (let s = -reach; s <= reach; s++) {
    const difference =
      interpolated(data, first * binCount, centre + s, binCount) - interpolated(data, second * binCount, centre - s, binCount);
    sum += difference * difference;
  }
  return sum / (2 * reach + 1);
}

/** @returns the centre about which two views mirror each other best, between the steps by the parabola through the least three */
function mirrorCentre(views: Views, pair: Pair, around: number): number {
  const count = Math.floor((2 * SEARCH) / STEP) + 1;
  const at = (index: number): number => Math.min(Math.max(around - SEARCH + index * STEP, 1), views.binCount - 2);
  const costs = Array.from({ length: count }, (_, index) => mismatch(views, pair, at(index)));
  const best = costs.reduce((least, cost, index) => (cost < costs[least] ? index : least), 0);
  if (best === 0 || best === count - 1) return at(best);
  const [left, middle, right] = [costs[best - 1], costs[best], costs[best + 1]];
  const curvature = left - 2 * middle + right;
  return at(best) + (curvature > 0 ? (STEP * (left - right)) / (2 * curvature) : 0);
}

/** The value at 0 of the line through points by least squares; their mean where they all lie at one place. */
function valueAtZero(places: readonly number[], values: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [place, value] = [mean(places), mean(values)];
  let [covariance, variance] = [0, 0];
  places.forEach((each, at) => {
    covariance += (each - place) * (values[at] - value);
    variance += (each - place) * (each - place);
  });
  return variance > 1e-12 ? value - (place * covariance) / variance : value;
}

/** @returns the axis of rotation [bins], not a whole number */
export function centreOfRotation(views: Views): number {
  const { centre, along, across } = fitOrbit(views);
  const offset = (view: number): number => along * cos(views.angles[view]) + across * sin(views.angles[view]);
  const pairs = oppositeViews(views.angles);
  if (pairs.length === 0) return centre;
  const centres = pairs.map((pair) => {
    const moved = (offset(pair.first) + offset(pair.second)) / 2;
    return mirrorCentre(views, pair, centre + moved) - moved;
  });
  const found = valueAtZero(
    pairs.map(({ beyond }) => beyond),
    centres,
  );
  return Math.abs(found - centre) <= SEARCH ? found : centre;
}
