/** Image records as the stages before would make them, without any pixels. */
import { type Catalogue, degradationsOf } from "../../../generators/catalogue.ts";
import type { Verdict } from "../../../generators/modality.ts";
import { levelOf, MARKS } from "../../../generators/severity.ts";
import { sha256 } from "../../../manifests/canonical.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import type { Item } from "../../../manifests/schema/item.ts";
import { type Recipe, recipe as recipeSchema } from "../../../manifests/schema/recipe.ts";
import { ask } from "../../../pipeline/ask.ts";

type Link = readonly [degradation: string, severity: number];

export function recipeOf(
  changes: Partial<Recipe["ask"]> = {},
  severities: readonly (number | string)[] = ["mild", "moderate", "severe"],
  seed = "1",
): Recipe {
  return recipeSchema.parse({
    name: "test",
    version: "1.0.0",
    title: "Test",
    description: "Test",
    licence: "Apache-2.0",
    creator: "Test",
    date: "2026-01-01",
    seed,
    clean: [{ phantom: "mri", count: 1 }],
    degrade: [{ degradations: "all", severities }],
    ask: { perceptionPerImage: 4, ...changes },
  });
}

export function cleanRecord(
  catalogue: Catalogue,
  modality: string,
  name: string,
  verdict: Verdict | "unjudged" = "good",
  origin: "clinical" | "phantom" | "generated" = "phantom",
): ImageRecord {
  const anatomies = Object.entries(catalogue.modalities.get(modality)!.anatomies);
  const [anatomy, words] = anatomies[Number.parseInt(sha256(name).slice(0, 4), 16) % anatomies.length]!;
  const somewhere = { row: 0.5, column: 0.5, halfHeight: 0.1, halfWidth: 0.1 };
  return {
    kind: "image",
    key: sha256(`${modality} ${name}`),
    origin,
    modality,
    anatomy,
    parents: [],
    making: { operation: "test", version: 1, parameters: {} },
    source: {
      name,
      origin,
      licence: { spdx: "Apache-2.0", evidence: "LICENSE", redistribute: true },
      citation: "none",
      ...(verdict === "good" && { inspected: { by: "test", date: "2026-01-01", absent: "all", present: [] } }),
    },
    group: sha256(name).slice(0, 16),
    rows: 64,
    columns: 64,
    channels: 1,
    content: sha256(`pixels ${modality} ${name}`),
    window: { low: 0, high: 1, transfer: "linear" },
    scanner: {},
    ...(origin === "phantom" && { structures: Object.fromEntries(words.structures.map((structure) => [structure, somewhere])) }),
    chain: [],
    ...(verdict !== "unjudged" && { verdict }),
  };
}

/** A small spot: it lies in one half, or on the middle line in both. */
export function placeAt(row: number, column: number, area = 0.1, mask = "0".repeat(64)): NonNullable<ImageRecord["place"]> {
  const share = (at: number): number => Math.min(Math.max(0.5 + 5 * (0.5 - at), 0), 1);
  return { row, column, area, upper: share(row), left: share(column), spread: 0.05, mask };
}

const fractionOf = (text: string): number => Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;

export function degradedRecord(catalogue: Catalogue, parent: ImageRecord, links: readonly Link[]): ImageRecord {
  const key = sha256(`${parent.key} ${JSON.stringify(links)}`);
  const levels = links.map(([, severity]) => levelOf(severity)).filter((level) => level !== "none");
  const own = catalogue.modalities.get(parent.modality)!.verdict(levels);
  const { verdict: judged, ...rest } = parent;
  const local = links.some(([id]) => catalogue.degradations.get(id)!.local === true);
  const place = placeAt(fractionOf(`row ${key}`), fractionOf(`column ${key}`), 0.1, sha256(`mask ${key}`));
  return {
    ...rest,
    key,
    origin: "degraded",
    parents: [parent.key],
    content: sha256(`pixels ${key}`),
    chain: links.map(([degradation, severity]) => ({
      degradation,
      version: 1,
      severity,
      level: levelOf(severity),
      parameters: {},
      drawn: {},
      effective: {},
    })),
    ...(local && { place }),
    effect: {
      on: "signal [1]",
      psnr: 30,
      ssim: 0.9,
      nrmse: links.reduce((sum, [, severity]) => sum + severity, 0) / 10,
      visible: { changed: 0.2, smoothed: 20 },
    },
    ...((judged === "good" || own === "reject") && { verdict: own }),
  };
}

/** A clean image, every degradation of its modality at every level, and one chain of two. */
export function familyOf(
  catalogue: Catalogue,
  clean: ImageRecord,
  severities: readonly number[] = [MARKS.mild, MARKS.moderate, MARKS.severe],
): ImageRecord[] {
  const ids = degradationsOf(catalogue, clean.modality);
  const single = ids.flatMap((id) => severities.map((severity) => degradedRecord(catalogue, clean, [[id, severity]])));
  const chain: Link[] = [
    [ids[0]!, MARKS.mild],
    [ids[1]!, MARKS.severe],
  ];
  return [clean, ...single, degradedRecord(catalogue, clean, chain)];
}

/** Families of every modality, `count` each, interleaved as a recipe over all modalities would not have them but any order must do. */
export function* manyFamilies(catalogue: Catalogue, count: number): Generator<ImageRecord> {
  for (const modality of catalogue.modalities.keys()) {
    for (let i = 0; i < count; i++) yield* familyOf(catalogue, cleanRecord(catalogue, modality, `${modality}-${i}`));
  }
}

async function* streamed<T>(list: Iterable<T>): AsyncGenerator<T> {
  yield* list;
}

interface Asked {
  readonly items: Item[];
  readonly drops: Map<string, number>;
}

export async function askAll(images: Iterable<ImageRecord>, recipe: Recipe, catalogue: Catalogue): Promise<Asked> {
  const items: Item[] = [];
  const drops = new Map<string, number>();
  for await (const item of ask(streamed(images), recipe, catalogue, (reason) => drops.set(reason, (drops.get(reason) ?? 0) + 1)))
    items.push(item);
  return { items, drops };
}
