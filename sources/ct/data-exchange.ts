/**
 * X-ray projections in the Data Exchange layout of synchrotron tomography: each detector row is a plane of its own.
 *
 *   p = -ln((I - dark) / (white - dark))        dark, white: means of the frames without a beam and without an object
 *
 *   exchange/data         views x rows x bins, counts     exchange/data_white, exchange/data_dark    frames x rows x bins
 *   exchange/theta        views, degrees (or radians, where its attribute `units` says so)
 *   measurement/instrument/detector/x_actual_pixel_size   (or actual_pixel_size, pixel_size) in its attribute's units, where stated
 *
 * Views come in ascending order of their angle. A bin that hardly sees the beam is dead: it takes the mean of its living neighbours.
 * A count at or below dark behind the object stands for the least that could have been counted.
 *
 * Source: De Carlo et al., J. Synchrotron Rad. 21 (2014) 1224.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition, ReadOptions, Scan } from "../acquisition.ts";
import { ln } from "../elementary.ts";
import type { Hdf5File } from "../hdf5/file.ts";
import { findArray, type Hdf5Array, readNumbers, requireReal } from "../hdf5/numbers.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";

const DEGREE = Math.PI / 180;
/** The least transmission that is told from none. */
const LEAST = 1e-4;
/** A bin is dead that sees less than this share of the median bin's beam. */
const DEAD_BELOW = 0.01;
/** Of all bins, at most that share may be dead. */
const MOST_DEAD = 0.25;

function unusable(problem: string, where: string, advice: string): MedqError {
  return new MedqError("E_FORMAT", problem, where, advice);
}

async function requireFrames(file: Hdf5File, name: string, data: Hdf5Array): Promise<Hdf5Array> {
  const frames = await findArray(file, `/exchange/${name}`);
  const [, rows, bins] = data.shape;
  if (frames?.shape.length === 3 && frames.shape[0]! >= 1 && frames.shape[1] === rows && frames.shape[2] === bins) {
    requireReal(frames, file.where);
    return frames;
  }
  throw unusable(
    `Expected exchange/${name} of frames x ${rows} x ${bins}, got ${frames === undefined ? "none" : `shape (${frames.shape.join(", ")})`}`,
    file.where,
    "Store the frames with and without the beam beside the projections: without them counts are no line integrals.",
  );
}

/** @returns the angle of each view [rad] */
async function readAngles(file: Hdf5File, viewCount: number): Promise<Float64Array> {
  const theta = await findArray(file, "/exchange/theta");
  if (theta?.shape.length !== 1 || theta.shape[0] !== viewCount) {
    const got = theta === undefined ? "none" : `shape (${theta.shape.join(", ")})`;
    throw unusable(`Expected exchange/theta of ${viewCount} angles, got ${got}`, file.where, "Store the angle of each view.");
  }
  requireReal(theta, file.where);
  const angles = await readNumbers(file, theta, [0], [viewCount]);
  requireFinite(angles, file.where);
  const radians = /^rad/i.test((await file.text(theta.path, "units")) ?? "");
  return radians ? angles : angles.map((angle) => angle * DEGREE);
}

const METRES: readonly (readonly [unit: RegExp, metres: number])[] = [
  [/^(m|met(er|re)s?)$/i, 1],
  [/^(mm|millimet(er|re)s?)$/i, 1e-3],
  [/^(um|µm|μm|microns?|micromet(er|re)s?)$/i, 1e-6],
  [/^(nm|nanomet(er|re)s?)$/i, 1e-9],
];

/** @returns the distance between bins [m], where the file states it with a unit */
async function readBinSize(file: Hdf5File): Promise<number | undefined> {
  for (const name of ["x_actual_pixel_size", "actual_pixel_size_x", "actual_pixel_size", "x_pixel_size", "pixel_size"]) {
    const size = await findArray(file, `/measurement/instrument/detector/${name}`);
    if (size?.type.kind !== "number" || size.shape.some((length) => length !== 1)) continue;
    const units = (await file.text(size.path, "units")) ?? "";
    const metres = METRES.find(([unit]) => unit.test(units.trim()))?.[1];
    const none = size.shape.map(() => 0);
    const value = (await readNumbers(file, size, none, size.shape))[0]! * (metres ?? Number.NaN);
    if (value > 0 && value < 1) return value;
  }
  return undefined;
}

