/**
 * Finds the bytes of one frame: by arithmetic in native pixel data, by fragments in encapsulated pixel data.
 *
 * Source: DICOM PS3.5 sections 8.1 and A.4.
 */
import { MedqError } from "../../manifests/error.ts";
import { type DataSet, truncated } from "./data-set.ts";
import { type PixelHeader, pixelTag } from "./header.ts";

/** Bytes of one frame as stored natively: 4:2:2 chroma shares two samples between two pixels. */
export function nativeFrameLength({ rows, columns, samplesPerPixel, bitsAllocated, photometric }: PixelHeader): number {
  const samples = photometric === "YBR_FULL_422" ? rows * columns * 2 : rows * columns * samplesPerPixel;
  return (samples * bitsAllocated) / 8;
}

/** @throws MedqError E_TRUNCATED or E_FORMAT */
export function nativeFrame(dataSet: DataSet, header: PixelHeader, frame: number, where: string): Uint8Array {
  const element = dataSet.elements[pixelTag(dataSet, where)]!;
  if (element.encapsulatedPixelData || element.hadUndefinedLength) {
    throw new MedqError(
      "E_FORMAT",
      "Expected native pixel data by its transfer syntax, got encapsulated ones",
      where,
      "Correct the transfer syntax or export the file again.",
    );
  }
  const length = nativeFrameLength(header);
  const start = element.dataOffset + frame * length;
  if ((frame + 1) * length > element.length || start + length > dataSet.byteArray.length)
    throw truncated(where, `frame ${frame + 1} of ${header.frameCount}`);
  return dataSet.byteArray.subarray(start, start + length);
}

/** @throws MedqError E_TRUNCATED or E_FORMAT */
export function encapsulatedFrame(dataSet: DataSet, header: PixelHeader, frame: number, where: string): Uint8Array {
  const element = dataSet.elements.x7fe00010;
  const fragments = element?.fragments;
  if (element === undefined || fragments === undefined || fragments.length === 0) {
    throw new MedqError(
      "E_FORMAT",
      "Expected encapsulated pixel data by its transfer syntax, got native ones",
      where,
      "Correct the transfer syntax or export the file again.",
    );
  }
  const [first, end] = fragmentRange(element, header.frameCount, frame);
  const parts = fragments.slice(first, end).map(({ position, length }) => {
    if (position + length > dataSet.byteArray.length) throw truncated(where, `frame ${frame + 1} of ${header.frameCount}`);
    return dataSet.byteArray.subarray(position, position + length);
  });
  if (parts.length === 0) throw truncated(where, `frame ${frame + 1} of ${header.frameCount}`);
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

/** Fragments of a frame: by the basic offset table, else one a frame, else all of them for a single frame. */
function fragmentRange(element: NonNullable<DataSet["elements"][string]>, frameCount: number, frame: number): [number, number] {
  const fragments = element.fragments!;
  if (frameCount === 1) return [0, fragments.length];
  const table = element.basicOffsetTable ?? [];
  if (table.length === frameCount) {
    const at = (offset: number) => fragments.findIndex((fragment) => fragment.offset === offset);
    const first = at(table[frame]);
    const next = frame + 1 < frameCount ? at(table[frame + 1]) : fragments.length;
    if (first >= 0 && next > first) return [first, next];
  }
  return fragments.length === frameCount ? [frame, frame + 1] : [0, 0];
}
