/** The scans of the CT cases: 512x512 pixels and 720 views of 512 bins. Lengths are in pixels. */

import { TWO_PI } from "../../generators/signal/math.ts";
import { equalAngles, type ScanGeometry } from "../../generators/signal/projector.ts";

export const SIDE = 512;

const common = { rows: SIDE, columns: SIDE, pixel: { row: 1, column: 1 }, binCount: 512 };

const parallel: ScanGeometry = { ...common, angles: equalAngles(720), binSize: 1 };

/** A source three image widths from the axis, its flat detector one width behind it; a full turn. */
const fan: ScanGeometry = {
  ...common,
  angles: equalAngles(720, TWO_PI),
  binSize: 4 / 3,
  fan: { detector: "flat", sourceToAxis: 3 * SIDE, sourceToDetector: 4 * SIDE },
};

/** A peer reads the geometry as JSON, which has no typed arrays: the angles go as an array of numbers. */
const sizeOf = (name: string, geometry: ScanGeometry) => ({ name, geometry, angles: Array.from(geometry.angles) });

export const scans = [sizeOf("parallel", parallel), sizeOf("fan, flat detector", fan)];
