/**
 * Pairs of BART: name.cfl holds complex 32-bit floats, little-endian, the first dimension fastest; name.hdr beside it says the sizes.
 *
 *   0 READ   1 PHS1   2 PHS2   3 COIL   4 MAPS   5 TE   6, 7 COEFF   8 ITER   9 CSHIFT   10 TIME   11 TIME2   12 LEVEL   13 SLICE   14 AVG   15 BATCH
 *
 * Whether the numbers are k-space or an image, the pair does not say. Several coils are k-space, "mr-kspace", coils x PHS1 x READ, with zero
 * frequency at floor(N/2), as BART centres it; of one coil they are a complex image, "mr-complex", READ x PHS1: BART, too, shows READ from
 * top to bottom. A name that begins with ksp is k-space whatever its coils; one that begins with img or image is an image, and must have
 * one coil. Of k-space of three dimensions (PHS2 above 1) the partitions are transformed into slices; all other dimensions count planes,
 * the lowest fastest.
 *
 * Refused: trajectories, coil sensitivities by name, and k-space along a trajectory (READ of 1): its samples lie on no grid.
 * The format carries neither spacing nor a patient; comments and command lines in the header are not read.
 *
 * Source: Uecker et al., Proc. ISMRM 23 (2015) 2486, and the format's description in BART's documentation.
 */
import { basename } from "node:path";
import { MedqError } from "../../manifests/error.ts";
import { openRegular, readStart } from "../../manifests/file.ts";
import { type Acquisition, defineReader, type ReadOptions, type Scan } from "../acquisition.ts";
import { partitionWeight, turned } from "../kspace/dft.ts";
import { requireSignal } from "../kspace/signal.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";

export const formats = ["BART .cfl"];

/** Phase encoding runs across the image, as it is shown: DICOM's word for it. */
const SCANNER = { InPlanePhaseEncodingDirection: "ROW" };
const HEADER_LIMIT = 65536;
const DIMENSION_LIMIT = 16;
const COIL = 3;

async function readHeader(where: string): Promise<string> {
  const path = where.replace(/cfl$/i, (ending) => (ending === "CFL" ? "HDR" : "hdr"));
  const missing = (cause: unknown): never => {
    throw new MedqError(
      "E_NOT_FOUND",
      `Expected the header ${basename(path)} beside it, got none`,
      where,
      "A BART array is two files: keep name.cfl and name.hdr together.",
      cause,
    );
  };
  const { handle, size } = await openRegular(path).catch(missing);
  try {
    if (size <= HEADER_LIMIT) return Buffer.from(await readStart(handle, size)).toString("latin1");
    throw new MedqError("E_FORMAT", `Expected a header of at most ${HEADER_LIMIT} bytes, got ${size}`, where, "Write the pair again.");
  } finally {
    await handle.close();
  }
}

/** @returns the sizes, first dimension first, at least four of them @throws MedqError E_FORMAT */
function sizesOf(header: string, where: string): number[] {
  const lines = header.split(/\r?\n/);
  const line = lines[lines.findIndex((text) => text.trim() === "# Dimensions") + 1];
  const sizes = lines[0] === line ? [] : (line ?? "").trim().split(/\s+/).map(Number);
  const valid = sizes.length >= 1 && sizes.length <= DIMENSION_LIMIT && sizes.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!valid) {
    throw new MedqError(
      "E_FORMAT",
      `Expected 1 to ${DIMENSION_LIMIT} sizes after "# Dimensions" in the header, got ${JSON.stringify((line ?? "").slice(0, 60))}`,
      where,
      "Write the pair again.",
    );
  }
  while (sizes.length < COIL + 1) sizes.push(1);
  return sizes;
}

function refuse(got: string, where: string, advice: string): never {
  throw new MedqError("E_UNSUPPORTED", `Expected an image or Cartesian k-space, got ${got}`, where, advice);
}

interface Layout {
  readonly kSpace: boolean;
  readonly sizes: readonly number[];
  /** READ x PHS1 x PHS2 x COIL. */
  readonly volume: number;
  readonly planeCount: number;
}

