/**
 * Comparisons: two images of one family, asked in both orders, with a reference that ends in which is better.
 *
 * Which is better is known from the levels: one mark apart for one degradation (none counts as any) is a small gap, two marks or more a large one.
 * Two different degradations are compared only two marks apart, and count as fine: their looks differ more than their levels.
 * The measured effect must agree (the worse image has the larger NRMSE, on the same quantity); a pair whose effect disagrees is dropped.
 */
import { keyOf } from "../../manifests/canonical.ts";
import type { ComparisonItem } from "../../manifests/schema/item.ts";
import { pick, shuffled } from "./choose.ts";
import { looks, wordsFor, worstOf } from "./description.ts";
import { type Facts, rank } from "./facts.ts";
import { ASK_VERSION } from "./perception.ts";
import type { Split } from "./split.ts";
import type { Templates } from "./templates.ts";
import { fill, sentence } from "./words.ts";

interface Pair {
  readonly better: Facts;
  readonly worse: Facts;
  readonly grain: "coarse" | "fine";
}

export class Comparison {
  readonly #seed: string;
  readonly #templates: Templates;
  /** How often a grain, and a degradation within it, was asked. */
  readonly #asked = new Map<string, number>();

  constructor(seed: string, templates: Templates) {
    this.#seed = seed;
    this.#templates = templates;
  }

  /** @returns two items for each pair, one an order */
  ask(family: readonly Facts[], split: Split, pairCount: number, onDrop: (reason: string) => void): ComparisonItem[] {
    const known = family.filter((facts) => facts.sound || (facts.ancestorGood && facts.defects.length === facts.image.chain.length));
    let pairs = shuffled(pairsOf(known), this.#seed, known[0]?.image.key ?? "", "comparison").filter((pair) => {
      const agrees = effectAgrees(pair);
      if (!agrees) onDrop("comparison: the levels and the measured effect do not agree");
      return agrees;
    });
    const items: ComparisonItem[] = [];
    for (let i = 0; i < pairCount; i++) {
      const next = this.#leastAsked(pairs, split);
      if (next === undefined) {
        onDrop("comparison: no further pair whose order is known");
        continue;
      }
      pairs = pairs.filter((pair) => pair !== next);
      items.push(this.#item(next, "first", split), this.#item(next, "second", split));
    }
    return items;
  }

  #leastAsked(pairs: readonly Pair[], split: Split): Pair | undefined {
    const names = ({ grain, worse, better }: Pair): string[] => {
      const cell = `${split} ${worse.image.modality}`;
      return [`${cell} ${grain}`, `${cell} ${grain} ${idOf(worse)}`, `${cell} ${grain} ${idOf(worse)} ${better.worst} ${worse.worst}`];
    };
    const count = (pair: Pair): number[] => names(pair).map((name) => this.#asked.get(name) ?? 0);
    const [least] = pairs
      .map((pair) => ({ pair, counts: count(pair) }))
      .sort((a, b) => a.counts.map((value, i) => value - b.counts[i]!).find((difference) => difference !== 0) ?? 0);
    if (least === undefined) return undefined;
    for (const name of names(least.pair)) this.#asked.set(name, (this.#asked.get(name) ?? 0) + 1);
    return least.pair;
  }

  #item({ better, worse, grain }: Pair, betterStands: "first" | "second", split: Split): ComparisonItem {
    const wording = this.#templates.comparison;
    const shown = betterStands === "first" ? [better, worse] : [worse, better];
    const images = shown.map(({ image }) => image.key) as [string, string];
    const choose = (paraphrases: readonly string[], name: string): string => pick(paraphrases, this.#seed, ...images, name);
    const words = wordsFor(better);
    const defect = worstOf(worse)!;
    const reason = {
      worse: betterStands === "first" ? "second" : "first",
      better: betterStands,
      effect: fill(defect.model.effectOnAnatomy[defect.level], words),
    };
    const sentences = [
      sentence(choose(wording.opening, "opening"), words),
      ...shown.map((facts, i) => this.#side(facts, i === 0 ? "first" : "second", choose)),
      sentence(choose(wording.why, "why"), { ...words, ...reason }),
      fill(wording.verdict, { better: betterStands }),
    ];
    const content = {
      template: `general/comparison-${grain}`,
      question: sentence(choose(wording.question, "question"), words),
      reference: sentences.join(" "),
      better: betterStands,
    };
    return {
      kind: "item",
      key: keyOf({ operation: "ask", version: ASK_VERSION, parameters: content, seed: this.#seed, parents: images }),
      task: "comparison",
      modality: better.image.modality,
      split,
      severity: worse.worst,
      images,
      grain,
      ...content,
    };
  }

  #side(facts: Facts, which: string, choose: (paraphrases: readonly string[], name: string) => string): string {
    const wording = this.#templates.comparison;
    const words = { ...wordsFor(facts), which };
    const defect = worstOf(facts);
    if (defect === undefined) return sentence(choose(wording.sound, "sound"), { ...words, sharpness: facts.modality.cleanLooks[0] });
    return sentence(choose(wording.defect, `defect ${which}`), { ...words, ...looks(facts, defect) });
  }
}

const idOf = (facts: Facts): string => facts.image.chain.map(({ degradation }) => degradation).join(" ");

/** Every pair whose order is known. Images with several defects are compared with the clean one only. */
function pairsOf(family: readonly Facts[]): Pair[] {
  return family.flatMap((one) =>
    family.flatMap((other): Pair[] => {
      const grain = grainOf(one, other);
      return grain === undefined ? [] : [{ better: one, worse: other, grain }];
    }),
  );
}

/** @returns undefined where it is not known that the first is better */
function grainOf(better: Facts, worse: Facts): Pair["grain"] | undefined {
  const gap = rank(worse.worst) - rank(better.worst);
  if (gap < 1) return undefined;
  if (better.sound || (idOf(better) === idOf(worse) && better.defects.length === 1)) return gap > 1 ? "coarse" : "fine";
  return gap > 1 && better.defects.length === 1 && worse.defects.length === 1 ? "fine" : undefined;
}

function effectAgrees({ better, worse }: Pair): boolean {
  const [less, more] = [better.image.effect, worse.image.effect];
  if (more === undefined) return false;
  if (better.sound) return more.nrmse > 0;
  return less !== undefined && less.on === more.on && less.nrmse < more.nrmse;
}
