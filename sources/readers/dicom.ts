/**
 * DICOM images: every frame a plane, HU for CT, signal for MR, display codes for the rest.
 *
 * Outside the scanner's field of view CT holds air, other measurements 0, and `inside` is 0 (padding.ts).
 *
 * Not read: VOI windows and overlays (a display window is the modality's), packed bits, video.
 *
 * Source: DICOM PS3.3 sections C.7.6.3 (pixels), C.11.1 (modality LUT).
 */
import { type Acquisition, defineReader } from "../acquisition.ts";
import { numbersOf, placesOf } from "../dicom/attributes.ts";
import { decodeFrame, isCompressed, requireKnownSyntax } from "../dicom/codecs.ts";
import { luminanceToRgb } from "../dicom/colour.ts";
import { type DataSet, guessSyntax, hasPreamble, type Parsed, parseDataSet } from "../dicom/data-set.ts";
import { DEIDENTIFICATION, scannerReader } from "../dicom/deidentify.ts";
import { encapsulatedFrames, nativeFrames } from "../dicom/frames.ts";
import { groupOf } from "../dicom/geometry.ts";
import { type PixelHeader, readPixelHeader } from "../dicom/header.ts";
import { transformStored } from "../dicom/modality-transform.ts";
import { declaredInside, matterInside } from "../dicom/padding.ts";
import { paletteToRgb } from "../dicom/palette.ts";
import { readSamples } from "../dicom/samples.ts";
import { modalityOf, requireUsable } from "../dicom/usable.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { millimetres } from "../units.ts";

export const formats = ["DICOM"];

/** [HU] */
const AIR = -1000;

/** Modalities whose single-channel samples are measurements; those of all others are shown as they are. */
const MEASURED = ["CT", "MR", "PT", "NM", "RTDOSE", "SEG"];

export default defineReader({
  recognises: (head) => hasPreamble(head) || guessSyntax(head, 0) !== undefined,
  async open(bytes, where, options) {
    const parsed = parseDataSet(bytes, where);
    const { dataSet, transferSyntax } = parsed;
    const header = readPixelHeader(dataSet, where);
    const modality = modalityOf(dataSet);
    requireUsable(dataSet, modality, where);
    const channels = header.photometric === "PALETTE COLOR" ? 3 : header.samplesPerPixel;
    requireSampleCount([header.rows, header.columns, channels], planeLimit(options.sampleLimit, header.frameCount), where);
    requireKnownSyntax(transferSyntax, where);
    const frames = isCompressed(transferSyntax) ? encapsulatedFrames(parsed, header, where) : nativeFrames(parsed, header, where);
    const scanner = scannerReader(dataSet);
    return {
      format: "dicom",
      ...(modality !== undefined && { says: modality }),
      planeCount: header.frameCount,
      deidentification: DEIDENTIFICATION,
      group: (plane) => groupOf(dataSet, plane, options.groupingKey),
      async plane(index) {
        requirePlane(index, header.frameCount, where);
        const stored = await storedSamples(parsed, header, frames(index), where);
        const places = placesOf(dataSet, index);
        return { ...frameOf(places, header), scanner: scanner(index), ...meaningOf(stored, parsed, places, header, modality, where) };
      },
    };
  },
});

function frameOf(places: readonly DataSet[], { rows, columns }: PixelHeader) {
  const [row = 0, column = 0] = numbersOf(places, "x00280030") ?? [];
  const spacing = row > 0 && column > 0 ? { spacing: { row: millimetres(row), column: millimetres(column) } } : {};
  return { coils: 1, rows, columns, complex: false, ...spacing };
}

interface Stored {
  readonly samples: Float64Array;
  /** True where a codec has already made RGB of luminance and chrominance. */
  readonly rgb: boolean;
}

async function storedSamples(
  { transferSyntax, bigEndian }: Parsed,
  header: PixelHeader,
  frame: Uint8Array,
  where: string,
): Promise<Stored> {
  if (!isCompressed(transferSyntax)) {
    const sharedChroma = header.photometric === "YBR_FULL_422";
    const layout = { bytesPerSample: header.bitsAllocated / 8, bigEndian, planar: header.planar && !sharedChroma, sharedChroma };
    return { samples: readSamples(frame, header, layout), rgb: false };
  }
  const { bytes, bytesPerSample, planar, rgb } = await decodeFrame(frame, transferSyntax, header, where);
  // A codec may deliver fewer bits than are allocated.
  const narrow =
    bytesPerSample === 1 ? { ...header, highBit: Math.min(header.highBit, 7), bitsStored: Math.min(header.bitsStored, 8) } : header;
  return { samples: readSamples(bytes, narrow, { bytesPerSample, bigEndian: false, planar, sharedChroma: false }), rgb };
}

type Meaning = Pick<Acquisition, "quantity" | "channels" | "data" | "bits" | "inside">;

function meaningOf(
  { samples, rgb }: Stored,
  { dataSet, bigEndian }: Parsed,
  places: readonly DataSet[],
  header: PixelHeader,
  modality: string | undefined,
  where: string,
): Meaning {
  if (header.photometric === "PALETTE COLOR")
    return { quantity: "srgb", channels: 3, ...paletteToRgb(samples, dataSet, { bigEndian, signed: header.signed }, where) };
  if (header.samplesPerPixel === 3) {
    if (!rgb && header.photometric.startsWith("YBR")) luminanceToRgb(samples, largestCode(header.bitsStored));
    return { quantity: "srgb", channels: 3, ...codes(samples, header.bitsStored) };
  }
  if (header.floating || MEASURED.includes(modality ?? "")) {
    const declared = declaredInside(samples, dataSet, header);
    const { unit } = transformStored(samples, places, header, bigEndian, where);
    requireFinite(samples, where);
    const quantity = modality === "CT" && unit === "HU" ? "hounsfield" : modality === "MR" ? "mr-magnitude" : "unspecified";
    const inside = quantity === "hounsfield" ? matterInside(samples, declared) : declared;
    return { quantity, channels: 1, data: filled(samples, inside, quantity === "hounsfield" ? AIR : 0), ...(inside && { inside }) };
  }
  return { quantity: "srgb", channels: 1, ...greyCodes(samples, places, header, bigEndian, where) };
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
