/**
 * Which slices of a NIfTI volume are shown, and which way up: radiological display, by the closest canonical axes.
 *
 * The affine maps voxel indices to RAS+ coordinates (x to the right, y to anterior, z to superior). Each voxel axis is given to the
 * anatomical axis that it follows most closely, one to one, so that the sum of |direction cosines| is greatest. A slice is then
 * transposed and mirrored, never resampled:
 *
 *   axial      rows anterior to posterior    columns patient right to left
 *   coronal    rows superior to inferior     columns patient right to left
 *   sagittal   rows superior to inferior     columns anterior to posterior
 *
 * Slices follow each other along the axis that is asked for; else the one that dim_info names; else the coarse one, whose voxels are at
 * least half as long again as along both other axes: slices are thicker than pixels; else the third. One axis of one
 * voxel is that of the single slice that the file holds.
 *
 * The affine is the sform, else the qform. Where both codes are 0 or the matrix is singular the file does not say how the patient lies:
 * then rows are the later axis and columns the earlier, as stored.
 *
 * Not modelled: obliquity (an oblique slice keeps its own plane).
 *
 * Source: R. W. Cox, nifti1.h, "3D image (volume) orientation and location in space", methods 1 to 3.
 */
import { MedqError } from "../../manifests/error.ts";
import type { SliceAxis } from "../acquisition.ts";
import type { NiftiHeader } from "./header.ts";

type Axis = 0 | 1 | 2;

/** How stored slices become shown ones. */
export interface SliceView {
  /** The stored axis along which the slices follow each other; the ones that run down the rows and along the columns. */
  readonly sliceAxis: Axis;
  readonly rowAxis: Axis;
  readonly columnAxis: Axis;
  /** Whether the shown direction is against the stored one. */
  readonly flipRows: boolean;
  readonly flipColumns: boolean;
  /** Distance between voxel centres along the stored axes, in xyzt units; no positive number where the file does not say. */
  readonly steps: readonly number[];
  /**
   * Direction cosines of the shown rows (left to right) and columns (down), x to the left, y to posterior, z to superior: DICOM's Image
   * Orientation (Patient). Absent where the file does not say how the patient lies.
   */
  readonly cosines?: readonly number[];
}

/** Slices are at least so much thicker than pixels are wide, where geometry decides. */
const COARSE = 1.5;

/** 3 x 3, row-major: RAS+ displacement per voxel step; column j belongs to voxel axis j. */
type Directions = readonly number[];

function fromQuaternion({ quaternion, pixdim }: NiftiHeader): Directions {
  const [b, c, d] = quaternion;
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const rotation = [
    a * a + b * b - c * c - d * d,
    2 * (b * c - a * d),
    2 * (b * d + a * c),
    2 * (b * c + a * d),
    a * a + c * c - b * b - d * d,
    2 * (c * d - a * b),
    2 * (b * d - a * c),
    2 * (c * d + a * b),
    a * a + d * d - b * b - c * c,
  ];
  const qfac = pixdim[0] < 0 ? -1 : 1;
  // Where a size is not stated its axis still has a direction.
  const size = (axis: number): number => (Number.isFinite(pixdim[axis]) && pixdim[axis] !== 0 ? Math.abs(pixdim[axis]) : 1);
  const steps = [size(1), size(2), qfac * size(3)];
  return rotation.map((value, index) => value * steps[index % 3]);
}

const column = (matrix: Directions, axis: number): readonly number[] => [matrix[axis], matrix[3 + axis], matrix[6 + axis]];

const length = ([x, y, z]: readonly number[]): number => Math.sqrt(x * x + y * y + z * z);

