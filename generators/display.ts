/**
 * From the physical quantity to what a screen shows, and back: code values 0 .. 255.
 *
 *   code = 255 t                 t = (value - low) / (high - low), clipped to 0 .. 1   (linear)
 *   code = 255 srgb(t)           IEC 61966-2-1                                         (srgb)
 *
 * An image is quantised once, at the very end.
 */
import type { DisplayWindow } from "./modality.ts";
import type { Plane } from "./plane.ts";
import { decodeSrgbAll, encodeSrgbAll } from "./signal/colour.ts";

/** @returns code values 0 .. 255, not rounded */
export function toDisplay(plane: Plane, window: DisplayWindow): Plane {
  const { low, high } = window;
  const span = high - low;
  const shares = new Float64Array(plane.data.length);
  for (let i = 0; i < shares.length; i++) shares[i] = Math.min(Math.max((plane.data[i] - low) / span, 0), 1);
  const data = window.transfer === "srgb" ? encodeSrgbAll(shares) : shares;
  for (let i = 0; i < data.length; i++) data[i] *= 255;
  return { ...plane, data };
}

/** The physical quantity that would be shown so; what the window clipped is lost. */
export function fromDisplay(shown: Plane, window: DisplayWindow): Plane {
  const { low, high } = window;
  const span = high - low;
  const shares = new Float64Array(shown.data.length);
  for (let i = 0; i < shares.length; i++) shares[i] = Math.min(Math.max(shown.data[i] / 255, 0), 1);
  const data = window.transfer === "srgb" ? decodeSrgbAll(shares) : shares;
  for (let i = 0; i < data.length; i++) data[i] = low + span * data[i];
  return { ...shown, data };
}

/** Rounds code values to the nearest of 0 .. 255. */
export function quantise(shown: Plane): Uint8Array {
  const { data } = shown;
  const codes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) codes[i] = Math.min(Math.max(Math.floor(data[i] + 0.5), 0), 255);
  return codes;
}
