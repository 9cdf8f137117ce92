/** Small files of raw data, each in a layout that the HDF5 reader knows. */
import { complexes, numbers, type TestNode, type TestType, text, writeHdf5 } from "./write-hdf5.ts";

/** What an ISMRMRD or fastMRI header says, lengths in millimetres. */
export function xmlHeader(
  encoded: { x: number; y: number; z?: number; field?: readonly [number, number, number] },
  shown: readonly [number, number, number] | undefined = encoded.field,
  more = "",
  trajectory = "cartesian",
): string {
  const field = (f: readonly [number, number, number]): string =>
    `<fieldOfView_mm><x>${f[0]}</x><y>${f[1]}</y><z>${f[2]}</z></fieldOfView_mm>`;
  return `<ismrmrdHeader><encoding>
    <encodedSpace><matrixSize><x>${encoded.x}</x><y>${encoded.y}</y><z>${encoded.z ?? 1}</z></matrixSize>${encoded.field ? field(encoded.field) : ""}</encodedSpace>
    <reconSpace>${shown ? field(shown) : ""}</reconSpace>${more}<trajectory>${trajectory}</trajectory></encoding>
    <sequenceParameters><TR>500</TR><TE>15</TE></sequenceParameters></ismrmrdHeader>`;
}

export interface TestReadout {
  readonly line: number;
  /** coils x samples complex. */
  readonly data: readonly number[];
  readonly coils?: number;
  readonly flags?: number;
  readonly partition?: number;
  readonly slice?: number;
  readonly repetition?: number;
  readonly centre?: number;
  readonly discardBefore?: number;
  readonly samples?: number;
}

const u2: TestType = { of: "u2" };
const HEAD: TestType = {
  of: "compound",
  members: {
    version: u2,
    flags: { of: "u8" },
    number_of_samples: u2,
    active_channels: u2,
    discard_pre: u2,
    discard_post: u2,
    center_sample: u2,
    encoding_space_ref: u2,
    trajectory_dimensions: u2,
    sample_time_us: { of: "f4" },
    idx: {
      of: "compound",
      members: {
        kspace_encode_step_1: u2,
        kspace_encode_step_2: u2,
        average: u2,
        slice: u2,
        contrast: u2,
        phase: u2,
        repetition: u2,
        set: u2,
      },
    },
  },
};

/** @returns the nodes of an ISMRMRD group */
function ismrmrdGroup(xml: string, readouts: readonly TestReadout[]): TestNode {
  const sequence: TestType = { of: "sequence", element: { of: "f4" } };
  return {
    group: {
      data: {
        type: { of: "compound", members: { head: HEAD, traj: sequence, data: sequence } },
        shape: [readouts.length],
        values: readouts.map((readout) => {
          const { line, data, coils = 1, flags = 0, partition = 0, slice = 0, repetition = 0, discardBefore = 0 } = readout;
          const samples = readout.samples ?? data.length / 2 / coils;
          const head = {
            flags,
            number_of_samples: samples,
            active_channels: coils,
            discard_pre: discardBefore,
            center_sample: readout.centre ?? Math.floor(samples / 2),
            sample_time_us: 10,
            idx: { kspace_encode_step_1: line, kspace_encode_step_2: partition, slice, repetition },
          };
          return { head, traj: [], data };
        }),
      },
      xml: text(xml),
    },
  };
}

export const ismrmrdFile = (xml: string, readouts: readonly TestReadout[]): Uint8Array =>
  writeHdf5({ dataset: ismrmrdGroup(xml, readouts) });

export function fastMriFile(shape: readonly number[], data: ArrayLike<number>, more: Readonly<Record<string, TestNode>> = {}): Uint8Array {
  return writeHdf5({ kspace: complexes(shape, data), ...more });
}

export interface TestScan {
  readonly views: number;
  readonly rows: number;
  readonly bins: number;
  readonly counts: readonly number[];
  readonly white: readonly number[];
  readonly dark: readonly number[];
  readonly theta: readonly number[];
}

/** One frame with the beam alone, one without it. */
export function dataExchangeFile({ views, rows, bins, counts, white, dark, theta }: TestScan, without: readonly string[] = []): Uint8Array {
  const nodes: Record<string, TestNode> = {
    data: numbers("f4", [views, rows, bins], counts),
    data_white: numbers("f4", [1, rows, bins], white),
    data_dark: numbers("f4", [1, rows, bins], dark),
    theta: numbers("f8", [theta.length], theta),
  };
  for (const name of without) delete nodes[name];
  return writeHdf5({ exchange: { group: nodes } });
}
