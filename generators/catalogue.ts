/**
 * What exists is what lies in the folders: generators/<modality>/modality.ts, every other file beside it a degradation,
 * generators/display/ the degradations of every modality, generators/phantoms/<modality>.ts. No list is edited.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MedqError } from "../manifests/error.ts";
import type { Degradation } from "./degradation.ts";
import type { Modality } from "./modality.ts";
import type { Phantom } from "./phantom.ts";

const root = new URL("./", import.meta.url);

/** A degradation's sample type is known to its own file only. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyDegradation = Degradation<any, string>;

export interface Catalogue {
  readonly modalities: ReadonlyMap<string, Modality>;
  /** By id: "mri/rigid-motion". */
  readonly degradations: ReadonlyMap<string, AnyDegradation>;
  readonly phantoms: ReadonlyMap<string, Phantom>;
}

const names = (folder: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -3))
    .sort();

async function load<T>(folder: string): Promise<[string, T][]> {
  return await Promise.all(
    names(folder).map(async (name): Promise<[string, T]> => {
      const module = await import(new URL(`${folder}${name}.ts`, root).href);
      if (module.default === undefined) throw new TypeError(`Expected a default export in generators/${folder}${name}.ts`);
      return [name, module.default];
    }),
  );
}

let loaded: Promise<Catalogue> | undefined;

async function read(): Promise<Catalogue> {
  const modalities = new Map<string, Modality>();
  const degradations = new Map<string, AnyDegradation>();
  const folders = readdirSync(fileURLToPath(root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  for (const folder of folders) {
    const isModality = names(`${folder}/`).includes("modality");
    if (!isModality && folder !== "display") continue;
    for (const [name, content] of await load<AnyDegradation | Modality>(`${folder}/`)) {
      if (name === "modality") modalities.set(folder, content as Modality);
      else degradations.set(`${folder}/${name}`, content as AnyDegradation);
    }
  }
  return { modalities, degradations, phantoms: new Map(await load<Phantom>("phantoms/")) };
}

/** Everything on disk, read once a process. */
export function catalogue(): Promise<Catalogue> {
  loaded ??= read();
  return loaded;
}

/** @returns the entry of that name @throws MedqError E_NOT_FOUND naming what there is */
export function find<T>(entries: ReadonlyMap<string, T>, name: string, kind: string): T {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  throw new MedqError("E_NOT_FOUND", `Expected a known ${kind}, got "${name}"`, kind, `Known: ${[...entries.keys()].join(", ")}.`);
}

/** Ids of the degradations that images of a modality can suffer: its own and the display's. */
export function degradationsOf(entries: Catalogue, modality: string): string[] {
  return [...entries.degradations.keys()].filter((id) => id.startsWith(`${modality}/`) || id.startsWith("display/"));
}
