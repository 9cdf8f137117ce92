/**
 * The clean images on which a degradation is shown: a phantom, and a real image where an npm package brings one, so that the sheets can be
 * drawn with Node alone. Keys are those of `medq apply`: its command gives the very picture.
 */
import type { Catalogue } from "../../generators/catalogue.ts";
import { find } from "../../generators/catalogue.ts";
import { type Observed, observe } from "../../generators/degrade.ts";
import { keyOf } from "../../manifests/canonical.ts";
import { INGEST_VERSION } from "../../pipeline/ingest.ts";
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

/** Drawn and found once: pages ask for them again for every degradation. */
const phantoms = new Map<string, Subject>();
const realImages = new Map<string, Promise<Subject | undefined>>();

function phantom(entries: Catalogue, modality: string, seed: string, title = "Phantom"): Subject {
  const known = phantoms.get(`${modality} ${seed}`) ?? newPhantom(entries, modality, seed, title);
  phantoms.set(`${modality} ${seed}`, known);
  return known;
}

function newPhantom(entries: Catalogue, modality: string, seed: string, title: string): Subject {
  const { version } = find(entries.phantoms, modality, "phantom");
  const { acquisition, anatomy } = drawPhantom(entries, modality, seed);
  return {
    modality,
    title,
    input: `phantom:${modality}:${seed}`,
    key: keyOf({ operation: `phantom/${modality}`, version, parameters: {}, seed, parents: [] }),
    anatomy,
    acquire: async () => acquisition,
  };
}

function embedded(modality: string): Promise<Subject | undefined> {
  const known = realImages.get(modality) ?? findEmbedded(modality);
  realImages.set(modality, known);
  return known;
}

/** The middle one of the planes that the first embedded dataset of a modality selects. */
async function findEmbedded(modality: string): Promise<Subject | undefined> {
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
      key: keyOf({ operation: "ingest", version: INGEST_VERSION, parameters: { file: sha256, plane }, parents: [] }),
      ...(dataset.anatomy !== undefined && { anatomy: dataset.anatomy }),
      credit: `${dataset.title}: ${dataset.citation.trim()} ${dataset.licence.spdx} (${dataset.licence.evidence}).`,
      acquire: async () => (await openFile(file)).plane(plane),
    };
  }
  return undefined;
}

/** Seeds of phantoms in place of the usual one, and of the real image, where these cannot suffer a degradation: no heart, fat suppressed. */
const INSTEAD: Readonly<Record<string, readonly [string, string?]>> = {
  "ct/cardiac-motion": ["5", "117"],
  "mri/chemical-shift": ["47"],
  "mri/india-ink": ["47"],
};

/**
 * @param id a degradation, or a folder of them for what most of them are shown on
 * @returns for a modality its phantom and its real image, or two phantoms; for the display the real images of all modalities
 */
export async function subjectsOf(entries: Catalogue, id: string): Promise<Subject[]> {
  const [folder = ""] = id.split("/");
  if (entries.modalities.has(folder)) {
    const [first = SEED, second] = INSTEAD[id] ?? [];
    const real = second === undefined ? await embedded(folder) : undefined;
    return [phantom(entries, folder, first), real ?? phantom(entries, folder, second ?? SECOND_SEED, "Another phantom")];
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
