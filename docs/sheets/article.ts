/** One degradation's section of the field guide. */
import type { Anatomy } from "../../generators/modality.ts";
import type { Ladder } from "../../generators/severity.ts";
import type { Entry } from "./catalogue-files.ts";
import { capital, code, prose, sentence, table } from "./markdown.ts";
import { command, type Subject } from "./subjects.ts";
import { number, unitText } from "./words.ts";

/** What a degradation is confused with, and where the guide tells of it. */
export interface Rival {
  readonly title: string;
  readonly attribute: string;
  readonly sign: string;
  readonly address: string;
}

type AnatomyWords = Pick<Anatomy, "title" | "fine" | "coarse">;

const named = (clause: string, { fine, coarse }: AnatomyWords): string => clause.replaceAll("{fine}", fine).replaceAll("{coarse}", coarse);

const unitOf = (unit: string): string => (unit === "1" ? "" : prose(unitText(unit)));

function appearance({ model: { looksLike, effectOnAnatomy } }: Entry, anatomy: AnatomyWords): string {
  return table(
    ["level", "what one sees", `what becomes of ${anatomy.title}`],
    (["mild", "moderate", "severe"] as const).map((level) => [
      level,
      prose(looksLike[level]),
      prose(named(effectOnAnatomy[level], anatomy)),
    ]),
  );
}

const marks = ({ none, mild, moderate, severe }: Ladder): string[] => [none, mild, moderate, severe].map(number);

function parameters({ model }: Entry): string {
  return table(
    ["parameter", "unit", "none", "mild", "moderate", "severe", "meaning"],
    Object.entries(model.parameters).map(([name, ladder]) => [`\`${name}\``, unitOf(ladder.unit), ...marks(ladder), prose(ladder.means)]),
  );
}

function effective({ model }: Entry): string[] {
  const values = Object.entries(model.effective);
  if (values.length === 0) return [];
  return [
    table(
      ["achieved", "unit", "meaning"],
      values.map(([name, { unit, means }]) => [`\`${name}\``, unitOf(unit), prose(means)]),
    ),
  ];
}

/** @param rivals of confusedWith, in its order */
export function article(entry: Entry, anatomy: AnatomyWords, rivals: readonly Rival[], subjects: readonly Subject[]): string {
  const { id, name, header, model } = entry;
  return [
    `<a id="${name}"></a>`,
    `## ${prose(capital(model.title))}`,
    `${prose(capital(model.attribute))} · acts in the ${model.domain.name} domain · [\`${id}\`](../../../generators/${id}.ts)${model.local === true ? " · local, with a mask" : ""}`,
    prose(header.cause),
    `![${prose(model.title)}: clean, five severities, difference, detail](${name}.webp)`,
    `**The sign:** ${prose(sentence(model.looksLike.sign).slice(0, 1).toLowerCase() + sentence(model.looksLike.sign).slice(1))}`,
    appearance(entry, anatomy),
    ...(rivals.length > 0
      ? [
          "**Confused with**",
          rivals
            .map(({ title, attribute, sign, address }) => `- [${prose(title)}](${address}) (${prose(attribute)}): ${prose(sign)}`)
            .join("\n"),
        ]
      : []),
    "### The model",
    ...header.model.map((passage) => (passage.kind === "equation" ? code(passage.lines, "text") : prose(passage.text))),
    parameters(entry),
    ...effective(entry),
    ...(header.drawn === undefined ? [] : [`**Drawn at random:** ${prose(header.drawn)}`]),
    `**Not modelled:** ${prose(header.notModelled)}`,
    "**Sources**",
    entry.model.references.map((reference) => `- ${prose(capital(reference.replace(/\.$/, "")))}`).join("\n"),
    "**Reproduce the picture at severity 0.6**",
    code(
      subjects.map((subject) => command(id, subject)),
      "sh",
    ),
    "[Back to the contents](#which-one-is-it)",
  ].join("\n\n");
}
