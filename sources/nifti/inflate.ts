/**
 * A .nii.gz is looked through once before it is believed: its header, whether as many bytes follow as that declares, and the stream's own
 * checksum. Nothing is kept of what is unpacked.
 *
 * The header may declare 2^48 voxels and the stream may hold a terabyte of zeros: what is declared is limited, and inflation stops soon
 * after the last declared byte.
 */
import { constants, gunzipSync } from "node:zlib";
import { MedqError } from "../../manifests/error.ts";
import { type Packed, unpacked } from "../bytes/gzip.ts";
import { NIFTI_HEAD_LENGTH, type NiftiHeader, parseNiftiHeader } from "./header.ts";

/** Bytes after the declared samples that are tolerated (and checked, then dropped). */
const SLACK = 1 << 20;
/** Most bytes that a gzip file may unpack to: half a minute of inflating. Twice that of an hour of resting-state functional MRI. */
const UNPACKED_LIMIT = 8 * 1024 * 1024 * 1024;

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

function tooLarge(expected: string, got: string, where: string, advice: string): MedqError {
  return new MedqError("E_TOO_LARGE", `Expected ${expected}, got ${got}`, where, advice);
}

/** @returns the header, parsed from the first bytes @throws MedqError */
function believable(head: Uint8Array, where: string): NiftiHeader {
  const header = parseNiftiHeader(head, where);
  const declared = header.dataOffset + header.dataLength;
  if (declared <= UNPACKED_LIMIT) return header;
  throw tooLarge(
    `a gzip file that inflates to at most ${UNPACKED_LIMIT} bytes`,
    `a header that declares ${declared}`,
    where,
    "Unpack it, or split the volumes over several files.",
  );
}

/**
 * @param intact the file was looked through before: only its header is read
 * @param accept throws where the planes that the header declares are too large
 * @throws MedqError E_TRUNCATED, E_TOO_LARGE, and what parseNiftiHeader throws
 */
export async function packedHeader(
  packed: Packed,
  where: string,
  intact: boolean,
  accept: (header: NiftiHeader) => void,
): Promise<NiftiHeader> {
  let head: Uint8Array = new Uint8Array();
  let header: NiftiHeader | undefined;
  let length = 0;
  const begin = (): NiftiHeader => {
    const parsed = believable(head, where);
    accept(parsed);
    return parsed;
  };
  for await (const piece of unpacked(packed, where)) {
    length += piece.length;
    if (header === undefined) {
      head = Buffer.concat([head, piece]);
      if (head.length >= NIFTI_HEAD_LENGTH) header = begin();
    }
    if (header === undefined) continue;
    if (intact) return header;
    const end = header.dataOffset + header.dataLength;
    if (length <= end + SLACK) continue;
    throw tooLarge(
      `${end} bytes as the header declares`,
      `more than ${end + SLACK} from the gzip stream`,
      where,
      "Write the file again so that header and samples agree.",
    );
  }
  header ??= begin();
  const end = header.dataOffset + header.dataLength;
  if (length >= end) return header;
  throw new MedqError(
    "E_TRUNCATED",
    `Expected ${end} bytes as the header declares, got ${length}`,
    where,
    "Fetch the file again; it is cut short or damaged.",
  );
}
