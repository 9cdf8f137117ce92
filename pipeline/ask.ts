/**
 * Ask: images become items: perception questions, descriptions and comparisons, whose answers are known by construction.
 *
 * Images come in families, each clean image followed by those degraded from it. One family is held at a time; what outlives it are
 * counters (one for each template, subject and option text) and each group's split. Nothing depends on anything but records, recipe and templates.
 */
import type { Catalogue } from "../generators/catalogue.ts";
import { type Level, levelOf } from "../generators/severity.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Item } from "../manifests/schema/item.ts";
import type { Recipe } from "../manifests/schema/recipe.ts";
import { Comparison } from "./ask/comparison.ts";
import { describe } from "./ask/description.ts";
import { factsOf } from "./ask/facts.ts";
import { Perception } from "./ask/perception.ts";
import { Splits } from "./ask/split.ts";
import { readTemplates } from "./ask/templates.ts";

/**
 * @param images each clean image directly followed by all images degraded from it
 * @param onDrop called with the reason for every item that the recipe asks for and that cannot be asked
 */
export async function* ask(
  images: AsyncIterable<ImageRecord>,
  recipe: Recipe,
  catalogue: Catalogue,
  onDrop: (reason: string) => void,
): AsyncGenerator<Item> {
  const templates = await readTemplates();
  const { seed } = recipe;
  const { perceptionPerImage, descriptions, comparisonsPerImage, testFraction } = recipe.ask;
  const splits = new Splits(testFraction);
  const perception = new Perception(seed, templates, madeBy(recipe));
  const comparison = new Comparison(seed, templates);

  for await (const family of families(images)) {
    const split = splits.of(family[0]!);
    const clean = family.find(({ parents }) => parents.length === 0);
    const known = family.map((image) => factsOf(image, clean, catalogue, templates));
    const questions = perception.ask(known, split, perceptionPerImage, onDrop);
    for (const [index, facts] of known.entries()) {
      yield* questions[index]!;
      if (!descriptions) continue;
      const described = describe(facts, split, seed, templates);
      if (described === undefined) onDrop(`description: ${facts.unsaid ?? "the quality of the image is not wholly known"}`);
      else yield described;
    }
    yield* comparison.ask(known, split, comparisonsPerImage, onDrop);
  }
}

/** A degraded image whose clean parent was left out makes a family of its own. */
async function* families(images: AsyncIterable<ImageRecord>): AsyncGenerator<ImageRecord[]> {
  let family: ImageRecord[] = [];
  for await (const image of images) {
    const belongs = family.length > 0 && image.parents.length > 0 && image.parents[0] === family[0]!.key;
    if (!belongs && family.length > 0) yield family;
    if (belongs) family.push(image);
    else family = [image];
  }
  if (family.length > 0) yield family;
}

/** What the recipe's rules make: the levels, with none, the clean image's, and the degradations, left out where a rule asks for all. */
function madeBy(recipe: Recipe): { levels: Set<Level>; made?: Set<string> } {
  const severities = recipe.degrade.flatMap((rule) => rule.severities);
  const levels = new Set<Level>(["none", ...severities.map((value) => (typeof value === "number" ? levelOf(value) : value))]);
  const ids = recipe.degrade.map((rule) => ("chain" in rule ? rule.chain : rule.degradations));
  return ids.includes("all") ? { levels } : { levels, made: new Set(ids.flat()) };
}
