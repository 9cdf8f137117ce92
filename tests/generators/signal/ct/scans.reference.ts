/** Scans of every kind over an image of any size, and numbers to try them on. */
import { equalAngles, type Fan, type ScanGeometry } from "../../../../generators/signal/projector.ts";
import { randomSource } from "../../../../generators/signal/random.ts";

export interface ImageSize {
  readonly rows: number;
  readonly columns: number;
  readonly pixel: { readonly row: number; readonly column: number };
}

/** @returns square pixels of 1 mm */
export const millimetres = (rows: number, columns: number): ImageSize => ({ rows, columns, pixel: { row: 0.001, column: 0.001 } });

/** The distances of a body scanner. */
const SOURCE_TO_AXIS = 0.3;
const SOURCE_TO_DETECTOR = 0.55;

const diameter = ({ rows, columns, pixel }: ImageSize): number => Math.hypot(rows * pixel.row, columns * pixel.column);

/** @returns views over half a turn, or over the arc, bins as wide as pixels, beyond the image on both sides */
export function parallelScan(size: ImageSize, viewCount: number, arc = Math.PI, start = 0): ScanGeometry {
  const binSize = size.pixel.column;
  return { ...size, angles: equalAngles(viewCount, arc, start), binCount: Math.ceil(diameter(size) / binSize) + 3, binSize };
}

/** @returns views over a full turn, or over the arc, bins that the axis sees as wide as pixels */
export function fanScan(size: ImageSize, detector: Fan["detector"], viewCount: number, arc = 2 * Math.PI, start = 0.1): ScanGeometry {
  const fan = { detector, sourceToAxis: SOURCE_TO_AXIS, sourceToDetector: SOURCE_TO_DETECTOR };
  const binSize = (size.pixel.column * SOURCE_TO_DETECTOR) / SOURCE_TO_AXIS;
  // Twice the tangent to the image's circle, as the detector sees it.
  const radius = diameter(size) / 2;
  const width = (2 * SOURCE_TO_DETECTOR * radius) / Math.sqrt(SOURCE_TO_AXIS ** 2 - radius ** 2);
  return { ...size, angles: equalAngles(viewCount, arc, start), binCount: Math.ceil(width / binSize) + 3, binSize, fan };
}

export const noise = (length: number, name = "x"): Float64Array =>
  randomSource({ seed: "1", image: "a", operation: "b", stage: "c" }).stream(name).fillNormal(new Float64Array(length));

export const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);

/** @returns |a - b| / |b| */
export function relative(a: Float64Array, b: Float64Array): number {
  const difference = a.map((value, n) => value - b[n]!);
  return Math.sqrt(dot(difference, difference) / dot(b, b));
}
