/**
 * Keyed hashes of identity: equal for equal patients within a run, so that series group and splits hold, and meaningless outside it.
 *
 * A hash without a key would be no protection: a hospital's patient numbers can be tried one by one. The key is drawn for the run and kept nowhere, and
 * hashes are only compared: a release holds none of them (pipeline/groups.ts), so that it is the same in every run.
 *
 * Source: FIPS 198-1 (HMAC).
 */
import { createHmac, randomBytes } from "node:crypto";

/** Of this run alone, for all of its datasets: a patient in two of them is one patient. */
export const runKey: Uint8Array = randomBytes(32);

/** @returns 16 hex characters; an empty value gives an empty string: unknown is not an identity */
export function keyedHash(key: Uint8Array, value: string): string {
  return value === "" ? "" : createHmac("sha256", key).update(value, "utf8").digest("hex").slice(0, 16);
}
