/**
 * NIfTI-1 and NIfTI-2, plain or gzip, either byte order.
 *
 * Planes are the slices along the third axis, then along time and further axes: plane = k + K (t + T (...)).
 * Each is shown as radiologists expect (nifti/orientation.ts), and scaled: value = scl_slope * stored + scl_inter, on both parts of
 * a complex number, never on RGB. Spacing comes from the affine's column lengths (else pixdim) in the units of xyzt_units; where the
 * file names no unit, spacing is absent rather than guessed.
 *
 * Not read: free text (descrip, aux_file, intent_name, db_name) and header extensions, for they may name a patient.
 */
import { MedqError } from "../../manifests/error.ts";
import { type Acquisition, defineReader, type ReadOptions, type Scan } from "../acquisition.ts";
import { BYTES_PER_SAMPLE, planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { isNifti, type NiftiHeader, parseNiftiHeader } from "../nifti/header.ts";
import { inflateHead, inflateNifti, isGzip } from "../nifti/inflate.ts";
import { type SliceView, sliceView } from "../nifti/orientation.ts";
import { byteCount, numberReader } from "../numbers.ts";

export const formats = ["NIfTI"];

const planeCountOf = ({ sizes }: NiftiHeader): number => sizes.slice(2).reduce((product, size) => product * size, 1);

/** @returns the samples of one plane; throws MedqError E_TOO_LARGE beyond the limit */
function requirePlaneRoom(header: NiftiHeader, sampleLimit: number, where: string): number {
  const { sizes, voxel } = header;
  return requireSampleCount([sizes[0], sizes[1], voxel.parts], planeLimit(sampleLimit, planeCountOf(header)), where);
}

/** @throws MedqError E_TOO_LARGE unless the inflated file fits beside its planes into the memory that the limit stands for */
function requireRoom(header: NiftiHeader, sampleLimit: number, where: string): void {
  const count = requirePlaneRoom(header, sampleLimit, where);
  const held = planeCountOf(header) > 1 ? 2 * count : count;
  const room = Math.max(0, BYTES_PER_SAMPLE * (sampleLimit - held));
  const declared = header.dataOffset + header.dataLength;
  if (declared <= room) return;
  throw new MedqError(
    "E_TOO_LARGE",
    `Expected a gzip file that inflates to at most ${room} bytes, got a header that declares ${declared}`,
    where,
    "Split the volumes over several files.",
  );
}

/** @returns the shown plane of a stored slice that begins at byte `start` */
function slice(bytes: Uint8Array, header: NiftiHeader, view: SliceView, start: number, where: string): Float64Array {
  const { sizes, voxel, slope, intercept } = header;
  const { parts, type } = voxel;
  const read = numberReader(bytes, type, header.littleEndian, where);
  const scaled = parts !== 3 && (slope !== 1 || intercept !== 0);
  const partSize = byteCount(type);
  const strides = [parts * partSize, sizes[0] * parts * partSize];
  const [rows, columns] = [sizes[view.rowAxis], sizes[1 - view.rowAxis]];
  const rowStep = view.flipRows ? -strides[view.rowAxis] : strides[view.rowAxis];
  const columnStep = view.flipColumns ? -strides[1 - view.rowAxis] : strides[1 - view.rowAxis];
  const first = start - (view.flipRows ? (rows - 1) * rowStep : 0) - (view.flipColumns ? (columns - 1) * columnStep : 0);
  const data = new Float64Array(rows * columns * parts);
  let index = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const voxelStart = first + row * rowStep + column * columnStep;
      for (let part = 0; part < parts; part++) {
        const stored = read(voxelStart + part * partSize);
        data[index++] = scaled ? slope * stored + intercept : stored;
      }
    }
  }
  return data;
}

function spacingOf({ toMetres }: NiftiHeader, { rowAxis, steps }: SliceView): Pick<Acquisition, "spacing"> {
  if (!toMetres || !steps.every((step) => Number.isFinite(step) && step > 0)) return {};
  return { spacing: { row: toMetres(steps[rowAxis]), column: toMetres(steps[1 - rowAxis]) } };
}

async function load(file: Uint8Array, where: string, sampleLimit: number): Promise<{ header: NiftiHeader; bytes: Uint8Array }> {
  if (isGzip(file)) return inflateNifti(file, where, (header) => requireRoom(header, sampleLimit, where));
  const header = parseNiftiHeader(file, where);
  requirePlaneRoom(header, sampleLimit, where);
  const declared = header.dataOffset + header.dataLength;
  if (declared <= file.length) return { header, bytes: file };
  throw new MedqError(
    "E_TRUNCATED",
    `Expected ${declared} bytes for ${header.sizes.join(" x ")} voxels, got ${file.length}`,
    where,
    "Fetch the file again; it ends early or its header lies.",
  );
}

export default defineReader({
  recognises: (head) => isNifti(isGzip(head) ? inflateHead(head) : head),

  async open(file: Uint8Array, where: string, options: ReadOptions): Promise<Scan> {
    const { header, bytes } = await load(file, where, options.sampleLimit);
    const { sizes, voxel } = header;
    const view = sliceView(header);
    const planeCount = planeCountOf(header);
    const planeLength = sizes[0] * sizes[1] * voxel.parts * byteCount(voxel.type);
    return {
      format: "nifti",
      planeCount,
      deidentification: "NIfTI: samples, sizes, scaling and affine were read; free-text fields and header extensions were not",
      async plane(index): Promise<Acquisition> {
        requirePlane(index, planeCount, where);
        const data = slice(bytes, header, view, header.dataOffset + index * planeLength, where);
        requireFinite(data, where);
        return {
          quantity: voxel.parts === 2 ? "mr-complex" : voxel.parts === 3 ? "srgb" : "unspecified",
          coils: 1,
          rows: sizes[view.rowAxis],
          columns: sizes[1 - view.rowAxis],
          channels: voxel.parts === 3 ? 3 : 1,
          complex: voxel.parts === 2,
          data,
          ...(voxel.parts === 3 ? { bits: 8 as const } : {}),
          ...spacingOf(header, view),
          scanner: {},
        };
      },
    };
  },
});
