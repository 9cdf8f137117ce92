/** Where a named stream begins: SHA-256 of what it is for gives Philox's key and the upper half of its counter. */
import { createHash } from "node:crypto";

/** What random numbers are for; keys that differ in one string give unrelated numbers. */
export interface RandomKey {
  readonly seed: string;
  readonly image: string;
  readonly operation: string;
  readonly stage: string;
}

/** Words of Philox's key, and the upper two words of its counter. */
export interface StreamStart {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number];
}

/** @returns what a named stream is for, as one string */
export const identityOf = ({ seed, image, operation, stage }: RandomKey, name: string): string =>
  JSON.stringify([seed, image, operation, stage, name]);

export function streamStart(identity: string): StreamStart {
  const digest = createHash("sha256").update(identity, "utf8").digest();
  return {
    key: [digest.readUInt32LE(0), digest.readUInt32LE(4)],
    counter: [digest.readUInt32LE(8), digest.readUInt32LE(12)],
  };
}
