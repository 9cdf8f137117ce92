/**
 * Keyed hashes of identity: equal for equal patients within a dataset, so that series group and splits hold, and meaningless outside it.
 *
 * A hash without a key would be no protection: a hospital's patient numbers can be tried one by one. The key is the environment
 * variable MEDQ_GROUPING_KEY where it is set; otherwise it is made of the bytes of the dataset's first file: whoever holds the data can
 * rebuild a release bit for bit, whoever does not cannot make the key.
 *
 * Source: FIPS 198-1 (HMAC).
 */
import { createHmac } from "node:crypto";

/** @returns 16 hex characters; an empty value gives an empty string: unknown is not an identity */
export function keyedHash(key: Uint8Array, value: string): string {
  return value === "" ? "" : createHmac("sha256", key).update(value, "utf8").digest("hex").slice(0, 16);
}

/** @param anchor the whole content of the dataset's first file, in pieces */
export async function groupingKey(anchor: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const key = createHmac("sha256", "medq grouping key");
  const secret = process.env.MEDQ_GROUPING_KEY;
  if (secret !== undefined && secret !== "") return key.update(secret).digest();
  for await (const piece of anchor) key.update(piece);
  return key.digest();
}
