/**
 * Radial k-space: spokes through the centre, each turned on from the one before.
 *
 *   k_j = (j - floor(S / 2)) / S along the spoke [cycles/pixel]       (ky, kx) = k_j (cos a, sin a),   a = first + spoke x increment
 *
 * Golden angles fill the half turn evenly however many spokes there are: pi / (t + N - 1) with the golden ratio t; N = 1 is 111.246
 * degrees, N = 7 the tiny golden angle of 23.628 degrees, which spares the gradients large steps.
 *
 * Not modelled: gradient delays, so all spokes meet in the centre.
 *
 * Sources: Winkelmann et al., IEEE Trans. Med. Imaging 26 (2007) 68; Wundrak et al., Magn. Reson. Med. 75 (2016) 2372 (eq. 1).
 */
import { cos, PI, sin } from "../math.ts";
import { angularShares, annuli } from "./annuli.ts";
import type { Trajectory } from "./trajectory.ts";

const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

/** @param order 1 gives the golden angle, larger ones the tiny ones @returns radians */
export function goldenAngle(order = 1): number {
  if (!(Number.isInteger(order) && order >= 1)) throw new RangeError(`Expected an order of 1 or more, got ${order}`);
  return PI / (GOLDEN_RATIO + order - 1);
}

/** Spokes in half a turn; more samples than pixels are readout oversampling, a wider field of view. */
export interface RadialSampling {
  readonly spokeCount: number;
  readonly sampleCount: number;
  /** From one spoke to the next [rad]; pi / spokeCount where it is left out. */
  readonly angleIncrement?: number;
  /** Of the first spoke [rad]; 0, down the rows, where it is left out. */
  readonly firstAngle?: number;
}

/** @returns spokes x samples points; angles run from the rows' axis (down) towards the columns' axis (right) */
export function radialTrajectory(sampling: RadialSampling): Trajectory {
  const { spokeCount, sampleCount } = sampling;
  const points = new Float64Array(2 * spokeCount * sampleCount);
  const centre = Math.floor(sampleCount / 2);
  spokeAngles(sampling).forEach((angle, spoke) => {
    const down = cos(angle);
    const right = sin(angle);
    for (let sample = 0; sample < sampleCount; sample++) {
      const at = 2 * (spoke * sampleCount + sample);
      const k = (sample - centre) / sampleCount;
      points[at] = k * down;
      points[at + 1] = k * right;
    }
  });
  return { readoutCount: spokeCount, sampleCount, points };
}

/**
 * Density compensation: the area of k-space that a sample stands for, a piece of an annulus between the middles to its neighbours along
 * and across. The spokes share the disc in the centre, of which the sample there counts two thirds: by Euler and Maclaurin
 *   integral of r f(r) dr = sum_j r_j f(r_j) dr + f(0) dr^2 / 12 + O(dr^4),   not dr^2 / 8,
 * and the difference would lift the whole image.
 *
 * @returns spokes x samples areas [cycles^2/pixel^2]; on the Cartesian grid they would be 1 / (rows x columns)
 */
export function radialAreas(sampling: RadialSampling): Float64Array {
  const { spokeCount, sampleCount } = sampling;
  const centre = Math.floor(sampleCount / 2);
  const ray = annuli(Float64Array.from({ length: centre + 1 }, (_, sample) => sample / sampleCount));
  const areas = new Float64Array(spokeCount * sampleCount);
  angularShares(spokeAngles(sampling)).forEach((share, spoke) => {
    for (let sample = 0; sample < sampleCount; sample++) {
      // Two thirds, for both halves of the spoke.
      const factor = sample === centre ? 4 / 3 : 1;
      areas[spoke * sampleCount + sample] = factor * share * ray[Math.abs(sample - centre)];
    }
  });
  return areas;
}

function spokeAngles({ spokeCount, sampleCount, angleIncrement, firstAngle = 0 }: RadialSampling): Float64Array {
  for (const count of [spokeCount, sampleCount]) {
    if (!(Number.isInteger(count) && count >= 1)) {
      throw new RangeError(`Expected 1 or more spokes and samples, got ${spokeCount} and ${sampleCount}`);
    }
  }
  const increment = angleIncrement ?? PI / spokeCount;
  for (const angle of [increment, firstAngle]) {
    if (!Number.isFinite(angle)) throw new RangeError(`Expected finite angles of the spokes, got ${angle}`);
  }
  return Float64Array.from({ length: spokeCount }, (_, spoke) => firstAngle + spoke * increment);
}
