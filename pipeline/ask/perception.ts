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
import { type Asked, askable, type Offer, Offers } from "./offers.ts";
import type { Split } from "./split.ts";
import type { Template, Templates } from "./templates.ts";
import { sentence } from "./words.ts";

/** By how much an answer may exceed chance. */
const BOUND = 3;
/** By how much yes or no may exceed chance in images of one level: where acceptance, which only severe images lack, has asked enough, it waits. */
const LEVEL_BOUND = 2;
/** Images whose questions are chosen together: what they can be asked is held at a time. */
const TOGETHER = 1000;

/** Raised when the same records would get other items. */
export const ASK_VERSION = 2;

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
      const images = known.slice(from, from + size).map((facts) => askable(facts, this.#candidates(facts)));
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
      offers.begin((offer) => isOpen(offer, perImage, perType));
      // An image that can name no question is passed over from then on: what it could be asked only becomes less.
      let able = [...images];
      for (let slot = 1; slot <= perImage; slot++) {
        able = shuffled(able, this.#seed, split, "turn", String(slot)).filter((asked) => {
          while (asked.items.length < slot) if (!this.#askOne(asked, split, offers, least)) return false;
          return true;
        });
      }
    }
  }

  #candidates(facts: Facts): Candidate[] {
    const templates = [...this.#templates.general, ...(this.#templates.specific.get(facts.image.modality) ?? [])];
    const candidates = templates.flatMap((template) => candidatesOf(template, facts));
    return shuffled(candidates, this.#seed, facts.image.key, "candidates");
  }

  /** Asks one question that this image names, of it or of another. @returns false where it can name none */
  #askOne(asking: Asked, split: Split, offers: Offers, least: number): boolean {
    const { key, modality } = asking.facts.image;
    const turn = String(this.#count(asking, split, ""));
    for (const named of this.#byNeed(asking, split)) {
      const { template } = named.candidate;
      const options = offers.options(named, template.type === "Yes-or-No" ? 2 : least, `${this.#seed} ${key}`);
      if (options === undefined) continue;
      const ledger = `${split} ${modality} ${template.type === "What" ? "What" : template.id}`;
      const admitted = options.filter((text) => this.#balance.admits(ledger, options.length, text, BOUND));
      if (admitted.length === 0) continue;
      const level = ({ asked }: Offer): string => `${split} ${modality} ${asked.facts.worst} ${template.type}`;
      const willing = (text: string): Offer[] =>
        offers
          .answering(named, options, text)
          .filter((offer) => template.type !== "Yes-or-No" || this.#balance.admits(level(offer), options.length, text, LEVEL_BOUND));
      if (!options.every((text) => willing(text).length > 0)) continue;
      const answer = pick(admitted, this.#seed, key, template.id, turn);
      const [chosen] = shuffled(willing(answer), this.#seed, key, template.id, turn)
        .map((offer) => ({ offer, need: offer.asked.items.length + this.#balance.debt(level(offer), answer) }))
        .sort((a, b) => a.need - b.need);
      const { offer } = chosen!;
      const shown = offers.filled(offer, options, (text) => this.#balance.debt(ledger, text));
      for (const name of [ledger, level(offer)]) this.#balance.enter(name, shown, answer);
      this.#enter(offer, split, shown);
      return true;
    }
    return false;
  }

  #count({ facts }: Asked, split: Split, name: string): number {
    return this.#asked.get(`${split} ${facts.image.modality} ${name}`) ?? 0;
  }

  /** What the image can be asked, the least asked first. */
  #byNeed(asking: Asked, split: Split): Offer[] {
    const counts = new Map<string, number>();
    const count = (name: string): number => {
      const known = counts.get(name) ?? this.#count(asking, split, name);
      counts.set(name, known);
      return known;
    };
    return asking.offers
      .filter(({ topic, candidate }) => !asking.taken.has(candidate.template.id) && !asking.taken.has(topic))
      .map((offer) => ({ offer, need: [asking.counts[offer.candidate.template.type], ...namesOf(offer).map(count)] }))
      .sort((a, b) => a.need.map((value, i) => value - b.need[i]!).find((difference) => difference !== 0) ?? 0)
      .map(({ offer }) => offer);
  }

  #enter(offer: Offer, split: Split, options: readonly string[]): void {
    const { asked, candidate, topic } = offer;
    const { template } = candidate;
    for (const name of ["", ...namesOf(offer)]) {
      this.#asked.set(`${split} ${asked.facts.image.modality} ${name}`, this.#count(asked, split, name) + 1);
    }
    asked.items.push(this.#item(offer, split, options));
    asked.counts[template.type]++;
    asked.taken.add(template.id).add(topic);
  }

  #item({ asked, candidate }: Offer, split: Split, texts: readonly string[]): PerceptionItem {
    const { facts } = asked;
    const { key, modality } = facts.image;
    const { template, values, answer } = candidate;
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

/** What is counted of a question, from its type in images of its level to its very subject. */
function namesOf({ asked: { facts }, candidate: { template, subject } }: Offer): string[] {
  const { type, scope, id } = template;
  return [`${facts.worst} ${type}`, `${facts.worst} ${type} ${scope}`, kindOf(template), `${id} ${subject}`];
}

const isOpen = ({ asked: { items, counts, taken }, candidate: { template }, topic }: Offer, perImage: number, perType: number): boolean =>
  items.length < perImage && counts[template.type] < perType && !taken.has(template.id) && !taken.has(topic);

function whyNot({ facts, offers, taken }: Asked): string {
  if (facts.unsaid !== undefined) return facts.unsaid;
  const left = offers.some(({ topic, candidate }) => !taken.has(candidate.template.id) && !taken.has(topic));
  return left ? "what is left to ask would tip the balance of answers" : "nothing more is known of the image";
}

/** The level alone decides the answer of some Yes-or-No templates: together they are asked as often as any other one. */
const kindOf = ({ about, id }: Template): string => (["acceptance", "soundness", "visibility"].includes(about) ? "by level" : id);
