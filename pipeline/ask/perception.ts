/**
 * Perception: chooses which questions to ask of a family's images and lays out their options.
 *
 * Every image gets its first question before any gets its second. Each slot goes to the type, then the scope, then the template that was asked
 * least so far for images of this modality, split and severity, provided that the answer does not tip the balance (balance.ts).
 */
import { keyOf } from "../../manifests/canonical.ts";
import type { PerceptionItem } from "../../manifests/schema/item.ts";
import { Balance } from "./balance.ts";
import { type Around, type Candidate, candidatesOf } from "./candidates.ts";
import { pick, shuffled } from "./choose.ts";
import type { Facts } from "./facts.ts";
import type { Split } from "./split.ts";
import type { Template, Templates } from "./templates.ts";
import { sentence } from "./words.ts";

/**
 * By how much an answer may exceed chance: two options alternate, scales come in blocks, free options wait a little for their images.
 */
const BOUND = { "Yes-or-No": 1 / 2, How: 3 / 4, What: 1 } as const;
const boundOf = ({ type }: Template): number => BOUND[type];
const OPTIONS_AT_MOST = 4;

/** Raised when the same records would get other items. */
export const ASK_VERSION = 1;

interface Plan {
  readonly facts: Facts;
  readonly split: Split;
  readonly candidates: readonly Candidate[];
  readonly taken: Set<string>;
  readonly items: PerceptionItem[];
}

export class Perception {
  readonly #seed: string;
  readonly #templates: Templates;
  readonly #around: Around;
  readonly #balance: Balance;
  /** How often a type, scope or template was asked, in its cell. */
  readonly #asked = new Map<string, number>();

  constructor(seed: string, templates: Templates, around: Around) {
    this.#seed = seed;
    this.#templates = templates;
    this.#around = around;
    this.#balance = new Balance(seed);
  }

