/**
 * Rebinning: the parallel sinogram out of fan readings.
 *
 *   p(theta, s) = (q(theta + gamma, gamma) + q(theta + pi - gamma, -gamma)) / 2      gamma = asin(s / R)
 *
 * The line (theta, s) is read twice in a full turn, once from either side. Between readings lies Keys' cubic in both directions.
 *
 * Sources: Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.4; Keys, IEEE Trans. Acoust. Speech Signal
 * Process. 29 (1981) 1153.
 */
import { asin, PI } from "../../signal/math.ts";
import type { ParallelGeometry } from "../../signal/projector.ts";
import type { FanGeometry } from "./geometry.ts";

/** Weights of four neighbours at t = 0 .. 1 between the middle ones. */
function keys(t: number, weights: Float64Array): void {
  weights[0] = 0.5 * t * (t * (2 - t) - 1);
  weights[1] = 0.5 * (t * t * (3 * t - 5) + 2);
  weights[2] = 0.5 * t * (t * (4 - 3 * t) + 1);
  weights[3] = 0.5 * t * t * (t - 1);
}

/** Reads between fans: views close to a turn, bins beyond the detector are 0. */
function reader(readings: Float64Array, { angles, binCount }: FanGeometry): (view: number, bin: number) => number {
  const viewCount = angles.length;
  const overViews = new Float64Array(4);
  const overBins = new Float64Array(4);
  return (view, bin) => {
    const firstView = Math.floor(view);
    const firstBin = Math.floor(bin);
    keys(view - firstView, overViews);
    keys(bin - firstBin, overBins);
    let sum = 0;
    for (let v = 0; v < 4; v++) {
      const own = firstView - 1 + v;
      const start = (own - viewCount * Math.floor(own / viewCount)) * binCount;
      let along = 0;
      for (let b = 0; b < 4; b++) {
        const at = firstBin - 1 + b;
        if (at >= 0 && at < binCount) along += overBins[b] * readings[start + at];
      }
      sum += overViews[v] * along;
    }
    return sum;
  };
}

/** @param readings fan views of a full turn x bins @returns line integrals, parallel views x bins */
export function rebinned(readings: Float64Array, fans: FanGeometry, parallel: ParallelGeometry): Float64Array {
  const { angles, binCount, binSize } = parallel;
  const { sourceToAxis, sourceToDetector } = fans.fan;
  const binAngle = fans.binSize / sourceToDetector;
  const middle = (fans.binCount - 1) / 2;
  const perRadian = fans.angles.length / (2 * PI);
  const read = reader(readings, fans);
  const lines = new Float64Array(angles.length * binCount);
  for (let bin = 0; bin < binCount; bin++) {
    const gamma = asin(Math.min(Math.max(((bin - (binCount - 1) / 2) * binSize) / sourceToAxis, -1), 1));
    const place = gamma / binAngle;
    for (let view = 0; view < angles.length; view++) {
      const there = read((angles[view] + gamma) * perRadian, middle + place);
      const back = read((angles[view] + PI - gamma) * perRadian, middle - place);
      lines[view * binCount + bin] = (there + back) / 2;
    }
  }
  return lines;
}
