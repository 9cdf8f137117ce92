/**
 * Filtered back-projection: every view is weighted for its geometry, filtered with the ramp and smeared back.
 *
 *   mu(x, y) = sum over views of w W (p cos(gamma) * h)(u(x, y))
 *
 * w is the angle that a view, or ray, stands for (ct/scan-weights.ts), gamma the ray's angle to the central ray (0 for parallel rays),
 * h the ramp (ct/ramp-filter.ts), W and u as in ct/back-projection.ts. Linear interpolation between bins.
 *
 * Not modelled: truncated views (they give the familiar bright rim).
 *
 * Source: Kak and Slaney (1988), sections 3.3 and 3.4.
 */
import { backProject } from "./ct/back-projection.ts";
import { checkGeometry, type ScanGeometry } from "./ct/geometry.ts";
import { type Apodisation, rampFilter } from "./ct/ramp-filter.ts";
import { scanWeights } from "./ct/scan-weights.ts";
import { cos } from "./math.ts";

export { backProject } from "./ct/back-projection.ts";
export { type Apodisation, rampFilter, rampKernel } from "./ct/ramp-filter.ts";
export { equalWeights, scanWeights } from "./ct/scan-weights.ts";

/** @returns cos(gamma) for each bin */
function cosines({ binCount, binSize, fan }: ScanGeometry): Float64Array {
  return Float64Array.from({ length: binCount }, (_, bin) => {
    if (fan === undefined) return 1;
    const place = ((bin - (binCount - 1) / 2) * binSize) / fan.sourceToDetector;
    return fan.detector === "flat" ? 1 / Math.sqrt(1 + place * place) : cos(place);
  });
}

/** @returns the views ready for the filter; those without weight are zero */
function weighted(integrals: Float64Array, geometry: ScanGeometry, weights: Float64Array): Float64Array {
  const { binCount, angles } = geometry;
  if (geometry.fan === undefined && weights.length === angles.length && !weights.includes(0)) return integrals;
  const cosine = cosines(geometry);
  const perRay = weights.length !== angles.length;
  const views = new Float64Array(integrals.length);
  for (let view = 0; view < angles.length; view++) {
    if (!perRay && weights[view] === 0) continue;
    for (let bin = 0; bin < binCount; bin++) {
      const at = view * binCount + bin;
      if (!perRay) views[at] = cosine[bin] * integrals[at];
      else if (weights[at] !== 0) views[at] = weights[at] * (cosine[bin] * integrals[at]);
    }
  }
  return views;
}

/**
 * Reconstructs an image.
 *
 * @param integrals line integrals [1], views x bins
 * @param weights the angle that each view, or each ray, stands for [rad], as of `scanWeights`; 0 leaves it out, whatever it holds
 * @returns rows x columns [1/m]
 * @throws RangeError for an impossible geometry, or when the integrals or weights do not fit it
 */
export function filteredBackProjection(
  integrals: Float64Array,
  geometry: ScanGeometry,
  weights: Float64Array = scanWeights(geometry),
  apodisation: Apodisation = "none",
): Float64Array {
  const { angles, binCount, binSize, fan } = geometry;
  checkGeometry(geometry);
  const rays = angles.length * binCount;
  if (integrals.length !== rays || (weights.length !== angles.length && weights.length !== rays)) {
    throw new RangeError(
      `Expected ${angles.length} x ${binCount} line integrals and ${angles.length} weights, or as many as integrals, got ${integrals.length} and ${weights.length}`,
    );
  }
  const filtered = rampFilter(weighted(integrals, geometry, weights), {
    binCount,
    binSize: fan === undefined ? binSize : (binSize * fan.sourceToAxis) / fan.sourceToDetector,
    binAngle: fan?.detector === "arc" ? binSize / fan.sourceToDetector : 0,
    apodisation,
  });
  return backProject(filtered, geometry, weights.length === angles.length ? weights : new Float64Array(angles.length).fill(1));
}
