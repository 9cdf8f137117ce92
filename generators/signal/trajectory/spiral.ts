/**
 * Spiral k-space: interleaves that start in the centre and wind outwards, each a turned copy of the first.
 *
 *   k(a) = r(a) exp(i a),    dr/da = P / (2 pi F(r)),    F(r) = N (1 + (d - 1) 2 r)       for P interleaves, r = 0 .. 1/2 cycle/pixel
 *
 * so that neighbouring arms are 1 / F apart: one over the field of view [pixels] that they resolve without aliasing, N in the centre and
 * d N at the edge. With d = 1 the spiral is Archimedean. The time law is the scanner's: acceleration (slew rate) and speed (gradient) have
 * limits, and the angle runs as fast as they allow, d^2 a / dt^2 being the larger root of
 *
 *   |k''|^2 = (r'' w^2 + r' w' - r w^2)^2 + (2 r' w^2 + r w')^2 = slew limit^2,    w = da/dt,    w sqrt(r'^2 + r^2) <= speed limit
 *
 * Not modelled: rewinders, eddy currents and delays; samples are instants.
 *
 * Sources: Ahn, Kim, Cho, IEEE Trans. Med. Imaging 5 (1986) 2; King, Foo, Crawford, Magn. Reson. Med. 34 (1995) 156 (the limits);
 * Kim, Adalsteinsson, Spielman, Magn. Reson. Med. 50 (2003) 214 (variable density); Hoge et al., Magn. Reson. Med. 38 (1997) 117 (areas).
 */
import { cos, sin, TWO_PI } from "../math.ts";
import { annuli } from "./annuli.ts";
import type { Trajectory } from "./trajectory.ts";

/** Hertz per tesla of the proton, over a full turn: CODATA 2018. */
const PROTON_HERTZ_PER_TESLA = 42577478.518;

/** How fast the scanner can move through k-space. */
export interface GradientLimits {
  /** Largest gradient [T/m]. */
  readonly amplitude: number;
  /** Largest slew rate [T/m/s]. */
  readonly slewRate: number;
  /** Time from sample to sample [s]. */
  readonly dwellTime: number;
  /** Of the image [m]. */
  readonly pixelSpacing: number;
}

export interface SpiralSampling {
  /** N: the field of view in the centre of k-space [pixels]. */
  readonly matrix: number;
  readonly interleafCount: number;
  /** d: the field of view at the edge relative to the centre, above 0 and at most 1; 1 where it is left out. */
  readonly edgeDensity?: number;
  readonly limits: GradientLimits;
}

/** Radius r(a) with its first and second derivative. */
type Radius = (angle: number) => readonly [r: number, slope: number, curvature: number];

/** @returns interleaves x samples points, out to 1/2 cycle/pixel; interleaf i is turned by 2 pi i / P, down towards right */
export function spiralTrajectory(sampling: SpiralSampling): Trajectory {
  check(sampling);
  const { interleafCount } = sampling;
  const radius = radiusOf(sampling);
  const angles = sampleAngles(radius, sampling.limits);
  const sampleCount = angles.length;
  const points = new Float64Array(2 * interleafCount * sampleCount);
  for (let interleaf = 0, at = 0; interleaf < interleafCount; interleaf++) {
    for (const angle of angles) {
      const [r] = radius(angle);
      const turned = angle + (TWO_PI * interleaf) / interleafCount;
      points[at++] = r * cos(turned);
      points[at++] = r * sin(turned);
    }
  }
  return { readoutCount: interleafCount, sampleCount, points };
}

/**
 * Density compensation: interleaves being turned copies, a sample stands for a piece of an annulus between the middles to its neighbours
 * along the interleaf, 2 pi / P wide.
 *
 * @param trajectory of `spiralTrajectory`
 * @returns interleaves x samples areas [cycles^2/pixel^2]; on the Cartesian grid they would be 1 / (rows x columns)
 */
