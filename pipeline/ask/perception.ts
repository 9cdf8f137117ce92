/**
 * Perception: chooses which questions to ask of the images of one split and modality, draws their answers, and lays out their options.
 *
 * Every image gets its first question before any gets its second. An image that lacks one names a question, of the type, then the scope, then the template that
 * was asked least so far; its answer is drawn among the options (offers.ts: each is the truth of an image that lacks a question, too), and an image with that
 * answer is asked: the one with the fewest questions, and among equals one of the level that had this answer least. So neither the text of a question nor
 * the level of an image tells the answer.
 */
import { keyOf } from "../../manifests/canonical.ts";
import type { PerceptionItem } from "../../manifests/schema/item.ts";
import { Balance } from "./balance.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";
import { pick, shuffled } from "./choose.ts";
import type { Facts } from "./facts.ts";
import { type Asked, type Offer, Offers, topicOf } from "./offers.ts";
import type { Split } from "./split.ts";
import type { Template, Templates } from "./templates.ts";
import { sentence } from "./words.ts";

/** By how much an answer may exceed chance. */
const BOUND = 3;
/** Images whose questions are chosen together: what they can be asked is held at a time. */
const TOGETHER = 1000;

/** Raised when the same records would get other items. */
export const ASK_VERSION = 2;

type Type = PerceptionItem["type"];

export class Perception {
  readonly #seed: string;
  readonly #templates: Templates;
  readonly #balance: Balance;
  /** How often a type, scope or template was asked, in its cell. */
  readonly #asked = new Map<string, number>();

  constructor(seed: string, templates: Templates) {
    this.#seed = seed;
    this.#templates = templates;
    this.#balance = new Balance(seed);
  }

