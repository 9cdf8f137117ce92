/**
 * From stored bytes to sample values: width, sign, stored bits, colour by plane or by pixel, chroma shared by two pixels.
 *
 * Source: DICOM PS3.3 section C.7.6.3.1, PS3.5 section 8.1.
 */
import type { PixelHeader } from "./header.ts";

export interface Layout {
  readonly bytesPerSample: number;
  readonly bigEndian: boolean;
  readonly planar: boolean;
  /** Two pixels as Y1 Y2 Cb Cr. */
  readonly sharedChroma: boolean;
}

/** @returns rows x columns x samplesPerPixel values; integers sign-extended from their stored bits */
export function readSamples(bytes: Uint8Array, header: PixelHeader, layout: Layout): Float64Array {
  const stored = header.floating ? readFloats(bytes, layout) : readIntegers(bytes, header, layout);
  const { rows, columns, samplesPerPixel } = header;
  if (samplesPerPixel === 1 || !(layout.planar || layout.sharedChroma)) return stored;
  const pixels = rows * columns;
  const samples = new Float64Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    for (let s = 0; s < 3; s++) {
      if (layout.sharedChroma) samples[3 * i + s] = stored[4 * Math.floor(i / 2) + (s === 0 ? i % 2 : s + 1)];
      else samples[3 * i + s] = stored[s * pixels + i];
    }
  }
  return samples;
}

function readFloats(bytes: Uint8Array, { bytesPerSample, bigEndian }: Layout): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(Math.floor(bytes.length / bytesPerSample));
  for (let i = 0; i < values.length; i++)
    values[i] = bytesPerSample === 4 ? view.getFloat32(4 * i, !bigEndian) : view.getFloat64(8 * i, !bigEndian);
  return values;
}

function readIntegers(
  bytes: Uint8Array,
  { bitsStored, highBit, signed }: PixelHeader,
  { bytesPerSample, bigEndian }: Layout,
): Float64Array {
  const count = Math.floor(bytes.length / bytesPerSample);
  const values = new Float64Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Bits above the high bit (old overlays) and below the stored ones fall away; the sign is the high bit.
  const left = 31 - highBit;
  const right = 32 - bitsStored;
  for (let i = 0; i < count; i++) {
    const raw =
      bytesPerSample === 1 ? bytes[i] : bytesPerSample === 2 ? view.getUint16(2 * i, !bigEndian) : view.getUint32(4 * i, !bigEndian);
    values[i] = signed ? (raw << left) >> right : (raw << left) >>> right;
  }
  return values;
}