function layoutOf(sizes: readonly number[], where: string): Layout {
  const [read, phase, partitions, coils] = sizes as [number, number, number, number];
  const name = basename(where).toLowerCase();
  const later = sizes.slice(COIL + 1).reduce((product, size) => product * size, 1);
  if (/^traj/.test(name) || (read === 3 && coils === 1)) refuse("a trajectory", where, "Name the image that was reconstructed along it.");
  if (/^(sens|maps|coils?)([^a-z]|$)/.test(name)) refuse("coil sensitivities", where, "Name the k-space or the image.");
  if (read === 1 || phase === 1) {
    refuse(
      `sizes ${sizes.join(" x ")}`,
      where,
      "Samples along a trajectory: reconstruct them first (bart nufft, bart pics) and name the image.",
    );
  }
  const named = /^k-?sp/.test(name) ? true : /^(img|image)/.test(name) ? false : undefined;
  if (named === false && coils > 1) {
    refuse(`images of ${coils} coils`, where, "Combine the coils (bart rss 8), or name their k-space ksp_*.cfl.");
  }
  const kSpace = named ?? coils > 1;
  return { kSpace, sizes, volume: read * phase * partitions * coils, planeCount: partitions * later };
}

/** @throws MedqError E_TRUNCATED, E_FORMAT */
function requireLength(bytes: Uint8Array, sizes: readonly number[], where: string): void {
  const expected = 8 * sizes.reduce((product, size) => product * size, 1);
  if (expected === bytes.length) return;
  throw new MedqError(
    expected > bytes.length ? "E_TRUNCATED" : "E_FORMAT",
    `Expected ${expected} bytes for sizes ${sizes.join(" x ")}, got ${bytes.length}`,
    where,
    "Fetch both files of the pair again: one of them belongs to another array or ends early.",
  );
}

/** Adds weight * partition to the coils' planes. */
function addPartition(
  plane: Float64Array,
  view: DataView,
  start: number,
  { sizes }: Layout,
  [weightRe, weightIm]: readonly [number, number],
): void {
  const [read, phase, partitions, coils] = sizes as [number, number, number, number];
  const size = read * phase;
  for (let coil = 0, to = 0; coil < coils; coil++) {
    let at = 8 * (start + coil * partitions * size);
    for (let i = 0; i < size; i++, to += 2, at += 8) {
      const re = view.getFloat32(at, true);
      const im = view.getFloat32(at + 4, true);
      plane[to] += weightRe * re - weightIm * im;
      plane[to + 1] += weightRe * im + weightIm * re;
    }
  }
}

export default defineReader({
  recognises: (_, name) => /\.cfl$/i.test(name),

  async open(bytes: Uint8Array, where: string, options: ReadOptions): Promise<Scan> {
    const sizes = sizesOf(await readHeader(where), where);
    const layout = layoutOf(sizes, where);
    const { kSpace, volume, planeCount } = layout;
    const [read, phase, partitions, coils] = sizes as [number, number, number, number];
    requireSampleCount([coils, phase, read, 2], planeLimit(options.sampleLimit, planeCount), where);
    requireLength(bytes, sizes, where);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return {
      format: "bart",
      says: "MR",
      planeCount,
      reading: `${sizes.join(" x ")}, ${kSpace ? "k-space" : "image"}`,
      async plane(index): Promise<Acquisition> {
        requirePlane(index, planeCount, where);
        const first = Math.floor(index / partitions) * volume;
        const slice = index % partitions;
        const data = new Float64Array(2 * coils * phase * read);
        if (kSpace && partitions > 1) {
          for (let partition = 0; partition < partitions; partition++) {
            addPartition(data, view, first + partition * read * phase, layout, partitionWeight(partition, slice, partitions));
          }
        } else {
          addPartition(data, view, first + slice * read * phase, layout, [1, 0]);
        }
        requireFinite(data, where);
        if (kSpace) requireSignal(data, where);
        const plane = { coils, channels: 1, complex: true, scanner: SCANNER };
        if (kSpace) return { ...plane, quantity: "mr-kspace", rows: phase, columns: read, data };
        return { ...plane, quantity: "mr-complex", rows: read, columns: phase, data: turned(data, phase, read) };
      },
    };
  },
});
