/**
 * Decodes one compressed frame into the bytes that native pixel data would have.
 *
 * The size that a frame declares is compared with the data set's before a codec allocates anything; codecs run in WebAssembly and are freed.
 */
import { createRequire } from "node:module";
import { MedqError } from "../../manifests/error.ts";
import { decodeExtendedJpeg } from "../jpeg/extended.ts";
import { decodeLosslessJpeg } from "../jpeg/lossless.ts";
import type { PixelHeader } from "./header.ts";
import { decodeRunLength } from "./run-length.ts";

export interface Decoded {
  /** Little-endian samples of 1 or 2 bytes, interleaved unless `planar`. */
  readonly bytes: Uint8Array;
  readonly bytesPerSample: 1 | 2 | 4;
  readonly planar: boolean;
  /** True where the codec has already turned luminance and chrominance into RGB. */
  readonly rgb: boolean;
}

interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete(): void;
}

const require = createRequire(import.meta.url);
const loaded = new Map<string, Promise<Record<string, new () => WasmDecoder>>>();

/** A codec's module, started once. */
function codec(name: string): Promise<Record<string, new () => WasmDecoder>> {
  // OpenJPEG reports its progress on standard output, which belongs to our results.
  const known = loaded.get(name) ?? require(name)({ print() {}, printErr() {} });
  loaded.set(name, known);
  return known;
}

async function decodeWasm(
  name: string,
  className: string,
  bytes: Uint8Array,
  header: PixelHeader,
  where: string,
): Promise<{ bytes: Uint8Array; bits: number }> {
  const decoder = new (await codec(name))[className]();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    if (width !== header.columns || height !== header.rows || componentCount !== header.samplesPerPixel) {
      throw mismatch(header, height, width, where);
    }
    return { bytes: decoder.getDecodedBuffer().slice(), bits: bitsPerSample };
  } catch (error) {
    if (error instanceof MedqError) throw error;
    throw damaged(where, error);
  } finally {
    decoder.delete();
  }
}

const mismatch = (header: PixelHeader, rows: number, columns: number, where: string): MedqError =>
  new MedqError(
    "E_FORMAT",
    `Expected a frame of ${header.rows} x ${header.columns}, got ${rows} x ${columns} in its own header`,
    where,
    "The header contradicts the pixels: export the file again.",
  );

const damaged = (where: string, cause: unknown): MedqError =>
  new MedqError(
    "E_FORMAT",
    "Expected a decodable frame, got one that its codec rejects",
    where,
    "Fetch the file again, or convert it to an uncompressed transfer syntax.",
    cause,
  );

/** Size in the frame header of a JPEG, JPEG-LS or JPEG 2000 stream. @returns undefined where none is found */
function declaredSize(bytes: Uint8Array): { rows: number; columns: number } | undefined {
  const u16 = (at: number) => (bytes[at] << 8) | bytes[at + 1];
  const u32 = (at: number) => u16(at) * 65536 + u16(at + 2);
  if (u16(0) === 0xff4f) return u16(2) === 0xff51 ? { columns: u32(8) - u32(16), rows: u32(12) - u32(20) } : undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
    if (isFrame) return { rows: u16(at + 5), columns: u16(at + 7) };
    at += 2 + u16(at + 2);
  }
  return undefined;
}

const JPEG = "1.2.840.10008.1.2.4.";
const WIDTHS = { 8: 1, 16: 2, 32: 4, 64: 4 } as const;

/** @returns true for transfer syntaxes whose frames are compressed */
export const isCompressed = (transferSyntax: string): boolean =>
  transferSyntax.startsWith(JPEG) || transferSyntax === "1.2.840.10008.1.2.5";

/** @throws MedqError E_UNSUPPORTED, E_FORMAT or E_TRUNCATED */
export async function decodeFrame(bytes: Uint8Array, transferSyntax: string, header: PixelHeader, where: string): Promise<Decoded> {
  if (transferSyntax === "1.2.840.10008.1.2.5") return runLength(bytes, header, where);
  const process = transferSyntax.startsWith(JPEG) ? transferSyntax.slice(JPEG.length) : "";
  const decode = PROCESSES[process];
  if (decode === undefined) {
    throw new MedqError(
      "E_UNSUPPORTED",
      `Expected a known transfer syntax, got ${transferSyntax.replace(/[^0-9.]/g, "?")}`,
      where,
      "Convert it to Explicit VR Little Endian.",
    );
  }
  const size = declaredSize(bytes);
  if (size === undefined) throw damaged(where, "no frame header");
  if (size.rows !== header.rows || size.columns !== header.columns) throw mismatch(header, size.rows, size.columns, where);
  return decode(bytes, header, where);
}

type Decode = (bytes: Uint8Array, header: PixelHeader, where: string) => Promise<Decoded>;

const interleaved = (bytes: Uint8Array, bits: number, rgb: boolean): Decoded => ({
  bytes,
  bytesPerSample: bits > 8 ? 2 : 1,
  planar: false,
  rgb,
});

const sequentialJpeg: Decode = async (bytes, header, where) => {
  if (header.samplesPerPixel === 1) {
    const samples = decodeExtendedJpeg(bytes, header.rows, header.columns, where);
    return { bytes: new Uint8Array(samples.buffer), bytesPerSample: 2, planar: false, rgb: false };
  }
  const { bytes: decoded, bits } = await decodeWasm(
    "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs",
    "JPEGDecoder",
    bytes,
    header,
    where,
  );
  return interleaved(decoded, bits, true);
};

const losslessJpeg: Decode = async (bytes, header, where) => {
  const samples = decodeLosslessJpeg(bytes, header.rows, header.columns, header.samplesPerPixel, where);
  return { bytes: new Uint8Array(samples.buffer), bytesPerSample: 2, planar: false, rgb: false };
};

const jpegLs: Decode = async (bytes, header, where) => {
  const { bytes: decoded, bits } = await decodeWasm("@cornerstonejs/codec-charls/decodewasmjs", "JpegLSDecoder", bytes, header, where);
  return interleaved(decoded, bits, false);
};

/** The multi-component transforms of JPEG 2000 (YBR_RCT, YBR_ICT) are undone by the codec. */
const jpeg2000: Decode = async (bytes, header, where) => {
  const { bytes: decoded, bits } = await decodeWasm("@cornerstonejs/codec-openjpeg/decodewasmjs", "J2KDecoder", bytes, header, where);
  return interleaved(decoded, bits, /RCT|ICT/.test(header.photometric));
};

const PROCESSES: Readonly<Record<string, Decode>> = {
  "50": sequentialJpeg,
  "51": sequentialJpeg,
  "53": sequentialJpeg,
  "55": sequentialJpeg,
  "57": losslessJpeg,
  "70": losslessJpeg,
  "80": jpegLs,
  "81": jpegLs,
  "90": jpeg2000,
  "91": jpeg2000,
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
