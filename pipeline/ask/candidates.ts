/**
 * Which questions about an image have a known answer: every template bound to every subject that it can be asked about.
 *
 * Each template names the truth it asks about (`about`); one function below knows when that truth is decided. What is not decided is not asked.
 */

import { LEVELS, type Level } from "../../generators/severity.ts";
import type { Defect, Facts } from "./facts.ts";
import type { Template } from "./templates.ts";
import { capitalised, fill, withoutArticle } from "./words.ts";

export interface Candidate {
  readonly template: Template;
  /** What the template is asked about: an attribute, a structure ... Balance is kept for each. */
  readonly subject: string;
  /** Values for the words in braces. */
  readonly values: Readonly<Record<string, string>>;
  /** The right option's text. */
  readonly answer: string;
  readonly options: Options;
}

type Options =
  /** A scale in its natural order, the answer among it. */
  | { readonly order: "natural"; readonly texts: readonly string[] }
  /** Wrong options to choose from: likely confusions and others. */
  | { readonly order: "free"; readonly likely: readonly string[]; readonly other: readonly string[] };

type About<Name> = Extract<Template, { about: Name }>;
type Bound = Omit<Candidate, "template">;
type Degradation = { readonly id: string; readonly model: Defect["model"] };

const YES_NO = { order: "natural", texts: ["Yes", "No"] } as const;
const yesOrNo = (subject: string, truth: boolean, values: Bound["values"] = {}): Bound => ({
  subject,
  values,
  answer: truth ? "Yes" : "No",
  options: YES_NO,
});

/** @returns what can be asked of this image with this template */
export function candidatesOf(template: Template, facts: Facts): Candidate[] {
  if (facts.unsaid !== undefined) return [];
  const words = { imageName: facts.modality.imageName, fine: facts.anatomy.fine, coarse: facts.anatomy.coarse };
  return bind(template, facts).map((bound) => ({ ...bound, template, values: { ...words, ...bound.values } }));
}

function bind(template: Template, facts: Facts): Bound[] {
  switch (template.about) {
    case "presence":
      return presence(template, facts);
    case "soundness":
      return soundness(template, facts);
    case "acceptance":
      return facts.verdict === undefined ? [] : [yesOrNo("", template.yes.includes(facts.verdict))];
    case "visibility":
      return visibility(template, facts);
    case "defect":
      return defect(template, facts);
    case "place":
      return place(template, facts);
    case "verdict":
      return facts.verdict === undefined ? [] : [scale("", LEVELS_OF_VERDICT, template.scale, facts.verdict)];
    case "severity":
      return severity(template, facts);
    case "detail":
      return detail(template, facts);
  }
}

const asksAbout = (template: { readonly of?: readonly string[] | undefined }, id: string): boolean => template.of?.includes(id) ?? true;

const wordsOf = ({ model }: Degradation, facts: Facts): Record<string, string> => {
  const { fine, coarse } = facts.anatomy;
  return { attribute: model.attribute, title: model.title, sign: fill(model.looksLike.sign, { fine, coarse }) };
};

function presence(template: About<"presence">, facts: Facts): Bound[] {
  const present = facts.alone.filter((each) => asksAbout(template, each.id));
  const absent = facts.absent.filter(({ id }) => asksAbout(template, id));
  return [
    ...present.map((each) => yesOrNo(each.model.attribute, true, wordsOf(each, facts))),
    ...absent.map((each) => yesOrNo(each.model.attribute, false, wordsOf(each, facts))),
  ];
}

function soundness(template: About<"soundness">, facts: Facts): Bound[] {
  if (facts.sound) return [yesOrNo("", template.yes === "sound")];
  return facts.ancestorGood && facts.alone.length > 0 ? [yesOrNo("", template.yes === "defective")] : [];
}

function visibility(template: About<"visibility">, facts: Facts): Bound[] {
  const lost = facts.alone.some(({ id, level }) => level === "severe" && template.lostTo.includes(id));
  if (!facts.sound && !(facts.ancestorGood && lost)) return [];
  if (template.subject === "fine") return [yesOrNo(facts.image.anatomy, !lost)];
  return Object.keys(facts.image.structures ?? {})
    .filter((structure) => template.structures?.includes(structure) ?? true)
    .map((structure) => yesOrNo(structure, !lost, { structure }));
}

function defect(template: About<"defect">, facts: Facts): Bound[] {
  // Without its article: "A thin line" might be read as the letter A.
  const text = (each: Degradation): string => capitalised(withoutArticle(wordsOf(each, facts)[template.named]!));
  const { primary, sound, absent } = facts;
  if (sound && template.none !== undefined) return [free("", template.none, [], absent.map(text))];
  if (primary === undefined || !asksAbout(template, primary.id)) return [];
  if (template.none !== undefined && primary.level === "mild") return [];
  const confused = (id: string): boolean => primary.model.confusedWith.includes(id);
  const likely = absent.filter(({ id }) => confused(id)).map(text);
  const other = absent.filter(({ id }) => !confused(id)).map(text);
  return [free("", text(primary), template.none === undefined ? likely : [template.none, ...likely], other)];
}

const free = (subject: string, answer: string, likely: readonly string[], other: readonly string[]): Bound => ({
  subject,
  values: {},
  answer,
  options: { order: "free", likely, other },
});

function place(template: About<"place">, facts: Facts): Bound[] {
  const { place } = facts;
  if (place === undefined || place.others.length === 0 || !facts.ancestorGood || !asksAbout(template, place.of.id)) return [];
  return [{ ...free("", capitalised(place.words), place.others.map(capitalised), []), values: wordsOf(place.of, facts) }];
}

const LEVELS_OF_VERDICT = ["good", "usable", "reject"] as const;

function scale<Name extends string>(
  subject: string,
  order: readonly Name[],
  texts: { readonly [name in Name]?: string | undefined },
  answer: Name,
): Bound {
  return { subject, values: {}, answer: texts[answer]!, options: { order: "natural", texts: order.flatMap((name) => texts[name] ?? []) } };
}

function severity(template: About<"severity">, facts: Facts): Bound[] {
  if (!facts.ancestorGood) return [];
  const present = facts.alone.filter(({ model }) => !facts.own.has(model.attribute)).map((each) => ({ each, level: each.level as Level }));
  const absent = facts.absent.map((each) => ({ each, level: "none" as Level }));
  return [...present, ...absent]
    .filter(({ each }) => asksAbout(template, each.id))
    .map(({ each, level }) => ({ ...scale(each.model.attribute, LEVELS, template.scale, level), values: wordsOf(each, facts) }));
}

function detail(template: About<"detail">, facts: Facts): Bound[] {
  const [only, more] = facts.alone;
  const decided = facts.sound || (facts.ancestorGood && more === undefined && only !== undefined && template.of.includes(only.id));
  const order = LEVELS.filter((level) => template.scale[level] !== undefined);
  return decided && order.length > 1 && order.includes(facts.worst) ? [scale(facts.image.anatomy, order, template.scale, facts.worst)] : [];
}
