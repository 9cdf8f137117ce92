/**
 * Beam hardening: soft photons are lost first, so that a thick object seems to attenuate less for every further centimetre than a thin one.
 *
 *   q(L_w, L_b) = -ln sum_E w(E) exp(-mu_w(E) L_w - mu_b(E) L_b)        w: the beam as the detector weighs it (attenuation/spectrum.ts)
 *   p' = p + u (c q - p),        c q(D, 0) = mu_w D for D = 20 cm of water:   the calibration of a scanner without water correction
 *
 * L_w and L_b are lengths of water-like tissue and of cortical bone: above 100 HU a pixel is taken for a mixture of both. The middle of a
 * wide body comes out too dark and its border too bright (cupping), and between dense bones run dark bands. u is the share that is
 * left uncorrected; a lower tube voltage makes the beam softer and the error larger.
 *
 * Not modelled: a bow-tie filter, contrast medium as a material of its own, second-order correction for bone.
 *
 * Sources: Brooks and Di Chiro, Phys. Med. Biol. 21 (1976) 390; Joseph and Spital, J. Comput. Assist. Tomogr. 2 (1978) 100 (water and bone).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { exp, log } from "../signal/math.ts";
import { project } from "../signal/projector.ts";
import { linearAttenuation } from "./attenuation/materials.ts";
import { type SpectralLine, tubeSpectrum } from "./attenuation/spectrum.ts";
import { type Attenuation, type Sinogram, sinogram, WATER_ATTENUATION } from "./modality.ts";

/** Energy at which the image's own attenuation counts [keV]. */
const REFERENCE = 70;
/** Above this a pixel holds bone [1/m]: 100 HU. */
const SOFT = 1.1 * WATER_ATTENUATION;
const BONE = linearAttenuation("bone", REFERENCE);
/** Thickness of water at which the scanner is calibrated [m]. */
const CALIBRATION = 0.2;
/** Aluminium in the beam [m]. */
const FILTER = 3e-3;

/** @returns the part of each pixel's attenuation that is bone's, at the reference energy [1/m] */
export function boneOf(attenuation: Float64Array): Float64Array {
  const bone = new Float64Array(attenuation.length);
  for (let i = 0; i < bone.length; i++) {
    const share = Math.min(Math.max((attenuation[i] - SOFT) / (BONE - SOFT), 0), 1);
    bone[i] = Math.max(attenuation[i] - (1 - share) * SOFT, 0) * (share > 0 ? 1 : 0);
  }
  return bone;
}

/** @param water @param bone lengths [m] @returns -ln of what is left of the beam */
export function polychromatic(lines: readonly SpectralLine[], water: number, bone: number): number {
  let left = 0;
  for (const { energy, weight } of lines) {
    left += weight * exp(-linearAttenuation("water", energy) * water - linearAttenuation("bone", energy) * bone);
  }
  return -log(left);
}

/** The same for every ray. water, bone: lengths, views x bins */
function polychromaticRays(lines: readonly SpectralLine[], water: Float64Array, bone: Float64Array): Float64Array {
  const left = new Float64Array(water.length);
  for (const { energy, weight } of lines) {
    const ofWater = linearAttenuation("water", energy);
    const ofBone = linearAttenuation("bone", energy);
    for (let at = 0; at < left.length; at++) left[at] += weight * exp(-ofWater * water[at] - ofBone * bone[at]);
  }
  for (let at = 0; at < left.length; at++) left[at] = -log(left[at]);
  return left;
}

/** @returns line integrals of the object in a beam of those energies, calibrated on water, views x bins */
export function measured(object: Attenuation, { geometry }: Pick<Sinogram, "geometry">, lines: readonly SpectralLine[]): Float64Array {
  const bone = project(boneOf(object.data), geometry);
  const all = project(object.data, geometry);
  for (let at = 0; at < all.length; at++) {
    all[at] = Math.max(all[at] - bone[at], 0) / WATER_ATTENUATION;
    bone[at] /= BONE;
  }
  const rays = polychromaticRays(lines, all, bone);
  const scale = (WATER_ATTENUATION * CALIBRATION) / polychromatic(lines, CALIBRATION, 0);
  for (let at = 0; at < rays.length; at++) rays[at] *= scale;
  return rays;
}

export default defineDegradation({
  version: 2,
  title: "beam hardening without its correction",
  attribute: "shading",
  domain: sinogram,
  parameters: {
    uncorrected: ladder({
      unit: "1",
      none: 0,
      mild: 0.4,
      moderate: 0.75,
      severe: 1,
      means: "beam hardening left / beam hardening without any correction",
    }),
    voltage: ladder({ unit: "kV", none: 120, mild: 115, moderate: 95, severe: 70, means: "tube voltage: the lower, the softer the beam" }),
  },
  effective: {
    effectiveEnergy: { unit: "keV", means: "energy at which water attenuates as it does the beam through the calibration's thickness" },
    largestError: { unit: "1", means: "largest error of a line integral" },
  },
  looksLike: {
    sign: "darkening of the middle of the body against its border, deepest between dense bones",
    mild: "slight darkening of the middle of the body",
    moderate: "plain darkening of the middle of the body, deepest between bones",
    severe: "a dark middle of the body within a bright border, with dark shadows between neighbouring bones",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly wrong densities in the middle",
    moderate: "{fine} in the middle fade into the shading, while {coarse} stay clear",
    severe: "{fine} in the middle are lost in the shading, and the densities of {coarse} cannot be trusted",
  },
  confusedWith: ["ct/metal-artefact", "ct/photon-starvation", "ct/cone-beam", "ct/detector-afterglow", "ct/field-of-view-truncation"],
  visibleAloneFrom: "moderate",
  references: [
    "Brooks and Di Chiro, Phys. Med. Biol. 21 (1976) 390. doi:10.1088/0031-9155/21/3/004",
    "Joseph and Spital, J. Comput. Assist. Tomogr. 2 (1978) 100. doi:10.1097/00004728-197801000-00017",
  ],
  degrade(sample, { uncorrected, voltage }) {
    const lines = tubeSpectrum(voltage, FILTER);
    const rays = measured(sample.source.object, sample, lines);
    const data = new Float64Array(rays.length);
    let largest = 0;
    for (let at = 0; at < data.length; at++) {
      // Counted from the untouched object, so that what else happened to the sinogram stays.
      const error = uncorrected * (rays[at] - sample.source.data[at]);
      data[at] = sample.data[at] + error;
      largest = Math.max(largest, Math.abs(error));
    }
    const mean = polychromatic(lines, CALIBRATION, 0) / CALIBRATION;
    return { sample: { ...sample, data }, drawn: {}, effective: { effectiveEnergy: energyOf(mean), largestError: largest } };
  },
});

/** @param attenuation of water [1/m] @returns the energy of photons that it attenuates so [keV] */
function energyOf(attenuation: number): number {
  let [low, high] = [20, 150];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (linearAttenuation("water", middle) > attenuation) low = middle;
    else high = middle;
  }
  return low;
}
