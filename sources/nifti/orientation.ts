/**
 * Which way up a NIfTI slice is shown: radiological display, by the closest canonical axes.
 *
 * The affine maps voxel indices to RAS+ coordinates (x to the right, y to anterior, z to superior). Each voxel axis is given to the
 * anatomical axis that it follows most closely, one to one, so that the sum of |direction cosines| is greatest. A slice is then
 * transposed and mirrored, never resampled:
 *
 *   axial      rows anterior to posterior    columns patient right to left
 *   coronal    rows superior to inferior     columns patient right to left
 *   sagittal   rows superior to inferior     columns anterior to posterior
 *
 * The affine is the sform, else the qform. Where both codes are 0 or the matrix is singular the file does not say how the patient lies:
 * then rows are the second axis and columns the first, as stored.
 *
 * Not modelled: obliquity (an oblique slice keeps its own plane).
 *
 * Source: R. W. Cox, nifti1.h, "3D image (volume) orientation and location in space", methods 1 to 3.
 */
import type { NiftiHeader } from "./header.ts";

/** How a stored slice (axis 1 fastest, axis 2) becomes a shown one. */
export interface SliceView {
  /** The stored axis (0 or 1) that runs down the rows; the other one runs along the columns. */
  readonly rowAxis: 0 | 1;
  /** Whether the shown direction is against the stored one. */
  readonly flipRows: boolean;
  readonly flipColumns: boolean;
  /** Distance between voxel centres along stored axes 0 and 1, in xyzt units. */
  readonly steps: readonly [number, number];
}

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
  const steps = [Math.abs(pixdim[1]), Math.abs(pixdim[2]), qfac * Math.abs(pixdim[3])];
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

/** @returns how slices along the third stored axis are shown */
export function sliceView(header: NiftiHeader): SliceView {
  const { srows, pixdim } = header;
  const sform = [0, 1, 2, 4, 5, 6, 8, 9, 10].map((index) => srows[index]);
  const candidates = [...(header.sformCode > 0 ? [sform] : []), ...(header.qformCode > 0 ? [fromQuaternion(header)] : [])];
  const matrix = candidates.find(isUsable);
  if (!matrix) return { rowAxis: 1, flipRows: false, flipColumns: false, steps: [Math.abs(pixdim[1]), Math.abs(pixdim[2])] };
  const axes = closestAxes(matrix);
  // Rows run along z where the slice contains it, else along y; the remaining in-plane axis runs along the columns.
  const rowAnatomical = axes[2] === 2 ? 1 : 2;
  const rowAxis = axes[0] === rowAnatomical ? 0 : 1;
  const against = (axis: number): boolean => matrix[3 * axes[axis] + axis] > 0;
  return {
    rowAxis,
    // All four display directions (posterior, inferior, left) are against the RAS+ axes.
    flipRows: against(rowAxis),
    flipColumns: against(1 - rowAxis),
    steps: [length(column(matrix, 0)), length(column(matrix, 1))],
  };
}
