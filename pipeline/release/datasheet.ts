/** The datasheet: what a release is, what it is made of, counted by cell, with the licences and citations of its sources. Markdown. */
import type { Profile } from "../../generators/signal/engine.ts";
import type { Recipe } from "../../manifests/schema/recipe.ts";
import type { Counts } from "./counts.ts";
import { inCode, inMarkdown } from "./markdown.ts";

export interface SourceNote {
  readonly name: string;
  readonly origin: string;
  readonly spdx: string;
  readonly evidence: string;
  readonly redistribute: boolean;
  readonly citation: string;
}

/** How near a rebuild comes. */
function rebuildNote({ tolerance, precision, adapter }: Profile): string {
  if (tolerance === undefined) return "with it anyone can rebuild every byte.";
  const by = [precision, ...(adapter === undefined ? [] : [adapter.vendor, adapter.description])].join(", ");
  return `its pixels were computed on a GPU (${by}): in each degraded image at most ${100 * tolerance.share} % of the samples differ from the reference's, by a root mean square of at most ${tolerance.rootMeanSquare} code values over the image; \`medq verify\` checks that.`;
}

export function datasheet(
  recipe: Recipe,
  counts: Counts,
  sources: readonly SourceNote[],
  drops: Readonly<Record<string, number>>,
  profile: Profile,
): string {
  const lines = [
    `# ${inMarkdown(recipe.title)}`,
    "",
    `Release \`${recipe.name}\` ${recipe.version}, ${recipe.date}, by ${inMarkdown(recipe.creator)}. Licence of the release: ${inMarkdown(recipe.licence)}. Seed ${inCode(recipe.seed)}.`,
    "",
    inMarkdown(recipe.description),
    "",
    "## How it was made",
    "",
    "Clean images come from the sources below. Degradations act in the physical domain of the machine (k-space, sinogram, optical density, linear light, display);",
    "every image's record in `manifest.jsonl` holds its physical parameters, what was drawn at random, what was achieved, and the effect measured against its clean parent.",
    `Questions, options, answers and reference descriptions are computed from those records. \`recipe.json\` is the recipe as resolved: ${rebuildNote(profile)}`,
    "",
    "Severity runs from 0 to 1; mild, moderate and severe are the marks 1/3, 2/3 and 1. Verdicts follow each modality's documented rule.",
    "A split never cuts through a group: images of one patient, one phantom or one generator stay together.",
    "",
    "## Sources",
    "",
    "| source | origin | licence | pixels in the release | citation |",
    "|---|---|---|---|---|",
    ...sources.map(
      (s) =>
        `| ${inMarkdown(s.name)} | ${s.origin} | ${inMarkdown(s.spdx)} (${inMarkdown(s.evidence)}) | ${s.redistribute ? "yes" : "no: recipes and hashes only"} | ${inMarkdown(s.citation)} |`,
    ),
    "",
    "## Counts",
    "",
    `${counts.images} images, ${counts.items} items${counts.withheld > 0 ? `; pixels of ${counts.withheld} images are withheld by their licences` : ""}.`,
  ];
  for (const [title, rows] of counts.tables()) {
    lines.push("", `### ${title[0]!.toUpperCase()}${title.slice(1)}`, "", "| cell | count |", "|---|---|");
    for (const [cell, count] of rows) lines.push(`| ${inMarkdown(cell.replaceAll(" | ", ", "))} | ${count} |`);
  }
  const dropped = Object.entries(drops);
  lines.push("", "## Dropped", "");
  if (dropped.length === 0) lines.push("Nothing was dropped.");
  else lines.push("| stage and reason | count |", "|---|---|", ...dropped.map(([reason, count]) => `| ${reason} | ${count} |`));
  lines.push("", "## Known limits", "", ...LIMITS.map((limit) => `- ${limit}`), "");
  return lines.join("\n");
}

const LIMITS = [
  "Phantoms are procedural drawings of anatomy: they stand for image quality, not for disease.",
  "The quality of an AI-generated image is unknown unless its sidecar says otherwise; only the defects added to it are asked about.",
  "Perception counts are small in small releases: with n questions the 95 % interval of an accuracy p is about p +- 1.96 sqrt(p (1 - p) / n).",
];
