/**
 * Decodes one compressed frame into the bytes that native pixel data would have.
 *
 * The size that a frame declares is compared with the data set's before a codec allocates anything.
 */
import { MedqError } from "../../manifests/error.ts";
import { decodeExtendedJpeg } from "../jpeg/extended.ts";
import { decodeLosslessJpeg } from "../jpeg/lossless.ts";
import { codestream, damaged, declaredSize, mismatch, requireEnd } from "./frame-header.ts";
import type { PixelHeader } from "./header.ts";
import { requireTiles } from "./jpeg2000-tiles.ts";
import { decodeRunLength } from "./run-length.ts";
import { decodeWasm, type WasmFrame } from "./wasm-codec.ts";

export interface Decoded {
  /** Little-endian samples of 1 or 2 bytes, interleaved unless `planar`. */
  readonly bytes: Uint8Array;
  readonly bytesPerSample: 1 | 2 | 4;
  readonly planar: boolean;
  /** True where the codec has already turned luminance and chrominance into RGB. */
  readonly rgb: boolean;
}

const JPEG = "1.2.840.10008.1.2.4.";
const WIDTHS = { 8: 1, 16: 2, 32: 4, 64: 4 } as const;

const RUN_LENGTH = "1.2.840.10008.1.2.5";
const NATIVE = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"];

/** @returns true for transfer syntaxes whose frames are compressed */
export const isCompressed = (transferSyntax: string): boolean => !NATIVE.includes(transferSyntax);

const processOf = (transferSyntax: string): Decode | undefined =>
  transferSyntax.startsWith(JPEG) ? PROCESSES[transferSyntax.slice(JPEG.length)] : undefined;

/** @throws MedqError E_UNSUPPORTED: pixels in an unknown encoding cannot be told from noise */
export function requireKnownSyntax(transferSyntax: string, where: string): void {
  if (NATIVE.includes(transferSyntax) || transferSyntax === RUN_LENGTH || processOf(transferSyntax) !== undefined) return;
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected a transfer syntax that is read, got ${transferSyntax.slice(0, 64).replace(/[^0-9.]/g, "?")}`,
    where,
    "Convert it to Explicit VR Little Endian.",
  );
}

/** @throws MedqError E_UNSUPPORTED, E_FORMAT or E_TRUNCATED */
export async function decodeFrame(bytes: Uint8Array, transferSyntax: string, header: PixelHeader, where: string): Promise<Decoded> {
  const decode = processOf(transferSyntax);
  if (decode === undefined) return runLength(bytes, header, where);
  const stream = codestream(bytes);
  const size = declaredSize(stream);
  if (size === undefined) throw damaged(where, "no frame header");
  if (size.rows !== header.rows || size.columns !== header.columns || size.components !== header.samplesPerPixel)
    throw mismatch(header, size, where);
  const decoded = await decode(stream, header, where);
  const expected = header.rows * header.columns * header.samplesPerPixel * decoded.bytesPerSample;
  if (decoded.bytes.length !== expected) throw damaged(where, `${decoded.bytes.length} bytes for ${expected}`);
  return decoded;
}

type Decode = (bytes: Uint8Array, header: PixelHeader, where: string) => Promise<Decoded>;

function samplesOf(decoded: WasmFrame, rgb: boolean, header: PixelHeader, where: string): Decoded {
  const { bytes, bits, planar } = decoded;
  if (bits > header.bitsAllocated || bits > 16) {
    throw new MedqError(
      "E_FORMAT",
      `Expected a frame of at most ${Math.min(header.bitsAllocated, 16)} bits, got ${bits} in its own header`,
      where,
      "The header contradicts the pixels: export the file again.",
    );
  }
  return { bytes, bytesPerSample: bits > 8 ? 2 : 1, planar, rgb };
}

const sequentialJpeg: Decode = async (bytes, header, where) => {
  if (header.samplesPerPixel === 1) {
    const samples = decodeExtendedJpeg(bytes, header.rows, header.columns, where);
    return { bytes: new Uint8Array(samples.buffer), bytesPerSample: 2, planar: false, rgb: false };
  }
  requireEnd(bytes, where);
  const stream = header.photometric === "RGB" ? markedAsRgb(bytes) : bytes;
  const decoded = await decodeWasm("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs", "JPEGDecoder", stream, header, where);
  return samplesOf(decoded, true, header, where);
};

/** Where the stream itself says nothing of its colours the codec would take them for luminance and chrominance: an Adobe marker corrects it. */
function markedAsRgb(bytes: Uint8Array): Uint8Array {
  const marker = Uint8Array.from([0xff, 0xee, 0, 14, ...Buffer.from("Adobe"), 0, 100, 0, 0, 0, 0, 0]);
  return Buffer.concat([bytes.subarray(0, 2), marker, bytes.subarray(2)]);
}

const losslessJpeg: Decode = async (bytes, header, where) => {
  const samples = decodeLosslessJpeg(bytes, header.rows, header.columns, header.samplesPerPixel, where);
  return { bytes: new Uint8Array(samples.buffer), bytesPerSample: 2, planar: false, rgb: false };
};

const jpegLs: Decode = async (bytes, header, where) => {
  requireEnd(bytes, where);
  // The codec looks for the next marker without minding the end, for half a minute: there must be one.
  const guarded = Buffer.concat([bytes, Uint8Array.of(0xff, 0xd9)]);
  const decoded = await decodeWasm("@cornerstonejs/codec-charls/decodewasmjs", "JpegLSDecoder", guarded, header, where);
  return samplesOf(decoded, false, header, where);
};

/** The multi-component transforms of JPEG 2000 (YBR_RCT, YBR_ICT) are undone by the codec. */
const jpeg2000 =
  (name: string, className: string): Decode =>
  async (bytes, header, where) => {
    requireEnd(bytes, where);
    requireTiles(bytes, where);
    const decoded = await decodeWasm(name, className, bytes, header, where);
    return samplesOf(decoded, /RCT|ICT/.test(header.photometric), header, where);
  };
const openJpeg = jpeg2000("@cornerstonejs/codec-openjpeg/decodewasmjs", "J2KDecoder");
const openJph = jpeg2000("@cornerstonejs/codec-openjph/wasmjs", "HTJ2KDecoder");

const PROCESSES: Readonly<Record<string, Decode>> = {
  "50": sequentialJpeg,
  "51": sequentialJpeg,
  "53": sequentialJpeg,
  "55": sequentialJpeg,
  "57": losslessJpeg,
  "70": losslessJpeg,
  "80": jpegLs,
  "81": jpegLs,
  "90": openJpeg,
  "91": openJpeg,
  "201": openJph,
  "202": openJph,
  "203": openJph,
};

/** Byte planes, most significant first, become little-endian samples, colour by plane. */
function runLength(bytes: Uint8Array, header: PixelHeader, where: string): Decoded {
  const bytesPerSample = WIDTHS[header.bitsAllocated];
  const pixels = header.rows * header.columns;
  const planes = decodeRunLength(bytes, header.samplesPerPixel * bytesPerSample, pixels, where);
  const samples = new Uint8Array(planes.length);
  for (let sample = 0; sample < header.samplesPerPixel; sample++) {
    for (let byte = 0; byte < bytesPerSample; byte++) {
      const from = (sample * bytesPerSample + bytesPerSample - 1 - byte) * pixels;
      for (let i = 0; i < pixels; i++) samples[(sample * pixels + i) * bytesPerSample + byte] = planes[from + i];
    }
  }
  return { bytes: samples, bytesPerSample, planar: true, rgb: false };
}
