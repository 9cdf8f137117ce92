/**
 * Finds the bytes of each frame: by arithmetic in native pixel data, by fragments in encapsulated pixel data.
 *
 * That every declared frame is there is settled when the file is opened, before anything is decoded.
 *
 * Source: DICOM PS3.5 sections 8.1 and A.4; PS3.3 section C.7.6.3.1.8 (extended offset table).
 */
import { MedqError } from "../../manifests/error.ts";
import { type DataSet, type Parsed, truncated } from "./data-set.ts";
import { type PixelHeader, pixelTag } from "./header.ts";

type Element = DataSet["elements"][string];

/** Bytes of one frame as stored natively: 4:2:2 chroma shares two samples between two pixels. */
function nativeFrameLength({ rows, columns, samplesPerPixel, bitsAllocated, photometric }: PixelHeader): number {
  const samples = photometric === "YBR_FULL_422" ? rows * columns * 2 : rows * columns * samplesPerPixel;
  return (samples * bitsAllocated) / 8;
}

const contradiction = (expected: string, got: string, where: string): MedqError =>
  new MedqError(
    "E_FORMAT",
    `Expected ${expected} pixel data by its transfer syntax, got ${got} ones`,
    where,
    "Correct the transfer syntax or export the file again.",
  );

/** @returns the bytes of frame i, for every frame the header declares @throws MedqError E_TRUNCATED or E_FORMAT */
export function nativeFrames({ dataSet, bigEndian }: Parsed, header: PixelHeader, where: string): (frame: number) => Uint8Array {
  const element = dataSet.elements[pixelTag(dataSet, where)];
  if (element.encapsulatedPixelData || element.hadUndefinedLength) throw contradiction("native", "encapsulated", where);
  const length = nativeFrameLength(header);
  const { dataOffset } = element;
  if (header.frameCount * length > element.length || dataOffset + header.frameCount * length > dataSet.byteArray.length)
    throw truncated(where, `${header.frameCount} frames of ${header.rows} x ${header.columns}`);
  // Big-endian OW holds 8-bit samples in swapped pairs, across the borders of frames.
  const inPairs = bigEndian && header.bitsAllocated === 8 && element.vr === "OW";
  return (frame) => {
    const start = frame * length;
    if (!inPairs) return dataSet.byteArray.subarray(dataOffset + start, dataOffset + start + length);
    const pairs = Buffer.from(
      dataSet.byteArray.slice(dataOffset + start - (start % 2), dataOffset + start + length + ((start + length) % 2)),
    );
    return pairs
      .subarray(0, pairs.length - (pairs.length % 2))
      .swap16()
      .subarray(start % 2, (start % 2) + length);
  };
}

/** @returns the bytes of frame i, for every frame the header declares @throws MedqError E_TRUNCATED or E_FORMAT */
export function encapsulatedFrames({ dataSet }: Parsed, header: PixelHeader, where: string): (frame: number) => Uint8Array {
  const element = dataSet.elements.x7fe00010;
  const fragments = element?.fragments ?? [];
  if (fragments.length === 0) throw contradiction("encapsulated", "native", where);
  const starts = firstFragments(dataSet, element, header.frameCount);
  const ends = fragments.map(({ position, length }) => position + length);
  if (starts === undefined || ends.some((end) => end > dataSet.byteArray.length)) throw truncated(where, `${header.frameCount} frames`);
  return (frame) => {
    const parts = fragments
      .slice(starts[frame], starts[frame + 1])
      .map(({ position, length }) => dataSet.byteArray.subarray(position, position + length));
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  };
}

/** @returns for each frame its first fragment, rising; undefined where the fragments hold fewer frames */
function firstFragments(dataSet: DataSet, element: Element, frameCount: number): number[] | undefined {
  const fragments = element.fragments ?? [];
  if (frameCount === 1) return [0];
  const byOffset = new Map(fragments.map(({ offset }, index) => [offset, index]));
  const tables = [element.basicOffsetTable ?? [], extendedOffsets(dataSet)];
  for (const table of tables) {
    const starts = table.length === frameCount ? table.map((offset) => byOffset.get(offset) ?? -1) : [];
    if (starts[0] === 0 && starts.every((start, i) => i === 0 || start > starts[i - 1])) return starts;
  }
  if (fragments.length === frameCount) return fragments.map((_, index) => index);
  // Without a table a frame begins where a stream does: FF D8 (JPEG, JPEG-LS) or FF 4F (JPEG 2000).
  const begins = ({ position }: { position: number }): boolean => {
    const [first, second] = dataSet.byteArray.subarray(position, position + 2);
    return first === 0xff && (second === 0xd8 || second === 0x4f);
  };
  const starts = fragments.flatMap((fragment, index) => (begins(fragment) ? [index] : []));
  return starts.length === frameCount && starts[0] === 0 ? starts : undefined;
}

/** 64-bit offsets, of which the lower half suffices: a file is smaller than 4 GiB. */
function extendedOffsets(dataSet: DataSet): number[] {
  const element = dataSet.elements.x7fe00001;
  if (element === undefined || element.dataOffset + element.length > dataSet.byteArray.length) return [];
  return Array.from({ length: Math.floor(element.length / 8) }, (_, i) => dataSet.uint32("x7fe00001", 2 * i) ?? 0);
}
