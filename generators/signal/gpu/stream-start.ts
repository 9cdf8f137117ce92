/** Where a named stream of random.ts begins: SHA-256 of its identity gives the key and the upper half of the counter. */
import { createHash } from "node:crypto";
import type { RandomKey } from "../random.ts";
import type { StreamStart } from "./philox.ts";

export function streamStart({ seed, image, operation, stage }: RandomKey, name: string): StreamStart {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, image, operation, stage, name]), "utf8")
    .digest();
  return {
    key: [digest.readUInt32LE(0), digest.readUInt32LE(4)],
    counter: [digest.readUInt32LE(8), digest.readUInt32LE(12)],
  };
}
