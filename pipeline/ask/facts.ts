/**
 * What is true of an image, what is certainly not, and what nobody knows.
 *
 * A defect is known because it was made, and told where its change can be seen (seen.ts). Its absence is known only where somebody looked for
 * it in the clean ancestor and did not find it (`inspected`), or where a phantom was drawn without it. Everything else is neither present nor
 * absent: a degradation too weak for a name or for the eye, a source's own defects that nobody looked for.
 */
import { type AnyDegradation, type Catalogue, degradationsOf, find } from "../../generators/catalogue.ts";
import type { Anatomy, Modality, Verdict } from "../../generators/modality.ts";
import { LEVELS, type Level } from "../../generators/severity.ts";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import { ASPECTS, type Aspect } from "../../manifests/schema/question.ts";
import { type Place, placeOf } from "./place.ts";
import { acts, shows, unsaid } from "./seen.ts";
import { consequences, type Templates } from "./templates.ts";

export interface Defect {
  readonly id: string;
  readonly model: AnyDegradation;
  readonly level: Exclude<Level, "none">;
}

export interface Facts {
  readonly image: ImageRecord;
  readonly modality: Modality;
  readonly anatomy: Anatomy;
  /** Was the clean ancestor judged good? */
  readonly ancestorGood: boolean;
  /** Why nothing can be said of its defects, where nothing can. */
  readonly unsaid?: string;
  /** What its picture shows beside the clean one, the worst first. */
  readonly defects: readonly Defect[];
  /** Those of them that show without it. */
  readonly alone: readonly Defect[];
  /** Degradations that are certainly not there and would show without the clean image. */
  readonly absent: readonly { readonly id: string; readonly model: AnyDegradation }[];
  /** Quality attributes that the clean ancestor is known to be free of. */
  readonly free: ReadonlySet<string>;
  /** Clean looks of the modality that nothing in it falsifies. */
  readonly clear: ReadonlySet<Aspect>;
  /** Those that its source is known to show by itself, and what comes with them: how strong they are is not known. */
  readonly own: ReadonlySet<string>;
  /** Known to be without any defect: never degraded, judged good, looked through for all and found free of all. */
  readonly sound: boolean;
  /** The worst defect of those that show alone, where it alone is the worst and nothing else is unknown. */
  readonly primary?: Defect;
  readonly worst: Level;
  /** As far as the picture by itself shows it. */
  readonly verdict?: Verdict;
  /** Of the one local defect, where there is just one. */
  readonly place?: Place & { readonly of: Defect };
}

export const rank = (level: Level): number => LEVELS.indexOf(level);

/** @param parent the clean image that it was degraded from, where that is known */
export function factsOf(
  image: ImageRecord,
  parent: ImageRecord | undefined,
  catalogue: Catalogue,
  templates: Pick<Templates, "alsoShows" | "losses">,
): Facts {
  const modality = find(catalogue.modalities, image.modality, "modality");
  const clean = image.parents.length === 0;
  const ancestorGood = (clean ? image : parent)?.verdict === "good";
  const reason = unsaid(image, parent);
  const acting = image.chain.filter(acts);
  const defects = (reason === undefined ? acting : [])
    .filter((link) => shows(link, image))
    .flatMap(({ degradation: id, level }) =>
      level === "none" ? [] : [{ id, level, model: find(catalogue.degradations, id, "degradation") }],
    )
    .sort((a, b) => rank(b.level) - rank(a.level));
  const alone = defects.filter(showsAlone);
  const aloneWorst = alone.length > 0 && alone.filter(({ level }) => level === alone[0]!.level).length === 1;
  const { free, own } = inspection(image, catalogue, templates);
  const place = localPlace(image, alone);
  const verdict =
    alone.length === defects.length && reason === undefined && (clean ? own.size === 0 : ancestorGood) ? image.verdict : undefined;
  return {
    image,
    modality,
    anatomy: find(new Map(Object.entries(modality.anatomies)), image.anatomy, "anatomy"),
    ancestorGood,
    ...(reason !== undefined && { unsaid: reason }),
    defects,
    alone,
    absent: reason === undefined ? absentFrom(acting, free, image.modality, catalogue, templates) : [],
    free,
    clear: clearOf(image.modality, acting, free, catalogue, templates),
    own,
    sound: ancestorGood && acting.length === 0 && attributesOf(image.modality, catalogue).every((attribute) => free.has(attribute)),
    ...(ancestorGood && aloneWorst && { primary: alone[0]! }),
    worst: defects[0]?.level ?? "none",
    ...(verdict !== undefined && { verdict }),
    ...(place !== undefined && { place }),
  };
}

