/**
 * NIfTI-1 and NIfTI-2, plain or gzip, either byte order.
 *
 * Planes are the slices of a volume (nifti/orientation.ts says along which axis), then of the volumes along time and further axes:
 * plane = slice + slices (t + T (...)). Each is shown as radiologists expect, and scaled: value = scl_slope * stored + scl_inter, on both
 * parts of a complex number, never on RGB. Spacing comes from the affine's column lengths (else pixdim) in the units of xyzt_units, in
 * millimetres where the file names none. How the slice lies in the patient comes from the affine. Where dim_info says along which axis of the plane phase was encoded, the scanner says so too.
 *
 * A file is never in memory whole: planes are read where they lie, of a gzip file by a stream that goes forward (bytes/).
 *
 * Not read: free text (descrip, aux_file, intent_name, db_name) and header extensions, for they may name a patient.
 */
import { stat } from "node:fs/promises";
import { MedqError } from "../../manifests/error.ts";
import { type Acquisition, defineReader, type ReadOptions, type Scan } from "../acquisition.ts";
import { gzipSource, type Packed, packedBytes, packedFile } from "../bytes/gzip.ts";
import { keptOf } from "../bytes/kept.ts";
import { type PlaneLayout, PlaneReader } from "../bytes/planes.ts";
import { type ByteSource, fileSource, memorySource } from "../bytes/source.ts";
import { requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { isNifti, NIFTI_HEAD_LENGTH, type NiftiHeader, parseNiftiHeader } from "../nifti/header.ts";
import { inflateHead, isGzip, packedHeader } from "../nifti/inflate.ts";
import { type SliceView, sliceView } from "../nifti/orientation.ts";
import { byteCount, numberReader } from "../numbers.ts";

export const formats = ["NIfTI"];

const AXES = ["i", "j", "k"];

/** One file that is read: its header, how its slices are shown, where its bytes come from. */
class Volume {
  readonly header: NiftiHeader;
  readonly view: SliceView;
  readonly planes: PlaneReader;

  constructor(header: NiftiHeader, view: SliceView, source: ByteSource, where: string) {
    this.header = header;
    this.view = view;
    this.planes = new PlaneReader(source, where);
  }

  close(): void {
    this.planes.close();
  }
}

const slicesOf = ({ sizes }: NiftiHeader, { sliceAxis }: SliceView): number => sizes[sliceAxis];
const volumesOf = ({ sizes }: NiftiHeader): number => sizes.slice(3).reduce((product, size) => product * size, 1);

/** @returns how the slices are shown @throws MedqError E_TOO_LARGE where one is beyond the limit */
function viewOf(header: NiftiHeader, options: ReadOptions, where: string): SliceView {
  const view = sliceView(header, options.sliceAxis, where);
  requireSampleCount([header.sizes[view.rowAxis], header.sizes[view.columnAxis], header.voxel.parts], options.sampleLimit, where);
  return view;
}

/** A slice's place among the bytes of its volume. */
function layoutOf(header: NiftiHeader, { sliceAxis }: SliceView, volume: number): PlaneLayout {
  const { sizes, voxel, dataOffset } = header;
  const element = voxel.parts * byteCount(voxel.type);
  const product = (axes: readonly number[]): number => axes.reduce((count, size) => count * size, 1);
  const space = sizes.slice(0, 3);
  return {
    start: dataOffset + volume * product(space) * element,
    blocks: product(space.slice(sliceAxis + 1)),
    planes: space[sliceAxis],
    inner: product(space.slice(0, sliceAxis)) * element,
    element,
  };
}

/** Where the samples of a stored slice go in the shown plane: origin + quick * along + slow * across. */
function placesOf({ sizes, voxel }: NiftiHeader, { rowAxis, columnAxis, flipRows, flipColumns }: SliceView) {
  const [rows, columns] = [sizes[rowAxis], sizes[columnAxis]];
  const down = columns * voxel.parts;
  const rowStep = flipRows ? -down : down;
  const columnStep = flipColumns ? -voxel.parts : voxel.parts;
  const origin = (flipRows ? (rows - 1) * down : 0) + (flipColumns ? (columns - 1) * voxel.parts : 0);
  const rowsFirst = rowAxis < columnAxis;
  return { count: rowsFirst ? rows : columns, origin, along: rowsFirst ? rowStep : columnStep, across: rowsFirst ? columnStep : rowStep };
}

/** @returns the shown plane: rows x columns x parts, scaled */
async function samplesOf({ header, view, planes }: Volume, index: number, where: string): Promise<Float64Array> {
  const { sizes, voxel, slope, intercept, littleEndian } = header;
  const { parts, type } = voxel;
  const scaled = parts !== 3 && (slope !== 1 || intercept !== 0);
  const slices = slicesOf(header, view);
  const layout = layoutOf(header, view, Math.floor(index / slices));
  const { count, origin, along, across } = placesOf(header, view);
  const data = new Float64Array(sizes[view.rowAxis] * sizes[view.columnAxis] * parts);
  for await (const { at, bytes } of planes.pieces(layout, index % slices)) {
    const read = numberReader(bytes, type, littleEndian, where);
    let voxelAt = at / layout.element;
    for (let from = 0; from < bytes.length; from += layout.element, voxelAt++) {
      const to = origin + (voxelAt % count) * along + Math.floor(voxelAt / count) * across;
      for (let part = 0; part < parts; part++) data[to + part] = read(from + part * byteCount(type));
    }
  }
  if (scaled) for (let i = 0; i < data.length; i++) data[i] = slope * data[i] + intercept;
  return data;
}

function spacingOf({ toMetres }: NiftiHeader, { rowAxis, columnAxis, steps }: SliceView): Pick<Acquisition, "spacing"> {
  const [row, column] = [steps[rowAxis], steps[columnAxis]];
  if (![row, column].every((step) => Number.isFinite(step) && step > 0)) return {};
  return { spacing: { row: toMetres(row), column: toMetres(column) } };
}

/** Of a plane whose slices were selected along its normal, what is not read out is phase encoded. */
function phaseEncoding({ encoding }: NiftiHeader, { sliceAxis, rowAxis, columnAxis }: SliceView): "COL" | "ROW" | undefined {
  const other = encoding.frequency === rowAxis ? columnAxis : rowAxis;
  const left = encoding.frequency !== undefined && encoding.frequency !== sliceAxis && encoding.slice === sliceAxis ? other : undefined;
  const phase = encoding.phase ?? left;
  // DICOM (0018,1312): COL is phase encoding along the columns, down the image.
  if (phase === rowAxis) return "COL";
  return phase === columnAxis ? "ROW" : undefined;
}

/** As DICOM says it. */
function scannerOf(header: NiftiHeader, view: SliceView): Acquisition["scanner"] {
  const phase = phaseEncoding(header, view);
  return {
    ...(view.cosines && { ImageOrientationPatient: view.cosines }),
    ...(phase && { InPlanePhaseEncodingDirection: phase }),
  };
}

function scanOf(volume: Volume, where: string): Scan {
  const { header, view } = volume;
  const { sizes, voxel } = header;
  const planeCount = slicesOf(header, view) * volumesOf(header);
  return {
    format: "nifti",
    planeCount,
    ...(view.sliceAxis !== 2 && { reading: `slices along ${AXES[view.sliceAxis]}` }),
    deidentification: "NIfTI: samples, sizes, scaling, encoding and affine were read; free-text fields and header extensions were not",
    async plane(index): Promise<Acquisition> {
      requirePlane(index, planeCount, where);
      const data = await samplesOf(volume, index, where);
      requireFinite(data, where);
      return {
        quantity: voxel.parts === 2 ? "mr-complex" : voxel.parts === 3 ? "srgb" : "unspecified",
        coils: 1,
        rows: sizes[view.rowAxis],
        columns: sizes[view.columnAxis],
        channels: voxel.parts === 3 ? 3 : 1,
        complex: voxel.parts === 2,
        data,
        ...(voxel.parts === 3 ? { bits: 8 as const } : {}),
        ...spacingOf(header, view),
        scanner: scannerOf(header, view),
      };
    },
  };
}

async function packedVolume(packed: Packed, where: string, options: ReadOptions): Promise<Volume> {
  const accept = (header: NiftiHeader): void => void viewOf(header, options, where);
  const header = await packedHeader(packed, where, options.intact === true, accept);
  return new Volume(header, viewOf(header, options, where), gzipSource(packed, where), where);
}

/** @param size of the file [bytes] */
async function plainVolume(source: ByteSource, size: number, where: string, options: ReadOptions): Promise<Volume> {
  const header = parseNiftiHeader(await source.read(0, NIFTI_HEAD_LENGTH), where);
  const view = viewOf(header, options, where);
  const declared = header.dataOffset + header.dataLength;
  if (declared <= size) return new Volume(header, view, source, where);
  throw new MedqError(
    "E_TRUNCATED",
    `Expected ${declared} bytes for ${header.sizes.join(" x ")} voxels, got ${size}`,
    where,
    "Fetch the file again; it ends early or its header lies.",
  );
}

export default defineReader({
  recognises: (head) => isNifti(isGzip(head) ? inflateHead(head) : head),

  async open(file, where, options) {
    const packed = isGzip(file);
    return scanOf(
      await (packed ? packedVolume(packedBytes(file), where, options) : plainVolume(memorySource(file), file.length, where, options)),
      where,
    );
  },

  async openPath(path, options) {
    const { sliceAxis = "", sampleLimit, intact = false } = options;
    const volume = await keptOf(path, `NIfTI ${sliceAxis} ${sampleLimit} ${intact}`, async () => {
      const source = fileSource(path);
      return isGzip(await source.read(0, 2))
        ? packedVolume(packedFile(path), path, options)
        : plainVolume(source, (await stat(path)).size, path, options);
    });
    return scanOf(volume, path);
  },
});
