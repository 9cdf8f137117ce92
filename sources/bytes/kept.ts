/**
 * What a thread keeps of the file that it read last. A build opens a file for each of its planes; a gzip stream goes on where it stood, and
 * what was gathered for the neighbours is at hand, as long as the file is the same.
 */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";

interface Closable {
  close(): void;
}

let kept: { readonly key: string; readonly value: Closable } | undefined;

/**
 * @param use what the file is opened for: another use is another value
 * @param make opens the file where it is not the one that is kept
 */
export async function keptOf<Value extends Closable>(path: string, use: string, make: () => Promise<Value>): Promise<Value> {
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path);
  const key = JSON.stringify([use, resolve(path), dev, ino, size, mtimeMs, ctimeMs]);
  if (kept?.key === key) return kept.value as Value;
  const value = await make();
  kept?.value.close();
  kept = { key, value };
  return value;
}
