/**
 * The beam as the detector weighs it: photons of a tungsten tube behind its filter, times the energy that each deposits.
 *
 *   w(E) ~ (E0 - E) / E exp(-mu_Al(E) t) E        E = 20 .. E0 in steps of 2 keV, E0: tube voltage, t: thickness of aluminium
 *
 * Not modelled: characteristic lines, absorption within the target, the detector's efficiency.
 *
 * Source: Kramers, Philos. Mag. 46 (1923) 836; an energy-integrating detector.
 */
import { exp } from "../../signal/math.ts";
import { linearAttenuation } from "./materials.ts";

/** One energy of the beam. */
export interface SpectralLine {
  /** [keV] */
  readonly energy: number;
  /** Of the signal without an object; together 1. */
  readonly weight: number;
}

const LOWEST = 20;
const STEP = 2;

/** @param voltage 30 .. 150 [kV] @param filter aluminium [m] @throws RangeError for other voltages */
export function tubeSpectrum(voltage: number, filter: number): SpectralLine[] {
  if (!(voltage >= 30 && voltage <= 150)) throw new RangeError(`Expected a tube voltage of 30 .. 150 kV, got ${voltage}`);
  const lines: SpectralLine[] = [];
  for (let energy = LOWEST; energy < voltage; energy += STEP) {
    lines.push({ energy, weight: (voltage - energy) * exp(-linearAttenuation("aluminium", energy) * filter) });
  }
  const total = lines.reduce((sum, { weight }) => sum + weight, 0);
  return lines.map(({ energy, weight }) => ({ energy, weight: weight / total }));
}
