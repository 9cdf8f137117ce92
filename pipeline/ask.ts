/**
 * Ask: images become items: perception questions, descriptions and comparisons, whose answers are known by construction.
 *
 * What may be asked of an image hangs on the others of its split: so all records come first, the pixels never. Items are given in the order of their keys,
 * which is none: no answer tells the next. Nothing depends on anything but records, recipe and templates.
 */
import type { Catalogue } from "../generators/catalogue.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Item } from "../manifests/schema/item.ts";
import type { Recipe } from "../manifests/schema/recipe.ts";
import { Comparison } from "./ask/comparison.ts";
import { describe } from "./ask/description.ts";
import { type Facts, factsOf } from "./ask/facts.ts";
import { Perception } from "./ask/perception.ts";
import { countCells, type Split, splitsOf } from "./ask/split.ts";
import { readTemplates } from "./ask/templates.ts";

/**
 * @param images each clean image before those degraded from it
 * @param onDrop called with the reason for every item that the recipe asks for and that cannot be asked
 */
export async function* ask(
  images: AsyncIterable<ImageRecord>,
  recipe: Recipe,
  catalogue: Catalogue,
  onDrop: (reason: string) => void,
): AsyncGenerator<Item> {
  const templates = await readTemplates();
  const { perceptionPerImage, descriptions, comparisonsPerImage, testFraction } = recipe.ask;
  const families = await gather(images);
  const splits = splitsOf([...families.values()].flat(), testFraction);
  reportEmptyCells([...families.values()].flat(), splits, testFraction, onDrop);

  const items: Item[] = [];
  const cells = new Map<string, Facts[]>();
  const comparison = new Comparison(recipe.seed, templates);
  for (const family of families.values()) {
    const clean = family.find(({ parents }) => parents.length === 0);
    const known = family.map((image) => factsOf(image, clean, catalogue, templates));
    const split = splits.get(family[0]!.group)!;
    const cell = `${split} ${family[0]!.modality}`;
    cells.set(cell, (cells.get(cell) ?? []).concat(known));
    if (descriptions) {
      for (const facts of known) {
        const described = describe(facts, split, recipe.seed, templates);
        if (described === undefined) onDrop(`description: ${facts.unsaid ?? "the quality of the image is not wholly known"}`);
        else items.push(described);
      }
    }
    items.push(...comparison.ask(known, split, comparisonsPerImage, onDrop));
  }
  const perception = new Perception(recipe.seed, templates);
  for (const known of cells.values()) {
    items.push(...perception.ask(known, splits.get(known[0]!.image.group)!, perceptionPerImage, onDrop));
  }
  yield* items.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** @returns by the clean image's key that image and those degraded from it */
async function gather(images: AsyncIterable<ImageRecord>): Promise<Map<string, ImageRecord[]>> {
  const families = new Map<string, ImageRecord[]>();
  for await (const image of images) {
    const name = image.parents[0] ?? image.key;
    const family = families.get(name) ?? [];
    families.set(name, family);
    family.push(image);
  }
  return families;
}

function reportEmptyCells(
  images: readonly ImageRecord[],
  splits: ReadonlyMap<string, Split>,
  fraction: number,
  onDrop: (reason: string) => void,
): void {
  if (fraction <= 0 || fraction >= 1) return;
  for (const { modality, origin, groups } of countCells(images, splits)) {
    for (const split of ["dev", "test"] as const) {
      if (groups[split] === 0)
        onDrop(`split: ${split} has no ${origin} ${modality} image: all are of too few patients, phantoms or generators`);
    }
  }
}
