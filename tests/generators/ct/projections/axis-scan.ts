/** Two ellipses scanned with the axis of rotation on any place of the detector, in closed form. */
import { ellipseIntegrals } from "../../signal/ellipse.reference.ts";

const ELLIPSES = [
  { x: 9, y: -4, a: 17, b: 11, tilt: 0.5, density: 0.02 },
  { x: -8, y: 10, a: 5, b: 8, tilt: -0.3, density: 0.03 },
];

/** @param axis bin, not a whole number @param size of a bin; densities are per bin of size 1 @returns line integrals, views x bins */
export function axisScan(angles: readonly number[], binCount: number, axis: number, ellipses = ELLIPSES): Float64Array {
  // A view of bins around the axis at (binCount - 1) / 2, of which every ellipse is moved along the detector in every view.
  const data = new Float64Array(angles.length * binCount);
  const shift = axis - (binCount - 1) / 2;
  angles.forEach((angle, view) => {
    const geometry = { rows: 1, columns: 1, pixel: { row: 1, column: 1 }, angles: Float64Array.of(angle), binCount, binSize: 1 };
    for (const each of ellipses) {
      const moved = { ...each, x: each.x + shift * Math.cos(angle), y: each.y + shift * Math.sin(angle) };
      ellipseIntegrals(geometry, moved).forEach((value, bin) => {
        data[view * binCount + bin] += value;
      });
    }
  });
  return data;
}
