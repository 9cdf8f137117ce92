/** Finds the TypeScript files of a folder by what is in it: a new case or table is a new file and nothing else. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @returns the default exports of a folder's files whose id (the file's name) contains one of the words, by id */
export async function discover<Kind>(folder: string, words: readonly string[]): Promise<Map<string, Kind>> {
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -3))
    .filter((id) => words.length === 0 || words.some((word) => id.includes(word)))
    .sort();
  if (ids.length === 0) throw new RangeError(`Expected a name that contains ${words.join(" or ")} in ${folder}, got none`);
  const found = new Map<string, Kind>();
  for (const id of ids) found.set(id, (await import(pathToFileURL(join(folder, `${id}.ts`)).href)).default);
  return found;
}
