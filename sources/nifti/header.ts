/**
 * The fixed part of a NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes) header: the fields that decide how samples are read, and no free text.
 *
 * descrip, aux_file, intent_name and db_name are never looked at, nor are header extensions: any of them may name a patient.
 * Byte order is told by sizeof_hdr, which reads 348 or 540 in one order only.
 *
 * Sources: R. W. Cox, nifti1.h (2007); NIfTI-2 header, nifti2.h (2011), https://nifti.nimh.nih.gov.
 */
import { MedqError } from "../../manifests/error.ts";
import type { NumberType } from "../numbers.ts";
import { micrometres, millimetres } from "../units.ts";

/** How a voxel is stored. `parts`: numbers per voxel; complex has two, RGB three. */
export interface VoxelType {
  readonly type: NumberType;
  readonly parts: 1 | 2 | 3;
}

export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  /** Voxels along axes 1, 2, 3 and then time and further axes; always at least three sizes. */
  readonly sizes: readonly number[];
  readonly voxel: VoxelType;
  /** Where the samples begin [bytes]. */
  readonly dataOffset: number;
  /** Bytes of all samples. */
  readonly dataLength: number;
  /** value = slope * stored + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** From the unit of lengths in the file to [m]; millimetres where the file names none, as its readers take it. */
  readonly toMetres: (length: number) => number;
  /** Which axes (0, 1, 2) the scanner encoded how, where the file says so without contradiction. */
  readonly encoding: { readonly frequency?: number; readonly phase?: number; readonly slice?: number };
  readonly pixdim: readonly number[];
  readonly qformCode: number;
  readonly sformCode: number;
  /** quatern_b, c, d, then the offsets. */
  readonly quaternion: readonly number[];
  /** srow_x, srow_y, srow_z: 3 x 4. */
  readonly srows: readonly number[];
}

const VOXELS: Record<number, VoxelType> = {
  2: { type: "u1", parts: 1 },
  4: { type: "i2", parts: 1 },
  8: { type: "i4", parts: 1 },
  16: { type: "f4", parts: 1 },
  32: { type: "f4", parts: 2 },
  64: { type: "f8", parts: 1 },
  128: { type: "u1", parts: 3 },
  256: { type: "i1", parts: 1 },
  512: { type: "u2", parts: 1 },
  768: { type: "u4", parts: 1 },
  1024: { type: "i8", parts: 1 },
  1280: { type: "u8", parts: 1 },
  1792: { type: "f8", parts: 2 },
};

/** What is read of the file before anything is believed: the longer header and its extension flag. */
export const NIFTI_HEAD_LENGTH = 544;

const TO_METRES: Record<number, ((length: number) => number) | undefined> = { 1: (length) => length, 3: micrometres };

/** Byte offsets of the fields in the two versions; NIfTI-2 widens integers to 64 bits and floats to f64. */
const FIELDS = {
  1: {
    magic: 344,
    dimInfo: 39,
    dim: 40,
    datatype: 70,
    bitpix: 72,
    pixdim: 76,
    voxOffset: 108,
    slope: 112,
    units: 123,
    qform: 252,
    sform: 254,
    quatern: 256,
    srow: 280,
  },
  2: {
    magic: 4,
    dimInfo: 524,
    dim: 16,
    datatype: 12,
    bitpix: 14,
    pixdim: 104,
    voxOffset: 168,
    slope: 176,
    units: 500,
    qform: 344,
    sform: 348,
    quatern: 352,
    srow: 400,
  },
} as const;

function sizeofHeader(head: Uint8Array): { version: 1 | 2; littleEndian: boolean } | undefined {
  if (head.length < 348) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (const littleEndian of [true, false]) {
    const size = view.getInt32(0, littleEndian);
    if (size === 348) return { version: 1, littleEndian };
    if (size === 540) return { version: 2, littleEndian };
  }
  return undefined;
}

/** @returns whether the bytes begin as a NIfTI (or Analyze) header does */
export const isNifti = (head: Uint8Array): boolean => sizeofHeader(head) !== undefined;

function requireMagic(head: Uint8Array, version: 1 | 2, where: string): void {
  const offset = FIELDS[version].magic;
  const magic = String.fromCharCode(...head.subarray(offset, offset + 3));
  if (magic === `n+${version}`) return;
  if (magic === `ni${version}`) {
    throw new MedqError(
      "E_UNSUPPORTED",
      "Expected header and samples in one file, got the header of a .hdr/.img pair",
      where,
      "Join the pair into one .nii, for example with nibabel: nibabel.save(nibabel.load('x.hdr'), 'x.nii').",
    );
  }
  throw new MedqError(
    "E_FORMAT",
    `Expected the magic string "n+${version}", got ${JSON.stringify(magic)}`,
    where,
    "It is no NIfTI file (an Analyze 7.5 header has no magic); convert it to NIfTI.",
  );
}

