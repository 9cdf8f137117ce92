/** What every stage of one run shares: the recipe, what exists, the store, the workers, the report. */
import { basename, dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Catalogue, catalogue, degradationsOf, find } from "../generators/catalogue.ts";
import { cpuEngine, type Profile } from "../generators/signal/engine.ts";
import { type EngineName, engineFor } from "../generators/signal/engine-for.ts";
import { MedqError } from "../manifests/error.ts";
import { readYaml } from "../manifests/read.ts";
import { type Recipe, recipe as recipeSchema } from "../manifests/schema/recipe.ts";
import { makeFolder } from "./disk.ts";
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
  /** The engine that this machine has of those asked for, and what it is. */
  readonly engine: EngineName;
  readonly profile: Profile;
  /** Where images of another profile than the reference's lie in the store, by their records' keys. */
  readonly storedAs: Map<string, string>;
  /** Of images that came a second time and are one record: what else the second told about whose they are, by key. */
  readonly twins: Map<string, string[]>;
  /** The output folder: store/ and releases/ below it. */
  readonly out: string;
  /** Where given, only images of these keys are made; the others are passed over (a verification by sample). */
  readonly only?: ReadonlySet<string>;
}

export interface RunOptions {
  readonly out?: string;
  readonly workers?: number;
  /** Left out: the reference. */
  readonly engine?: EngineName;
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
  const entries = await catalogue();
  checkNames(recipe, entries);
  checkFileNames(recipe, recipeFolder);
  await makeFolder(out);
  const store = new Store(resolve(out, "store"));
  await store.sweep();
  const profile = await profileOf(options.engine ?? "cpu", options.watcher);
  return {
    recipe,
    recipeFolder,
    catalogue: entries,
    store,
    workers: startWorkers(options.workers ?? defaultWorkerCount()),
    report: new Report(options.watcher),
    engine: profile.engine,
    profile,
    storedAs: new Map(),
    twins: new Map(),
    out,
  };
}

/** Looks for the engine once, before the threads do, and says why it is the CPU where it is. */
async function profileOf(name: EngineName, watcher: Watcher): Promise<Profile> {
  const { engine, reason } = await engineFor(name);
  if (reason !== undefined) watcher.note(`engine ${name}: ${reason}`);
  engine.close();
  return engine.profile;
}

/** Whether pixels are the reference's, bit for bit. */
export const isReference = (context: Context): boolean => context.profile === cpuEngine.profile;

/** Everything that a recipe names must exist before the first image is made. @throws MedqError E_NOT_FOUND or E_USAGE */
function checkNames(recipe: Recipe, entries: Catalogue): void {
  for (const entry of recipe.clean) if ("phantom" in entry) find(entries.phantoms, entry.phantom, "phantom");
  for (const rule of recipe.degrade) {
    for (const modality of rule.modalities ?? []) find(entries.modalities, modality, "modality");
    const ids = "chain" in rule ? rule.chain : rule.degradations === "all" ? [] : rule.degradations;
    for (const id of ids) find(entries.degradations, id, "degradation");
    if (rule.reconstruction !== undefined) checkReconstruction(rule.reconstruction, recipe, entries);
    const fits = [...entries.modalities.keys()].some((modality) => ids.every((id) => degradationsOf(entries, modality).includes(id)));
    if ("chain" in rule && !fits) {
      throw new MedqError(
        "E_USAGE",
        `Expected a chain that one modality can suffer, got ${ids.join(", ")}`,
        recipe.name,
        "Take links of one modality, and of the display.",
      );
    }
  }
}

/** A release knows a YAML file by its name alone: two files of one name could not be told apart. @throws MedqError E_USAGE */
function checkFileNames(recipe: Recipe, folder: string): void {
  const paths = new Map<string, string>();
  for (const entry of recipe.clean) {
    const reference = "dataset" in entry ? entry.dataset : "generated" in entry ? entry.generated : undefined;
    if (reference === undefined) continue;
    const path = resolve(folder, reference);
    const other = paths.get(basename(path)) ?? path;
    paths.set(basename(path), path);
    if (other === path) continue;
    const problem = `Expected YAML files of different names, got ${reference} and ${relative(folder, other)}`;
    throw new MedqError("E_USAGE", problem, recipe.name, "Rename one: a release knows them by their names, which are public.");
  }
}

function checkReconstruction(name: string, recipe: Recipe, { modalities }: Catalogue): void {
  const known = [...modalities.values()].flatMap(({ stations }) => stations.flatMap(({ reconstructions }) => reconstructions?.names ?? []));
  if (known.includes(name)) return;
  throw new MedqError("E_NOT_FOUND", `Expected a known reconstruction, got "${name}"`, recipe.name, `Known: ${known.join(", ")}.`);
}

/** Jobs begun and not yet yielded: enough to keep every worker busy while one result is waited for. */
export const windowOf = (context: Context): number => 4 * context.workers.count;
