/** The datasheet: what a release is for, what is in it and what is not, what its numbers mean. Nothing is claimed that was not counted. Markdown. */
import type { Catalogue } from "../../generators/catalogue.ts";
import type { Profile } from "../../generators/signal/engine.ts";
import type { Recipe } from "../../manifests/schema/recipe.ts";
import type { Counts } from "./counts.ts";
import { degradations, images, splits } from "./datasheet/contents.ts";
import { answers, baseline, descriptions, items } from "./datasheet/questions.ts";
import { deidentification, inspections, sources } from "./datasheet/sources.ts";
import { verdictRules } from "./datasheet/verdict-rule.ts";
import { code, counted, list, plain, table } from "./markdown.ts";

export interface Cast {
  readonly recipe: Recipe;
  readonly catalogue: Catalogue;
  readonly counts: Counts;
  /** By stage and reason. */
  readonly drops: Readonly<Record<string, number>>;
  readonly profile: Profile;
  /** Of everything but this sheet and the checksums. */
  readonly files: number;
  readonly bytes: number;
}

export function datasheet(cast: Cast): string {
  const { recipe, catalogue, counts } = cast;
  const sections: readonly [string, readonly string[]][] = [
    ["What it is for", PURPOSE],
    ["Images", images(counts, catalogue)],
    ["Degradations", degradations(counts, catalogue)],
    ["Splits", splits(counts, catalogue)],
    ["Items", items(counts, catalogue)],
    ["Chance, and what the words alone win", baseline(counts)],
    ["Balance of the answers", answers(counts)],
    ["Descriptions and comparisons", descriptions(counts, catalogue)],
    ["What the labels mean", labels(cast)],
    ["Sources", sources(counts)],
    ["Identity", deidentification(counts)],
    ["Dropped", dropped(cast.drops)],
    ["Made, and made again", [rebuilt(cast)]],
  ];
  return `${[...head(recipe, cast), ...sections.flatMap(([title, lines]) => ["", `## ${title}`, "", ...lines])].join("\n")}\n`;
}

function head(recipe: Recipe, { counts, files, bytes }: Cast): string[] {
  const groups = new Set([...counts.groups.values()].map(({ group }) => group)).size;
  const size = `${(bytes / 1e6).toFixed(1)} MB (${bytes} bytes in ${files} files, besides this sheet and the checksums)`;
  const withheld = counts.withheld > 0 ? ` The pixels of ${counts.withheld} images are withheld by their licences.` : "";
  return [
    `# ${plain(recipe.title)}`,
    "",
    `Release ${code(recipe.name)} ${recipe.version}, ${recipe.date}, by ${plain(recipe.creator)}. Licence of the release: ${plain(recipe.licence)}. Seed ${code(recipe.seed)}.`,
    "",
    plain(recipe.description),
    "",
    `${counted(counts.images, "image")} of ${counted(groups, "group")}, ${counted(counts.items, "item")}, ${size}.${withheld}`,
  ];
}

const PURPOSE = list([
  "For measuring how well a model sees loss of image quality, in the tasks of MedQ-Bench (arXiv:2510.01691): perception (one letter), description, comparison. Choose prompts on dev, report test.",
  "For following how scores fall as severity grows, and for trying a method on a release that no model has seen: another seed casts one.",
  "Not for diagnosis or any decision about a patient, nor for accepting, certifying or ranking scanners or reconstructions.",
  "Not as evidence that a model is safe with clinical images: simulated loss of quality is not all that goes wrong, and phantoms are drawings that stand for image quality, not for disease.",
  "A model that was trained on its test split, or on this seed, is not measured by it.",
  "With n questions the 95 % interval of an accuracy p is about p +- 1.96 sqrt(p (1 - p) / n), and wider where questions share an image: resample by group (the column `group` of the tables).",
]);

function labels({ catalogue, counts }: Cast): string[] {
  return [
    "Severity runs from 0 (the exact identity) to 1 on a degradation's ladder of physical parameters; mild, moderate and severe are its marks 1/3, 2/3 and 1.",
    "A level is a place on that ladder, not an amount of visible loss: mild of one degradation may show more than moderate of another. Each image's record holds its parameters and the effect measured against its clean parent.",
    "The verdict follows from the levels by a rule, which is no reader's judgement:",
    "",
    ...list(verdictRules(catalogue, counts.origins.rows)),
    "",
    "What is known to be absent, and from whom:",
    "",
    ...inspections(counts),
    "",
    "The quality of an AI-generated image is unknown unless its sidecar states it; then only the defects added to it are asked about.",
  ];
}

function dropped(drops: Cast["drops"]): string[] {
  const entries = Object.entries(drops);
  if (entries.length === 0) return ["Nothing was dropped."];
  return table([["stage and reason", "count"], ...entries.map(([reason, count]) => [plain(reason), count])]);
}

/** How near a rebuild comes. */
function rebuilt({ profile: { tolerance, precision, adapter } }: Cast): string {
  const made =
    "Degradations act in the physical domain of the machine (k-space, sinogram, optical density, linear light, display). Questions, options, answers and references are computed from the records in `manifest.jsonl`. `recipe.json` is the recipe as resolved: ";
  if (tolerance === undefined) return `${made}with it anyone who has the sources can rebuild every byte, and \`medq verify\` compares.`;
  const by = [precision, ...(adapter === undefined ? [] : [adapter.vendor, adapter.description])].map(plain).join(", ");
  return `${made}its pixels were computed on a GPU (${by}): in each degraded image at most ${100 * tolerance.share} % of the samples differ from the reference's, by a root mean square of at most ${tolerance.rootMeanSquare} code values over the image; \`medq verify\` checks that.`;
}
