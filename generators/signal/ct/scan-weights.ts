/**
 * How much of the turn each ray stands for, so that every line through the object counts once however often it was measured.
 *
 *   half turn (parallel), full turn:   pi / views
 *   short scan over pi + 2 G:          arc / views times w(beta, gamma),  beta from the arc's start, G at least the half fan angle
 *     w = sin^2(pi/4 beta / (G + gamma))               for beta < 2 (G + gamma)
 *         sin^2(pi/4 (pi + 2 G - beta) / (G - gamma))  for beta > pi + 2 gamma
 *         1                                            between
 *
 * The ray at (beta, gamma) is measured again, the other way round, at (beta + pi - 2 gamma, -gamma); the two weights add up to 1 and
 * change smoothly, so that the ramp filter makes no edge of them. A wider arc than the fan needs takes a larger G.
 *
 * Sources: Parker, Med. Phys. 9 (1982) 254; Silver, Med. Phys. 27 (2000) 773.
 */
import { atan, PI, sin, TWO_PI } from "../math.ts";
import { halfFanAngle, type ScanGeometry } from "./geometry.ts";

/** @returns the weight of each of a scan's views where all stand in equal steps over half a turn of parallel rays or a full turn [rad] */
export function equalWeights(viewCount: number): Float64Array {
  return new Float64Array(viewCount).fill(PI / viewCount);
}

/** Relative difference that rounding makes between arcs. */
const ROUNDING = 1e-9;

/** @returns the arc that equal steps cover, each view standing for one [rad]; negative for falling angles @throws RangeError for unequal steps */
export function coveredArc({ angles }: ScanGeometry): number {
  const viewCount = angles.length;
  const step = viewCount > 1 ? (angles[viewCount - 1] - angles[0]) / (viewCount - 1) : PI;
  const unequal = angles.findIndex((angle, view) => Math.abs(angle - angles[0] - view * step) > 1e-6 * Math.abs(step));
  if (unequal >= 0 || step === 0)
    throw new RangeError(`Expected views in equal steps, or weights for them; view ${Math.max(unequal, 1)} is not`);
  return step * viewCount;
}

function parker(beta: number, gamma: number, surplus: number): number {
  let phase = 1;
  if (beta < 2 * (surplus + gamma)) phase = beta / (2 * (surplus + gamma));
  else if (beta > PI + 2 * gamma) phase = (PI + 2 * surplus - beta) / (2 * (surplus - gamma));
  if (phase >= 1) return 1;
  const root = sin((PI / 2) * Math.max(phase, 0));
  return root * root;
}

/**
 * Weights for equal steps over any arc that measures every line.
 *
 * @returns [rad], one for each view where all of its rays count alike, else one for each ray, views x bins
 * @throws RangeError for unequal steps, or an arc that leaves lines unmeasured or measures some twice and others three times
 */
export function scanWeights(geometry: ScanGeometry, arc = coveredArc(geometry)): Float64Array {
  const { angles, binCount, binSize, fan } = geometry;
  const viewCount = angles.length;
  const size = Math.abs(arc);
  const unit = fan === undefined ? PI : TWO_PI;
  const periods = Math.floor(size / unit + 0.5);
  if (periods > 0 && Math.abs(size - periods * unit) < ROUNDING * size) return equalWeights(viewCount);
  const needed = PI + (fan === undefined ? 0 : 2 * halfFanAngle(geometry, fan));
  if (!(size >= needed * (1 - ROUNDING) && size < TWO_PI)) {
    throw new RangeError(`Expected an arc from ${needed} rad to a full turn, or weights for the views, got ${size} rad`);
  }
  const surplus = (size - PI) / 2;
  const direction = arc < 0 ? -1 : 1;
  const weights = new Float64Array(viewCount * binCount);
  for (let bin = 0; bin < binCount; bin++) {
    const place = fan === undefined ? 0 : ((bin - (binCount - 1) / 2) * binSize) / fan.sourceToDetector;
    const gamma = direction * (fan?.detector === "flat" ? atan(place) : place);
    // Rays beyond the fan that meets the image hold nothing.
    const inside = Math.max(Math.min(gamma, surplus), -surplus);
    for (let view = 0; view < viewCount; view++) {
      weights[view * binCount + bin] = (size / viewCount) * parker(direction * (angles[view] - angles[0]), inside, surplus);
    }
  }
  return weights;
}