/** The mean over frames of one detector row. */
async function meanOf(file: Hdf5File, frames: Hdf5Array, row: number): Promise<Float64Array> {
  const [count, , bins] = frames.shape as [number, number, number];
  const mean = new Float64Array(bins);
  for (let frame = 0; frame < count; frame++) {
    const line = await readNumbers(file, frames, [frame, row, 0], [1, 1, bins]);
    requireFinite(line, file.where);
    for (let bin = 0; bin < bins; bin++) mean[bin] += line[bin] / count;
  }
  return mean;
}

/** @returns for each bin the nearest living ones on either side (itself, where it lives) */
function livingBins(beam: Float64Array, where: string): readonly (readonly [number, number])[] {
  const usual = beam.slice().sort()[Math.floor(beam.length / 2)]!;
  const lives = (bin: number): boolean => beam[bin]! > DEAD_BELOW * usual;
  const living = [...beam.keys()].filter(lives);
  if (living.length < (1 - MOST_DEAD) * beam.length || usual <= 0) {
    throw new MedqError(
      "E_SAMPLES",
      `Expected a beam in exchange/data_white, got one in ${living.length} of ${beam.length} bins`,
      where,
      "Export the frames without an object again.",
    );
  }
  let before = living[0]!;
  let next = 0;
  return Array.from(beam, (_, bin) => {
    while (next < living.length - 1 && living[next]! < bin) next++;
    if (lives(bin)) before = bin;
    return lives(bin) ? ([bin, bin] as const) : ([before, Math.max(living[next]!, before)] as const);
  });
}

/** @returns undefined where the file is laid out otherwise @throws MedqError */
export async function openDataExchange(file: Hdf5File, options: ReadOptions): Promise<Scan | undefined> {
  const { where } = file;
  const data = await findArray(file, "/exchange/data");
  if (data === undefined) return undefined;
  requireReal(data, where);
  if (data.shape.length !== 3) {
    const got = `shape (${data.shape.join(", ")})`;
    throw unusable(`Expected exchange/data of views x rows x bins, got ${got}`, where, "Store one scan a file, in that order.");
  }
  const [views, rows, bins] = data.shape as [number, number, number];
  requireSampleCount([views, bins], planeLimit(options.sampleLimit, rows), where);
  requireSampleCount([rows], Number.MAX_SAFE_INTEGER, where);
  const white = await requireFrames(file, "data_white", data);
  const dark = await requireFrames(file, "data_dark", data);
  const stated = await readAngles(file, views);
  const binSize = await readBinSize(file);
  const order = [...stated.keys()].sort((a, b) => stated[a]! - stated[b]! || a - b);
  return {
    format: "data-exchange",
    says: "CT",
    planeCount: rows,
    deidentification: "Data Exchange: projections, fields, angles and the detector's pixel size were read; sample and experiment were not",
    async plane(index): Promise<Acquisition> {
      requirePlane(index, rows, where);
      const background = await meanOf(file, dark, index);
      const beam = (await meanOf(file, white, index)).map((value, bin) => value - background[bin]!);
      const living = livingBins(beam, where);
      const counts = await readNumbers(file, data, [0, index, 0], [views, 1, bins]);
      requireFinite(counts, where);
      const integrals = new Float64Array(views * bins);
      for (const [view, from] of order.entries()) {
        const integral = (bin: number): number => -ln(Math.max((counts[from * bins + bin]! - background[bin]!) / beam[bin]!, LEAST));
        for (const [bin, [left, right]] of living.entries()) {
          integrals[view * bins + bin] = left === right ? integral(left) : (integral(left) + integral(right)) / 2;
        }
      }
      requireObject(integrals, where);
      return {
        quantity: "ct-projections",
        coils: 1,
        rows: views,
        columns: bins,
        channels: 1,
        complex: false,
        data: integrals,
        scan: { angles: order.map((view) => stated[view]!), ...(binSize !== undefined && { binSize }) },
        scanner: {},
      };
    },
  };
}

function requireObject(integrals: Float64Array, where: string): void {
  if (integrals.some((value) => value > 0)) return;
  throw new MedqError("E_SAMPLES", "Expected projections of an object, got a beam that nothing weakens", where, "Leave the file out.");
}
