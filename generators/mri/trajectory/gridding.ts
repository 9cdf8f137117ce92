/**
 * Gridding: what a scan along a trajectory shows of an image.
 *
 *   G x = sum_m a_m y_m exp(2 pi i k_m r)      y_m = sum_r x(r) exp(-2 pi i k_m r)      a_m: area of k-space that sample m stands for
 *
 * Two scans of one object differ by (G - G') x, which leaves alone what both see: the corners of k-space, where no spoke and no spiral arrives,
 * stay as they are, and the image keeps its own resolution.
 *
 * Sources: O'Sullivan, IEEE Trans. Med. Imaging 4 (1985) 200; Jackson, Meyer, Nishimura, Macovski, IEEE Trans. Med. Imaging 10 (1991) 473.
 */
import { fft2c, ifft2c } from "../../signal/fft.ts";
import { nonUniformPlan, nufft, nufftAdjoint } from "../../signal/nufft.ts";
import type { CoilSamples } from "../modality.ts";

/** A tenth of the smallest step between two grey levels of 10 bits. */
const ACCURACY = 1e-4;

export interface WeightedPoints {
  /** points x (ky along phase encoding, kx along the readout) [cycles/pixel] */
  readonly points: Float64Array;
  /** What each counts [cycles^2/pixel^2]; of two scans, one may count negatively. */
  readonly areas: Float64Array;
}

/** @param samples k-space @returns new k-space, to which G of the samples' own images has been added */
export function withGridded(samples: CoilSamples, { points, areas }: WeightedPoints): CoilSamples {
  const { coils, phase, readout } = samples;
  const size = phase * readout;
  const plan = nonUniformPlan({ rows: phase, columns: readout }, points, ACCURACY);
  const data = samples.data.slice();
  for (let coil = 0; coil < coils; coil++) {
    const own = data.subarray(2 * size * coil, 2 * size * (coil + 1));
    const along = nufft(plan, ifft2c(own.slice(), phase, readout));
    weigh(along, areas, size);
    const change = fft2c(nufftAdjoint(plan, along), phase, readout);
    for (let i = 0; i < own.length; i++) own[i] += change[i];
  }
  return { ...samples, data };
}

/** Both transforms are orthonormal on the grid, where a sample stands for 1 / size. */
function weigh(along: Float64Array, areas: Float64Array, size: number): void {
  for (let m = 0, at = 0; m < areas.length; m++, at += 2) {
    const weight = size * areas[m];
    along[at] *= weight;
    along[at + 1] *= weight;
  }
}
