/**
 * The inner loop of the projector: rays summed over the lines of an image, and spread over them.
 *
 *   sum of a ray = sum over lines i of value + share (next - value),    sample + share = place + slope i
 *
 * Two workers that do the same operations in the same order: the kernel (../kernels/projector.ts) and its twin.
 * Places are clamped to the zeros beside a line, so nothing outside is read or written, whatever the places are.
 */
import { type LoadedKernel, loadKernel } from "../webassembly.ts";
import type { Rays } from "./joseph.ts";
import { type Lines, MARGIN, sizeOf } from "./lines.ts";
import { LANES } from "./symmetry.ts";

/** Addresses and pitch in bytes. */
type Run = (rays: number, ranges: number, pairs: number, lines: number, pitch: number, length: number, count: number, sums: number) => void;
interface Functions {
  readonly sum: Run;
  readonly spread: Run;
}

/** The lines of an image, and what rays do with them. */
export interface RaySums {
  /** Zeros at first; as of lines.ts. */
  readonly data: Float64Array;
  /** Four numbers for each ray. */
  readonly values: Float64Array;
  /** @returns `values`: each ray's four sums over the lines */
  sum(rays: Rays): Float64Array;
  /** Adds each ray's four `values` to the pixels that it crosses. */
  spread(rays: Rays): void;
}

export function raySumsOver(lines: Lines, mostRays: number): RaySums {
  const kernel = loadKernel<Functions>("projector");
  return kernel === undefined ? plainRaySums(lines, mostRays) : compiledRaySums(kernel, lines, mostRays);
}

const BYTES = 8;

function compiledRaySums({ run, memory }: LoadedKernel<Functions>, lines: Lines, mostRays: number): RaySums {
  const sizes = [sizeOf(lines), 2 * mostRays, LANES * mostRays].map((size) => BYTES * size);
  const [pixels, places, sums, ranges] = memory.scratch(...sizes, 4 * mostRays);
  const data = memory.f64(pixels, sizeOf(lines)).fill(0);
  const placesView = memory.f64(places, 2 * mostRays);
  const rangesView = memory.i32(ranges, mostRays);
  const values = memory.f64(sums, LANES * mostRays);
  const first = pixels + MARGIN * LANES * BYTES;
  const through = (work: Run, rays: Rays): void => {
    placesView.set(rays.places.subarray(0, 2 * rays.count));
    rangesView.set(rays.ranges.subarray(0, rays.count));
    work(places, ranges, rays.count / 2, first, lines.stride * LANES * BYTES, lines.length, lines.count, sums);
  };
  return {
    data,
    values,
    sum(rays) {
      values.fill(0, 0, LANES * rays.count);
      through(run.sum, rays);
      return values;
    },
    spread: (rays) => through(run.spread, rays),
  };
}

/** The kernel's twin. */
function plainRaySums(lines: Lines, mostRays: number): RaySums {
  const data = new Float64Array(sizeOf(lines));
  const values = new Float64Array(LANES * mostRays);
  const highest = lines.length + 0.5;
  function sum({ count, places, ranges }: Rays): Float64Array {
    values.fill(0, 0, LANES * count);
    for (let ray = 0; ray < count; ray++) {
      const pair = ray >> 1;
      const place = places[4 * pair + (ray & 1)];
      const slope = places[4 * pair + 2 + (ray & 1)];
      for (let line = ranges[2 * pair]; line < ranges[2 * pair + 1]; line++) {
        const at = Math.min(Math.max(place + slope * line, -1.5), highest);
        const below = Math.floor(at);
        const share = at - below;
        const from = (line * lines.stride + MARGIN + below) * LANES;
        for (let lane = 0; lane < LANES; lane++) {
          const value = data[from + lane];
          values[LANES * ray + lane] += value + share * (data[from + LANES + lane] - value);
        }
      }
    }
    return values;
  }
  function spread({ count, places, ranges }: Rays): void {
    for (let ray = 0; ray < count; ray++) {
      const pair = ray >> 1;
      const place = places[4 * pair + (ray & 1)];
      const slope = places[4 * pair + 2 + (ray & 1)];
      for (let line = ranges[2 * pair]; line < ranges[2 * pair + 1]; line++) {
        const at = Math.min(Math.max(place + slope * line, -1.5), highest);
        const below = Math.floor(at);
        const share = at - below;
        const to = (line * lines.stride + MARGIN + below) * LANES;
        for (let lane = 0; lane < LANES; lane++) {
          const value = values[LANES * ray + lane];
          const beyond = share * value;
          data[to + lane] += value - beyond;
          data[to + LANES + lane] += beyond;
        }
      }
    }
  }
  return { data, values, sum, spread };
}
