/** What a release holds, counted as its records pass: all that its datasheet may claim. */
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item, PerceptionItem } from "../../manifests/schema/item.ts";
import { Tally } from "./tally.ts";

/** A source as the datasheet lists it: all phantoms of a modality are one. */
export interface CountedSource {
  readonly name: string;
  readonly source: ImageRecord["source"];
  readonly modality: string;
  readonly groups: Set<string>;
  /** Quality attributes that some of its images are known to carry. */
  readonly present: Set<string>;
  images: number;
}

/** A group within a modality and origin. */
export interface CountedGroup {
  readonly modality: string;
  readonly origin: ImageRecord["source"]["origin"];
  readonly group: string;
  images: number;
}

/** At most so many questions of a split and type are kept for the text-only model, those with the smallest keys: keys are hashes, so this is a fair draw. */
export const QUESTIONS_KEPT = 4000;

export class Counts {
  images = 0;
  items = 0;
  /** Images whose pixels a licence keeps out of the release. */
  withheld = 0;
  /** Modality by origin: "clinical", "degraded, of clinical" ... */
  readonly origins = new Tally();
  /** "<modality> <degradation>" by the level that it stands alone at, or "in a chain". */
  readonly degradations = new Tally();
  readonly deidentified = new Tally();
  /** Modality by type or task. */
  readonly asked = new Tally();
  /** Type by split. */
  readonly splits = new Tally();
  /** Level by type. */
  readonly levels = new Tally();
  /** Type by letter, and level by Yes or No. */
  readonly letters = new Tally();
  readonly yesOrNo = new Tally();
  /** Modality by verdict, and grain by the better image. */
  readonly verdicts = new Tally();
  readonly comparisons = new Tally();
  readonly sources = new Map<string, CountedSource>();
  readonly groups = new Map<string, CountedGroup>();
  /** Group by split, counting items. */
  readonly groupSplits = new Tally();
  readonly #questions = new Map<string, PerceptionItem[]>();

  addImage(image: ImageRecord): void {
    const { modality, origin, source, chain, group } = image;
    this.images++;
    if (!source.licence.redistribute) this.withheld++;
    this.origins.add(modality, origin === "degraded" ? `degraded, of ${source.origin}` : origin);
    for (const link of chain) this.degradations.add(`${modality} ${link.degradation}`, chain.length === 1 ? link.level : "in a chain");
    if (image.deidentification !== undefined) this.deidentified.add(image.deidentification, "images");
    this.#addSource(image);
    const name = `${modality} ${source.origin} ${group}`;
    const counted = this.groups.get(name) ?? { modality, origin: source.origin, group, images: 0 };
    counted.images++;
    this.groups.set(name, counted);
  }

  #addSource({ modality, source, group }: ImageRecord): void {
    const name = source.origin === "phantom" ? source.name.split(":").slice(0, 2).join(":") : source.name;
    const counted = this.sources.get(name) ?? { name, source, modality, groups: new Set<string>(), present: new Set<string>(), images: 0 };
    counted.images++;
    counted.groups.add(group);
    for (const attribute of source.inspected?.present ?? []) counted.present.add(attribute);
    this.sources.set(name, counted);
  }

  /** @param image its first one */
  addItem(item: Item, image: ImageRecord): void {
    this.items++;
    this.groupSplits.add(image.group, item.split);
    this.asked.add(item.modality, item.task === "perception" ? item.type : item.task);
    if (item.task === "perception") this.#addPerception(item);
    if (item.task === "description") this.verdicts.add(item.modality, item.verdict);
    if (item.task === "comparison") this.comparisons.add(item.grain, item.better);
  }

  #addPerception(item: PerceptionItem): void {
    const { type, split, severity, options, answer } = item;
    this.splits.add(type, split);
    this.levels.add(severity, type);
    if (type === "Yes-or-No") this.yesOrNo.add(severity, options[answer]!);
    else this.letters.add(type, "ABCD"[answer]!);
    const kept = this.#questions.get(`${split} ${type}`) ?? [];
    this.#questions.set(`${split} ${type}`, kept);
    kept.push(item);
    if (kept.length >= 2 * QUESTIONS_KEPT) kept.sort(byKey).splice(QUESTIONS_KEPT);
  }

  /** @returns those kept of a split and type */
  questions(split: Item["split"], type: PerceptionItem["type"]): readonly PerceptionItem[] {
    return [...(this.#questions.get(`${split} ${type}`) ?? [])].sort(byKey).slice(0, QUESTIONS_KEPT);
  }
}

const byKey = (a: PerceptionItem, b: PerceptionItem): number => (a.key < b.key ? -1 : 1);
