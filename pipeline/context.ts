/** What every stage of one run shares: the recipe, what exists, the store, the workers, the report. */
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Catalogue, catalogue } from "../generators/catalogue.ts";
import { readYaml } from "../manifests/read.ts";
import { type Recipe, recipe as recipeSchema } from "../manifests/schema/recipe.ts";
import { Report, type Watcher } from "./report.ts";
import { Store } from "./store.ts";
import { defaultWorkerCount, startWorkers, type Workers } from "./workers.ts";

export interface Context {
  readonly recipe: Recipe;
  /** Paths in the recipe are relative to this folder. */
  readonly recipeFolder: string;
  readonly catalogue: Catalogue;
  readonly store: Store;
  readonly workers: Workers;
  readonly report: Report;
  /** The output folder: store/ and releases/ below it. */
  readonly out: string;
  /** Where given, only images of these keys are made; the others are passed over (a verification by sample). */
  readonly only?: ReadonlySet<string>;
}

export interface RunOptions {
  readonly out?: string;
  readonly workers?: number;
  readonly watcher: Watcher;
}

/** The repository's folder: output goes to out/ below it unless told otherwise. */
export const projectFolder = fileURLToPath(new URL("../", import.meta.url));
export const defaultOut = resolve(projectFolder, "out");

export async function openContext(recipePath: string, options: RunOptions): Promise<Context> {
  const recipe = await readYaml(recipePath, recipeSchema);
  return contextOf(recipe, dirname(resolve(recipePath)), options);
}

export async function contextOf(recipe: Recipe, recipeFolder: string, options: RunOptions): Promise<Context> {
  const out = options.out ?? defaultOut;
  const store = new Store(resolve(out, "store"));
  await store.sweep();
  return {
    recipe,
    recipeFolder,
    catalogue: await catalogue(),
    store,
    workers: startWorkers(options.workers ?? defaultWorkerCount()),
    report: new Report(options.watcher),
    out,
  };
}

/** Jobs begun and not yet yielded: enough to keep every worker busy while one result is waited for. */
export const windowOf = (context: Context): number => 4 * context.workers.count;
