/**
 * k-space out of the acquisitions of an ISMRMRD file.
 *
 *   image lines      the same slice, contrast, phase, set and repetition make one plane; averages (and lines that come twice) are averaged
 *   rows             line - centre of the encoding limits + floor(encoded y / 2); without limits the line's own number
 *   columns          sample - its centre sample + floor(encoded x / 2); lines read backwards are turned round; discarded samples are left out
 *   field of view    readout and phase encoding are cut to the shown one: what was sampled more densely than is shown goes. Lines that
 *                    were not acquired are then no longer 0: each is a mixture of its neighbours
 *   volumes          of 3-D scans the partitions are transformed, and the middle ones, as many as are shown, become planes
 *
 * Planes follow each other by repetition, set, phase, contrast and slice, slices fastest. Noise scans, calibration scans of their own,
 * navigators and the like are no image lines and are left out; so are encodings after the first.
 *
 * Not applied: whitening by the noise scan, the phase correction of echo-planar lines, regridding of ramp samples. Non-Cartesian
 * trajectories are refused: their samples lie on no grid.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition, PlaneGroup, ReadOptions, Scan } from "../acquisition.ts";
import type { Hdf5File } from "../hdf5/file.ts";
import { keyedHash } from "../identity.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { type Acquisitions, findAcquisitions, type Readout, runsOf } from "./acquisitions.ts";
import { fieldOfViewCut, fieldOfViewCutDown, partitionWeight } from "./dft.ts";
import { type Header, keptOf, parseHeader, spaceOf, spacingOf, statementsOf, trajectoryOf, whole } from "./header.ts";
import { requireSignal } from "./signal.ts";

interface Grid {
  readonly coils: number;
  readonly rows: number;
  readonly columns: number;
  readonly partitions: number;
  /** Rows and partitions are counted from here. */
  readonly firstLine: number;
  readonly firstPartition: number;
  /** Of the columns, the rows and the partitions, those that are shown. */
  readonly kept: number;
  readonly shownRows: number;
  readonly shownPartitions: number;
}

