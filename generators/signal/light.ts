/**
 * From the code values of a colour camera to the light that its sensor collected.
 *
 *   L = decodeSrgb(code / (2^bits - 1))        IEC 61966-2-1; 0 = no light, 1 = the brightest code value
 *
 * Blur, shading and reflections are linear in light and not in code values, so the degradations of every optical modality act on L.
 *
 * Not modelled: the tone curve, sharpening and white balance that a camera applied before it wrote sRGB; they stay in L.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import type { LinearLight } from "../domain.ts";
import type { DisplayWindow } from "../modality.ts";
import type { Plane } from "../plane.ts";
import { decodeSrgb, decodeSrgbAll } from "./colour.ts";

/** Shows linear light as sRGB code values: an untouched 8-bit image comes back code for code. */
export const lightWindow: DisplayWindow = { low: 0, high: 1, transfer: "srgb" };

/** Relative luminances of the sRGB primaries (ITU-R BT.709): they add up to 1. */
export const LUMINANCE = { red: 0.2126, green: 0.7152, blue: 0.0722 } as const;

/**
 * Decodes sRGB code values to linear light; a grey image gets three equal channels.
 *
 * @param acquisition quantity "srgb", rows x columns x (1 or 3), code values 0 .. 2^bits - 1 (bits 8 where absent)
 * @returns rows x columns x 3, 0 .. 1; pixelSize [m] where the file states square pixels
 * @throws MedqError E_UNSUPPORTED for another quantity, another number of channels, or 16-bit codes that leave bits unused
 */
export function linearLightOf(acquisition: Acquisition): LinearLight {
  const { quantity, rows, columns, channels, data, spacing } = acquisition;
  const advice = "Give a colour or grey image whose code values follow sRGB (PNG, JPEG, TIFF, WebP, or DICOM with RGB or YBR).";
  if (quantity !== "srgb")
    throw new MedqError("E_UNSUPPORTED", `Expected code values of quantity "srgb", got "${quantity}"`, "image", advice);
  if (channels !== 1 && channels !== 3) throw new MedqError("E_UNSUPPORTED", `Expected 1 or 3 channels, got ${channels}`, "image", advice);
  const top = acquisition.bits === 16 ? 65535 : 255;
  // A picture too dark to be one is a camera's 10, 12 or 14 bits in 16.
  const brightest = top === 65535 ? data.reduce((most, code) => Math.max(most, code), 0) : top;
  if (brightest > 0 && brightest < top / 4) {
    const problem = `Expected a picture that uses its 16 bits, got code values up to ${brightest}`;
    throw new MedqError(
      "E_UNSUPPORTED",
      problem,
      "image",
      "Scale the camera's numbers to 65535, with the sRGB transfer, and save it again.",
    );
  }
  const codes = lightOfCodes(top);
  const light = new Float64Array(rows * columns * 3);
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const code = data[channels === 3 ? pixel * 3 + channel : pixel]!;
      light[pixel * 3 + channel] = codes[code] ?? decodeSrgb(code / top);
    }
  }
  const square = spacing !== undefined && spacing.row === spacing.column;
  return { rows, columns, channels: 3, data: light, ...(square && { pixelSize: spacing.row }) };
}

const tables = new Map<number, Float64Array>();

/** @returns the light of each code value 0 .. top */
function lightOfCodes(top: number): Float64Array {
  let table = tables.get(top);
  if (table === undefined) {
    table = decodeSrgbAll(Float64Array.from({ length: top + 1 }, (_, code) => code / top));
    tables.set(top, table);
  }
  return table;
}

/** @returns rows x columns: the luminance of each pixel [1], 0 .. 1 for light within the display's range */
export function luminanceOf(light: Plane): Float64Array {
  const { rows, columns, data } = light;
  const luminance = new Float64Array(rows * columns);
  for (let pixel = 0; pixel < luminance.length; pixel++) {
    luminance[pixel] = LUMINANCE.red * data[pixel * 3]! + LUMINANCE.green * data[pixel * 3 + 1]! + LUMINANCE.blue * data[pixel * 3 + 2]!;
  }
  return luminance;
}
