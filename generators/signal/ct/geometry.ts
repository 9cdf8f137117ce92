/**
 * Where the pixels, the source and the detector bins of a scan lie.
 *
 * x points right along a row, y up against the columns, both from the image's centre ((N - 1) / 2 in index units), which is the axis of
 * rotation. A view's angle theta turns its detector axis e = (cos, sin) and its central ray d = (-sin, cos). Bin u lies at
 * s = (u - (binCount - 1) / 2) binSize, and its ray runs
 *
 *   parallel:     through s e, along d
 *   fan, flat:    from the source at -D d through the detector at distance F: along F d + s e
 *   fan, arc:     from the source, at the angle gamma = s / F to the central ray: along cos(gamma) d + sin(gamma) e
 *
 * A fan's ray is the parallel ray of the direction theta - gamma at D sin(gamma).
 *
 * Not modelled: cone beam, a detector off centre (quarter-bin offset), a moving focal spot.
 *
 * Source: Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), sections 3.1 and 3.4.
 */
import { asin, atan, cos, PI, sin } from "../math.ts";

/** A point source that turns with its detector. */
export interface Fan {
  /** Bins on a straight line, or on an arc about the source. */
  readonly detector: "flat" | "arc";
  /** Distance of the source from the axis of rotation [m]. */
  readonly sourceToAxis: number;
  /** Distance of the source from the detector's centre [m]. */
  readonly sourceToDetector: number;
}

interface Scan {
  readonly rows: number;
  readonly columns: number;
  /** Distance between pixel centres down and across [m]. */
  readonly pixel: { readonly row: number; readonly column: number };
  /** Direction of each view [rad]. */
  readonly angles: Float64Array;
  readonly binCount: number;
  /** Distance between bin centres on the detector, along the arc where it is one [m]. */
  readonly binSize: number;
}

export interface ParallelGeometry extends Scan {
  readonly fan?: never;
}

export interface FanGeometry extends Scan {
  readonly fan: Fan;
}

export type ScanGeometry = ParallelGeometry | FanGeometry;

/** @returns `viewCount` directions in equal steps over an arc: start + arc v / viewCount [rad] */
export function equalAngles(viewCount: number, arc = PI, start = 0): Float64Array {
  return Float64Array.from({ length: viewCount }, (_, view) => start + (arc * view) / viewCount);
}

/** @returns the largest distance of a pixel's centre from the axis [m] */
export function imageRadius({ rows, columns, pixel }: ScanGeometry): number {
  const x = ((columns - 1) / 2) * pixel.column;
  const y = ((rows - 1) / 2) * pixel.row;
  return Math.sqrt(x * x + y * y);
}

/** @returns the angle between the central ray and a fan's outermost ray that still meets a pixel and a bin [rad] */
export function halfFanAngle(geometry: ScanGeometry, fan: Fan): number {
  const edge = ((geometry.binCount - 1) / 2) * geometry.binSize;
  const detector = fan.detector === "flat" ? atan(edge / fan.sourceToDetector) : edge / fan.sourceToDetector;
  return Math.min(detector, asin(imageRadius(geometry) / fan.sourceToAxis));
}

/** A view's detector axis: cosine and sine of its angle. */
export interface Axis {
  readonly c: number;
  readonly s: number;
}

export const axisOf = (angle: number): Axis => ({ c: cos(angle), s: sin(angle) });

/** A line: a point on it [m] and its direction. */
export interface Ray {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** @returns the ray of a bin in the view of an axis */
export function raysOf({ binCount, binSize, fan }: ScanGeometry): (axis: Axis, bin: number) => Ray {
  const centre = (binCount - 1) / 2;
  if (fan === undefined) {
    return ({ c, s }, bin) => {
      const place = (bin - centre) * binSize;
      return { x: place * c, y: place * s, dx: -s, dy: c };
    };
  }
  const { detector, sourceToAxis, sourceToDetector } = fan;
  const along = new Float64Array(binCount);
  const across = new Float64Array(binCount);
  for (let bin = 0; bin < binCount; bin++) {
    const place = ((bin - centre) * binSize) / sourceToDetector;
    along[bin] = detector === "flat" ? 1 : cos(place);
    across[bin] = detector === "flat" ? place : sin(place);
  }
  return ({ c, s }, bin) => {
    const [f, t] = [along[bin], across[bin]];
    return { x: sourceToAxis * s, y: -sourceToAxis * c, dx: t * c - f * s, dy: t * s + f * c };
  };
}

const MOST_BINS = 1 << 20;

/** @throws RangeError for an impossible geometry */
export function checkGeometry(geometry: ScanGeometry): void {
  const { rows, columns, pixel, binCount, binSize, angles, fan } = geometry;
  const whole = [rows, columns, binCount].every((count) => Number.isInteger(count) && count > 0 && count <= MOST_BINS);
  const sized = [pixel.row, pixel.column, binSize].every((size) => size > 0 && Number.isFinite(size));
  if (!whole || !sized || !angles.every(Number.isFinite)) {
    throw new RangeError(
      `Expected positive counts, positive sizes and finite angles, got ${rows} x ${columns} pixels of ${pixel.row} x ${pixel.column}, ${binCount} bins of ${binSize}`,
    );
  }
  if (fan === undefined) return;
  const { detector, sourceToAxis, sourceToDetector } = fan;
  // A pixel beyond the last centre still has a ray, so that work may be done in pairs.
  const reach = imageRadius(geometry) + Math.max(pixel.row, pixel.column);
  if (!(sourceToAxis > reach && Number.isFinite(sourceToAxis) && sourceToDetector > 0 && Number.isFinite(sourceToDetector))) {
    throw new RangeError(
      `Expected a source farther from the axis than the image's corner (${reach} m) and a detector before it, got ${sourceToAxis} m and ${sourceToDetector} m`,
    );
  }
  if (detector === "arc" && !((binCount * binSize) / sourceToDetector < PI)) {
    throw new RangeError(`Expected an arc of less than half a turn, got ${(binCount * binSize) / sourceToDetector} rad`);
  }
}

/** @throws RangeError when there are fewer or more values than expected */
export function checkSize(name: string, data: Float64Array, expected: number): void {
  if (data.length !== expected) throw new RangeError(`Expected ${expected} values for ${name}, got ${data.length}`);
}
