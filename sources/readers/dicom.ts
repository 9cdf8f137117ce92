/**
 * DICOM images: every frame a plane, HU for CT, signal for MR, display codes for the rest.
 *
 * Outside the scanner's field of view (padding value or range; in CT anything below -1500, which no matter attenuates to) CT holds air
 * and `inside` is 0. Phase images, localizers and images that declare burned-in annotations are refused.
 *
 * Source: DICOM PS3.3 sections C.7.6.3 (pixels), C.11.1 (modality LUT), C.7.5.1.1.2 (padding).
 */
import { MedqError } from "../../manifests/error.ts";
import { type Acquisition, defineReader } from "../acquisition.ts";
import { numbersOf, placesOf, textOf } from "../dicom/attributes.ts";
import { decodeFrame, isCompressed } from "../dicom/codecs.ts";
import { luminanceToRgb, paletteToRgb } from "../dicom/colour.ts";
import { type DataSet, guessSyntax, hasPreamble, type Parsed, parseDataSet } from "../dicom/data-set.ts";
import { DEIDENTIFICATION, groupOf, scannerOf } from "../dicom/deidentify.ts";
import { encapsulatedFrame, nativeFrame } from "../dicom/frames.ts";
import { type PixelHeader, readPixelHeader } from "../dicom/header.ts";
import { readSamples } from "../dicom/samples.ts";
import { millimetres } from "../units.ts";

export const formats = ["DICOM"];

const AIR = -1000;
/** [HU] */
const NO_MATTER = -1500;

export default defineReader({
  recognises: (head) => hasPreamble(head) || guessSyntax(head, 0) !== undefined,
  async open(bytes, where, options) {
    const parsed = parseDataSet(bytes, where);
    const { dataSet } = parsed;
    const header = readPixelHeader(dataSet, where);
    const modality = dataSet.string("x00080060")?.trim() ?? "";
    refuseUnusable(dataSet, where);
    const samples = header.rows * header.columns * (header.photometric === "PALETTE COLOR" ? 3 : header.samplesPerPixel);
    if (samples > options.sampleLimit) {
      throw new MedqError(
        "E_TOO_LARGE",
        `Expected frames of at most ${options.sampleLimit} samples, got ${samples}`,
        where,
        "Export smaller frames or tiles.",
      );
    }
    return {
      format: "dicom",
      ...(/^[A-Z]{2,8}$/.test(modality) && { says: modality }),
      planeCount: header.frameCount,
      deidentification: DEIDENTIFICATION,
      group: (plane) => groupOf(dataSet, plane, options.groupingKey),
      plane: (index) => readPlane(parsed, header, modality, index, where),
    };
  },
});

/** @throws MedqError E_UNSUPPORTED */
function refuseUnusable(dataSet: DataSet, where: string): void {
  const type = (dataSet.string("x00080008") ?? "").toUpperCase().split("\\");
  const refuse = (what: string, advice: string): never => {
    throw new MedqError("E_UNSUPPORTED", `Expected an image of the patient alone, got ${what}`, where, advice);
  };
  if ((dataSet.string("x00280301") ?? "").trim().toUpperCase() === "YES")
    refuse("one with burned-in annotations", "Its pixels may show who the patient is: take it out or clean it.");
  if (type.includes("LOCALIZER")) refuse("a localizer", "A localizer is a projection, not a slice: take it out.");
  if (type.includes("P") || type.some((part) => part.includes("PHASE")))
    refuse("a phase image", "Give its magnitude, or both as one complex file.");
}

async function readPlane(
  { dataSet, transferSyntax, bigEndian }: Parsed,
  header: PixelHeader,
  modality: string,
  frame: number,
  where: string,
): Promise<Acquisition> {
  const { rows, columns } = header;
  const places = placesOf(dataSet, frame);
  const { samples: stored, rgb } = await storedSamples(dataSet, transferSyntax, bigEndian, header, frame, where);
  const spacing = numbersOf(places, "x00280030");
  const base = {
    coils: 1,
    rows,
    columns,
    complex: false,
    scanner: scannerOf(dataSet, frame),
    ...(spacing?.length === 2 &&
      spacing[0] > 0 &&
      spacing[1] > 0 && { spacing: { row: millimetres(spacing[0]), column: millimetres(spacing[1]) } }),
  };
  if (header.samplesPerPixel === 3 || header.photometric === "PALETTE COLOR") {
    return { ...base, quantity: "srgb", channels: 3, ...colourCodes(stored, rgb, dataSet, bigEndian, header, where) };
  }
  if (modality === "CT" || modality === "MR" || header.floating)
    return { ...base, channels: 1, ...physical(stored, places, dataSet, header, modality, where) };
  return { ...base, quantity: "srgb", channels: 1, ...greyCodes(stored, header) };
}

