/** What a degradation changed, in numbers: similarity on the physical quantity, or on the display where the chain ends there. */
import { MedqError } from "../manifests/error.ts";
import type { Clean, Modality } from "./modality.ts";
import type { Plane } from "./plane.ts";
import { nrmse, psnr, ssim } from "./signal/metrics.ts";
import type { VisibleChange } from "./visible-change.ts";

export interface Effect {
  /** What was compared: the physical quantity on its own grid, or the displayed image where the chain ends in the display domain. */
  readonly on: string;
  /** Peak signal-to-noise ratio [dB]; null for equal images. */
  readonly psnr: number | null;
  /** Structural similarity [1] (Wang 2004). */
  readonly ssim: number;
  /** Norm of the difference over norm of the clean image above its floor [1]. */
  readonly nrmse: number;
  /** What changes on the display. */
  readonly visible: VisibleChange;
}

type Measured = Omit<Effect, "visible">;

function compare(on: string, before: Plane, after: Plane, floor: number, range: number): Measured {
  if (after.data.some((value) => !Number.isFinite(value))) {
    throw new MedqError(
      "E_SAMPLES",
      "Expected finite samples after a degradation, got NaN or an infinity",
      on,
      "Check the parameters set by hand.",
    );
  }
  const ratio = psnr(before.data, after.data, range);
  return {
    on,
    psnr: Number.isFinite(ratio) ? ratio : null,
    ssim: ssim(before.data, after.data, before.rows, before.columns, before.channels, range),
    nrmse: nrmse(before.data, after.data, floor),
  };
}

export function physicalEffect(modality: Modality, clean: Clean, plane: Plane): Measured {
  const { floor, range } = modality.scale(clean);
  return compare(`${modality.quantity.name} [${modality.quantity.unit}]`, clean.plane, plane, floor, range);
}

/** What is shown of a clean image: code values, rows x columns x channels. */
interface Shown {
  readonly shown: Omit<Plane, "data">;
  readonly pixels: Uint8Array;
}

export function displayedEffect(clean: Shown, pixels: Uint8Array): Measured {
  const codes = (values: Uint8Array): Plane => ({ ...clean.shown, data: new Float64Array(values) });
  return compare("display code values [1]", codes(clean.pixels), codes(pixels), 0, 255);
}