function sizesOf(dim: readonly number[], where: string): number[] {
  const rank = dim[0];
  // Beyond a plane some writers leave 0 for an axis that they do not use.
  const sizes = dim.slice(1, rank + 1).map((size, axis) => (axis > 1 && size === 0 ? 1 : size));
  const valid = Number.isInteger(rank) && rank >= 1 && rank <= 7 && sizes.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!valid) {
    throw new MedqError(
      "E_FORMAT",
      `Expected 1 to 7 sizes of at least 1 in dim, got [${dim.join(", ")}]`,
      where,
      "The header is damaged; export the file again.",
    );
  }
  while (sizes.length < 3) sizes.push(1);
  return sizes;
}

function voxelOf(datatype: number, bitpix: number, where: string): VoxelType {
  const voxel = VOXELS[datatype];
  if (!voxel) {
    throw new MedqError(
      "E_UNSUPPORTED",
      `Expected integers, floats, complex64, complex128 or RGB24, got datatype ${datatype}`,
      where,
      "Convert the samples, for example to float32 (datatype 16).",
    );
  }
  const bits = 8 * voxel.parts * Number(voxel.type[1]);
  if (bitpix === bits) return voxel;
  throw new MedqError(
    "E_FORMAT",
    `Expected bitpix ${bits} for datatype ${datatype}, got ${bitpix}`,
    where,
    "The header contradicts itself; export the file again.",
  );
}

/** dim_info: two bits each for frequency, phase and slice, 1 to 3, 0 for unknown. One that names an axis twice says nothing. */
function encodingOf(dimInfo: number): NiftiHeader["encoding"] {
  const named = [dimInfo & 3, (dimInfo >> 2) & 3, (dimInfo >> 4) & 3].map((axis) => (axis === 0 ? undefined : axis - 1));
  const known = named.filter((axis) => axis !== undefined);
  if (new Set(known).size < known.length) return {};
  const [frequency, phase, slice] = named;
  return { ...(frequency !== undefined && { frequency }), ...(phase !== undefined && { phase }), ...(slice !== undefined && { slice }) };
}

/** A slope of 0 means "not scaled"; some writers leave NaN in both fields to the same end. */
function scalingOf(slope: number, intercept: number, where: string): { slope: number; intercept: number } {
  if (slope === 0 || Number.isNaN(slope)) return { slope: 1, intercept: 0 };
  if (Number.isFinite(slope) && Number.isFinite(intercept)) return { slope, intercept };
  throw new MedqError(
    "E_FORMAT",
    `Expected finite scl_slope and scl_inter, got ${slope} and ${intercept}`,
    where,
    "The header is damaged; export the file again.",
  );
}

/**
 * Parses the first bytes of an (inflated) file; sizes are arithmetic on what the header declares, and nothing is allocated for them.
 * @param head at least the header and the four bytes after it
 * @throws MedqError E_FORMAT, E_TRUNCATED or E_UNSUPPORTED
 */
export function parseNiftiHeader(head: Uint8Array, where: string): NiftiHeader {
  const kind = sizeofHeader(head);
  if (!kind)
    throw new MedqError("E_FORMAT", "Expected a NIfTI header of 348 or 540 bytes, got neither", where, "Convert the file to NIfTI.");
  const { version, littleEndian } = kind;
  const least = version === 1 ? 352 : 544;
  requireMagic(head, version, where);
  if (head.length < least) {
    throw new MedqError("E_TRUNCATED", `Expected a header of ${least} bytes, got ${head.length}`, where, "Fetch the file again.");
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const field = FIELDS[version];
  const wide = version === 2;
  const float = (offset: number): number => (wide ? view.getFloat64(offset, littleEndian) : view.getFloat32(offset, littleEndian));
  const floats = (offset: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => float(offset + index * (wide ? 8 : 4)));
  const long = (offset: number): number => Number(view.getBigInt64(offset, littleEndian));
  const short = (offset: number): number => view.getInt16(offset, littleEndian);
  const code = (offset: number): number => (wide ? view.getInt32(offset, littleEndian) : short(offset));

  const dim = Array.from({ length: 8 }, (_, index) => (wide ? long(field.dim + index * 8) : short(field.dim + index * 2)));
  const sizes = sizesOf(dim, where);
  const voxel = voxelOf(short(field.datatype), short(field.bitpix), where);
  const declared = wide ? long(field.voxOffset) : float(field.voxOffset);
  const dataOffset = declared === 0 ? least : declared;
  if (!Number.isSafeInteger(dataOffset) || dataOffset < least) {
    throw new MedqError(
      "E_FORMAT",
      `Expected vox_offset of at least ${least}, got ${declared}`,
      where,
      "The header is damaged; export the file again.",
    );
  }
  const slopeAndIntercept = floats(field.slope, 2);
  const units = wide ? view.getInt32(field.units, littleEndian) : view.getUint8(field.units);
  return {
    version,
    littleEndian,
    sizes,
    voxel,
    dataOffset,
    dataLength: sizes.reduce((product, size) => product * size, voxel.parts * Number(voxel.type[1])),
    ...scalingOf(slopeAndIntercept[0], slopeAndIntercept[1], where),
    toMetres: TO_METRES[units & 7] ?? millimetres,
    encoding: encodingOf(view.getUint8(field.dimInfo)),
    pixdim: floats(field.pixdim, 8),
    qformCode: code(field.qform),
    sformCode: code(field.sform),
    quaternion: floats(field.quatern, 6),
    srows: floats(field.srow, 12),
  };
}
