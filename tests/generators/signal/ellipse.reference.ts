/**
 * A uniform ellipse: drawn with partial volume, and its line integrals in closed form (Kak and Slaney, section 3.1):
 *
 *   p(theta, s) = 2 rho a b sqrt(A^2 - t^2) / A^2,   A^2 = a^2 cos^2(theta - tilt) + b^2 sin^2(theta - tilt),
 *   t = s - x cos(theta) - y sin(theta)
 *
 * A fan's ray at gamma in the view beta is the parallel ray theta = beta - gamma, s = D sin(gamma).
 */
import type { ScanGeometry } from "../../../generators/signal/projector.ts";

export interface Ellipse {
  /** Centre [m], x to the right and y up from the image's centre; half axes [m]; tilt from x towards y [rad]; density [1/m]. */
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly tilt: number;
  readonly density: number;
}

const SUBSAMPLES = 6;

export function drawEllipse({ rows, columns, pixel }: ScanGeometry, { x, y, a, b, tilt, density }: Ellipse): Float64Array {
  const image = new Float64Array(rows * columns);
  const [c, s] = [Math.cos(tilt), Math.sin(tilt)];
  for (let at = 0; at < image.length; at++) {
    let inside = 0;
    for (let sub = 0; sub < SUBSAMPLES * SUBSAMPLES; sub++) {
      const down = Math.floor(at / columns) + (Math.floor(sub / SUBSAMPLES) + 0.5) / SUBSAMPLES - rows / 2;
      const right = (at % columns) + ((sub % SUBSAMPLES) + 0.5) / SUBSAMPLES - columns / 2;
      const [dx, dy] = [right * pixel.column - x, -down * pixel.row - y];
      if (((dx * c + dy * s) / a) ** 2 + ((dy * c - dx * s) / b) ** 2 <= 1) inside++;
    }
    image[at] = (density * inside) / (SUBSAMPLES * SUBSAMPLES);
  }
  return image;
}

function parallelRay({ angles, binCount, binSize, fan }: ScanGeometry, at: number): { theta: number; s: number } {
  const theta = angles[Math.floor(at / binCount)]!;
  const s = ((at % binCount) - (binCount - 1) / 2) * binSize;
  if (fan === undefined) return { theta, s };
  const gamma = fan.detector === "flat" ? Math.atan(s / fan.sourceToDetector) : s / fan.sourceToDetector;
  return { theta: theta - gamma, s: fan.sourceToAxis * Math.sin(gamma) };
}

export function ellipseIntegrals(geometry: ScanGeometry, { x, y, a, b, tilt, density }: Ellipse): Float64Array {
  return Float64Array.from({ length: geometry.angles.length * geometry.binCount }, (_, at) => {
    const { theta, s } = parallelRay(geometry, at);
    const t = s - x * Math.cos(theta) - y * Math.sin(theta);
    const square = (a * Math.cos(theta - tilt)) ** 2 + (b * Math.sin(theta - tilt)) ** 2;
    return t * t < square ? (2 * density * a * b * Math.sqrt(square - t * t)) / square : 0;
  });
}