async function storedSamples(
  dataSet: DataSet,
  transferSyntax: string,
  bigEndian: boolean,
  header: PixelHeader,
  frame: number,
  where: string,
) {
  if (!isCompressed(transferSyntax)) {
    const sharedChroma = header.photometric === "YBR_FULL_422";
    const layout = { bytesPerSample: header.bitsAllocated / 8, bigEndian, planar: header.planar && !sharedChroma, sharedChroma };
    return {
      samples: readSamples(swapped(nativeFrame(dataSet, header, frame, where), bigEndian, dataSet, header), header, layout),
      rgb: false,
    };
  }
  const { bytes, bytesPerSample, planar, rgb } = await decodeFrame(
    encapsulatedFrame(dataSet, header, frame, where),
    transferSyntax,
    header,
    where,
  );
  const expected = header.rows * header.columns * header.samplesPerPixel * bytesPerSample;
  if (bytes.length < expected) {
    throw new MedqError(
      "E_FORMAT",
      `Expected ${expected} bytes from the codec, got ${bytes.length}`,
      where,
      "Convert it to an uncompressed transfer syntax.",
    );
  }
  // A codec may deliver fewer bits than are allocated.
  const narrow =
    bytesPerSample === 1 ? { ...header, highBit: Math.min(header.highBit, 7), bitsStored: Math.min(header.bitsStored, 8) } : header;
  return { samples: readSamples(bytes, narrow, { bytesPerSample, bigEndian: false, planar, sharedChroma: false }), rgb };
}

/** Big-endian OW holds 8-bit samples in swapped pairs. */
function swapped(bytes: Uint8Array, bigEndian: boolean, dataSet: DataSet, header: PixelHeader): Uint8Array {
  if (!bigEndian || header.bitsAllocated !== 8 || dataSet.elements.x7fe00010?.vr !== "OW") return bytes;
  return Buffer.from(bytes.slice(0, bytes.length - (bytes.length % 2))).swap16();
}

function colourCodes(
  stored: Float64Array,
  rgb: boolean,
  dataSet: DataSet,
  bigEndian: boolean,
  header: PixelHeader,
  where: string,
): { data: Float64Array; bits: 8 | 16 } {
  if (header.photometric === "PALETTE COLOR") {
    const { samples, bits } = paletteToRgb(stored, dataSet, bigEndian, where);
    return { data: samples, bits };
  }
  const most = largestCode(header.bitsStored);
  if (!rgb && header.photometric.startsWith("YBR")) luminanceToRgb(stored, most);
  return { data: widened(stored, most, header.bitsStored), bits: header.bitsStored > 8 ? 16 : 8 };
}

/** 2^bits - 1, up to 32 bits. */
const largestCode = (bits: number): number => 2 * ((1 << (bits - 1)) >>> 0) - 1;

/** Code values of any bit depth to 8 or 16 bits. */
const widened = (codes: Float64Array, most: number, bits: number): Float64Array =>
  bits === 8 || bits === 16 ? codes : codes.map((code) => Math.floor((code * (bits > 8 ? 65535 : 255)) / most + 0.5));

function greyCodes(stored: Float64Array, header: PixelHeader): { data: Float64Array; bits: 8 | 16 } {
  const most = largestCode(header.bitsStored);
  const offset = header.signed ? (most + 1) / 2 : 0;
  const inverted = header.photometric === "MONOCHROME1";
  const codes = stored.map((value) => (inverted ? most - (value + offset) : value + offset));
  return { data: widened(codes, most, header.bitsStored), bits: header.bitsStored > 8 ? 16 : 8 };
}

function physical(
  stored: Float64Array,
  places: readonly DataSet[],
  dataSet: DataSet,
  header: PixelHeader,
  modality: string,
  where: string,
): Pick<Acquisition, "quantity" | "data" | "inside"> {
  const slope = numbersOf(places, "x00281053")?.[0] ?? 1;
  const intercept = numbersOf(places, "x00281052")?.[0];
  const data = stored.map((value) => value * slope + (intercept ?? 0));
  if (data.some((value) => !Number.isFinite(value))) {
    throw new MedqError("E_SAMPLES", "Expected finite samples, got NaN or an infinity", where, "Export the image again.");
  }
  const scaled = intercept !== undefined && (textOf(places, "x00281054") ?? "HU") === "HU";
  const quantity = modality === "CT" && scaled ? "hounsfield" : modality === "MR" ? "mr-magnitude" : "unspecified";
  const inside = insideOf(stored, data, dataSet, header, quantity === "hounsfield");
  if (inside === undefined) return { quantity, data };
  const outside = quantity === "hounsfield" ? AIR : 0;
  return { quantity, data: data.map((value, i) => (inside[i] === 1 ? value : outside)), inside };
}

/** @returns undefined where nothing is padded */
function insideOf(
  stored: Float64Array,
  data: Float64Array,
  dataSet: DataSet,
  header: PixelHeader,
  hounsfield: boolean,
): Uint8Array | undefined {
  const read = (tag: string) => (header.signed ? dataSet.int16(tag) : dataSet.uint16(tag));
  const padding = header.floating ? undefined : read("x00280120");
  const limit = read("x00280121") ?? padding;
  const least = Math.min(padding ?? Number.NaN, limit ?? Number.NaN);
  const most = Math.max(padding ?? Number.NaN, limit ?? Number.NaN);
  const inside = Uint8Array.from(stored, (value, i) => ((value >= least && value <= most) || (hounsfield && data[i] < NO_MATTER) ? 0 : 1));
  return inside.every((value) => value === 1) ? undefined : inside;
}
