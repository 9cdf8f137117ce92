/**
 * Decodes one compressed frame into the bytes that native pixel data would have.
 *
 * The size that a frame declares is compared with the data set's before a codec allocates anything; codecs run in WebAssembly and are freed.
 */
import { createRequire } from "node:module";
import { MedqError } from "../../manifests/error.ts";
import { decodeExtendedJpeg } from "../jpeg/extended.ts";
import { decodeLosslessJpeg } from "../jpeg/lossless.ts";
import { incomplete } from "../jpeg/segments.ts";
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
  /** JPEG-LS: 0 where every component has a scan of its own. */
  getInterleaveMode?(): number;
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
): Promise<{ bytes: Uint8Array; bits: number; planar: boolean }> {
  const decoder = new (await codec(name))[className]();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    if (width !== header.columns || height !== header.rows || componentCount !== header.samplesPerPixel) {
      throw mismatch(header, { rows: height, columns: width, components: componentCount }, where);
    }
    const planar = componentCount > 1 && decoder.getInterleaveMode?.() === 0;
    const decoded = decoder.getDecodedBuffer().slice();
    decoder.delete();
    return { bytes: decoded, bits: bitsPerSample, planar };
  } catch (error) {
    // What failed inside may have left anything behind: the next frame gets a new instance, and this one's memory goes.
    loaded.delete(name);
    throw error instanceof MedqError ? error : damaged(where, error);
  }
}

interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
}

const mismatch = (header: PixelHeader, { rows, columns, components }: Size, where: string): MedqError =>
  new MedqError(
    "E_FORMAT",
    `Expected a frame of ${header.rows} x ${header.columns} x ${header.samplesPerPixel}, got ${rows} x ${columns} x ${components} in its own header`,
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
function declaredSize(bytes: Uint8Array): Size | undefined {
  const u16 = (at: number) => (bytes[at] << 8) | bytes[at + 1];
  const u32 = (at: number) => u16(at) * 65536 + u16(at + 2);
  if (u16(0) === 0xff4f) return u16(2) === 0xff51 ? { columns: u32(8) - u32(16), rows: u32(12) - u32(20), components: u16(40) } : undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
    if (isFrame) return { rows: u16(at + 5), columns: u16(at + 7), components: bytes[at + 9] };
    at += 2 + u16(at + 2);
  }
  return undefined;
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

/** Some writers wrap JPEG 2000 in a JP2 file: the codestream begins at its SOC and SIZ markers. */
function codestream(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff) return bytes;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).indexOf("ff4fff51", 0, "hex");
  return start < 0 ? bytes : bytes.subarray(start);
}

/** Codecs that fill in what is missing must not get a stream without its end marker (then zeros at most). */
function requireEnd(bytes: Uint8Array, where: string): void {
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - 64)));
  if (tail.lastIndexOf("ffd9", undefined, "hex") < 0) throw incomplete(where);
}

type Decode = (bytes: Uint8Array, header: PixelHeader, where: string) => Promise<Decoded>;

function samplesOf(
  decoded: { bytes: Uint8Array; bits: number; planar: boolean },
  rgb: boolean,
  header: PixelHeader,
  where: string,
): Decoded {
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
  const decoded = await decodeWasm("@cornerstonejs/codec-charls/decodewasmjs", "JpegLSDecoder", bytes, header, where);
  return samplesOf(decoded, false, header, where);
};

/** The multi-component transforms of JPEG 2000 (YBR_RCT, YBR_ICT) are undone by the codec. */
const jpeg2000 =
  (name: string, className: string): Decode =>
  async (bytes, header, where) => {
    requireEnd(bytes, where);
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