/** Invertible, judged on unit directions so that the voxel size does not matter. */
function isUsable(matrix: Directions): boolean {
  const [u, v, w] = [0, 1, 2].map((axis) => {
    const direction = column(matrix, axis);
    return direction.map((value) => value / length(direction));
  });
  const determinant = u[0] * (v[1] * w[2] - v[2] * w[1]) - v[0] * (u[1] * w[2] - u[2] * w[1]) + w[0] * (u[1] * v[2] - u[2] * v[1]);
  return Math.abs(determinant) > 1e-3;
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** @returns for each voxel axis the anatomical axis (0 x, 1 y, 2 z) that it follows most closely; a tie goes to the stored order */
function closestAxes(matrix: Directions): readonly number[] {
  const closeness = (order: readonly number[]): number =>
    order.reduce((sum, anatomical, axis) => sum + Math.abs(matrix[3 * anatomical + axis]) / length(column(matrix, axis)), 0);
  return ORDERS.reduce((best, order) => (closeness(order) > closeness(best) ? order : best));
}

/** By name: the stored axis, or the anatomical one that is its normal. */
const STORED: readonly string[] = ["i", "j", "k"];
const NORMALS: readonly string[] = ["sagittal", "coronal", "axial"];

function askedAxis(asked: SliceAxis, axes: readonly number[] | undefined, where: string): number {
  if (STORED.includes(asked)) return STORED.indexOf(asked);
  if (axes !== undefined) return axes.indexOf(NORMALS.indexOf(asked));
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected a file that says how the patient lies, for ${asked} slices, got neither sform nor qform`,
    where,
    "Name the stored axis as sliceAxis: i, j or k.",
  );
}

function ownAxis({ sizes, encoding }: NiftiHeader, steps: readonly number[]): number {
  const single = [0, 1, 2].filter((axis) => sizes[axis] === 1);
  if (single.length > 0) return single.length === 1 ? single[0] : 2;
  if (encoding.slice !== undefined) return encoding.slice;
  const known = steps.every((step) => Number.isFinite(step) && step > 0);
  const coarse = steps.findIndex((step, axis) => known && steps.every((other, at) => at === axis || step >= COARSE * other));
  return coarse < 0 ? 2 : coarse;
}

/** @returns cosines in DICOM's axes (left, posterior, superior) of a step in RAS+, or against it */
function direction(step: readonly number[], flipped: boolean): number[] {
  const toward = flipped ? -length(step) : length(step);
  // 0 - x: no negative zero is written.
  return [0 - step[0] / toward, 0 - step[1] / toward, 0 + step[2] / toward];
}

/** @param asked along which axis slices follow each other; left out: as the file says @throws MedqError E_UNSUPPORTED */
export function sliceView(header: NiftiHeader, asked: SliceAxis | undefined, where: string): SliceView {
  const { srows, pixdim } = header;
  const sform = [0, 1, 2, 4, 5, 6, 8, 9, 10].map((index) => srows[index]);
  const candidates = [...(header.sformCode > 0 ? [sform] : []), ...(header.qformCode > 0 ? [fromQuaternion(header)] : [])];
  const matrix = candidates.find(isUsable);
  const axes = matrix && closestAxes(matrix);
  const steps = [0, 1, 2].map((axis) => (matrix === sform ? length(column(matrix, axis)) : Math.abs(pixdim[axis + 1])));
  const sliceAxis = (asked === undefined ? ownAxis(header, steps) : askedAxis(asked, axes, where)) as Axis;
  const [earlier, later] = ([0, 1, 2] as const).filter((axis) => axis !== sliceAxis);
  if (!matrix || !axes) return { sliceAxis, rowAxis: later, columnAxis: earlier, flipRows: false, flipColumns: false, steps };
  // Rows run along z where the slice contains it, else along y; the remaining in-plane axis runs along the columns.
  const rowAnatomical = axes[sliceAxis] === 2 ? 1 : 2;
  const [rowAxis, columnAxis] = axes[earlier] === rowAnatomical ? [earlier, later] : [later, earlier];
  // All four display directions (posterior, inferior, left) are against the RAS+ axes.
  const against = (axis: number): boolean => matrix[3 * axes[axis] + axis] > 0;
  const [flipRows, flipColumns] = [against(rowAxis), against(columnAxis)];
  const cosines = [...direction(column(matrix, columnAxis), flipColumns), ...direction(column(matrix, rowAxis), flipRows)];
  return { sliceAxis, rowAxis, columnAxis, flipRows, flipColumns, steps, cosines };
}
