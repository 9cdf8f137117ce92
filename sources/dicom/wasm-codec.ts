/**
 * Runs a codec that is compiled to WebAssembly, and gives its memory back.
 */
import { createRequire } from "node:module";
import { MedqError } from "../../manifests/error.ts";
import { damaged, mismatch } from "./frame-header.ts";
import type { PixelHeader } from "./header.ts";

interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): ArrayBufferView;
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

export interface WasmFrame {
  /** Little-endian samples of 1 byte (up to 8 bits) or 2. */
  readonly bytes: Uint8Array;
  readonly bits: number;
  /** Colour by plane. */
  readonly planar: boolean;
}

/**
 * @param name module of the codec @param className its decoder
 * @throws MedqError E_FORMAT where the codec fails or finds another size than the data set declares
 */
export async function decodeWasm(
  name: string,
  className: string,
  bytes: Uint8Array,
  header: PixelHeader,
  where: string,
): Promise<WasmFrame> {
  const decoder = new (await codec(name))[className]();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    if (width !== header.columns || height !== header.rows || componentCount !== header.samplesPerPixel) {
      throw mismatch(header, { rows: height, columns: width, components: componentCount }, where);
    }
    const planar = componentCount > 1 && decoder.getInterleaveMode?.() === 0;
    // Codecs differ in the type of view on their memory, which goes when the decoder goes.
    const { buffer, byteOffset, byteLength } = decoder.getDecodedBuffer();
    const decoded = new Uint8Array(buffer, byteOffset, byteLength).slice();
    decoder.delete();
    return { bytes: decoded, bits: bitsPerSample, planar };
  } catch (error) {
    // What failed inside may have left anything behind: the next frame gets a new instance, and this one's memory goes.
    loaded.delete(name);
    throw error instanceof MedqError ? error : damaged(where, error);
  }
}