function requireCartesian(header: Header, where: string): void {
  const trajectory = trajectoryOf(header);
  if (trajectory === "cartesian" || trajectory === "epi") return;
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected a Cartesian trajectory, got ${trajectory.slice(0, 40)}`,
    where,
    "Reconstruct it first (BART's nufft, Gadgetron) and export the complex image as .npy or .cfl, or the gridded k-space as .npy.",
  );
}

/** @returns the image's readouts @throws MedqError where there are none, or where they differ in their coils */
function imageReadouts({ readouts }: Acquisitions, where: string): readonly Readout[] {
  const image = readouts.filter(({ role, encoding }) => role === "image" && encoding === 0);
  const first = image[0];
  if (first === undefined) {
    const noise = readouts.filter(({ role }) => role === "noise").length;
    const problem = `Expected acquisitions of an image, got ${readouts.length} of other kinds, ${noise} of them noise`;
    throw new MedqError("E_SAMPLES", problem, where, "Export the imaging scan, not its adjustments.");
  }
  const other = image.find(({ coils }) => coils !== first.coils);
  if (other === undefined) return image;
  const problem = `Expected ${first.coils} coils in every acquisition, got ${other.coils} in acquisition ${other.index}`;
  throw new MedqError("E_FORMAT", problem, where, "Convert the raw data again.");
}

/** The number in the limits' centre, where limits are stated: a converter that knows none writes zeros. */
function firstOf(header: Header, step: 1 | 2, size: number): number {
  const path = `encoding/encodingLimits/kspace_encoding_step_${step}`;
  const centre = whole(header, `${path}/center`);
  const most = whole(header, `${path}/maximum`);
  return centre === undefined || most === undefined || most === 0 ? 0 : centre - Math.floor(size / 2);
}

function gridOf(header: Header, image: readonly Readout[]): Grid {
  const { matrix, field } = spaceOf(header, "encodedSpace");
  const shown = spaceOf(header, "reconSpace").field.z;
  const most = (of: (readout: Readout) => number): number => image.reduce((high, readout) => Math.max(high, of(readout)), 0);
  const columns = matrix.x ?? most(({ samples, discardBefore, discardAfter }) => samples - discardBefore - discardAfter);
  const rows = matrix.y ?? most(({ line }) => line) + 1;
  const partitions = matrix.z ?? most(({ partition }) => partition) + 1;
  const ratio = shown !== undefined && field.z !== undefined && shown < field.z ? shown / field.z : 1;
  return {
    coils: image[0]!.coils,
    rows,
    columns,
    partitions,
    firstLine: firstOf(header, 1, rows),
    firstPartition: firstOf(header, 2, partitions),
    kept: keptOf(header, "x", columns),
    shownRows: keptOf(header, "y", rows),
    shownPartitions: Math.max(1, Math.round(partitions * ratio)),
  };
}

/** @returns the readouts of each plane or volume, in their order */
function volumesOf(image: readonly Readout[]): (readonly Readout[])[] {
  const order = ({ repetition, set, phase, contrast, slice }: Readout): number[] => [repetition, set, phase, contrast, slice];
  const volumes = new Map<string, Readout[]>();
  for (const readout of image) {
    const name = order(readout).join();
    const volume = volumes.get(name);
    if (volume === undefined) volumes.set(name, [readout]);
    else volume.push(readout);
  }
  return [...volumes.values()].sort(([a], [b]) => {
    const [left, right] = [order(a!), order(b!)];
    const axis = left.findIndex((value, at) => value !== right[at]);
    return axis < 0 ? 0 : left[axis]! - right[axis]!;
  });
}

/** Where a readout's line and partition lie in the grid @throws MedqError E_FORMAT where they lie outside */
function placeOf(readout: Readout, grid: Grid, where: string): { row: number; partition: number } {
  const row = readout.line - grid.firstLine;
  const partition = readout.partition - grid.firstPartition;
  if (row >= 0 && row < grid.rows && partition >= 0 && partition < grid.partitions) return { row, partition };
  throw new MedqError(
    "E_FORMAT",
    `Expected encoding steps within ${grid.rows} x ${grid.partitions}, got step ${readout.line}, ${readout.partition} in acquisition ${readout.index}`,
    where,
    "Correct the encoded matrix or the encoding limits in the header.",
  );
}

/** The samples of one coil on the grid's columns. */
function placed(data: Float64Array, coil: number, readout: Readout, columns: number, where: string): Float64Array {
  const { samples, discardBefore, discardAfter, reversed } = readout;
  const line = new Float64Array(2 * columns);
  const taken = samples - discardBefore - discardAfter;
  const stated = readout.centre > 0 ? readout.centre : Math.floor(samples / 2);
  const first = Math.floor(columns / 2) - (stated - discardBefore);
  if (taken < 1 || first < 0 || first + taken > columns) {
    throw new MedqError(
      "E_FORMAT",
      `Expected readouts of at most ${columns} samples around their centre, got ${taken} around sample ${stated} in acquisition ${readout.index}`,
      where,
      "Correct the encoded matrix in the header, or the centre samples.",
    );
  }
  for (let sample = 0; sample < taken; sample++) {
    const source = discardBefore + (reversed ? taken - 1 - sample : sample);
    line[2 * (first + sample)] = data[2 * (coil * samples + source)];
    line[2 * (first + sample) + 1] = data[2 * (coil * samples + source) + 1];
  }
  return line;
}

/** Adds weight * line to the row of a coil. */
function addLine(plane: Float64Array, at: number, line: Float64Array, [re, im]: readonly [number, number], share: number): void {
  for (let i = 0; i < line.length; i += 2) {
    plane[at + i] += share * (re * line[i] - im * line[i + 1]);
    plane[at + i + 1] += share * (re * line[i + 1] + im * line[i]);
  }
}

/** @param slice of a volume's partitions; 0 where there is one */
async function planeOf(
  acquisitions: Acquisitions,
  volume: readonly Readout[],
  grid: Grid,
  slice: number,
  where: string,
): Promise<Float64Array> {
  const { coils, rows, columns, partitions, kept, shownRows } = grid;
  const places = volume.map((readout) => placeOf(readout, grid, where));
  const times = new Map<number, number>();
  for (const { row, partition } of places) times.set(partition * rows + row, (times.get(partition * rows + row) ?? 0) + 1);
  const cut = fieldOfViewCut(columns, kept);
  const plane = new Float64Array(2 * coils * rows * kept);
  let at = 0;
  for (const run of runsOf(volume)) {
    const samples = await acquisitions.read(run[0]!.index, run.length);
    for (const [place, readout] of run.entries()) {
      const { row, partition } = places[at++]!;
      const share = 1 / times.get(partition * rows + row)!;
      const weight = partitions === 1 ? ([1, 0] as const) : partitionWeight(partition, slice, partitions);
      for (let coil = 0; coil < coils; coil++) {
        const line = cut(placed(samples[place]!, coil, readout, columns, where));
        addLine(plane, 2 * (coil * rows + row) * kept, line, weight, share);
      }
    }
  }
  if (shownRows === rows) return plane;
  const cutDown = fieldOfViewCutDown(rows, shownRows, kept);
  const shown = new Float64Array(2 * coils * shownRows * kept);
  for (let coil = 0; coil < coils; coil++) {
    shown.set(cutDown(plane.subarray(2 * coil * rows * kept, 2 * (coil + 1) * rows * kept)), 2 * coil * shownRows * kept);
  }
  return shown;
}

function scannerOf(header: Header, grid: Grid, [first]: readonly Readout[]): Acquisition["scanner"] {
  const time = first!.dwell * first!.samples;
  return {
    ...statementsOf(header),
    AcquisitionMatrix: [0, grid.columns, grid.rows, 0],
    ...(time > 0 && Number.isFinite(time) && { PixelBandwidth: 1 / time }),
  };
}

/** To whom the file belongs, as keyed hashes; undefined where its header does not say. */
function groupOf(header: Header, key: Uint8Array): Omit<PlaneGroup, "order"> | undefined {
  const hash = (...paths: string[]): string =>
    keyedHash(key, paths.map((path) => header.get(path)?.[0] ?? "").find((value) => value !== "") ?? "");
  const study = hash("studyInformation/studyInstanceUID", "studyInformation/studyID");
  const series = hash("measurementInformation/seriesInstanceUIDRoot", "measurementInformation/measurementID");
  const patient = hash("subjectInformation/patientID", "subjectInformation/patientName") || study || series;
  return patient === "" ? undefined : { patient, study, series };
}

/** @param folder the group that holds the acquisitions @returns undefined where the file is laid out otherwise @throws MedqError */
export async function openIsmrmrd(file: Hdf5File, folder: string, options: ReadOptions): Promise<Scan | undefined> {
  const { where } = file;
  const xml = await file.text(`${folder}/xml`);
  if (xml === undefined) return undefined;
  const header = parseHeader(xml, where);
  requireCartesian(header, where);
  const acquisitions = await findAcquisitions(file, `${folder}/data`);
  if (acquisitions === undefined) return undefined;
  const image = imageReadouts(acquisitions, where);
  const grid = gridOf(header, image);
  const volumes = volumesOf(image);
  const planeCount = volumes.length * grid.shownPartitions;
  requireSampleCount([grid.coils, grid.rows, grid.kept, 2], planeLimit(options.sampleLimit, planeCount), where);
  requireSampleCount([grid.columns, grid.partitions], options.sampleLimit, where);
  const skipped = Math.floor(grid.partitions / 2) - Math.floor(grid.shownPartitions / 2);
  const group = groupOf(header, options.groupingKey);
  return {
    format: "ismrmrd",
    says: "MR",
    planeCount,
    deidentification: "ISMRMRD: samples, encoding and numbers of the sequence were read; subject and study became keyed hashes",
    ...(group && { group: (plane: number) => ({ ...group, order: [plane, plane] as const }) }),
    async plane(index): Promise<Acquisition> {
      requirePlane(index, planeCount, where);
      const volume = volumes[Math.floor(index / grid.shownPartitions)]!;
      const slice = skipped + (index % grid.shownPartitions);
      const data = await planeOf(acquisitions, volume, grid, slice, where);
      requireFinite(data, where);
      requireSignal(data, where);
      return {
        quantity: "mr-kspace",
        coils: grid.coils,
        rows: grid.shownRows,
        columns: grid.kept,
        channels: 1,
        complex: true,
        data,
        ...spacingOf(header, grid.rows, grid.columns),
        scanner: scannerOf(header, grid, volume),
      };
    },
  };
}