function showsAlone({ model: { visibleAloneFrom: from }, level }: Defect): boolean {
  return from !== "never" && rank(level) >= rank(from ?? "mild");
}

const modelsOf = (modality: string, catalogue: Catalogue): { id: string; model: AnyDegradation }[] =>
  degradationsOf(catalogue, modality).map((id) => ({ id, model: find(catalogue.degradations, id, "degradation") }));

const attributesOf = (modality: string, catalogue: Catalogue): string[] =>
  modelsOf(modality, catalogue).map(({ model }) => model.attribute);

/** Attributes and what comes with them: no image with the first is without the others. */
const withConsequences = (attributes: readonly string[], modality: string, templates: Pick<Templates, "alsoShows">): Set<string> =>
  new Set(attributes.flatMap((attribute) => [attribute, ...consequences(templates, modality, attribute)]));

/** What the source is known to be free of, and what it is known to show. */
function inspection(
  { modality, source }: ImageRecord,
  catalogue: Catalogue,
  templates: Pick<Templates, "alsoShows">,
): Pick<Facts, "free" | "own"> {
  const { absent = [], present = [] } = source.inspected ?? {};
  const found = withConsequences(present, modality, templates);
  const looked = absent === "all" ? attributesOf(modality, catalogue) : absent;
  return { free: new Set(looked.filter((attribute) => !found.has(attribute))), own: found };
}

/** A look holds where the image is known to be free of every attribute that would falsify it, and nothing that acts does, seen or not. */
function clearOf(
  modality: string,
  acting: readonly { degradation: string }[],
  free: ReadonlySet<string>,
  catalogue: Catalogue,
  { losses }: Pick<Templates, "losses">,
): Facts["clear"] {
  const made = new Set(acting.map(({ degradation }) => degradation));
  const falsified = (aspect: Aspect): boolean =>
    modelsOf(modality, catalogue).some(
      ({ id, model }) => losses[id]?.[aspect] !== undefined && (made.has(id) || !free.has(model.attribute)),
    );
  return new Set(ASPECTS.filter((aspect) => !falsified(aspect)));
}

/** Looked for and not found; and neither what acted, nor what a person would call by the same name, nor what comes with it. */
function absentFrom(
  acting: readonly { degradation: string }[],
  free: ReadonlySet<string>,
  modality: string,
  catalogue: Catalogue,
  templates: Pick<Templates, "alsoShows">,
): Facts["absent"] {
  const named = acting.map(({ degradation }) => find(catalogue.degradations, degradation, "degradation").attribute);
  const shown = withConsequences(named, modality, templates);
  return modelsOf(modality, catalogue).filter(
    ({ model: { attribute, visibleAloneFrom } }) => free.has(attribute) && !shown.has(attribute) && visibleAloneFrom !== "never",
  );
}

/** The mask is of all local defects together: only one that stands alone has a place of its own. */
function localPlace(image: ImageRecord, defects: readonly Defect[]): Facts["place"] {
  const local = defects.filter(({ model }) => model.local === true);
  const acting = image.chain.filter(acts).length;
  const place = image.place === undefined || local.length !== 1 || acting !== defects.length ? undefined : placeOf(image.place);
  return place === undefined ? undefined : { ...place, of: local[0]! };
}
