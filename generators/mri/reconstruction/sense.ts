/**
 * SENSE: one image that explains the samples of all coils, through their sensitivities, in the least-squares sense.
 *
 *   E^H E x = E^H y        by conjugate gradients from x = 0; the image is |x|
 *
 * Conjugate gradients stop at a residual of 1e-6, or after 30 steps: that bounds how far noise is amplified where the coils hardly
 * tell the folded places apart. Samples of all of k-space give the plain image, one coil gives the zero-filled one.
 *
 * Not modelled: noise correlated between coils, a mask of the object's support.
 *
 * Sources: Pruessmann et al., Magn. Reson. Med. 42 (1999) 952 and 46 (2001) 638.
 */
import type { CoilSamples } from "../modality.ts";
import { adjoint, encodingOf, normal } from "./encoding.ts";
import { rootSumOfSquares } from "./root-sum-of-squares.ts";

const STEPS = 30;
const RESIDUAL = 1e-6;

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** a = a + factor b */
function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

/** a = b + factor a */
function addTo(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] = b[i] + factor * a[i];
}

/** @param samples k-space @returns phase x readout magnitudes @throws MedqError E_USAGE without sensitivities or a centre to take them from */
export function sense(samples: CoilSamples): Float64Array {
  const encoding = encodingOf(samples);
  const size = samples.phase * samples.readout;
  const image = new Float64Array(2 * size);
  const residual = new Float64Array(2 * size);
  const product = new Float64Array(2 * size);
  adjoint(encoding, samples.data, residual);
  const direction = residual.slice();
  let energy = inner(residual, residual);
  const enough = RESIDUAL * RESIDUAL * energy;
  for (let step = 0; step < STEPS && energy > enough; step++) {
    normal(encoding, direction, product);
    const length = energy / inner(direction, product);
    add(image, length, direction);
    add(residual, -length, product);
    const before = energy;
    energy = inner(residual, residual);
    addTo(direction, energy / before, residual);
  }
  return rootSumOfSquares(image, 1, size);
}
