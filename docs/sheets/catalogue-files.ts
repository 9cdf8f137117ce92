/** Which degradations the field guide has, and where its pages and pictures are. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AnyDegradation, Catalogue } from "../../generators/catalogue.ts";
import { find } from "../../generators/catalogue.ts";
import { MedqError } from "../../manifests/error.ts";
import { type Header, readHeader } from "./header.ts";

export const repository = new URL("../../", import.meta.url);

/** @returns the path of a file in the repository, for the file system */
export const pathOf = (relative: string): string => fileURLToPath(new URL(relative, repository));

export interface Entry {
  readonly id: string;
  /** "mri", or "display" for those that any modality can suffer. */
  readonly folder: string;
  /** The id without its folder. */
  readonly name: string;
  readonly model: AnyDegradation;
  readonly header: Header;
}

export const picturePath = (id: string): string => `docs/degradations/${id}.webp`;
export const pagePath = (folder: string): string => `docs/degradations/${folder}/README.md`;

/** @throws MedqError where a file's header lacks a part */
export function entryOf(entries: Catalogue, id: string): Entry {
  const file = `generators/${id}.ts`;
  const [folder = "", name = ""] = id.split("/");
  return {
    id,
    folder,
    name,
    model: find(entries.degradations, id, "degradation"),
    header: readHeader(readFileSync(pathOf(file), "utf8"), file),
  };
}

/** @returns the folders that hold degradations, in the catalogue's order */
export const foldersOf = (entries: Catalogue): string[] => [...new Set([...entries.degradations.keys()].map((id) => id.split("/")[0]!))];

/** @param asked ids and folders; none: all @throws MedqError E_NOT_FOUND for one that is neither */
export function select(entries: Catalogue, asked: readonly string[]): string[] {
  const ids = [...entries.degradations.keys()];
  for (const one of asked) {
    if (ids.some((id) => id === one || id.startsWith(`${one}/`))) continue;
    throw new MedqError(
      "E_NOT_FOUND",
      `Expected a degradation or a modality, got "${one}"`,
      "sheets",
      `Folders: ${foldersOf(entries).join(", ")}.`,
    );
  }
  return asked.length === 0 ? ids : ids.filter((id) => asked.some((one) => id === one || id.startsWith(`${one}/`)));
}
