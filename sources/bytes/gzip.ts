/**
 * A gzip stream read forward: what is asked for in ascending order is unpacked once, and what lies before costs a new pass.
 *
 * Memory: the piece that is asked for and one of zlib's. The stream stays open between readings and is closed by whoever opened it, or after
 * a minute without one.
 */
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { MedqError } from "../../manifests/error.ts";
import type { ByteSource } from "./source.ts";

const PIECE = 1 << 18;
const IDLE = 60_000;

/** Where packed bytes come from: a new stream for every pass. */
export type Packed = () => Readable;

export const packedFile =
  (path: string): Packed =>
  () =>
    createReadStream(path, { highWaterMark: PIECE });
export const packedBytes =
  (bytes: Uint8Array): Packed =>
  () =>
    Readable.from([bytes]);

/** @returns the unpacked pieces of one pass @throws MedqError E_TRUNCATED for a damaged stream, and what the file system does */
export async function* unpacked(packed: Packed, where: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createGunzip({ chunkSize: PIECE });
  // Errors reach whoever reads: pipeline hands them on.
  pipeline(packed(), stream, () => {});
  try {
    yield* stream;
  } catch (cause) {
    if (!(cause as NodeJS.ErrnoException).code?.startsWith("Z_")) throw cause;
    const problem = `Expected a whole gzip stream, got "${(cause as Error).message}"`;
    throw new MedqError("E_TRUNCATED", problem, where, "Fetch the file again; it is cut short or damaged.", cause);
  }
}

class ForwardReader {
  readonly #pieces: AsyncGenerator<Uint8Array, void, undefined>;
  #piece: Uint8Array = new Uint8Array();
  /** Where the piece begins. */
  #at = 0;
  /** The next byte that can be had. */
  position = 0;

  constructor(pieces: AsyncGenerator<Uint8Array, void, undefined>) {
    this.#pieces = pieces;
  }

  async read(start: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    this.position = start;
    while (filled < length) {
      const from = start + filled - this.#at;
      if (from >= this.#piece.length) {
        const next = await this.#pieces.next();
        if (next.done === true) break;
        this.#at += this.#piece.length;
        this.#piece = next.value;
        continue;
      }
      const part = this.#piece.subarray(from, from + length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.position = start + filled;
    }
    return bytes.subarray(0, filled);
  }

  close(): void {
    this.#pieces.return().catch(() => {});
  }
}

/** @param packed called for every pass @param where the file, for errors */
export function gzipSource(packed: Packed, where: string): ByteSource {
  let reader: ForwardReader | undefined;
  let idle: NodeJS.Timeout | undefined;
  /** Readings take turns: there is one stream. */
  let last: Promise<unknown> = Promise.resolve();

  const close = (): void => {
    clearTimeout(idle);
    reader?.close();
    reader = undefined;
  };
  const read = async (start: number, length: number): Promise<Uint8Array> => {
    clearTimeout(idle);
    try {
      if (reader === undefined || start < reader.position) {
        close();
        reader = new ForwardReader(unpacked(packed, where));
      }
      const bytes = await reader.read(start, length);
      if (bytes.length < length) close();
      else idle = setTimeout(close, IDLE).unref();
      return bytes;
    } catch (error) {
      close();
      throw error;
    }
  };
  return {
    read(start, length) {
      const answer = last.then(() => read(start, length));
      last = answer.catch(() => {});
      return answer;
    },
    close,
  };
}
