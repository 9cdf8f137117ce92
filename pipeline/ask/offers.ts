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
  readonly candidates: readonly Candidate[];
  /** Templates and topics that it was asked. */
  readonly taken: Set<string>;
  readonly items: PerceptionItem[];
}

/** That an image can be asked this. */
export interface Offer {
  readonly asked: Asked;
  readonly candidate: Candidate;
  /** Wrong answers that are certainly wrong of this image; undefined where the scale decides that. */
  readonly wrong: ReadonlySet<string> | undefined;
}

const OPTIONS_AT_MOST = 4;

/** One image is not asked the same thing in two wordings. */
export const topicOf = ({ template, subject }: Candidate): string => `${template.about} of ${subject}`;

const formOf = ({ template, values, options }: Candidate): string =>
  JSON.stringify([template.id, options.order === "natural" && options.texts, ...template.wording.map((text) => fill(text, values))]);

export class Offers {
  /** By form and answer. */
  readonly #forms = new Map<string, Map<string, Offer[]>>();
  readonly #names = new Map<Candidate, string>();
  /** By template. */
  readonly #answers = new Map<string, Set<string>>();

  constructor(images: readonly Asked[]) {
    for (const asked of images) {
      for (const candidate of asked.candidates) {
        const { answer, options } = candidate;
        const name = formOf(candidate);
        const form = this.#forms.get(name) ?? new Map<string, Offer[]>();
        this.#forms.set(name, form);
        this.#names.set(candidate, name);
        const wrong = options.order === "free" ? new Set([...options.likely, ...options.other]) : undefined;
        const offers = form.get(answer) ?? [];
        form.set(answer, offers);
        offers.push({ asked, candidate, wrong });
        this.#answers.set(candidate.template.id, (this.#answers.get(candidate.template.id) ?? new Set()).add(answer));
      }
    }
  }

  /**
   * @param open whether an image can be asked a question
   * @returns options of which each is the truth of an open image, and by each the images; undefined where there are fewer than `least`
   */
  of(
    candidate: Candidate,
    open: (offer: Offer) => boolean,
    least: number,
    key: string,
  ): { options: string[]; by: Map<string, Offer[]> } | undefined {
    const form = this.#forms.get(this.#names.get(candidate)!)!;
    const options = candidate.options.order === "natural" ? this.#scaleOf(candidate, form) : freeOf(candidate, form, open, key);
    if (options === undefined || options.length < least) return undefined;
    const by = new Map(options.map((text) => [text, fitting(form, text, options).filter(open)]));
    return [...by.values()].every(({ length }) => length > 0) ? { options, by } : undefined;
  }

  /** A scale, without the levels that no image has: of a scale of which the template uses more than three, at least three. */
  #scaleOf({ template, options }: Candidate, form: ReadonlyMap<string, unknown>): string[] | undefined {
    if (options.order !== "natural") return undefined;
    const texts = options.texts.filter((text) => form.has(text));
    return texts.length >= Math.min(this.#answers.get(template.id)!.size, 3) ? texts : undefined;
  }
}

/** Images whose right answer is `text` and of which all other options are certainly wrong. */
const fitting = (form: ReadonlyMap<string, readonly Offer[]>, text: string, options: readonly string[]): Offer[] =>
  (form.get(text) ?? []).filter(({ wrong }) => wrong === undefined || options.every((other) => other === text || wrong.has(other)));

/** The answer with its likely confusions, then with those texts of which most images are left, as long as each could be the answer. */
function freeOf(
  { template, answer, options }: Candidate,
  form: ReadonlyMap<string, readonly Offer[]>,
  open: (offer: Offer) => boolean,
  key: string,
): string[] | undefined {
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
    if (wider.every((each) => fitting(form, each, wider).some(open))) chosen.push(text);
  }
  const incomplete = template.about === "defect" && template.none !== undefined && !chosen.includes(template.none);
  return incomplete ? undefined : chosen;
}

/** Two options must not mean the same or contain each other: "noise" and "low-dose noise". */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.includes(b) || b.includes(a);
}