export function spiralAreas({ readoutCount, sampleCount, points }: Trajectory): Float64Array {
  const radii = Float64Array.from({ length: sampleCount }, (_, sample) =>
    Math.sqrt(points[2 * sample] * points[2 * sample] + points[2 * sample + 1] * points[2 * sample + 1]),
  );
  const areas = annuli(radii).map((area) => (area * TWO_PI) / readoutCount);
  return Float64Array.from({ length: readoutCount * sampleCount }, (_, index) => areas[index % sampleCount]);
}

function check({ matrix, interleafCount, edgeDensity = 1, limits }: SpiralSampling): void {
  for (const count of [matrix, interleafCount]) {
    if (!(Number.isInteger(count) && count >= 1)) {
      throw new RangeError(`Expected 1 or more pixels and interleaves, got ${matrix} and ${interleafCount}`);
    }
  }
  if (!(edgeDensity > 0 && edgeDensity <= 1)) throw new RangeError(`Expected an edge density above 0 and at most 1, got ${edgeDensity}`);
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`Expected ${name} above 0, got ${value}`);
  }
}

/** Solves dr/da = c / (1 - b r): r - b r^2 / 2 = c a. */
function radiusOf({ matrix, interleafCount, edgeDensity = 1 }: SpiralSampling): Radius {
  const c = interleafCount / (TWO_PI * matrix);
  const b = 2 * (1 - edgeDensity);
  return (angle) => {
    // The smaller root, in the form that does not cancel; beyond the edge the root stays real.
    const r = (2 * c * angle) / (1 + Math.sqrt(Math.max(0, 1 - 2 * b * c * angle)));
    const slope = c / (1 - b * r);
    return [r, slope, (b * slope * slope) / (1 - b * r)];
  };
}

/** Steps of the integration for each sample. */
const STEPS = 8;
/** An interleaf of more samples than these is a mistake in the units. */
const MOST_SAMPLES = 1 << 17;

/** Runs from the centre to radius 1/2, by the midpoint rule. @returns the angle at every sample */
function sampleAngles(radius: Radius, limits: GradientLimits): Float64Array {
  const hertz = PROTON_HERTZ_PER_TESLA * limits.pixelSpacing;
  const fastest = hertz * limits.amplitude;
  const steepest = hertz * limits.slewRate;
  const step = limits.dwellTime / STEPS;
  const slower = (angle: number, velocity: number): number => {
    const [r, slope] = radius(angle);
    return Math.min(velocity, fastest / Math.sqrt(slope * slope + r * r));
  };
  const angles: number[] = [];
  let angle = 0;
  let velocity = 0;
  while (radius(angle)[0] <= 0.5) {
    angles.push(angle);
    if (angles.length > MOST_SAMPLES) throw new RangeError(`Expected at most ${MOST_SAMPLES} samples an interleaf; raise the limits`);
    for (let index = 0; index < STEPS; index++) {
      const halfVelocity = velocity + (step / 2) * acceleration(radius, angle, velocity, steepest);
      const halfAngle = angle + (step / 2) * velocity;
      const middle = slower(halfAngle, halfVelocity);
      velocity += step * acceleration(radius, halfAngle, middle, steepest);
      angle += step * middle;
      velocity = slower(angle, velocity);
    }
  }
  return Float64Array.from(angles);
}

/** The largest d^2 a / dt^2 that keeps |k''| at its limit; where the velocity alone exceeds it, the one that comes closest. */
function acceleration(radius: Radius, angle: number, velocity: number, limit: number): number {
  const [r, slope, curvature] = radius(angle);
  const square = velocity * velocity;
  const a = slope * slope + r * r;
  const b = square * slope * (curvature + r);
  const inward = square * (curvature - r);
  const along = 2 * square * slope;
  const c = inward * inward + along * along - limit * limit;
  return (Math.sqrt(Math.max(0, b * b - a * c)) - b) / a;
}
