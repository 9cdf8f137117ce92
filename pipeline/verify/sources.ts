/** Finds what a release's recipe names by the name of its YAML file alone. */
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { canonicalJson } from "../../manifests/canonical.ts";
import type { Recipe } from "../../manifests/schema/recipe.ts";
import { fileChecksum } from "../../sources/checksum.ts";
import { readDataset } from "../../sources/dataset.ts";
import { type ResolvedRecipe, withoutPaths } from "../release/resolved-recipe.ts";

/** Folders that a search looks into: enough for a project, and no disk is searched by mistake. */
const FOLDER_LIMIT = 10_000;

/**
 * @param base where the files are looked for: at the path that the recipe states, then in every folder below
 * @returns the recipe with the path of each file: of the one with the recorded content, else of the first of that name
 */
export async function findSources({ recipe, datasets, sidecars }: ResolvedRecipe, base: string): Promise<Recipe> {
  const clean = await Promise.all(
    recipe.clean.map(async (entry) => {
      if ("dataset" in entry && /\.ya?ml$/.test(entry.dataset)) {
        const recorded = canonicalJson(datasets[entry.dataset] ?? null);
        const isIt = async (path: string) => canonicalJson(withoutPaths(await readDataset(path))) === recorded;
        return { dataset: await find(entry.dataset, base, isIt) };
      }
      if ("generated" in entry) {
        const isIt = async (path: string) => (await fileChecksum(path)) === sidecars[entry.generated];
        return { generated: await find(entry.generated, base, isIt) };
      }
      return entry;
    }),
  );
  return { ...recipe, clean };
}

async function find(name: string, base: string, isIt: (path: string) => Promise<boolean>): Promise<string> {
  const stated = resolve(base, name);
  const right = (path: string) => isIt(path).catch(() => false);
  if (await right(stated)) return stated;
  const named = await filesNamed(basename(name), base);
  for (const path of named) if (await right(path)) return path;
  return named.includes(stated) ? stated : (named[0] ?? stated);
}

/** @returns paths of files of that name below a folder, the nearest first */
async function filesNamed(name: string, base: string): Promise<string[]> {
  const found: string[] = [];
  const folders = [resolve(base)];
  for (let next = 0; next < Math.min(folders.length, FOLDER_LIMIT); next++) {
    const folder = folders[next]!;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules") folders.push(join(folder, entry.name));
      if (entry.name === name) found.push(join(folder, name));
    }
  }
  return found;
}
