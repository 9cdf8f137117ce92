/**
 * k-space as the fastMRI dataset lays it out: one Cartesian volume, one slice a plane.
 *
 *   kspace            slices x coils x readout x phase, or slices x readout x phase of a single (combined) coil; complex, centred
 *   mask              phase: 1 where a line was acquired; in files of undersampled scans
 *   ismrmrd_header    ISMRMRD's XML
 *   attributes        patient_id (a pseudonym), acquisition, max, norm
 *
 * Files of other makers that call the same layout their own store phase x readout: the mask's length, else the header's encoded matrix
 * decides; where neither does, it is fastMRI's order. Planes come as phase x readout, both cut to the shown field of view.
 *
 * Not read: the reconstructions beside the k-space (reconstruction_rss, reconstruction_esc).
 *
 * Source: Zbontar et al., arXiv:1811.08839.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition, ReadOptions, Scan } from "../acquisition.ts";
import type { Hdf5File } from "../hdf5/file.ts";
import { findArray, type Hdf5Array, readNumbers, requireComplex, requireReal } from "../hdf5/numbers.ts";
import { keyedHash } from "../identity.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { fieldOfViewCut, fieldOfViewCutDown } from "./dft.ts";
import { type Header, keptOf, parseHeader, spaceOf, spacingOf, statementsOf } from "./header.ts";
import { requireSignal } from "./signal.ts";

interface Layout {
  readonly slices: number;
  readonly coils: number;
  readonly phase: number;
  readonly readout: number;
  /** Phase encoding runs along the array's last axis. */
  readonly phaseLast: boolean;
}

function layoutOf(shape: readonly number[], header: Header, maskLength: number | undefined, where: string): Layout {
  if (shape.length !== 3 && shape.length !== 4) {
    throw new MedqError(
      "E_UNSUPPORTED",
      `Expected kspace of slices x coils x readout x phase or slices x readout x phase, got shape (${shape.join(", ")})`,
      where,
      "Store one volume a file in that order.",
    );
  }
  const [height, width] = shape.slice(-2) as [number, number];
  const { x, y } = spaceOf(header, "encodedSpace").matrix;
  const decidedByMask = maskLength !== undefined && height !== width && (maskLength === height || maskLength === width);
  const phaseLast = decidedByMask ? maskLength === width : !(x === width && x !== height && (y === undefined || y !== width));
  const [phase, readout] = phaseLast ? [width, height] : [height, width];
  return { slices: shape[0]!, coils: shape.length === 4 ? shape[1]! : 1, phase, readout, phaseLast };
}

/** @returns 1 for each line that was acquired @throws MedqError */
async function readMask(file: Hdf5File, mask: Hdf5Array, phase: number): Promise<Float64Array> {
  requireReal(mask, file.where);
  const count = mask.shape.reduce((product, size) => product * size, 1);
  if (count !== phase) {
    throw new MedqError(
      "E_FORMAT",
      `Expected a mask of ${phase} phase-encoding lines, got shape (${mask.shape.join(", ")})`,
      file.where,
      "Store the mask that belongs to this k-space, or none.",
    );
  }
  return readNumbers(
    file,
    mask,
    mask.shape.map(() => 0),
    mask.shape,
  );
}

/** One coil as phase x readout, whatever way round it is stored; lines that were not acquired are 0. */
function oriented(stored: Float64Array, { phase, readout, phaseLast }: Layout, mask: Float64Array | undefined): Float64Array {
  const lines = phaseLast ? new Float64Array(stored.length) : stored;
  if (phaseLast) {
    for (let line = 0, to = 0; line < phase; line++) {
      for (let sample = 0; sample < readout; sample++, to += 2) {
        const from = 2 * (sample * phase + line);
        lines[to] = stored[from];
        lines[to + 1] = stored[from + 1];
      }
    }
  }
  mask?.forEach((acquired, line) => {
    if (acquired === 0) lines.fill(0, 2 * line * readout, 2 * (line + 1) * readout);
  });
  return lines;
}

/** @returns undefined where the file is laid out otherwise @throws MedqError */
export async function openFastMri(file: Hdf5File, options: ReadOptions): Promise<Scan | undefined> {
  const { where } = file;
  const kspace = await findArray(file, "/kspace");
  if (kspace === undefined) return undefined;
  requireComplex(kspace, where);
  const xml = await file.text("/ismrmrd_header");
  const header = xml === undefined ? new Map() : parseHeader(xml, where);
  const mask = await findArray(file, "/mask");
  const layout = layoutOf(kspace.shape, header, mask?.shape.at(-1), where);
  const { slices, coils, phase, readout } = layout;
  const kept = keptOf(header, "x", readout);
  const rows = keptOf(header, "y", phase);
  requireSampleCount([coils, rows, kept, 2], planeLimit(options.sampleLimit, slices), where);
  // One coil is in memory as it is stored and as it is turned.
  requireSampleCount([4, phase, readout, 2], options.sampleLimit, where);
  requireSampleCount([slices], Number.MAX_SAFE_INTEGER, where);
  const acquired = mask === undefined ? undefined : await readMask(file, mask, phase);
  const patient = keyedHash(options.groupingKey, (await file.text("/", "patient_id")) ?? "");
  const series = keyedHash(options.groupingKey, where);
  return {
    format: "fastmri",
    says: "MR",
    planeCount: slices,
    deidentification: "fastMRI: k-space, mask and numbers of the sequence were read; subject and study became keyed hashes",
    ...(patient !== "" && { group: (plane: number) => ({ patient, study: "", series, order: [plane, plane] as const }) }),
    async plane(index): Promise<Acquisition> {
      requirePlane(index, slices, where);
      const data = new Float64Array(2 * coils * rows * kept);
      const cut = fieldOfViewCut(readout, kept);
      const cutDown = fieldOfViewCutDown(phase, rows, kept);
      for (let coil = 0; coil < coils; coil++) {
        const place = kspace.shape.length === 4 ? [index, coil, 0, 0] : [index, 0, 0];
        const stored = await readNumbers(file, kspace, place, [...place.slice(2).map(() => 1), ...kspace.shape.slice(-2)]);
        data.set(cutDown(cut(oriented(stored, layout, acquired))), 2 * coil * rows * kept);
      }
      requireFinite(data, where);
      requireSignal(data, where);
      return {
        quantity: "mr-kspace",
        coils,
        rows,
        columns: kept,
        channels: 1,
        complex: true,
        data,
        ...spacingOf(header, phase, readout),
        scanner: { ...statementsOf(header), ...(layout.phaseLast && { InPlanePhaseEncodingDirection: "ROW" }) },
      };
    },
  };
}
