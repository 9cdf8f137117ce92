/**
 * The readings of a third-generation scanner: tube and detector turn together, and every view is a fan.
 *
 *   detector an arc about the tube, R = 0.595 m from tube to axis, F = 1.0856 m from tube to detector; a full turn
 *
 * Bins are as far apart on the axis as pixels are, views as far as those of the parallel sinogram, of half a turn, that they are rebinned to.
 * Images so large that the tube would turn within them get a larger scanner.
 *
 * Source: McCollough et al., Med. Phys. 44 (2017) e339 (data of the 2016 Low Dose CT Grand Challenge: Siemens Somatom Definition AS+).
 */
import { asin, TWO_PI } from "../../signal/math.ts";
import { equalAngles, type Fan, type ParallelGeometry } from "../../signal/projector.ts";

export interface FanGeometry extends Omit<ParallelGeometry, "fan"> {
  readonly fan: Fan;
}

const SOURCE_TO_AXIS = 0.595;
const SOURCE_TO_DETECTOR = 1.0856;

/** @param parallel geometry of the rebinned sinogram @returns the fans that are rebinned to it */
export function fansOf({ rows, columns, pixel, angles, binSize }: ParallelGeometry): FanGeometry {
  const height = rows * pixel.row;
  const width = columns * pixel.column;
  const diameter = Math.sqrt(height * height + width * width);
  const sourceToAxis = Math.max(SOURCE_TO_AXIS, diameter);
  const sourceToDetector = (sourceToAxis / SOURCE_TO_AXIS) * SOURCE_TO_DETECTOR;
  const binAngle = binSize / sourceToAxis;
  // Two bins more on either side, so that the outermost lines lie between bins, too.
  const half = Math.ceil(asin(diameter / 2 / sourceToAxis) / binAngle) + 2;
  return {
    rows,
    columns,
    pixel,
    angles: equalAngles(2 * angles.length, TWO_PI),
    binCount: 2 * half + 1,
    binSize: binAngle * sourceToDetector,
    fan: { detector: "arc", sourceToAxis, sourceToDetector },
  };
}
