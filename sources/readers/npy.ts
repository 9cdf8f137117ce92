/**
 * NumPy arrays. The file gives numbers and a shape; their meaning follows from type and rank:
 *
 *   real     ... x rows x columns              planes over the leading axes, "unspecified"
 *   u1, u2   ... x rows x columns x 3 (or 4)   colour planes, "srgb"; a fourth channel is opacity, laid over white
 *   complex  rows x columns                    "mr-complex"
 *   complex  coils x phase x readout           one plane, "mr-kspace", zero frequency at floor(N/2)
 *   complex  slices x coils x phase x readout  planes of "mr-kspace"
 *
 * A last axis of 1, behind two others, is a single channel and is dropped, as are those before it. Refused, because both readings are common: a last axis of 2 to 4
 * of other types (channels, or planes of so many columns), and one that is a quarter of both axes before it or less (slices last).
 * Three planes of 8 bits are three planes: colour whose channels come first cannot be told from them.
 *
 * The format carries neither spacing nor a patient. Whether k-space is centred cannot be told from the file; it is taken to be.
 * A file is never in memory whole: its planes are read where they lie (bytes/).
 */
import { stat } from "node:fs/promises";
import { MedqError } from "../../manifests/error.ts";
import { type Acquisition, defineReader, type Quantity, type ReadOptions, type Scan } from "../acquisition.ts";
import { keptOf } from "../bytes/kept.ts";
import { PlaneReader } from "../bytes/planes.ts";
import { type ByteSource, fileSource, memorySource } from "../bytes/source.ts";
import { overWhite } from "../colour.ts";
import { requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { fortranSteps } from "../npy.ts";
import { isNpy, NPY_HEAD_LENGTH, type NpyHeader, parseNpyHeader } from "../npy-header.ts";
import { byteCount, numberReader } from "../numbers.ts";

export const formats = ["NumPy .npy"];

interface Layout {
  readonly quantity: Quantity;
  /** coils x rows x columns x channels, as stored. */
  readonly shape: readonly [number, number, number, number];
  /** The axes that count planes. */
  readonly leading: readonly number[];
}

const product = (sizes: readonly number[]): number => sizes.reduce((count, size) => count * size, 1);

function refuse(shape: readonly number[], problem: string, where: string, advice: string): never {
  throw new MedqError("E_UNSUPPORTED", `Expected ${problem}, got shape (${shape.join(", ")})`, where, advice);
}

function layoutOf({ shape: stored, type, parts }: NpyHeader, where: string): Layout {
  let shape = stored;
  while (shape.length > 2 && shape.at(-1) === 1) shape = shape.slice(0, -1);
  const last = (count: number): number => shape[shape.length - count];
  const leading = (axes: number): readonly number[] => shape.slice(0, shape.length - axes);
  if (parts === 2) {
    if (shape.length === 2) return { quantity: "mr-complex", shape: [1, shape[0], shape[1], 1], leading: [] };
    if (shape.length === 3 || shape.length === 4) {
      return { quantity: "mr-kspace", shape: [last(3), last(2), last(1), 1], leading: leading(3) };
    }
  } else if (shape.length >= 3 && (last(1) === 3 || last(1) === 4) && (type === "u1" || type === "u2")) {
    return { quantity: "srgb", shape: [1, last(3), last(2), last(1)], leading: leading(3) };
  } else if (shape.length >= 3 && last(1) >= 2 && last(1) <= 4) {
    const advice = "Save colour as uint8, one channel alone, or real and imaginary parts as complex64.";
    refuse(stored, "planes x rows x columns, or colour of type uint8 or uint16", where, advice);
  } else if (shape.length >= 3 && 4 * last(1) <= Math.min(last(2), last(3))) {
    const advice = "The last axis looks like slices: bring it to the front with numpy.moveaxis(array, -1, 0) and save again.";
    refuse(stored, "planes x rows x columns", where, advice);
  } else if (shape.length >= 2) {
    return { quantity: "unspecified", shape: [1, last(2), last(1), 1], leading: leading(2) };
  }
  const advice = "Reshape the array to rows x columns, or to coils x phase x readout, and save it again.";
  return refuse(stored, "an image (2 axes or more) or k-space (coils x phase x readout)", where, advice);
}

function requireSignal(data: Float64Array, where: string): void {
  if (data.some((value) => value !== 0)) return;
  throw new MedqError(
    "E_SAMPLES",
    "Expected k-space with a signal, got zeros only",
    where,
    "Leave the file out, or export the raw data again.",
  );
}

/** Where plane `index` of C order stands among the planes of the file. */
function standingOf(index: number, { leading }: Layout, { fortranOrder }: NpyHeader): number {
  if (!fortranOrder) return index;
  let [rest, standing] = [index, 0];
  for (let axis = leading.length - 1; axis >= 0; axis--) {
    standing += (rest % leading[axis]) * product(leading.slice(0, axis));
    rest = Math.floor(rest / leading[axis]);
  }
  return standing;
}

/** @returns the elements of a plane in C order; interleaved re, im for complex types */
async function samplesOf(planes: PlaneReader, header: NpyHeader, layout: Layout, index: number, where: string): Promise<Float64Array> {
  const { type, parts, littleEndian, fortranOrder, dataOffset } = header;
  const element = parts * byteCount(type);
  const count = product(layout.shape);
  const planeCount = product(layout.leading);
  // In Fortran order the planes' axes are the fastest: each element of all planes, then the next.
  const parted = fortranOrder && planeCount > 1;
  const place = { start: dataOffset, planes: planeCount, element, blocks: parted ? count : 1, inner: parted ? element : count * element };
  const next = fortranOrder ? fortranSteps(layout.shape) : undefined;
  const data = new Float64Array(count * parts);
  for await (const { at, bytes } of planes.pieces(place, standingOf(index, layout, header))) {
    const read = numberReader(bytes, type, littleEndian, where);
    let to = (at / element) * parts;
    for (let from = 0; from < bytes.length; from += element) {
      if (next !== undefined) to = next() * parts;
      for (let part = 0; part < parts; part++) data[to++] = read(from + part * byteCount(type));
    }
  }
  return data;
}

async function scanOf(source: ByteSource, size: number, where: string, options: ReadOptions, keep: Keep): Promise<Scan> {
  const header = parseNpyHeader(await source.read(0, NPY_HEAD_LENGTH), where, size);
  const layout = layoutOf(header, where);
  const { quantity, shape, leading } = layout;
  const [coils, rows, columns, channels] = shape;
  const planeCount = product(leading);
  // With opacity, the four stored channels and the three that are shown stand side by side for a moment.
  const held = quantity === "srgb" && channels === 4 ? 7 : channels;
  requireSampleCount([coils, rows, columns, held, header.parts], options.sampleLimit, where);
  requireSampleCount([planeCount], Number.MAX_SAFE_INTEGER, where);
  const planes = await keep(async () => new PlaneReader(source, where));
  return {
    format: "npy",
    planeCount,
    async plane(index): Promise<Acquisition> {
      requirePlane(index, planeCount, where);
      const stored = await samplesOf(planes, header, layout, index, where);
      requireFinite(stored, where);
      if (quantity === "mr-kspace") requireSignal(stored, where);
      const plane = { quantity, coils, rows, columns, complex: header.parts === 2, scanner: {} };
      if (quantity !== "srgb") return { ...plane, channels, data: stored };
      const bits = header.type === "u1" ? 8 : 16;
      return { ...plane, channels: 3, bits, data: channels === 4 ? overWhite(stored, 3, bits) : stored };
    },
  };
}

type Keep = (make: () => Promise<PlaneReader>) => Promise<PlaneReader>;

export default defineReader({
  recognises: (head) => isNpy(head),
  open: (bytes, where, options) => scanOf(memorySource(bytes), bytes.length, where, options, (make) => make()),
  openPath: async (path, options) => scanOf(fileSource(path), (await stat(path)).size, path, options, (make) => keptOf(path, "npy", make)),
});
