/**
 * No-reference descriptions: three to five sentences, computed from what is known, ending in the verdict as the last word.
 *
 * What a clean image of the modality looks like is said only where it holds: not where a defect falsifies it (`losses` in the templates) or the
 * source may have one that does, not beside a severe defect, and not for a degradation whose losses nobody has listed.
 */
import { keyOf } from "../../manifests/canonical.ts";
import type { DescriptionItem } from "../../manifests/schema/item.ts";
import { ASPECTS, type Aspect } from "../../manifests/schema/question.ts";
import { pick } from "./choose.ts";
import type { Defect, Facts } from "./facts.ts";
import { ASK_VERSION } from "./perception.ts";
import type { Split } from "./split.ts";
import type { Templates } from "./templates.ts";
import { capitalised, fill, listed, sentence, withArticle } from "./words.ts";

/** Anatomy and image words, for phrases that hold them. */
export const wordsFor = ({ modality, anatomy }: Facts): Record<string, string> => ({
  imageName: modality.imageName,
  anatomy: anatomy.title,
  fine: anatomy.fine,
  coarse: anatomy.coarse,
});

/** The view, with its article and without: "an axial T2-weighted MR image of the brain". */
function viewOf({ modality, anatomy, image }: Facts): { view: string; View: string } {
  const bare = [...modality.qualifiers(image.scanner), anatomy.view].join(" ");
  return { view: withArticle(bare), View: capitalised(bare) };
}

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
  if (verdict === undefined || !facts.ancestorGood) return undefined;
  const wording = templates.description;
  const choose = (paraphrases: readonly string[], name: string): string => pick(paraphrases, seed, image.key, "description", name);
  const words = wordsFor(facts);
  const body = facts.defects.length > 0 ? defectiveBody(facts, templates, choose) : cleanBody(facts, templates.description, choose);
  if (body === undefined) return undefined;
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

/** @returns undefined for an image whose own defects are not known well enough, or that a degradation too weak for a name has touched */
function cleanBody(facts: Facts, wording: Templates["description"], choose: Choose): string[] | undefined {
  const opening = fill(choose(wording.opening, "opening"), viewOf(facts));
  if (!facts.sound) {
    const looks = ASPECTS.filter((aspect) => facts.clear.has(aspect)).map((aspect) => lookOf(aspect, facts));
    if (facts.image.chain.length > 0 || facts.own.size > 0 || looks.length < 2) return undefined;
    return [opening, fill(choose(wording.looks, "looks"), { looks: listed(looks) })];
  }
  const [sharpness, contrast, uniformity] = ASPECTS.map((aspect) => lookOf(aspect, facts)) as [string, string, string];
  return [
    opening,
    fill(choose(wording.sound, "sound"), { ...wordsFor(facts), sharpness, contrast, uniformity }),
    choose(wording.soundDetail, "detail"),
  ];
}

function defectiveBody(facts: Facts, templates: Templates, choose: Choose): string[] {
  const wording = templates.description;
  const view = viewOf(facts);
  const [worst, ...further] = facts.defects as [Defect, ...Defect[]];
  const lost = lossesOf(facts, templates);
  const level = worst.level;
  const opening = fill(choose(wording.opening, "opening"), view);
  const place = facts.place?.of === worst ? fill(wording.where, { words: facts.place.words }) : "";
  const seen = { ...looks(facts, worst), place };
  const defect = fill(choose(wording.defect, "defect"), seen);
  const effect = fill(choose(wording.effect, "effect"), { ...wordsFor(facts), effect: worst.model.effectOnAnatomy[level] });
  if (further.length > 0) {
    const each = further.map((one) => fill(wording.furtherEach, looks(facts, one)));
    const first = lost === undefined ? opening : fill(choose(wording.openingWithLoss[level], "opening"), { ...view, losses: lost.losses });
    return [first, defect, fill(choose(wording.further, "further"), { defects: listed(each) }), effect];
  }
  const openingWithDefect = fill(choose(wording.openingWithDefect, "opening with defect"), { ...view, ...seen });
  if (lost === undefined) return [opening, defect, effect];
  const clarity = clarityOf(lost, level, wording, choose);
  const orders = [
    [opening, clarity, defect, effect],
    [opening, defect, effect, clarity],
    [opening, defect, clarity, effect],
    [openingWithDefect, effect, clarity],
    [openingWithDefect, clarity, effect],
  ];
  return orders[
    Number(
      choose(
        orders.map((_, index) => String(index)),
        "order",
      ),
    )
  ]!;
}

interface Lost {
  /** Clean looks that the worst defects take, and those that still hold, as lists. */
  readonly losses: string;
  readonly rest: string;
  readonly count: number;
}

function clarityOf({ losses, rest, count }: Lost, level: Defect["level"], wording: Templates["description"], choose: Choose): string {
  const words = { losses, Losses: capitalised(losses), are: count > 1 ? "are" : "is", rest };
  const told = rest === "" || level === "severe" ? wording.loss[level] : wording.lossAndRest[level];
  return fill(choose(told, "loss"), words);
}

/** What the worst defects take from the clean looks, and, beside a single defect, the looks that hold; undefined where that is not listed. */
function lossesOf(facts: Facts, templates: Templates): Lost | undefined {
  const listedLosses = facts.defects.filter(({ level }) => level === facts.worst).map(({ id }) => templates.losses[id]);
  if (listedLosses.some((each) => each === undefined)) return undefined;
  const lost = ASPECTS.map((aspect) => [...new Set(listedLosses.flatMap((each) => each?.[aspect] ?? []))]);
  const rest = ASPECTS.filter((aspect) => facts.clear.has(aspect)).map((aspect) => lookOf(aspect, facts));
  const losses = [...new Set(lost.flat())];
  return { losses: listed(losses), rest: listed(rest), count: losses.length };
}

const lookOf = (aspect: Aspect, facts: Facts): string => fill(facts.modality.cleanLooks[ASPECTS.indexOf(aspect)]!, wordsFor(facts));
