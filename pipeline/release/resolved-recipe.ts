/** The recipe as resolved: every reference followed, every version stated. A release is rebuilt from this. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Profile } from "../../generators/signal/engine.ts";
import { sha256 } from "../../manifests/canonical.ts";
import type { Dataset } from "../../manifests/schema/dataset.ts";
import { findDataset, readDataset } from "../../sources/dataset.ts";
import { type Context, isReference } from "../context.ts";

export interface ResolvedRecipe {
  readonly recipe: Context["recipe"];
  readonly datasets: Readonly<Record<string, unknown>>;
  /** SHA-256 of the sidecars of AI-generated images, by the recipe's path. */
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
    if ("dataset" in entry)
      datasets[entry.dataset] = withoutPaths(await readDataset(findDataset(entry.dataset, context.recipeFolder).path));
    if ("generated" in entry) sidecars[entry.generated] = sha256(await readFile(resolve(context.recipeFolder, entry.generated)));
  }
  return {
    recipe: context.recipe,
    datasets,
    sidecars,
    versions: Object.fromEntries([...versions].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(!isReference(context) && { profile: context.profile }),
  };
}

/** Names of files and folders on a person's disk may name a patient: only those of a public package stay, of others the checksums. */
function withoutPaths(dataset: Dataset): unknown {
  if ("package" in dataset.location) return dataset;
  const { location, files, ...rest } = dataset;
  return { ...rest, files: "endings" in files ? files : files.map((file) => ({ sha256: file.sha256 })) };
}