  /**
   * @param known what is known of each image of one split and modality
   * @param perImage questions asked of each
   */
  *ask(known: readonly Facts[], split: Split, perImage: number, onDrop: (reason: string) => void): Generator<PerceptionItem> {
    const size = Math.ceil(known.length / Math.ceil(known.length / TOGETHER));
    for (let from = 0; from < known.length; from += size) {
      const images = known.slice(from, from + size).map((facts): Asked => {
        return { facts, candidates: this.#candidates(facts), taken: new Set(), items: [] };
      });
      this.#askTogether(images, split, perImage);
      for (const asked of images) {
        for (let slot = asked.items.length; slot < perImage; slot++) onDrop(`perception: ${whyNot(asked)}`);
        yield* asked.items;
      }
    }
  }

  /** First one of each type for every image, with options as many as there can be; then whatever is left. */
  #askTogether(images: readonly Asked[], split: Split, perImage: number): void {
    const offers = new Offers(images);
    const rounds = [
      { least: 3, perType: Math.ceil(perImage / 3) },
      { least: 2, perType: Math.ceil(perImage / 3) },
      { least: 2, perType: perImage },
    ];
    for (const { least, perType } of rounds) {
      const open = (offer: Offer): boolean => isOpen(offer, perImage, perType);
      for (let slot = 1; slot <= perImage; slot++) {
        for (const asked of shuffled(images, this.#seed, split, "turn", String(slot))) {
          let able = true;
          while (able && asked.items.length < slot) able = this.#askOne(asked, split, offers, open, least);
        }
      }
    }
  }

  #candidates(facts: Facts): Candidate[] {
    const templates = [...this.#templates.general, ...(this.#templates.specific.get(facts.image.modality) ?? [])];
    const candidates = templates.flatMap((template) => candidatesOf(template, facts));
    return shuffled(candidates, this.#seed, facts.image.key, "candidates");
  }

  /** Asks one question that this image names, of it or of another. @returns false where it can name none */
  #askOne(asking: Asked, split: Split, offers: Offers, open: (offer: Offer) => boolean, least: number): boolean {
    const { facts, candidates, items } = asking;
    const { key, modality } = facts.image;
    const count = (name: string): number => this.#asked.get(`${split} ${modality} ${name}`) ?? 0;
    const own = (type: Type): number => items.filter((item) => item.type === type).length;
    const inOrder = candidates
      .filter((candidate) => open({ asked: asking, candidate, wrong: undefined }))
      .map((candidate) => {
        const { template, subject } = candidate;
        const { type, scope, id } = template;
        const names = [`${facts.worst} ${type}`, `${facts.worst} ${type} ${scope}`, kindOf(template), `${id} ${subject}`];
        return { candidate, need: [own(type), ...names.map(count)] };
      })
      .sort((a, b) => a.need.map((value, i) => value - b.need[i]!).find((difference) => difference !== 0) ?? 0);
    const turn = String(count(""));
    for (const { candidate } of inOrder) {
      const { template } = candidate;
      const form = offers.of(candidate, open, template.type === "Yes-or-No" ? 2 : least, `${this.#seed} ${key}`);
      if (form === undefined) continue;
      const ledger = template.type === "What" ? `${split} ${modality} What` : `${split} ${modality} ${template.id}`;
      const admitted = form.options.filter((text) => this.#balance.admits(ledger, form.options.length, text, BOUND));
      if (admitted.length === 0) continue;
      const answer = pick(admitted, this.#seed, key, template.id, turn);
      const level = ({ asked }: Offer): string => `${split} ${modality} ${asked.facts.worst} ${template.type}`;
      const need = (offer: Offer): number => offer.asked.items.length + this.#balance.debt(level(offer), answer);
      const [chosen] = shuffled(form.by.get(answer)!, this.#seed, key, template.id, turn)
        .map((offer) => ({ offer, need: need(offer) }))
        .sort((a, b) => a.need - b.need);
      const { offer } = chosen!;
      for (const name of [ledger, level(offer)]) this.#balance.enter(name, form.options, answer);
      this.#enter(offer, split);
      offer.asked.items.push(this.#item(offer, split, form.options));
      return true;
    }
    return false;
  }

  #enter({ asked, candidate: { template, subject } }: Offer, split: Split): void {
    const { image, worst } = asked.facts;
    const { type, scope, id } = template;
    for (const name of ["", `${worst} ${type}`, `${worst} ${type} ${scope}`, kindOf(template), `${id} ${subject}`]) {
      const whole = `${split} ${image.modality} ${name}`;
      this.#asked.set(whole, (this.#asked.get(whole) ?? 0) + 1);
    }
  }

  #item({ asked, candidate }: Offer, split: Split, texts: readonly string[]): PerceptionItem {
    const { facts, taken } = asked;
    const { key, modality } = facts.image;
    const { template, values, answer } = candidate;
    taken.add(template.id).add(topicOf(candidate));
    const options =
      candidate.options.order === "natural" ? [...texts] : this.#rotated(texts, answer, `${split} ${modality} ${template.type}`, key);
    const question = sentence(pick(template.wording, this.#seed, key, template.id), values);
    const content = { template: template.id, question, options, answer: options.indexOf(answer) };
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

  /** The answer at its letter, the others around it. */
  #rotated(texts: readonly string[], answer: string, kind: string, key: string): string[] {
    const others = shuffled(
      texts.filter((text) => text !== answer),
      this.#seed,
      key,
      "order",
    );
    const at = this.#balance.rotate(kind, texts.length);
    return [...others.slice(0, at), answer, ...others.slice(at)];
  }
}

function whyNot({ facts, candidates, taken }: Asked): string {
  if (facts.unsaid !== undefined) return facts.unsaid;
  const left = candidates.some((candidate) => !taken.has(candidate.template.id) && !taken.has(topicOf(candidate)));
  return left ? "what is left to ask would tip the balance of answers" : "nothing more is known of the image";
}

/** The level alone decides the answer of some Yes-or-No templates: together they are asked as often as any other one. */
const kindOf = ({ about, id }: Template): string => (["acceptance", "soundness", "visibility"].includes(about) ? "by level" : id);

function isOpen({ asked, candidate }: Offer, perImage: number, perType: number): boolean {
  const { items, taken } = asked;
  const { template } = candidate;
  return (
    items.length < perImage &&
    !taken.has(template.id) &&
    !taken.has(topicOf(candidate)) &&
    items.filter(({ type }) => type === template.type).length < perType
  );
}
