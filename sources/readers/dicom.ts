/**
 * DICOM images: every frame a plane, and every slice of a Siemens mosaic; HU for CT, signal for MR, display codes for the rest (meaning.ts).
 *
 * A plane keeps its frame's number where other frames hold something else (phases beside magnitudes): those are refused one by one.
 *
 * Not read: VOI windows and overlays (a display window is the modality's), packed bits, video.
 *
 * Source: DICOM PS3.3 sections C.7.6.3 (pixels), C.11.1 (modality LUT).
 */
import { type Acquisition, defineReader } from "../acquisition.ts";
import { numbersOf, placesOf } from "../dicom/attributes.ts";
import { decodeFrame, isCompressed, requireKnownSyntax } from "../dicom/codecs.ts";
import { type DataSet, guessSyntax, hasPreamble, type Parsed, parseDataSet } from "../dicom/data-set.ts";
import { DEIDENTIFICATION, scannerReader } from "../dicom/deidentify.ts";
import { encapsulatedFrames, nativeFrames } from "../dicom/frames.ts";
import { groupOf } from "../dicom/geometry.ts";
import { type PixelHeader, readPixelHeader } from "../dicom/header.ts";
import { meaningOf, type Stored } from "../dicom/meaning.ts";
import { mosaicOf, sliceCount, tileOf } from "../dicom/mosaic.ts";
import { readSamples } from "../dicom/samples.ts";
import { modalityOf } from "../dicom/sop-class.ts";
import { unusableFrames } from "../dicom/usable.ts";
import { planeLimit, requirePlane, requireSampleCount } from "../limits.ts";
import { millimetres } from "../units.ts";

export const formats = ["DICOM"];

export default defineReader({
  recognises: (head) => hasPreamble(head) || guessSyntax(head, 0) !== undefined,
  async open(bytes, where, options) {
    const parsed = parseDataSet(bytes, where);
    const { dataSet, transferSyntax } = parsed;
    const header = readPixelHeader(dataSet, where);
    const modality = modalityOf(dataSet, where);
    const refused = unusableFrames(dataSet, modality, header, where);
    const channels = header.photometric === "PALETTE COLOR" ? 3 : header.samplesPerPixel;
    requireSampleCount([header.rows, header.columns, channels], planeLimit(options.sampleLimit, header.frameCount), where);
    requireKnownSyntax(transferSyntax, where);
    const frames = isCompressed(transferSyntax) ? encapsulatedFrames(parsed, header, where) : nativeFrames(parsed, header, where);
    const scanner = scannerReader(dataSet);
    const about = {
      format: "dicom" as const,
      ...(modality !== undefined && { says: modality }),
      deidentification: DEIDENTIFICATION,
    };
    const acquisition = (stored: Stored, frame: number, size: PixelHeader): Acquisition => {
      const places = placesOf(dataSet, frame);
      return { ...frameOf(places, size), scanner: scanner(frame), ...meaningOf(stored, parsed, places, size, modality, where) };
    };
    const mosaic = modality === "MR" ? mosaicOf(dataSet, header, where) : undefined;
    if (mosaic !== undefined) {
      const { samples } = await storedSamples(parsed, header, frames(0), where);
      const planeCount = sliceCount(samples, mosaic);
      const size = { ...header, rows: mosaic.rows, columns: mosaic.columns };
      return {
        ...about,
        planeCount,
        group(plane) {
          const { order, ...whose } = groupOf(dataSet, 0, options.groupingKey);
          return { ...whose, order: [order[0] + plane * mosaic.step, order[1]] };
        },
        async plane(index) {
          requirePlane(index, planeCount, where);
          return acquisition({ samples: tileOf(samples, mosaic, index), rgb: false }, 0, size);
        },
      };
    }
    return {
      ...about,
      planeCount: header.frameCount,
      ...(refused.size > 0 && { refused }),
      group: (plane) => groupOf(dataSet, plane, options.groupingKey),
      async plane(index) {
        requirePlane(index, header.frameCount, where);
        const unusable = refused.get(index);
        if (unusable !== undefined) throw unusable;
        return acquisition(await storedSamples(parsed, header, frames(index), where), index, header);
      },
    };
  },
});

function frameOf(places: readonly DataSet[], { rows, columns }: PixelHeader) {
  const [row = 0, column = 0] = numbersOf(places, "x00280030") ?? [];
  // Pixel Aspect Ratio (0028,0034): height and width of a pixel, where its size is not stated.
  const [height = 0, width = 0] = numbersOf(places, "x00280034") ?? [];
  const shape = height > 0 && width > 0 ? { aspect: height / width } : {};
  const spacing = row > 0 && column > 0 ? { spacing: { row: millimetres(row), column: millimetres(column) } } : shape;
  return { coils: 1, rows, columns, complex: false, ...spacing };
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
