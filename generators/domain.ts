/**
 * A domain is a place in the machine where quality can be lost: object, k-space, sinogram, linear light, optical density, display.
 *
 * A domain is an object that carries the type of what lies there, so that a degradation's `degrade` is typed by naming its domain.
 * A modality owns its raw domains; the two below are shared.
 */
import type { Plane } from "./plane.ts";

export interface Domain<Sample> {
  readonly name: string;
  /** Only a type: never set. */
  readonly sample?: Sample;
}

export function defineDomain<Sample>(name: string): Domain<Sample> {
  return { name };
}

/** Light as the sensor collects it, proportional to photons, 1 = saturation: rows x columns x 3. */
export interface LinearLight extends Plane {
  /** Distance between pixel centres in the specimen or scene [m], where known. */
  readonly pixelSize?: number;
}
export const linearLight = defineDomain<LinearLight>("linear light");

/** What a person looks at: display code values 0 .. 255, not yet rounded: rows x columns x (1 or 3). */
export const display = defineDomain<Plane>("display");
