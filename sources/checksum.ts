/** What an input is known by: its bytes, read in pieces, because raw data may be larger than memory. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import { readPieces } from "../manifests/file.ts";
import type { Scan } from "./acquisition.ts";

/** @returns SHA-256 of a file, 64 hex characters @throws MedqError as openRegular */
export async function fileChecksum(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of readPieces(path)) hash.update(piece);
  return hash.digest("hex");
}

/** @param checksum of the file @returns that, or, where more than the file's bytes decided what was read, the hash of both */
export const scanChecksum = (checksum: string, { reading }: Pick<Scan, "reading">): string =>
  reading === undefined ? checksum : sha256(`${checksum} ${reading}`);

/** @param expected left out: any will do @throws MedqError E_CHECKSUM */
export function requireChecksum(expected: string | undefined, got: string, path: string): void {
  if (expected === undefined || expected === got) return;
  throw new MedqError("E_CHECKSUM", `Expected SHA-256 ${expected}, got ${got}`, path, CHANGED);
}

const CHANGED = "It is not the file that was declared, or it changed while the build ran: get it again, or let whatever writes there end.";

/** What a file system changes when it changes a file. */
async function stampOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

interface Known {
  readonly stamp: string;
  readonly checksum: string;
}

/** Of files that are read in place, as this thread knows them: hashing gigabytes once for each plane would take hours. */
const known = new Map<string, Known>();
const KNOWN_KEPT = 64;

/** @returns the checksum of a file that is read in place, hashed again only where the file system says that it changed */
async function checksumInPlace(path: string): Promise<Known> {
  const before = known.get(path);
  const stamp = await stampOf(path);
  if (before?.stamp === stamp) return before;
  const now = { stamp, checksum: await fileChecksum(path) };
  known.delete(path);
  if (known.size >= KNOWN_KEPT) known.delete(known.keys().next().value!);
  known.set(path, now);
  return now;
}

/**
 * Reads from a file in place, and makes sure that it was one and the same file before and after.
 * @param expected the file's SHA-256; left out: whatever it is at first
 * @throws MedqError E_CHECKSUM where it changed, or is another one than expected
 */
export async function readInPlace<Result>(
  path: string,
  expected: string | undefined,
  read: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly checksum: string }> {
  const { stamp, checksum } = await checksumInPlace(path);
  requireChecksum(expected, checksum, path);
  const outcome = await read().then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  // Whatever a reader makes of a file that is being written is no word about the file. A mere touch looks the same, and costs the item.
  if ((await stampOf(path)) !== stamp) throw new MedqError("E_CHECKSUM", "Expected a file that stays, got one that changed", path, CHANGED);
  if ("error" in outcome) throw outcome.error;
  return { result: outcome.result, checksum };
}
