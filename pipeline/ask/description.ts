/**
 * No-reference descriptions: three to five sentences, computed from what is known, ending in the verdict as the last word.
 *
 * What a clean image of the modality looks like is said only where it still holds: not where a defect falsifies it (`losses` in the templates),
 * not beside a severe defect, and not for a degradation whose losses nobody has listed.
 */
import { keyOf } from "../../manifests/canonical.ts";
import type { DescriptionItem } from "../../manifests/schema/item.ts";
import type { Aspect } from "../../manifests/schema/question.ts";
import { pick } from "./choose.ts";
import type { Defect, Facts } from "./facts.ts";
import { ASK_VERSION } from "./perception.ts";
import type { Split } from "./split.ts";
import type { Templates } from "./templates.ts";
import { fill, listed, sentence, withArticle } from "./words.ts";

const ASPECTS: readonly Aspect[] = ["sharpness", "contrast", "uniformity"];

/** Anatomy and image words, for phrases that hold them. */
export const wordsFor = ({ modality, anatomy }: Facts): Record<string, string> => ({
  imageName: modality.imageName,
  anatomy: anatomy.title,
  fine: anatomy.fine,
  coarse: anatomy.coarse,
});

/** How a defect looks at its level, as a phrase. */
export const looks = (facts: Facts, { model, level }: Defect): Record<string, string> => ({
  level,
  attribute: model.attribute,
  phrase: fill(model.looksLike[level], wordsFor(facts)),
});

/** The first defect of the worst level: the primary one, where there is one. */
export const worstOf = (facts: Facts): Defect | undefined => facts.defects[0];

/** @returns undefined where the image's quality is not wholly known, or is known by the verdict alone */
export function describe(facts: Facts, split: Split, seed: string, templates: Templates): DescriptionItem | undefined {
  const { verdict, image } = facts;
  if (verdict === undefined || !facts.ancestorGood || !(facts.sound || facts.defects.length > 0)) return undefined;
  const wording = templates.description;
  const choose = (paraphrases: readonly string[], name: string): string => pick(paraphrases, seed, image.key, "description", name);
  const words = wordsFor(facts);
  const body = facts.sound ? soundBody(facts, templates, choose) : defectiveBody(facts, templates, choose);
  const reference = [...body.map((text) => sentence(text, words)), fill(wording.verdict, { verdict })].join(" ");
  const question = sentence(choose(wording.question, "question"), words);
  const template = "general/description";
  const content = { template, question, reference, verdict };
  return {
    kind: "item",
    key: keyOf({ operation: "ask", version: ASK_VERSION, parameters: content, seed, parents: [image.key] }),
    task: "description",
    modality: image.modality,
    split,
    severity: facts.worst,
    images: [image.key],
    ...content,
  };
}

type Choose = (paraphrases: readonly string[], name: string) => string;

function soundBody(facts: Facts, { description: wording }: Templates, choose: Choose): string[] {
  const [sharpness, contrast, uniformity] = facts.modality.cleanLooks;
  return [
    fill(choose(wording.opening, "opening"), { view: withArticle(facts.anatomy.view) }),
    fill(choose(wording.sound, "sound"), { ...wordsFor(facts), sharpness, contrast, uniformity }),
    choose(wording.soundDetail, "detail"),
  ];
}

function defectiveBody(facts: Facts, templates: Templates, choose: Choose): string[] {
  const wording = templates.description;
  const view = withArticle(facts.anatomy.view);
  const [worst, ...further] = facts.defects as [Defect, ...Defect[]];
  const lost = lossesOf(facts, templates);
  const level = worst.level;
  const opening = fill(choose(wording.opening, "opening"), { view });
  const place = facts.place?.of === worst ? fill(wording.where, { words: facts.place.words }) : "";
  const defect = fill(choose(wording.defect, "defect"), { ...looks(facts, worst), place });
  const effect = fill(choose(wording.effect, "effect"), { ...wordsFor(facts), effect: worst.model.effectOnAnatomy[level] });
  if (further.length > 0) {
    const each = further.map((one) => fill(wording.furtherEach, looks(facts, one)));
    const first = lost === undefined ? opening : fill(choose(wording.openingWithLoss[level], "opening"), { view, losses: lost.losses });
    return [first, defect, fill(choose(wording.further, "further"), { defects: listed(each) }), effect];
  }
  if (lost === undefined) return [opening, defect, effect];
  const clarity = lost.rest === "" || level === "severe" ? choose(wording.loss[level], "loss") : choose(wording.lossAndRest[level], "loss");
  return [opening, fill(clarity, lost), defect, effect];
}

/** What the worst defects take from the clean looks, and, beside a single defect, the looks that still hold; undefined where that is not listed. */
function lossesOf(facts: Facts, templates: Templates): { losses: string; rest: string } | undefined {
  const listedLosses = facts.defects.filter(({ level }) => level === facts.worst).map(({ id }) => templates.losses[id]);
  if (listedLosses.some((each) => each === undefined)) return undefined;
  const lost = ASPECTS.map((aspect) => [...new Set(listedLosses.flatMap((each) => each?.[aspect] ?? []))]);
  const rest = facts.modality.cleanLooks.filter((_, i) => lost[i]!.length === 0).map((clause) => fill(clause, wordsFor(facts)));
  return { losses: listed([...new Set(lost.flat())]), rest: listed(rest) };
}
