/**
 * The clean images on which a degradation is shown: a phantom, and a real image where an npm package brings one, so that the sheets can be
 * drawn with Node alone. Keys are those of `medq apply`: its command gives the very picture.
 */
import type { Catalogue } from "../../generators/catalogue.ts";
import { find } from "../../generators/catalogue.ts";
import { type Observed, observe } from "../../generators/degrade.ts";
import { keyOf } from "../../manifests/canonical.ts";
import { drawPhantom } from "../../pipeline/jobs.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import { findDataset, listDatasets, openDataset, readDataset } from "../../sources/dataset.ts";
import { openFile } from "../../sources/open.ts";

/** Seed of every draw, and of the phantom. */
export const SEED = "1";
const SECOND_SEED = "2";
/** The severity at which the difference, the raw domain and the detail are shown. */
export const SHOWN_SEVERITY = 0.6;

export interface Subject {
  readonly modality: string;
  /** "Phantom", or the dataset's title. */
  readonly title: string;
  /** What `medq apply` takes as its input. */
  readonly input: string;
  /** The anatomy's name in the modality's list, where it is known. */
  readonly anatomy?: string;
  /** The key of the clean image: with the seed it decides the draws. */
  readonly key: string;
  /** Whose image it is, and under which licence; a phantom is the project's own. */
  readonly credit?: string;
  acquire(): Promise<Acquisition>;
}

function phantom(entries: Catalogue, modality: string, seed: string): Subject {
  const { version } = find(entries.phantoms, modality, "phantom");
  const { acquisition, anatomy } = drawPhantom(entries, modality, seed);
  return {
    modality,
    title: seed === SEED ? "Phantom" : "Another phantom",
    input: `phantom:${modality}:${seed}`,
    key: keyOf({ operation: `phantom/${modality}`, version, parameters: {}, seed, parents: [] }),
    anatomy,
    acquire: async () => acquisition,
  };
}

/** The middle one of the planes that the first embedded dataset of a modality selects. */
async function embedded(modality: string): Promise<Subject | undefined> {
  for (const name of await listDatasets()) {
    const { path } = findDataset(name, ".");
    const declared = await readDataset(path);
    if (declared.modality !== modality || !("package" in declared.location)) continue;
    const { dataset, planes } = await openDataset(path, (error) => {
      throw error;
    });
    const { file, sha256, plane } = planes[Math.floor(planes.length / 2)]!;
    return {
      modality,
      title: dataset.title,
      input: file.slice(file.lastIndexOf("node_modules/")),
      key: keyOf({ operation: "ingest", version: 1, parameters: { file: sha256, plane }, parents: [] }),
      ...(dataset.anatomy !== undefined && { anatomy: dataset.anatomy }),
      credit: `${dataset.title}: ${dataset.citation.trim()} ${dataset.licence.spdx} (${dataset.licence.evidence}).`,
      acquire: async () => (await openFile(file)).plane(plane),
    };
  }
  return undefined;
}

/** @returns for a modality its phantom and its real image, or two phantoms; for the display the real images of all modalities */
export async function subjectsOf(entries: Catalogue, folder: string): Promise<Subject[]> {
  if (entries.modalities.has(folder)) {
    return [phantom(entries, folder, SEED), (await embedded(folder)) ?? phantom(entries, folder, SECOND_SEED)];
  }
  const real = await Promise.all([...entries.modalities.keys()].map((modality) => embedded(modality)));
  return real.filter((subject) => subject !== undefined);
}

/** The clean image of a subject, as the stage sees it. */
export async function observeSubject(entries: Catalogue, { modality, acquire }: Subject): Promise<Observed> {
  return observe(find(entries.modalities, modality, "modality"), await acquire());
}

/** @returns the command that makes the subject's picture of the shown severity */
export function command(id: string, { input, modality }: Subject): string {
  const [folder, name] = id.split("/");
  const named = folder === modality || input.startsWith("phantom:") ? "" : ` --modality ${modality}`;
  return `npx medq apply ${input} --degradation ${id}${named} --severity ${SHOWN_SEVERITY} --seed ${SEED} --out out/${name}`;
}
