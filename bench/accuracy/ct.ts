import { filteredBackProjection } from "../../generators/signal/filtered-back-projection.ts";
import { PI } from "../../generators/signal/math.ts";
import { equalAngles, project, projectAdjoint, type ScanGeometry } from "../../generators/signal/projector.ts";
import { defineAccuracy } from "../harness/accuracy.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { adjointError } from "../harness/inner-product.ts";
import { noise } from "../harness/inputs.ts";

const SIDE = 160;
const VIEWS = 360;
/** The Gaussian's centre [pixels], x right and y up from the image's. */
const CENTRE = { x: 21.3, y: -13.7 };

const square = { rows: SIDE, columns: SIDE, pixel: { row: 1, column: 1 } };
const fan = { sourceToAxis: 400, sourceToDetector: 800 };
const GEOMETRIES: Readonly<Record<string, ScanGeometry>> = {
  parallel: { ...square, angles: equalAngles(VIEWS), binCount: 231, binSize: 1 },
  "fan, flat": { ...square, angles: equalAngles(VIEWS, 2 * PI), binCount: 241, binSize: 2, fan: { ...fan, detector: "flat" } },
  "fan, arc": { ...square, angles: equalAngles(VIEWS, 2 * PI), binCount: 241, binSize: 2, fan: { ...fan, detector: "arc" } },
};

const gaussian = (sigma: number): Float64Array =>
  Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = (i % SIDE) - (SIDE - 1) / 2 - CENTRE.x;
    const y = (SIDE - 1) / 2 - Math.floor(i / SIDE) - CENTRE.y;
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });

/** The integral of the Gaussian along a line depends on the line's distance t from its centre alone: sigma sqrt(2 pi) exp(-t^2 / (2 sigma^2)). */
function exactIntegrals({ angles, binCount, binSize, fan }: ScanGeometry, sigma: number): Float64Array {
  return Float64Array.from({ length: angles.length * binCount }, (_, at) => {
    const place = ((at % binCount) - (binCount - 1) / 2) * binSize;
    const angle = angles[Math.floor(at / binCount)];
    // A fan's ray is a parallel ray of another direction.
    const turn = fan === undefined ? 0 : fan.detector === "flat" ? Math.atan(place / fan.sourceToDetector) : place / fan.sourceToDetector;
    const offset = fan === undefined ? place : fan.sourceToAxis * Math.sin(turn);
    const t = offset - CENTRE.x * Math.cos(angle - turn) - CENTRE.y * Math.sin(angle - turn);
    return sigma * Math.sqrt(2 * Math.PI) * Math.exp(-(t * t) / (2 * sigma * sigma));
  });
}

export default defineAccuracy({
  title: "CT projection and filtered back-projection",
  measure:
    "Relative L2 error for a Gaussian of width sigma [pixels], against its line integrals and itself in closed form; and |<A x, y> - <x, A' y>| / (|A x| |y|).",
  bound:
    "The error of sampling: linear interpolation at the share f between two samples errs by f (1 - f) / 2 times the second derivative. " +
    "At f = 1/2, with |p''| / |p| = sqrt(3/4) / sigma^2, that is 0.11 / sigma^2 for line integrals; its mean over f, 1/12, with " +
    "|Laplacian| / |image| = sqrt(2) / sigma^2, is 0.12 / sigma^2 for FBP, here with a tenth more for the finite number of views. 1e-12 for the adjoint.",
  async *rows() {
    for (const [name, geometry] of Object.entries(GEOMETRIES)) {
      for (const sigma of [3, 6, 12]) {
        const image = gaussian(sigma);
        const exact = exactIntegrals(geometry, sigma);
        const [projected, reconstructed] = [project(image, geometry), filteredBackProjection(exact, geometry)];
        const per = 1 / (sigma * sigma);
        yield { of: `${name}: projection, sigma = ${sigma}`, error: relativeDifference(projected, exact), bound: 0.11 * per };
        yield { of: `${name}: FBP, sigma = ${sigma}`, error: relativeDifference(reconstructed, image), bound: 0.13 * per };
      }
      const x = noise("ct image", SIDE * SIDE);
      const y = noise("ct integrals", VIEWS * geometry.binCount);
      const error = adjointError(x, project(x, geometry), y, projectAdjoint(y, geometry));
      yield { of: `${name}: adjoint`, error, bound: 1e-12 };
    }
  },
});
