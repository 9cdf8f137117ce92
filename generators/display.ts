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
import { decodeSrgb, encodeSrgb } from "./signal/colour.ts";

/** @returns code values 0 .. 255, not rounded */
export function toDisplay(plane: Plane, window: DisplayWindow): Plane {
  const span = window.high - window.low;
  const data = plane.data.map((value) => {
    const t = Math.min(Math.max((value - window.low) / span, 0), 1);
    return 255 * (window.transfer === "srgb" ? encodeSrgb(t) : t);
  });
  return { ...plane, data };
}

/** The physical quantity that would be shown so; what the window clipped is lost. */
export function fromDisplay(shown: Plane, window: DisplayWindow): Plane {
  const span = window.high - window.low;
  const data = shown.data.map((code) => {
    const t = Math.min(Math.max(code / 255, 0), 1);
    return window.low + span * (window.transfer === "srgb" ? decodeSrgb(t) : t);
  });
  return { ...shown, data };
}

/** Rounds code values to the nearest of 0 .. 255. */
export function quantise(shown: Plane): Uint8Array {
  const { data } = shown;
  const codes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) codes[i] = Math.min(Math.max(Math.floor(data[i] + 0.5), 0), 255);
  return codes;
}
