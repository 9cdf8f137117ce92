/**
 * Comparisons: two images of one family, asked in both orders, with a reference that ends in which is better.
 *
 * Which is better is known where the worse image has all that the better one has, each at least as strong, and more: the clean image has nothing. Two levels
 * apart is coarse, less is fine. Of two different degradations it is known only from mild to severe, which is coarse.
 * The measured effect must agree (the worse image has the larger NRMSE, on the same quantity); a pair whose effect disagrees is dropped.
 * The clean image is easily found and always the better: pairs without it are at least half of a split and modality.
 */
import { keyOf, sha256 } from "../../manifests/canonical.ts";
import type { ComparisonItem } from "../../manifests/schema/item.ts";
import { pick, shuffled } from "./choose.ts";
import { looks, wordsFor, worstOf } from "./description.ts";
import { type Facts, rank } from "./facts.ts";
import { ASK_VERSION } from "./perception.ts";
import { acts } from "./seen.ts";
import type { Split } from "./split.ts";
import type { Templates } from "./templates.ts";
import { fill, listed, sentence } from "./words.ts";

type Effect = Facts["image"]["effect"];

interface Pair {
  readonly better: Facts;
  readonly worse: Facts;
  readonly grain: "coarse" | "fine";
}

export class Comparison {
  readonly #seed: string;
  readonly #templates: Templates;
  /** How often a pair with or without a clean image, a grain, and a degradation within it, was asked. */
  readonly #asked = new Map<string, number>();

  constructor(seed: string, templates: Templates) {
    this.#seed = seed;
    this.#templates = templates;
  }

  /** @returns two items for each pair, one an order */
  ask(family: readonly Facts[], split: Split, pairCount: number, onDrop: (reason: string) => void): ComparisonItem[] {
    const known = family.filter(isKnown);
    let pairs = shuffled(pairsOf(known), this.#seed, known[0]?.image.key ?? "", "comparison").filter((pair) => {
      const reason = whyNot(pair);
      if (reason !== undefined) onDrop(`comparison: ${reason}`);
      return reason === undefined;
    });
    const items: ComparisonItem[] = [];
    for (let i = 0; i < pairCount; i++) {
      const next = this.#leastAsked(pairs, split);
      if (next === undefined) {
        onDrop(
          pairs.length > 0
            ? "comparison: at most half of the pairs may hold a clean image"
            : "comparison: no further pair whose order is known",
        );
        continue;
      }
      pairs = pairs.filter((pair) => pair !== next);
      items.push(this.#item(next, "first", split), this.#item(next, "second", split));
    }
    return items;
  }

  #leastAsked(pairs: readonly Pair[], split: Split): Pair | undefined {
    const named = ({ grain, worse, better }: Pair): string[] => {
      const cell = `${split} ${worse.image.modality}`;
      const kind = `${cell} ${grain} ${idOf(worse)}`;
      return [`${cell} ${grain}`, `${cell} ${sideOf(better)}`, kind, `${kind} ${better.worst} ${worse.worst}`];
    };
    const asked = (name: string): number => this.#asked.get(name) ?? 0;
    const [least] = pairs
      .filter(({ better }) => {
        const cell = `${split} ${better.image.modality}`;
        return !better.sound || asked(`${cell} ${CLEAN}`) < asked(`${cell} ${DEGRADED}`);
      })
      .map((pair) => ({ pair, counts: named(pair).map(asked) }))
      .sort((a, b) => a.counts.map((value, i) => value - b.counts[i]!).find((difference) => difference !== 0) ?? 0);
    if (least === undefined) return undefined;
    for (const name of named(least.pair)) this.#asked.set(name, asked(name) + 1);
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
      pair: sha256([...images].sort().join(" ")),
      grain,
      ...content,
    };
  }

  #side(facts: Facts, which: string, choose: (paraphrases: readonly string[], name: string) => string): string {
    const wording = this.#templates.comparison;
    const words = { ...wordsFor(facts), which };
    const defect = worstOf(facts);
    if (defect === undefined) return sentence(choose(wording.sound, "sound"), { ...words, sharpness: facts.modality.cleanLooks[0] });
    const first = sentence(choose(wording.defect, `defect ${which}`), { ...words, ...looks(facts, defect) });
    const { further, furtherEach } = this.#templates.description;
    const each = facts.defects.filter((one) => one !== defect).map((one) => fill(furtherEach, looks(facts, one)));
    if (each.length === 0) return first;
    return `${first} ${sentence(choose(further, `further ${which}`), { ...words, defects: listed(each) })}`;
  }
}

const idOf = (facts: Facts): string => facts.image.chain.map(({ degradation }) => degradation).join(" ");

const CLEAN = "with a clean image";
const DEGRADED = "of two degraded images";
const sideOf = (better: Facts): string => (better.sound ? CLEAN : DEGRADED);

/** All that acts on it can be named, or cannot be seen. */
const isKnown = ({ sound, ancestorGood, unsaid, defects, image }: Facts): boolean =>
  sound || (ancestorGood && unsaid === undefined && defects.length > 0 && image.chain.filter(acts).every(({ level }) => level !== "none"));

/** Every pair whose order is known. */
function pairsOf(family: readonly Facts[]): Pair[] {
  return family.flatMap((better) =>
    family.flatMap((worse): Pair[] => {
      const grain = grainOf(better, worse);
      return grain === undefined ? [] : [{ better, worse, grain }];
    }),
  );
}

/** @returns undefined where it is not known that the first is better */
function grainOf(better: Facts, worse: Facts): Pair["grain"] | undefined {
  const gap = rank(worse.worst) - rank(better.worst);
  if (hasAllOf(worse, better) && !hasAllOf(better, worse)) return gap > 1 ? "coarse" : "fine";
  return gap > 1 && better.defects.length === 1 ? "coarse" : undefined;
}

const hasAllOf = ({ defects }: Facts, other: Facts): boolean =>
  other.defects.every(({ id, level }) => defects.some((own) => own.id === id && rank(own.level) >= rank(level)));

function whyNot({ better, worse }: Pair): string | undefined {
  if (better.image.content === worse.image.content) return "the two pictures are equal";
  return effectAgrees(better.image.effect, worse.image.effect, better.sound)
    ? undefined
    : "the levels and the measured effect do not agree";
}

function effectAgrees(less: Effect, more: Effect, fromClean: boolean): boolean {
  if (more === undefined) return false;
  if (fromClean) return more.nrmse > 0;
  return less !== undefined && less.on === more.on && less.nrmse < more.nrmse;
}
