/** Writes NIfTI files for tests: a header with chosen fields, then the samples' bytes. Field offsets are those of nifti1.h and nifti2.h. */

export interface NiftiFields {
  readonly version?: 1 | 2;
  readonly littleEndian?: boolean;
  /** dim[1], dim[2] ...; the rank is their number unless given. */
  readonly sizes: readonly number[];
  readonly rank?: number;
  readonly datatype: number;
  readonly bitpix: number;
  readonly magic?: string;
  readonly voxOffset?: number;
  readonly slope?: number;
  readonly intercept?: number;
  readonly units?: number;
  /** dim_info: frequency + 4 phase + 16 slice, axes from 1. */
  readonly dimInfo?: number;
  readonly pixdim?: readonly number[];
  readonly qform?: { readonly code: number; readonly quaternion: readonly [number, number, number] };
  /** 3 x 4, row-major. */
  readonly sform?: readonly number[];
  readonly descrip?: string;
}

/** Byte offsets of the fields. */
const OFFSETS = {
  1: {
    magic: 344,
    dimInfo: 39,
    dim: 40,
    datatype: 70,
    bitpix: 72,
    pixdim: 76,
    slope: 112,
    units: 123,
    qform: 252,
    sform: 254,
    quatern: 256,
    srow: 280,
    descrip: 148,
  },
  2: {
    magic: 4,
    dimInfo: 524,
    dim: 16,
    datatype: 12,
    bitpix: 14,
    pixdim: 104,
    slope: 176,
    units: 500,
    qform: 344,
    sform: 348,
    quatern: 352,
    srow: 400,
    descrip: 240,
  },
};

/** Where the samples stand: at vox_offset, unless the header lies about it. */
const samplesStart = (voxOffset: number, least: number): number => (voxOffset >= least && voxOffset < 1e6 ? voxOffset : least);

/** @returns header and samples; `data` stands at vox_offset as it is */
export function writeNifti(fields: NiftiFields, data: Uint8Array): Uint8Array {
  const { version = 1, littleEndian = true, sizes } = fields;
  const wide = version === 2;
  const voxOffset = fields.voxOffset ?? (wide ? 544 : 352);
  const start = samplesStart(voxOffset, wide ? 544 : 352);
  const bytes = new Uint8Array(start + data.length);
  const view = new DataView(bytes.buffer);
  const float = (offset: number, value: number): void =>
    wide ? view.setFloat64(offset, value, littleEndian) : view.setFloat32(offset, value, littleEndian);
  const step = wide ? 8 : 4;
  const code = (offset: number, value: number): void =>
    wide ? view.setInt32(offset, value, littleEndian) : view.setInt16(offset, value, littleEndian);
  const at = OFFSETS[version];
  view.setInt32(0, wide ? 540 : 348, littleEndian);
  [fields.rank ?? sizes.length, ...sizes].forEach((size, index) => {
    if (wide) view.setBigInt64(at.dim + index * 8, BigInt(size), littleEndian);
    else view.setInt16(at.dim + index * 2, size, littleEndian);
  });
  view.setInt16(at.datatype, fields.datatype, littleEndian);
  view.setInt16(at.bitpix, fields.bitpix, littleEndian);
  (fields.pixdim ?? [1, 1, 1, 1]).forEach((value, index) => {
    float(at.pixdim + index * step, value);
  });
  if (wide) view.setBigInt64(168, BigInt(voxOffset), littleEndian);
  else view.setFloat32(108, voxOffset, littleEndian);
  float(at.slope, fields.slope ?? 0);
  float(at.slope + step, fields.intercept ?? 0);
  if (wide) view.setInt32(at.units, fields.units ?? 0, littleEndian);
  else view.setUint8(at.units, fields.units ?? 0);
  view.setUint8(at.dimInfo, fields.dimInfo ?? 0);
  code(at.qform, fields.qform?.code ?? 0);
  fields.qform?.quaternion.forEach((value, index) => {
    float(at.quatern + index * step, value);
  });
  code(at.sform, fields.sform ? 1 : 0);
  fields.sform?.forEach((value, index) => {
    float(at.srow + index * step, value);
  });
  bytes.set(new TextEncoder().encode(fields.descrip ?? ""), at.descrip);
  bytes.set(new TextEncoder().encode(fields.magic ?? `n+${version}\0`), at.magic);
  bytes.set(data, start);
  return bytes;
}

/** @returns the bytes of a typed array, in this machine's order (little-endian wherever Node runs) */
export const bytesOf = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
