/**
 * Compressed sensing: of all images that explain the samples, one with few wavelet coefficients.
 *
 *   minimise  1/2 |E x - y|^2 + t |W x|_1        t = THRESHOLD (1 - acquired / all) max |E^H y|
 *
 * W is an orthonormal wavelet transform; its coarsest band is left alone. Accelerated proximal gradients (FISTA) of step 1, the wavelet's
 * grid moved between the steps, so that no place is favoured (cycle spinning). The threshold follows the share of missing samples, for so
 * does the aliasing that it must remove: with all samples it is the SENSE image. Coils are combined through their sensitivities.
 *
 * Not modelled: total variation, learned transforms, the threshold's choice by hand.
 *
 * Sources: Lustig, Donoho, Pauly, Magn. Reson. Med. 58 (2007) 1182; Beck and Teboulle, SIAM J. Imaging Sci. 2 (2009) 183;
 * Coifman and Donoho, Translation-invariant de-noising (1995).
 */
import { coarsestBand, inverseWaveletTransform, waveletTransform } from "../../signal/wavelet.ts";
import type { CoilSamples } from "../modality.ts";
import { adjoint, encodingOf, normal } from "./encoding.ts";
import { rootSumOfSquares } from "./root-sum-of-squares.ts";

const STEPS = 60;
const LEVELS = 4;
const THRESHOLD = 0.004;

/** Moves an image down and right, what leaves it returning on the other side. */
function move(from: Float64Array, to: Float64Array, rows: number, columns: number, down: number, across: number): void {
  const cut = 2 * (columns - across);
  for (let row = 0; row < rows; row++) {
    const source = 2 * row * columns;
    const target = 2 * ((row + down) % rows) * columns;
    for (let i = 0; i < cut; i++) to[target + 2 * across + i] = from[source + i];
    for (let i = cut; i < 2 * columns; i++) to[target + i - cut] = from[source + i];
  }
}

/** Moves each complex coefficient but the coarsest towards 0, by at most the threshold. */
function shrink(data: Float64Array, rows: number, columns: number, threshold: number): void {
  const coarsest = coarsestBand(rows, columns, LEVELS);
  for (let row = 0; row < rows; row++) {
    const first = row < coarsest.rows ? coarsest.columns : 0;
    for (let column = first, at = 2 * (row * columns + first); column < columns; column++, at += 2) {
      const magnitude = Math.sqrt(data[at] * data[at] + data[at + 1] * data[at + 1]);
      const factor = magnitude > threshold ? 1 - threshold / magnitude : 0;
      data[at] *= factor;
      data[at + 1] *= factor;
    }
  }
}

/** image = image after a gradient step from `point`; the wavelet coefficients shrunk */
function step(point: Float64Array, product: Float64Array, start: Float64Array): void {
  for (let i = 0; i < point.length; i++) point[i] += start[i] - product[i];
}

/** point = image + momentum (image - before); before = image */
function accelerate(point: Float64Array, image: Float64Array, before: Float64Array, momentum: number): void {
  for (let i = 0; i < point.length; i++) {
    point[i] = image[i] + momentum * (image[i] - before[i]);
    before[i] = image[i];
  }
}

function mostOf(image: Float64Array): number {
  let most = 0;
  for (let i = 0; i < image.length; i += 2) most = Math.max(most, image[i] * image[i] + image[i + 1] * image[i + 1]);
  return Math.sqrt(most);
}

/** @param samples k-space @returns phase x readout magnitudes @throws MedqError E_USAGE without sensitivities or a centre to take them from */
export function compressedSensing(samples: CoilSamples): Float64Array {
  const { phase, readout } = samples;
  const encoding = encodingOf(samples);
  const size = phase * readout;
  let missing = 0;
  for (let i = 0; i < size; i++) missing += 1 - encoding.acquired[i];
  const start = new Float64Array(2 * size);
  adjoint(encoding, samples.data, start);
  const threshold = THRESHOLD * (missing / size) * mostOf(start);
  const image = start.slice();
  const before = start.slice();
  const point = start.slice();
  const product = new Float64Array(2 * size);
  let t = 1;
  for (let i = 0; i < STEPS && missing > 0; i++) {
    normal(encoding, point, product);
    step(point, product, start);
    // Both numbers have no factor in common with the coarsest cell: 16 steps visit 16 places.
    const down = (5 * i) % Math.min(16, phase);
    const across = (11 * i) % Math.min(16, readout);
    move(point, product, phase, readout, down, across);
    waveletTransform(product, phase, readout, LEVELS);
    shrink(product, phase, readout, threshold);
    inverseWaveletTransform(product, phase, readout, LEVELS);
    move(product, image, phase, readout, (phase - down) % phase, (readout - across) % readout);
    const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    accelerate(point, image, before, (t - 1) / next);
    t = next;
  }
  return rootSumOfSquares(image, 1, size);
}