  /**
   * @param family what is known of each image
   * @param perImage questions asked of each
   * @returns for each image its items
   */
  ask(family: readonly Facts[], split: Split, perImage: number, onDrop: (reason: string) => void): PerceptionItem[][] {
    const plans = family.map((facts): Plan => ({ facts, split, candidates: this.#candidates(facts), taken: new Set(), items: [] }));
    for (let slot = 0; slot < perImage; slot++) {
      for (const plan of plans) {
        const left = plan.candidates.filter((candidate) => !plan.taken.has(candidate.template.id) && !plan.taken.has(topic(candidate)));
        const item = left.length > 0 && this.#askOne(plan, left);
        if (item) plan.items.push(item);
        else
          onDrop(
            plan.facts.unsaid !== undefined
              ? `perception: ${plan.facts.unsaid}`
              : left.length > 0
                ? "perception: what is left to ask would tip the balance of answers"
                : "perception: nothing more is known of the image",
          );
      }
    }
    return plans.map(({ items }) => items);
  }

  #candidates(facts: Facts): Candidate[] {
    const templates = [...this.#templates.general, ...(this.#templates.specific.get(facts.image.modality) ?? [])];
    const candidates = templates.flatMap((template) => candidatesOf(template, facts, this.#around));
    return shuffled(candidates, this.#seed, facts.image.key, "candidates");
  }

  /** Asks the first of the candidates, in the order of need, that the balance admits. */
  #askOne(plan: Plan, candidates: readonly Candidate[]): PerceptionItem | undefined {
    const { facts, split } = plan;
    const cell = `${split} ${facts.image.modality} ${facts.worst}`;
    const count = (name: string): number => this.#asked.get(`${cell} ${name}`) ?? 0;
    const inOrder = candidates
      .map((candidate) => {
        const { template, subject, answer } = candidate;
        const [ledger] = ledgersOf(candidate, split, facts);
        const need = [
          count(template.type),
          count(`${template.type} ${template.scope}`),
          count(template.id),
          count(`${template.id} ${subject}`),
        ];
        return { candidate, need: [...need, this.#balance.debt(ledger!, answer)] };
      })
      .sort((a, b) => a.need.map((value, i) => value - b.need[i]!).find((difference) => difference !== 0) ?? 0);
    for (const { candidate } of inOrder) {
      const laidOut = this.#layOut(plan, candidate);
      if (laidOut === undefined) continue;
      const { type, scope, id } = candidate.template;
      for (const name of [type, `${type} ${scope}`, id, `${id} ${candidate.subject}`]) this.#asked.set(`${cell} ${name}`, count(name) + 1);
      plan.taken.add(id).add(topic(candidate));
      return this.#item(plan, candidate, laidOut);
    }
    return undefined;
  }

  /** @returns the options in their order and enters them into the ledgers; undefined where the answer would tip the balance */
  #layOut({ facts, split }: Plan, candidate: Candidate): readonly string[] | undefined {
    const { template, answer } = candidate;
    const ledgers = ledgersOf(candidate, split, facts);
    const natural = candidate.options.order === "natural";
    const texts =
      candidate.options.order === "natural" ? candidate.options.texts : this.#distractors(candidate, ledgers[0]!, facts.image.key);
    const count = natural ? texts.length : texts.length + 1;
    if (count < 2 || !ledgers.every((ledger) => this.#balance.admits(ledger, count, answer, boundOf(template)))) return undefined;
    const at = natural ? 0 : this.#balance.rotate(`${split} ${facts.image.modality} ${template.type}`, count);
    const options = natural ? texts : [...texts.slice(0, at), answer, ...texts.slice(at)];
    for (const ledger of ledgers) this.#balance.enter(ledger, options, answer);
    return options;
  }

  /** Likely confusions first, and among equals those that were right more often than chance: so every text is right as often as chance has it. */
  #distractors({ template, answer, options }: Candidate, ledger: string, key: string): string[] {
    if (options.order !== "free") return [];
    const debt = (text: string): number => this.#balance.debt(ledger, text);
    const ranked = [options.likely, options.other].flatMap((texts) =>
      shuffled(texts, this.#seed, key, template.id).sort((a, b) => debt(b) - debt(a)),
    );
    const chosen: string[] = [];
    const fits = (text: string): boolean => [answer, ...chosen].every((other) => !overlap(text, other));
    // A text that is never right gives itself away: it stands back behind every other.
    const bound = -boundOf(template);
    for (const text of [...ranked.filter((each) => debt(each) >= bound), ...ranked.filter((each) => debt(each) < bound)]) {
      if (chosen.length < OPTIONS_AT_MOST - 1 && fits(text) && (debt(text) >= bound || chosen.length === 0)) chosen.push(text);
    }
    return shuffled(chosen, this.#seed, key, template.id, "order");
  }

  #item({ facts, split }: Plan, { template, values, answer }: Candidate, options: readonly string[]): PerceptionItem {
    const { key, modality } = facts.image;
    const question = sentence(pick(template.wording, this.#seed, key, template.id), values);
    const content = { template: template.id, question, options: [...options], answer: options.indexOf(answer) };
    return {
      kind: "item",
      key: keyOf({ operation: "ask", version: ASK_VERSION, parameters: content, seed: this.#seed, parents: [key] }),
      task: "perception",
      modality,
      split,
      severity: facts.worst,
      images: [key],
      type: template.type,
      scope: template.scope,
      ...content,
    };
  }
}

/** One image is not asked the same thing in two wordings. */
const topic = ({ template, subject }: Candidate): string => `${template.about} of ${subject}`;

/** The books that a question is entered in: its subject's, and all of its template's. */
function ledgersOf({ template, subject }: Candidate, split: Split, facts: Facts): string[] {
  const whole = `${split} ${facts.image.modality} ${template.id}`;
  return subject === "" ? [whole] : [whole, `${whole} ${subject}`];
}

/** Two options must not mean the same or contain each other: "noise" and "low-dose noise". */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.includes(b) || b.includes(a);
}
