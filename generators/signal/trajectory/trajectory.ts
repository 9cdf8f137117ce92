/** Where k-space is sampled, readout by readout. */
export interface Trajectory {
  /** Lines, spokes or interleaves. */
  readonly readoutCount: number;
  /** Samples of each. */
  readonly sampleCount: number;
  /** readouts x samples x (ky along the rows' axis, kx along the columns' axis) [cycles/pixel], -1/2 .. 1/2. */
  readonly points: Float64Array;
}

/** @returns the points of fft2c: rows are readouts, zero frequency at (floor(rows / 2), floor(columns / 2)) */
export function cartesianTrajectory(rows: number, columns: number): Trajectory {
  const points = new Float64Array(2 * rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 2) {
      points[at] = (row - Math.floor(rows / 2)) / rows;
      points[at + 1] = (column - Math.floor(columns / 2)) / columns;
    }
  }
  return { readoutCount: rows, sampleCount: columns, points };
}
