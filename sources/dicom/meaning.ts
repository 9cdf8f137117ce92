/**
 * What the samples of a frame mean: HU for CT, signal for MR, other scanners' numbers as they are, display codes for the rest.
 *
 * Outside the scanner's field of view CT holds air, other measurements 0, and `inside` is 0 (padding.ts).
 *
 * Source: DICOM PS3.3 section C.11.1.1.2 (Rescale Type).
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition } from "../acquisition.ts";
import { requireFinite } from "../limits.ts";
import { luminanceToRgb } from "./colour.ts";
import type { DataSet, Parsed } from "./data-set.ts";
import type { PixelHeader } from "./header.ts";
import { transformStored } from "./modality-transform.ts";
import { declaredInside, matterInside } from "./padding.ts";
import { paletteToRgb } from "./palette.ts";
import { checkHounsfield, turnSignalRound } from "./polarity.ts";

/** Samples as stored, of one frame or one tile of it. */
export interface Stored {
  readonly samples: Float64Array;
  /** True where a codec has already made RGB of luminance and chrominance. */
  readonly rgb: boolean;
}

/** [HU] */
const AIR = -1000;

/** Rescale Types in Hounsfield units; of modified ones (HU_MOD: a material taken out) the scale is the same. */
const HOUNSFIELD = /^(HU(_MOD)?|HOUNSFIELD( UNITS?)?)$/i;

/** Modalities whose single-channel samples are measurements; those of all others are shown as they are. */
const MEASURED = ["CT", "MR", "PT", "NM", "RTDOSE", "SEG"];

type Meaning = Pick<Acquisition, "quantity" | "channels" | "data" | "bits" | "inside">;

/**
 * @param stored changed in place: a plane is large
 * @param places the data sets in which the frame's attributes may stand
 * @throws MedqError
 */
export function meaningOf(
  { samples, rgb }: Stored,
  parsed: Parsed,
  places: readonly DataSet[],
  header: PixelHeader,
  modality: string | undefined,
  where: string,
): Meaning {
  const { dataSet, bigEndian } = parsed;
  if (header.photometric === "PALETTE COLOR")
    return { quantity: "srgb", channels: 3, ...paletteToRgb(samples, dataSet, { bigEndian, signed: header.signed }, where) };
  if (header.samplesPerPixel === 3) {
    if (!rgb && header.photometric.startsWith("YBR")) luminanceToRgb(samples, largestCode(header.bitsStored));
    return { quantity: "srgb", channels: 3, ...codes(samples, header.bitsStored) };
  }
  if (header.floating || MEASURED.includes(modality ?? "")) return measured(samples, parsed, places, header, modality, where);
  return { quantity: "srgb", channels: 1, ...greyCodes(samples, places, header, bigEndian, where) };
}

function measured(
  samples: Float64Array,
  { dataSet, bigEndian }: Parsed,
  places: readonly DataSet[],
  header: PixelHeader,
  modality: string | undefined,
  where: string,
): Meaning {
  const declared = declaredInside(samples, dataSet, header);
  const { unit } = transformStored(samples, places, header, bigEndian, where);
  requireFinite(samples, where);
  const inverted = header.photometric === "MONOCHROME1";
  if (modality === "CT") {
    requireCtNumbers(unit, inverted, where);
    if (isHounsfield(unit)) {
      if (inverted) checkHounsfield(samples, declared, header.columns, turnedSum(places, header, bigEndian, where), where);
      const inside = matterInside(samples, declared);
      return { quantity: "hounsfield", channels: 1, data: filled(samples, inside, AIR), ...(inside && { inside }) };
    }
  }
  if (modality === "MR" && inverted) turnSignalRound(samples, declared);
  const quantity = modality === "MR" ? "mr-magnitude" : "unspecified";
  return { quantity, channels: 1, data: filled(samples, declared, 0), ...(declared && { inside: declared }) };
}

const isHounsfield = (unit: string | undefined): boolean => HOUNSFIELD.test(unit ?? "");

/** What a stored value and the one it is turned into within its bits are together, in HU. */
function turnedSum(places: readonly DataSet[], header: PixelHeader, bigEndian: boolean, where: string): number {
  const ends = Float64Array.of(0, header.signed ? -1 : largestCode(header.bitsStored));
  transformStored(ends, places, header, bigEndian, where);
  return ends[0] + ends[1];
}

/** @throws MedqError E_UNSUPPORTED for numbers of another unit, and for numbers of none that are shown the other way round */
function requireCtNumbers(unit: string | undefined, inverted: boolean, where: string): void {
  const unitless = unit === undefined || unit === "US";
  if (isHounsfield(unit) || (unitless && !inverted)) return;
  const got = unitless ? "numbers without a unit whose least is white" : "numbers of another Rescale Type";
  throw new MedqError("E_UNSUPPORTED", `Expected CT numbers in HU, got ${got}`, where, "Give the slice in Hounsfield units.");
}

/** In place. */
function filled(samples: Float64Array, inside: Uint8Array | undefined, outside: number): Float64Array {
  if (inside !== undefined) for (let i = 0; i < samples.length; i++) if (inside[i] === 0) samples[i] = outside;
  return samples;
}

/** Display codes: a table's, or stored values counted from the least that they can be; MONOCHROME1 turned round. In place. */
function greyCodes(samples: Float64Array, places: readonly DataSet[], header: PixelHeader, bigEndian: boolean, where: string) {
  const hasTable = places.some(({ elements }) => elements.x00283000 !== undefined);
  const bits = (hasTable ? transformStored(samples, places, header, bigEndian, where).tableBits : undefined) ?? header.bitsStored;
  const most = largestCode(bits);
  const offset = header.signed && !hasTable ? (most + 1) / 2 : 0;
  const inverted = header.photometric === "MONOCHROME1";
  for (let i = 0; i < samples.length; i++) samples[i] = inverted ? most - (samples[i] + offset) : samples[i] + offset;
  return codes(samples, bits);
}

/** 2^bits - 1, up to 32 bits. */
const largestCode = (bits: number): number => 2 * ((1 << (bits - 1)) >>> 0) - 1;

/** Code values of any bit depth to 8 or 16 bits, in place. */
function codes(data: Float64Array, stored: number): { data: Float64Array; bits: 8 | 16 } {
  const bits = stored > 8 ? 16 : 8;
  if (stored !== bits) {
    const [most, target] = [largestCode(stored), bits === 16 ? 65535 : 255];
    for (let i = 0; i < data.length; i++) data[i] = Math.floor((data[i] * target) / most + 0.5);
  }
  return { data, bits };
}
