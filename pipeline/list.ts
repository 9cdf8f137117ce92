/** List: what there is, for a person or, with --json, for a program. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { catalogue } from "../generators/catalogue.ts";
import { readYaml } from "../manifests/read.ts";
import { recipe as recipeSchema } from "../manifests/schema/recipe.ts";
import { findDataset, listDatasets, readDataset } from "../sources/dataset.ts";
import { projectFolder } from "./context.ts";

export const LISTS = ["sources", "degradations", "modalities", "recipes"] as const;
export type ListName = (typeof LISTS)[number];

type Row = Readonly<Record<string, unknown>> & { readonly name: string; readonly title: string };

export async function list(what: ListName): Promise<Row[]> {
  return { sources, degradations, modalities, recipes }[what]();
}

async function sources(): Promise<Row[]> {
  const { phantoms } = await catalogue();
  const datasets = await Promise.all(
    (await listDatasets()).map(async (name): Promise<Row> => {
      const { title, modality, licence, access, citation } = await readDataset(findDataset(name, ".").path);
      return { name, title, modality, licence: licence.spdx, access: access.rule, from: access.from, citation };
    }),
  );
  return [
    ...[...phantoms.keys()].map((name) => ({
      name: `phantom:${name}`,
      title: "procedural phantom, one for every seed",
      modality: name,
      licence: "Apache-2.0",
      access: "direct",
    })),
    ...datasets,
  ];
}

async function degradations(): Promise<Row[]> {
  const entries = await catalogue();
  return [...entries.degradations].map(([name, model]) => ({
    name,
    title: model.title,
    attribute: model.attribute,
    domain: model.domain.name,
    version: model.version,
    local: model.local ?? false,
    parameters: Object.fromEntries(
      Object.entries(model.parameters).map(([parameter, { unit, means, scale, none, mild, moderate, severe, most }]) => [
        parameter,
        {
          unit,
          means,
          scale,
          none: Number.isFinite(none) ? none : null,
          mild,
          moderate,
          severe,
          most: Number.isFinite(most) ? most : null,
        },
      ]),
    ),
    effective: model.effective,
    looksLike: model.looksLike,
    confusedWith: model.confusedWith,
    references: model.references,
  }));
}

async function modalities(): Promise<Row[]> {
  const { modalities: entries } = await catalogue();
  return [...entries].map(([name, { title, quantity, stations, anatomies, version }]) => ({
    name,
    title,
    quantity: quantity.name,
    unit: quantity.unit,
    domains: [...stations.map((station) => station.domain.name), "display"],
    reconstructions: Object.fromEntries(
      stations.flatMap(({ domain, reconstructions }) => (reconstructions === undefined ? [] : [[domain.name, reconstructions.names]])),
    ),
    anatomies: Object.keys(anatomies),
    version,
  }));
}

async function recipes(): Promise<Row[]> {
  const folder = join(projectFolder, "manifests/recipes");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(
    names.map(async (file) => {
      const { title, version, seed } = await readYaml(join(folder, file), recipeSchema);
      return { name: basename(file, ".yaml"), title, version, seed, path: `manifests/recipes/${file}` };
    }),
  );
}
