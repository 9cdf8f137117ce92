/**
 * What the images of one split can be asked, by the text of the question: which answers it would have, and which images give each.
 *
 * A question is asked only in a form in which every option is the truth of some image that can still be asked. So no option is there that is never right,
 * and which of them is right can be drawn.
 */
import type { PerceptionItem } from "../../manifests/schema/item.ts";
import type { Candidate } from "./candidates.ts";
import { shuffled } from "./choose.ts";
import type { Facts } from "./facts.ts";
import { fill } from "./words.ts";

/** An image with what it can be asked and what it was. */
export interface Asked {
  readonly facts: Facts;
  readonly offers: readonly Offer[];
  /** Templates and topics that it was asked. */
  readonly taken: Set<string>;
  readonly items: PerceptionItem[];
  /** By type. */
  readonly counts: Record<PerceptionItem["type"], number>;
}

/** That an image can be asked this. */
export interface Offer {
  readonly asked: Asked;
  readonly candidate: Candidate;
  /** The question's text in all its wordings. */
  readonly form: string;
  /** One image is not asked the same thing in two wordings. */
  readonly topic: string;
  /** Wrong answers that are certainly wrong of this image; undefined where the scale decides that. */
  readonly wrong: ReadonlySet<string> | undefined;
}

const OPTIONS_AT_MOST = 4;

type Form = ReadonlyMap<string, readonly Offer[]>;

export function askable(facts: Facts, candidates: readonly Candidate[]): Asked {
  const offers: Offer[] = [];
  const asked: Asked = { facts, offers, taken: new Set(), items: [], counts: { "Yes-or-No": 0, What: 0, How: 0 } };
  for (const candidate of candidates) {
    const { template, subject, values, options } = candidate;
    const scale = options.order === "natural" && options.texts;
    offers.push({
      asked,
      candidate,
      form: JSON.stringify([template.id, scale, ...template.wording.map((text) => fill(text, values))]),
      topic: `${template.about} of ${subject}`,
      wrong: options.order === "free" ? new Set([...options.likely, ...options.other]) : undefined,
    });
  }
  return asked;
}

export class Offers {
  /** By form and answer. */
  readonly #forms = new Map<string, Map<string, Offer[]>>();
  /** Answers by template. */
  readonly #answers = new Map<string, Set<string>>();
  /** Forms of scales and offers of which some option is no open image's truth any more. */
  readonly #closed = new Set<string | Offer>();
  #open: (offer: Offer) => boolean = () => true;

  constructor(images: readonly Asked[]) {
    for (const offer of images.flatMap(({ offers }) => offers)) {
      const { answer, template } = offer.candidate;
      const form = this.#forms.get(offer.form) ?? new Map<string, Offer[]>();
      this.#forms.set(offer.form, form);
      const offers = form.get(answer) ?? [];
      form.set(answer, offers);
      offers.push(offer);
      this.#answers.set(template.id, (this.#answers.get(template.id) ?? new Set()).add(answer));
    }
  }

  /** @param open whether an image can be asked: once it cannot, it stays so until another round begins */
  begin(open: (offer: Offer) => boolean): void {
    this.#open = open;
    this.#closed.clear();
  }

  /** @returns options of which each is the truth of an open image, at least so many; undefined where there are none such */
  options(offer: Offer, least: number, key: string): string[] | undefined {
    const natural = offer.candidate.options.order === "natural";
    if (this.#closed.has(natural ? offer.form : offer)) return undefined;
    const form = this.#forms.get(offer.form)!;
    const options = natural ? this.#scaleOf(offer.candidate, form) : freeOf(offer.candidate, form, this.#open, key);
    if (options !== undefined && options.length >= least && this.#areTrue(options, form)) return options;
    this.#closed.add(natural ? offer.form : offer);
    return undefined;
  }

  /** @returns open images to which that is the answer and every other option is wrong */
  answering({ form }: Offer, options: readonly string[], answer: string): Offer[] {
    return (this.#forms.get(form)!.get(answer) ?? []).filter((offer) => fits(offer, options) && this.#open(offer));
  }

  /**
   * Fills up options with texts that were right more often than chance and are certainly wrong of the image.
   * @param debt of a text: answers beyond chance
   */
  filled({ form, candidate: { options }, wrong }: Offer, drawn: readonly string[], debt: (text: string) => number): string[] {
    if (options.order === "natural" || wrong === undefined) return [...drawn];
    const answers = this.#forms.get(form)!;
    const spent = [...answers.keys()].filter((text) => wrong.has(text) && debt(text) > 0).sort((a, b) => debt(b) - debt(a));
    const filled = [...drawn];
    for (const text of spent) {
      if (filled.length === OPTIONS_AT_MOST) break;
      // Two causes of one attribute are never told apart: neither is wrong of an image with the other.
      const together = [...filled, text];
      const apart = !filled.some((other) => overlap(text, other)) && answers.get(text)!.some((offer) => fits(offer, together));
      if (apart) filled.push(text);
    }
    return filled;
  }

  #areTrue(options: readonly string[], form: Form): boolean {
    return options.every((text) => form.get(text)?.some((offer) => fits(offer, options) && this.#open(offer)));
  }

  /** A scale, without the levels that no image has: of a scale of which the template uses more than three, at least three. */
  #scaleOf({ template, options }: Candidate, form: Form): string[] | undefined {
    if (options.order !== "natural") return undefined;
    const texts = options.texts.filter((text) => form.has(text));
    return texts.length >= Math.min(this.#answers.get(template.id)!.size, 3) ? texts : undefined;
  }
}

/** Whether all options but the answer are certainly wrong of the image. */
const fits = ({ candidate: { answer }, wrong }: Offer, options: readonly string[]): boolean =>
  wrong === undefined || options.every((text) => text === answer || wrong.has(text));

/** The answer with its likely confusions, then with those texts of which most images are left, as long as each could be the answer. */
function freeOf({ template, answer, options }: Candidate, form: Form, open: (offer: Offer) => boolean, key: string): string[] | undefined {
  if (options.order !== "free") return undefined;
  const left = new Map([...form].map(([text, offers]) => [text, offers.filter(open).length]));
  const count = (text: string): number => left.get(text) ?? 0;
  const ranked = [options.likely, options.other].flatMap((texts) =>
    shuffled([...new Set(texts)].filter(count), key, template.id).sort((a, b) => count(b) - count(a)),
  );
  const chosen = [answer];
  for (const text of ranked) {
    if (chosen.length === OPTIONS_AT_MOST) break;
    if (chosen.some((other) => overlap(text, other))) continue;
    const wider = [...chosen, text];
    if (wider.every((each) => form.get(each)!.some((offer) => fits(offer, wider) && open(offer)))) chosen.push(text);
  }
  const incomplete = template.about === "defect" && template.none !== undefined && !chosen.includes(template.none);
  return incomplete ? undefined : chosen;
}

/** Two options must not mean the same or contain each other: "noise" and "low-dose noise". */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.includes(b) || b.includes(a);
}
