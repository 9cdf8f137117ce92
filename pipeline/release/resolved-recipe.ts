/** The recipe as resolved: every reference followed, every version stated. A release is rebuilt from this. */
import { basename, resolve } from "node:path";
import type { Profile } from "../../generators/signal/engine.ts";
import type { Dataset } from "../../manifests/schema/dataset.ts";
import type { Recipe } from "../../manifests/schema/recipe.ts";
import { fileChecksum } from "../../sources/checksum.ts";
import { findDataset, isBuiltIn, readDataset } from "../../sources/dataset.ts";
import { type Context, isReference } from "../context.ts";

export interface ResolvedRecipe {
  readonly recipe: Recipe;
  /** By the names of their YAML files. */
  readonly datasets: Readonly<Record<string, unknown>>;
  /** SHA-256 of the sidecars of AI-generated images, by their names. */
  readonly sidecars: Readonly<Record<string, string>>;
  /** Of every operation that made an image of the release. */
  readonly versions: Readonly<Record<string, number>>;
  /** What computed the pixels where it was not the reference, and how far they may lie from the reference's. */
  readonly profile?: Profile;
}

/** @param versions by operation id */
export async function resolveRecipe(context: Context, versions: ReadonlyMap<string, number>): Promise<ResolvedRecipe> {
  const datasets: Record<string, unknown> = {};
  const sidecars: Record<string, string> = {};
  for (const entry of context.recipe.clean) {
    if ("dataset" in entry) {
      const { path } = findDataset(entry.dataset, context.recipeFolder);
      datasets[nameOf(path)] = withoutPaths(await readDataset(path));
    }
    if ("generated" in entry) sidecars[basename(entry.generated)] = await fileChecksum(resolve(context.recipeFolder, entry.generated));
  }
  return {
    recipe: withoutFolders(context.recipe, context.recipeFolder),
    datasets,
    sidecars,
    versions: Object.fromEntries([...versions].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(!isReference(context) && { profile: context.profile }),
  };
}

/** A built-in dataset goes by its own name, any other by that of its YAML file: both are public. */
const nameOf = (path: string): string => (isBuiltIn(path) ? basename(path, ".yaml") : basename(path));

/** A recipe's paths may name a patient, or whoever wrote it: a release holds the names of its YAML files and not where they lie. */
function withoutFolders(recipe: Recipe, folder: string): Recipe {
  const clean = recipe.clean.map((entry) => {
    if ("dataset" in entry) return { dataset: nameOf(findDataset(entry.dataset, folder).path) };
    return "generated" in entry ? { generated: basename(entry.generated) } : entry;
  });
  return { ...recipe, clean };
}

/** Names of files and folders on a person's disk may name a patient: only those of a public package stay, of others the checksums. */
export function withoutPaths(dataset: Dataset): unknown {
  if ("package" in dataset.location) return dataset;
  const { location, files, ...rest } = dataset;
  return { ...rest, files: "endings" in files ? files : files.map((file) => ({ sha256: file.sha256 })) };
}
