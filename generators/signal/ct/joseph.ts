/**
 * Joseph's rays as the projector's loop takes them: ray and line i meet at sample `place + slope i`, and each crossing stands for `step` [m].
 *
 * A ray steps through whichever of rows and columns it crosses more steeply. Every ray stands for itself and its three images.
 */
import { type Axis, type Ray, raysOf, type ScanGeometry } from "./geometry.ts";
import type { Lines } from "./lines.ts";
import { LANES, type Orbit, type SymmetricViews, seat } from "./symmetry.ts";

/** Rays summed in one run, about: their places and sums stay in the cache. */
const TOGETHER = 1 << 14;

/** @returns the most rays in a list, an even number */
export const mostRays = (binCount: number): number => TOGETHER + binCount + (binCount & 1);

/** Pairs of rays over the same lines. */
export interface Rays {
  /** Even. */
  count: number;
  /** For each pair: two places, two slopes. */
  readonly places: Float64Array;
  /** For each pair: the lines that either ray crosses, first .. end - 1. */
  readonly ranges: Int32Array;
  /** Length of a ray for each line [m]. */
  readonly steps: Float64Array;
  /** Where each ray's four sums go among views x bins; -1: nowhere. */
  readonly targets: Int32Array;
}

/** How rays of a geometry meet the lines of its image. */
interface Meeting {
  readonly lines: Lines;
  /** Distance between lines, and between samples of a line [m]. */
  readonly lineSize: number;
  readonly sampleSize: number;
  /** Of the first line and sample, x or y [m]. */
  readonly firstLine: number;
  readonly middle: number;
}

function meetingOf({ rows, columns, pixel }: ScanGeometry, lines: Lines): Meeting {
  return lines.byColumn
    ? { lines, lineSize: pixel.column, sampleSize: -pixel.row, firstLine: -((columns - 1) / 2) * pixel.column, middle: (rows - 1) / 2 }
    : { lines, lineSize: -pixel.row, sampleSize: pixel.column, firstLine: ((rows - 1) / 2) * pixel.row, middle: (columns - 1) / 2 };
}

/** Adds a ray to the list, without its targets. */
function add(rays: Rays, meeting: Meeting, { x, y, dx, dy }: Ray): void {
  const { lines, lineSize, sampleSize, firstLine, middle } = meeting;
  const along = lines.byColumn ? dx : dy;
  const ratio = (lines.byColumn ? dy : dx) / along;
  const slope = (ratio * lineSize) / sampleSize;
  const place = middle + (lines.byColumn ? y + (firstLine - x) * ratio : x + (firstLine - y) * ratio) / sampleSize;
  const at = rays.count++;
  const pair = at >> 1;
  rays.places[4 * pair + (at & 1)] = place;
  rays.places[4 * pair + 2 + (at & 1)] = slope;
  rays.steps[at] = (Math.abs(lineSize) * Math.sqrt(dx * dx + dy * dy)) / Math.abs(along);
  let first = 0;
  let end = lines.count;
  if (slope !== 0) {
    const a = (-1 - place) / slope;
    const b = (lines.length - place) / slope;
    first = Math.min(Math.max(Math.floor(Math.min(a, b)), 0), lines.count);
    end = Math.min(Math.max(Math.ceil(Math.max(a, b)) + 1, 0), lines.count);
  } else if (place <= -1 || place >= lines.length) end = 0;
  if (at & 1) {
    // Lines that only the other ray crosses add nothing: this one is beside them.
    if (rays.ranges[2 * pair] < rays.ranges[2 * pair + 1]) {
      first = first < end ? Math.min(first, rays.ranges[2 * pair]) : rays.ranges[2 * pair];
      end = Math.max(end, rays.ranges[2 * pair + 1]);
    }
  }
  rays.ranges[2 * pair] = first;
  rays.ranges[2 * pair + 1] = end;
}

/** Where the sums of a bin's ray and of its images go: first + perBin bin, or nowhere where perBin is 0. */
interface Seats {
  readonly axis: Axis;
  readonly first: Int32Array;
  readonly perBin: Int32Array;
}

/** Seats of an orbit's view k. */
function seatsOf({ group }: SymmetricViews, orbit: Orbit, k: number, binCount: number): Seats {
  const seats = { axis: group.turn(k, orbit.axis), first: new Int32Array(LANES).fill(-1), perBin: new Int32Array(LANES) };
  for (let g = 0; g < LANES; g++) {
    const { view, sign } = seat(group, orbit, g, k);
    if (view < 0) continue;
    seats.first[g] = view * binCount + (sign > 0 ? 0 : binCount - 1);
    seats.perBin[g] = sign;
  }
  return seats;
}

/** Element that takes a ray along columns to one along rows. */
const THREE_QUARTERS = 3;

/** @returns whether lines are columns, for each set of lines that is needed */
export function directionsOf({ turning }: SymmetricViews): boolean[] {
  return turning ? [false] : [false, true];
}

/** Sets where the sums of the next ray and of its images go. */
function aim({ targets, count }: Rays, { first, perBin }: Seats, bin: number): void {
  for (let g = 0; g < LANES; g++) {
    const target = first[g] + perBin[g] * bin;
    // The middle one of an odd number of parallel rays is its own image under the half turn.
    targets[LANES * count + g] = g >= 2 && target === targets[LANES * count + g - 2] ? -1 : target;
  }
}

/** Makes the number of rays even. */
function complete(rays: Rays): Rays {
  if ((rays.count & 1) === 0) return rays;
  rays.targets.fill(-1, LANES * rays.count, LANES * (rays.count + 1));
  rays.places[2 * rays.count - 1] = 0;
  rays.places[2 * rays.count + 1] = 0;
  rays.count++;
  return rays;
}

/** Lists an orbit's rays over one set of lines. */
function addOrbit(
  rays: Rays,
  orbit: Orbit,
  views: SymmetricViews,
  geometry: ScanGeometry,
  meeting: Meeting,
  rayOf: ReturnType<typeof raysOf>,
): void {
  const { binCount, pixel } = geometry;
  const straight = seatsOf(views, orbit, 0, binCount);
  const turned = views.turning ? seatsOf(views, orbit, THREE_QUARTERS, binCount) : undefined;
  for (let bin = orbit.halved ? binCount >> 1 : 0; bin < binCount; bin++) {
    const ray = rayOf(orbit.axis, bin);
    const overRows = Math.abs(ray.dx) * pixel.row <= Math.abs(ray.dy) * pixel.column;
    const seats = overRows !== meeting.lines.byColumn ? straight : turned;
    if (seats === undefined) continue;
    aim(rays, seats, bin);
    add(rays, meeting, seats === straight ? ray : rayOf(seats.axis, bin));
  }
}

/** Lists the rays of all views over one set of lines, some at a time, in one list that is used again. */
export function* josephRays(geometry: ScanGeometry, views: SymmetricViews, lines: Lines): Generator<Rays> {
  const most = mostRays(geometry.binCount);
  const rayOf = raysOf(geometry);
  const meeting = meetingOf(geometry, lines);
  const rays: Rays = {
    count: 0,
    places: new Float64Array(2 * most),
    ranges: new Int32Array(most),
    steps: new Float64Array(most),
    targets: new Int32Array(LANES * most),
  };
  for (const orbit of views.orbits) {
    addOrbit(rays, orbit, views, geometry, meeting, rayOf);
    if (rays.count < TOGETHER) continue;
    yield complete(rays);
    rays.count = 0;
  }
  if (rays.count > 0) yield complete(rays);
}
