/**
 * The noise that a section has: what is most frequent among the standard deviations of small squares of soft tissue.
 *
 *   sigma = middle of the shortest interval that holds a quarter of { sd of 7 x 7 pixels, all of them soft tissue }
 *
 * Squares that hold an edge or a vessel deviate more than the noise and scatter widely; those of even tissue lie close together, at the noise.
 * Soft tissue is what a scan's mean attenuation says, -20 to 150 HU, from square to square: within one, noise may leave that range.
 *
 * Source: Christianson, Winslow, Frush, Samei, Am. J. Roentgenol. 205 (2015) W93 (the mode of local deviations in soft tissue).
 */
import type { Plane } from "../../plane.ts";

const SIDE = 7;
const STEP = 2;
const LOWEST = -20;
const HIGHEST = 150;
/** A square that leaves this range holds gas or bone [HU]. */
const FARTHEST = 300;
/** Fewer squares tell nothing. */
const FEWEST = 100;

/** Linear attenuation: rows x columns, in the unit in which water's is given. */
type Attenuation = Pick<Plane, "rows" | "columns" | "data">;

/** @returns the square's standard deviation [HU]; undefined where it is no soft tissue */
function deviationAt({ columns, data }: Attenuation, water: number, row: number, column: number): number | undefined {
  let sum = 0;
  let squares = 0;
  for (let down = 0; down < SIDE; down++) {
    for (let across = 0; across < SIDE; across++) {
      const value = 1000 * (data[(row + down) * columns + column + across] / water - 1);
      if (!(value > LOWEST - FARTHEST && value < HIGHEST + FARTHEST)) return undefined;
      sum += value;
      squares += value * value;
    }
  }
  const count = SIDE * SIDE;
  const mean = sum / count;
  if (mean < LOWEST || mean > HIGHEST) return undefined;
  return Math.sqrt(Math.max(squares / count - mean * mean, 0) * (count / (count - 1)));
}

/** @param water its linear attenuation @returns standard deviation of the noise [HU]; undefined for a section with too little even soft tissue */
export function noiseLevel(object: Attenuation, water: number): number | undefined {
  const deviations: number[] = [];
  for (let row = 0; row + SIDE <= object.rows; row += STEP) {
    for (let column = 0; column + SIDE <= object.columns; column += STEP) {
      const deviation = deviationAt(object, water, row, column);
      if (deviation !== undefined) deviations.push(deviation);
    }
  }
  if (deviations.length < FEWEST) return undefined;
  const sorted = Float64Array.from(deviations).sort();
  const quarter = Math.floor(sorted.length / 4);
  let best = 0;
  for (let first = 0; first + quarter < sorted.length; first++) {
    if (sorted[first + quarter] - sorted[first] < sorted[best + quarter] - sorted[best]) best = first;
  }
  return (sorted[best] + sorted[best + quarter]) / 2;
}
