/**
 * The acquisitions of an ISMRMRD file: one readout each, of all coils, with a header that says where in k-space it lies.
 *
 * Bits of `flags` (numbered from 1) and the header's fields are those of the format's definition. Positions of fields are taken from the
 * file's own type, so that a change of padding between versions does not matter.
 *
 * Source: Inati et al., Magn. Reson. Med. 77 (2017) 411.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Hdf5File } from "../hdf5/file.ts";
import { findArray } from "../hdf5/numbers.ts";
import type { Hdf5Member, Hdf5Type } from "../hdf5/protocol.ts";
import { numberReader } from "../numbers.ts";

const NOISE = 19;
const CALIBRATION = 20;
const CALIBRATION_AND_IMAGING = 21;
const REVERSE = 22;
/** Navigators, phase correction, feedback, dummy and stabilisation scans, surface coil correction: no part of the image. */
const AUXILIARY = [23, 24, 26, 27, 28, 29, 30, 31];
const ACQUISITION_LIMIT = 1_000_000;
/** Acquisitions read at a time: few enough to stay small, enough to be quick. */
const BATCH = 16;

/** Where a readout lies and whether it belongs to the image. */
export interface Readout {
  /** Its number in the file. */
  readonly index: number;
  readonly role: "image" | "noise" | "other";
  readonly reversed: boolean;
  readonly samples: number;
  readonly coils: number;
  readonly discardBefore: number;
  readonly discardAfter: number;
  readonly centre: number;
  readonly trajectoryDimensions: number;
  readonly encoding: number;
  /** [s]; 0 where it is not stated. */
  readonly dwell: number;
  readonly line: number;
  readonly partition: number;
  readonly slice: number;
  readonly contrast: number;
  readonly phase: number;
  readonly repetition: number;
  readonly set: number;
}

export interface Acquisitions {
  readonly readouts: readonly Readout[];
  /** @returns the samples of the readouts `first` to `first + count - 1`: coils x samples complex each */
  read(first: number, count: number): Promise<readonly Float64Array[]>;
}

interface Field {
  readonly offset: number;
  readonly type: Hdf5Type;
}

function flatten(members: readonly Hdf5Member[], prefix: string, start: number, into: Map<string, Field>): Map<string, Field> {
  for (const member of members) {
    const name = prefix + member.name;
    into.set(name, { offset: start + member.offset, type: member });
    if (member.members) flatten(member.members, `${name}/`, start + member.offset, into);
  }
  return into;
}

function notAcquisitions(what: string, where: string): MedqError {
  return new MedqError(
    "E_FORMAT",
    `Expected acquisitions of ISMRMRD, got ${what}`,
    where,
    "Convert the raw data again (siemens_to_ismrmrd and its like).",
  );
}

/** @param flags the lower 32 bits, which hold all that matters here */
function roleOf(flags: number): Readout["role"] {
  const has = (bit: number): boolean => ((flags >>> (bit - 1)) & 1) === 1;
  if (has(NOISE)) return "noise";
  if (AUXILIARY.some(has)) return "other";
  return has(CALIBRATION) && !has(CALIBRATION_AND_IMAGING) ? "other" : "image";
}

/** Makes the function that reads a field of the header that begins at a byte of `bytes`. */
function fieldReader(fields: ReadonlyMap<string, Field>, where: string) {
  return (bytes: Uint8Array, start: number, name: string): number => {
    const field = fields.get(`head/${name}`);
    if (field?.type.number === undefined) throw notAcquisitions(`headers without ${name}`, where);
    const { number, size } = field.type;
    const at = start + field.offset;
    if (at + size > bytes.length) throw notAcquisitions("headers that end early", where);
    // Of 64 flags those that count are in the lower word.
    return numberReader(bytes, name === "flags" && size === 8 ? "u4" : number, true, where)(at);
  };
}

/** @returns undefined where nothing is at that path @throws MedqError */
export async function findAcquisitions(file: Hdf5File, path: string): Promise<Acquisitions | undefined> {
  const { where } = file;
  const array = await findArray(file, path);
  if (array === undefined) return undefined;
  const fields = flatten(array.type.members ?? [], "", 0, new Map());
  const samples = fields.get("data")?.type;
  if (samples?.kind !== "sequence" || samples.element?.number !== "f4")
    throw notAcquisitions("elements without data of 32-bit floats", where);
  const count = array.shape.reduce((product, size) => product * size, 1);
  if (count < 1) throw notAcquisitions("none", where);
  if (count > ACQUISITION_LIMIT) {
    throw new MedqError(
      "E_TOO_LARGE",
      `Expected at most ${ACQUISITION_LIMIT} acquisitions, got ${count}`,
      where,
      "Split the file by repetition or slice.",
    );
  }
  const field = fieldReader(fields, where);
  const readouts: Readout[] = [];
  for (let first = 0; first < count; first += BATCH) {
    const { fixed, sequences } = await file.records(path, first, Math.min(BATCH, count - first));
    for (let at = 0; at < sequences.data!.length; at++) {
      const of = (name: string): number => field(fixed, at * array.type.size, name);
      const readout = readoutOf(first + at, of);
      const expected = 8 * readout.samples * readout.coils;
      const got = sequences.data![at]!.length;
      if (expected !== got) throw notAcquisitions(`${got} bytes for ${readout.coils} coils x ${readout.samples} samples`, where);
      readouts.push(readout);
    }
  }
  return {
    readouts,
    async read(first, length) {
      const { sequences } = await file.records(path, first, length);
      return sequences.data!.map((bytes) => {
        const read = numberReader(bytes, "f4", true, where);
        const data = new Float64Array(bytes.length / 4);
        for (let i = 0; i < data.length; i++) data[i] = read(4 * i);
        return data;
      });
    },
  };
}

function readoutOf(index: number, of: (name: string) => number): Readout {
  const flags = of("flags");
  return {
    index,
    role: roleOf(flags),
    reversed: ((flags >>> (REVERSE - 1)) & 1) === 1,
    samples: of("number_of_samples"),
    coils: of("active_channels"),
    discardBefore: of("discard_pre"),
    discardAfter: of("discard_post"),
    centre: of("center_sample"),
    trajectoryDimensions: of("trajectory_dimensions"),
    encoding: of("encoding_space_ref"),
    dwell: of("sample_time_us") / 1e6,
    line: of("idx/kspace_encode_step_1"),
    partition: of("idx/kspace_encode_step_2"),
    slice: of("idx/slice"),
    contrast: of("idx/contrast"),
    phase: of("idx/phase"),
    repetition: of("idx/repetition"),
    set: of("idx/set"),
  };
}

/** Runs of consecutive readouts, each at most a batch: as few questions as the order in the file allows. */
export function runsOf(readouts: readonly Readout[]): (readonly Readout[])[] {
  const runs: Readout[][] = [];
  for (const readout of readouts) {
    const run = runs.at(-1);
    if (run !== undefined && run.length < BATCH && run.at(-1)!.index + 1 === readout.index) run.push(readout);
    else runs.push([readout]);
  }
  return runs;
}
