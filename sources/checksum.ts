/** What an input is known by: its bytes, read in pieces, because raw data may be larger than memory. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { sha256 } from "../manifests/canonical.ts";
import type { Scan } from "./acquisition.ts";

/** @returns SHA-256 of a file, 64 hex characters @throws what the file system does */
export async function fileChecksum(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}

/** @param checksum of the file @returns that, or, where more than the file's bytes decided what was read, the hash of both */
export const scanChecksum = (checksum: string, { reading }: Scan): string =>
  reading === undefined ? checksum : sha256(`${checksum} ${reading}`);
