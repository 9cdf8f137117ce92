/**
 * The grain of a full-dose scan: noise of the line integrals, reconstructed as the image was.
 *
 *   n = FBP(z sqrt(exp(p - p_v / 2)))        z ~ normal, one number a bin;  p: the section's line integrals,  p_v: the largest of the view
 *
 * Photons fluctuate by the root of their number, so that a line integral's variance is 1 over what is left of them; the tube's current is
 * modulated over the angle, by the root of what the body takes. The grain has the ramp's spectrum, cut off by the kernel, is strongest in
 * the middle, and is drawn out from side to side where the body is wider than deep.
 *
 * Not modelled: the bow-tie filter, electronic noise, vendors' kernels.
 *
 * Sources: Gies et al., Med. Phys. 26 (1999) 2235 (modulation by the root of the attenuation); Riederer, Pelc, Chesler,
 * Phys. Med. Biol. 23 (1978) 446 (the spectrum).
 */
import { geometryOf, WATER_ATTENUATION } from "../../ct/modality.ts";
import { equalWeights, filteredBackProjection } from "../../signal/filtered-back-projection.ts";
import { exp } from "../../signal/math.ts";
import { project } from "../../signal/projector.ts";
import type { RandomStream } from "../../signal/random.ts";
import { HU } from "./tissue.ts";

/** Denser than this is tissue [HU]. */
const TISSUE = -300;

/**
 * @param section CT numbers without noise, size x size [HU]
 * @param pixel [m]
 * @returns noise whose root mean square over tissue is 1, size x size
 */
export function scanGrain(section: Float64Array, size: number, pixel: number, stream: RandomStream): Float64Array {
  const attenuation = section.map((value) => (WATER_ATTENUATION * Math.max(value - HU.air, 0)) / 1000);
  const geometry = geometryOf({ rows: size, columns: size, pixel: { row: pixel, column: pixel }, data: attenuation });
  const integrals = project(attenuation, geometry);
  const noise = stream.fillNormal(new Float64Array(integrals.length));
  for (let start = 0; start < integrals.length; start += geometry.binCount) {
    const view = integrals.subarray(start, start + geometry.binCount);
    const largest = view.reduce((most, value) => Math.max(most, value), 0);
    for (let bin = 0; bin < view.length; bin++) noise[start + bin] *= exp((view[bin] - largest / 2) / 2);
  }
  const grain = filteredBackProjection(noise, geometry, equalWeights(geometry.angles.length), "hann");
  let energy = 0;
  let count = 0;
  for (let i = 0; i < grain.length; i++) {
    if (section[i] < TISSUE) continue;
    energy += grain[i] * grain[i];
    count++;
  }
  const scale = Math.sqrt(count / energy);
  return grain.map((value) => scale * value);
}
