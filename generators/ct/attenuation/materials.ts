/**
 * Mass attenuation coefficients of the materials of a beam: with coherent scattering, at energies without an absorption edge between them.
 *
 * Between the tabulated energies the logarithm of the coefficient runs straight in the logarithm of the energy.
 *
 * Source: Hubbell and Seltzer, Tables of X-Ray Mass Attenuation Coefficients, NISTIR 5632 (NIST, public domain); cortical bone as in ICRU 44.
 */
import { exp, log } from "../../signal/math.ts";

const ENERGIES = [20, 30, 40, 50, 60, 80, 100, 150];

/** Coefficients [cm2/g] at those energies [keV], and the density [g/cm3]. */
const TABLE = {
  water: { density: 1, coefficients: [0.8096, 0.3756, 0.2683, 0.2269, 0.2059, 0.1837, 0.1707, 0.1505] },
  bone: { density: 1.92, coefficients: [4.001, 1.331, 0.6655, 0.4242, 0.3148, 0.2229, 0.1855, 0.148] },
  iron: { density: 7.874, coefficients: [25.68, 8.176, 3.629, 1.958, 1.205, 0.5952, 0.3717, 0.1964] },
  aluminium: { density: 2.699, coefficients: [3.441, 1.128, 0.5685, 0.3681, 0.2778, 0.2018, 0.1704, 0.1378] },
} as const;

export type Material = keyof typeof TABLE;

const PER_METRE = 100;

/** @param energy 20 .. 150 [keV] @returns linear attenuation [1/m] @throws RangeError beyond the table */
export function linearAttenuation(material: Material, energy: number): number {
  if (!(energy >= ENERGIES[0]! && energy <= ENERGIES.at(-1)!)) throw new RangeError(`Expected an energy of 20 .. 150 keV, got ${energy}`);
  const { density, coefficients } = TABLE[material];
  let below = 0;
  while (below < ENERGIES.length - 2 && energy > ENERGIES[below + 1]!) below++;
  const share = log(energy / ENERGIES[below]!) / log(ENERGIES[below + 1]! / ENERGIES[below]!);
  const low = log(coefficients[below]!);
  return PER_METRE * density * exp(low + share * (log(coefficients[below + 1]!) - low));
}
