/**
 * The magnitude that a file without phase holds: of a picture its code values, of a coloured one their luma, else its numbers.
 *
 * A magnitude is never negative, and its sign is never dropped: that would turn the order of tissues round.
 *   signed numbers of 16 bits that were shifted to fit (least: -32768), or a picture of such ones (least: 32768), are shifted back
 *   -32768 alone below what could be a magnitude is the mark of what was not measured: there is no signal
 *   where interpolation rang below 0, by 5 % of the brightest at most, there is no signal
 *   other negative numbers (z-scores, real parts, maps) are refused
 */
import { MedqError } from "../../../manifests/error.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { LUMINANCE } from "../../signal/light.ts";

const RINGING = 0.05;
/** What signed 16-bit numbers are shifted by. */
const SHIFT = 32768;

/** A picture's brightest code value where it leaves bits unused: then its code values are a scanner's numbers, and no picture's. */
const BRIGHTEST_NUMBER = { 8: 63, 16: 32767 } as const;

function values({ quantity, coils, channels, complex, data }: Acquisition): Float64Array {
  if (quantity === "srgb" && channels === 3) {
    const { red, green, blue } = LUMINANCE;
    const luma = new Float64Array(data.length / 3);
    for (let i = 0; i < luma.length; i++) luma[i] = red * data[3 * i] + green * data[3 * i + 1] + blue * data[3 * i + 2];
    return luma;
  }
  const readable = quantity === "mr-magnitude" || quantity === "unspecified" || quantity === "srgb";
  if (readable && channels === 1 && coils === 1 && !complex) return data.slice();
  const got = `${quantity}, ${coils} coils, ${channels} channels`;
  throw new MedqError("E_FORMAT", `Expected an MR image or k-space, got ${got}`, "modality mri", "Name the modality that the file is of.");
}

const least = (data: Float64Array): number => data.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
export const brightest = (data: Float64Array): number => data.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);

/** @returns rows x columns, at least 0 @throws MedqError E_FORMAT for what is no MR image, E_SAMPLES for what is no magnitude */
export function magnitudeOf(acquisition: Acquisition): Float64Array {
  const data = values(acquisition);
  const high = brightest(data);
  const canBeSignal = (value: number): boolean => value >= 0 || (high > 0 && value >= -RINGING * high);
  const stored = least(data);
  const marked = stored === -SHIFT && data.every((value) => value === -SHIFT || canBeSignal(value));
  if (marked) for (let i = 0; i < data.length; i++) data[i] = Math.max(data[i], 0);
  const shifted = !marked && stored === (acquisition.quantity === "srgb" ? SHIFT : -SHIFT);
  if (shifted) for (let i = 0; i < data.length; i++) data[i] -= stored;
  if (marked || shifted || stored >= 0) return data;
  if (!canBeSignal(stored)) {
    throw new MedqError(
      "E_SAMPLES",
      `Expected magnitudes, which are never negative, got numbers from ${stored} to ${high}`,
      "modality mri",
      "Export the magnitude itself, or undo what made it negative (of z-scores: value * standard deviation + mean); phase, real parts and maps are no MR images.",
    );
  }
  for (let i = 0; i < data.length; i++) data[i] = Math.max(data[i], 0);
  return data;
}

/** @param magnitude of the acquisition @returns whether it is to be shown code for code */
export const isPicture = ({ quantity, bits = 8 }: Acquisition, magnitude: Float64Array): boolean =>
  quantity === "srgb" && brightest(magnitude) > BRIGHTEST_NUMBER[bits];
