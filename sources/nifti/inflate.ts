/**
 * Inflates a .nii.gz no further than its header allows: the header comes out first, then exactly the bytes that it declares.
 *
 * The header may declare 2^48 voxels and the stream may hold a terabyte of zeros; memory is reserved only after the declared size
 * has passed the limit, and inflation stops soon after the last declared byte. The stream's checksum is verified where it ends there.
 */
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { MedqError } from "../../manifests/error.ts";
import { NIFTI_HEAD_LENGTH, type NiftiHeader, parseNiftiHeader } from "./header.ts";

const CHUNK = 1 << 18;
/** Bytes after the declared samples that are tolerated (and checked, then dropped). */
const SLACK = 1 << 20;

/** @returns whether the bytes begin a gzip stream */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** @returns the inflated beginning of a gzip stream of which only the first bytes are at hand; empty where it cannot be inflated */
export function inflateHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 20 });
  } catch {
    return new Uint8Array();
  }
}

const fetchAgain = (problem: string, where: string, cause?: unknown): MedqError =>
  new MedqError("E_TRUNCATED", problem, where, "Fetch the file again; it is cut short or damaged.", cause);

/** Gathers the chunks of a stream into memory that is reserved once the header is known. */
class Gathering {
  readonly #where: string;
  readonly #requireRoom: (header: NiftiHeader) => void;
  #head: Uint8Array = new Uint8Array();
  #bytes: Uint8Array | undefined;
  #filled = 0;
  #beyond = 0;
  header: NiftiHeader | undefined;

  constructor(where: string, requireRoom: (header: NiftiHeader) => void) {
    this.#where = where;
    this.#requireRoom = requireRoom;
  }

  add(chunk: Uint8Array): void {
    if (!this.#bytes) {
      this.#head = Buffer.concat([this.#head, chunk]);
      if (this.#head.length >= NIFTI_HEAD_LENGTH) this.#begin();
      return;
    }
    const part = chunk.subarray(0, this.#bytes.length - this.#filled);
    this.#bytes.set(part, this.#filled);
    this.#filled += part.length;
    this.#beyond += chunk.length - part.length;
    if (this.#beyond > SLACK) {
      throw new MedqError(
        "E_TOO_LARGE",
        `Expected ${this.#bytes.length} bytes as the header declares, got more than ${this.#bytes.length + SLACK} from the gzip stream`,
        this.#where,
        "Write the file again so that header and samples agree.",
      );
    }
  }

  #begin(): void {
    this.header = parseNiftiHeader(this.#head, this.#where);
    this.#requireRoom(this.header);
    this.#bytes = new Uint8Array(this.header.dataOffset + this.header.dataLength);
    this.add(this.#head);
  }

  finish(): { header: NiftiHeader; bytes: Uint8Array } {
    if (!this.#bytes) this.#begin();
    const [header, bytes] = [this.header, this.#bytes];
    if (!header || !bytes || this.#filled < bytes.length) {
      throw fetchAgain(`Expected ${bytes?.length} bytes as the header declares, got ${this.#filled}`, this.#where);
    }
    return { header, bytes };
  }
}

/**
 * @param compressed the gzip file
 * @param requireRoom throws where the file that the header declares would not fit into memory
 * @returns the header and the file up to its last declared sample
 * @throws MedqError E_TRUNCATED, E_TOO_LARGE, and what parseNiftiHeader throws
 */
export async function inflateNifti(
  compressed: Uint8Array,
  where: string,
  requireRoom: (header: NiftiHeader) => void,
): Promise<{ header: NiftiHeader; bytes: Uint8Array }> {
  const gathering = new Gathering(where, requireRoom);
  const stream = createGunzip({ chunkSize: CHUNK });
  stream.end(compressed);
  try {
    for await (const chunk of stream) gathering.add(chunk as Uint8Array);
  } catch (cause) {
    if (cause instanceof MedqError) throw cause;
    throw fetchAgain(`Expected a whole gzip stream, got "${(cause as Error).message}"`, where, cause);
  } finally {
    stream.destroy();
  }
  return gathering.finish();
}
