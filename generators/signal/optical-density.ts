/**
 * Optical density: how strongly the stained section absorbs, the quantity in which stains add up.
 *
 *   D = -ln(I / I0)        I = I0 exp(-D)        per colour channel (Beer-Lambert, natural logarithm)
 *
 * I0, the white point, is what the sensor collects beside the tissue: the channel's 99.5th percentile, no less than 0.7 where a tile has no bare glass.
 * Light at or below a millionth of I0 (darker than any 8-bit code but 0) counts as that millionth, D = 13.8: such pixels come back black, code for code.
 * Light above I0 keeps its small negative D, so that it comes back too.
 *
 * Not modelled: absorption that changes within a channel's band, and scatter; both bend the law at high density.
 * Source: Ruifrok and Johnston, Anal. Quant. Cytol. Histol. 23 (2001) 291.
 */
import { defineDomain, type LinearLight } from "../domain.ts";
import type { Plane } from "../plane.ts";
import { exp, log } from "./math.ts";

/** Optical density [1] (natural logarithm): rows x columns x 3 (red, green, blue). */
export interface OpticalDensity extends Plane {
  /** I0 per channel [1], relative to the sensor's saturation. */
  readonly white: readonly [number, number, number];
  /** Distance between pixel centres in the section [m], where known. */
  readonly pixelSize?: number;
}
export const opticalDensity = defineDomain<OpticalDensity>("optical density");

const DARKEST = 1e-6;
const WHITE_PERCENTILE = 0.995;
const DIMMEST_WHITE = 0.7;

/** White point of one channel, 0.7 .. 1. */
function whiteOf(light: LinearLight, channel: number): number {
  const values = new Float64Array(light.rows * light.columns);
  for (let pixel = 0; pixel < values.length; pixel++) values[pixel] = light.data[pixel * 3 + channel];
  values.sort();
  const percentile = values[Math.floor(WHITE_PERCENTILE * (values.length - 1))] ?? 1;
  return Math.min(Math.max(percentile, DIMMEST_WHITE), 1);
}

/** @param light rows x columns x 3, 0 .. 1 @param white I0 per channel; estimated where absent */
export function opticalDensityOf(light: LinearLight, white?: readonly [number, number, number]): OpticalDensity {
  const point = white ?? ([whiteOf(light, 0), whiteOf(light, 1), whiteOf(light, 2)] as const);
  return { ...light, white: point, data: light.data.map((value, i) => -log(Math.max(value / point[i % 3], DARKEST))) };
}

/** The light that a section of this density lets through: rows x columns x 3. */
export function transmittedLight(density: OpticalDensity): LinearLight {
  const { white, ...plane } = density;
  return { ...plane, data: density.data.map((value, i) => white[i % 3] * exp(-value)) };
}
