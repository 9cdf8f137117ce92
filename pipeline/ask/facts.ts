/**
 * What is true of an image, what is certainly not, and what nobody knows.
 *
 * A defect is known because it was made. Its absence is known only where the clean ancestor is known to be good: a clinical or generated image
 * that nobody judged may carry any defect of its own. A degradation too weak for a name (severity above 0, level none) is neither present nor absent.
 */
import { type AnyDegradation, type Catalogue, degradationsOf, find } from "../../generators/catalogue.ts";
import type { Anatomy, Modality, Verdict } from "../../generators/modality.ts";
import { LEVELS, type Level } from "../../generators/severity.ts";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import { type Place, placeOf } from "./place.ts";
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
  /** Was the clean ancestor judged good? Only then is anything known to be absent. */
  readonly ancestorGood: boolean;
  /** Known to be there, the worst first. */
  readonly defects: readonly Defect[];
  /** Degradations that are certainly not there. */
  readonly absent: readonly { readonly id: string; readonly model: AnyDegradation }[];
  /** Known to be without any defect: judged good and never degraded. */
  readonly sound: boolean;
  /** The worst defect where it alone is the worst and nothing else is unknown. */
  readonly primary?: Defect;
  readonly worst: Level;
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
  templates: Pick<Templates, "alsoShows">,
): Facts {
  const modality = find(catalogue.modalities, image.modality, "modality");
  const clean = image.parents.length === 0;
  const ancestorGood = (clean ? image : parent)?.verdict === "good";
  const acting = image.chain.filter(({ severity, level }) => severity > 0 || level !== "none");
  const defects = acting
    .flatMap(({ degradation: id, level }) =>
      level === "none" ? [] : [{ id, level, model: find(catalogue.degradations, id, "degradation") }],
    )
    .sort((a, b) => rank(b.level) - rank(a.level));
  const worst = defects[0]?.level ?? "none";
  const aloneWorst = defects.length > 0 && defects.filter(({ level }) => level === worst).length === 1;
  const place = localPlace(image, defects);
  return {
    image,
    modality,
    anatomy: find(new Map(Object.entries(modality.anatomies)), image.anatomy, "anatomy"),
    ancestorGood,
    defects,
    absent: ancestorGood
      ? absentFrom(
          acting.map(({ degradation }) => degradation),
          image.modality,
          catalogue,
          templates,
        )
      : [],
    sound: ancestorGood && acting.length === 0,
    ...(ancestorGood && aloneWorst && { primary: defects[0]! }),
    worst,
    ...(image.verdict !== undefined && (clean || ancestorGood) && { verdict: image.verdict }),
    ...(place !== undefined && { place }),
  };
}

/** Neither what acted, nor what a person would call by the same name, nor what comes with it. */
function absentFrom(
  acting: readonly string[],
  modality: string,
  catalogue: Catalogue,
  templates: Pick<Templates, "alsoShows">,
): Facts["absent"] {
  const named = acting.map((id) => find(catalogue.degradations, id, "degradation").attribute);
  const shown = new Set(named.flatMap((attribute) => [attribute, ...consequences(templates, modality, attribute)]));
  return degradationsOf(catalogue, modality)
    .map((id) => ({ id, model: find(catalogue.degradations, id, "degradation") }))
    .filter(({ model }) => !shown.has(model.attribute));
}

/** The mask is of all local defects together: only one that stands alone has a place of its own. */
function localPlace(image: ImageRecord, defects: readonly Defect[]): Facts["place"] {
  const local = defects.filter(({ model }) => model.local === true);
  const place = image.place === undefined || local.length !== 1 ? undefined : placeOf(image.place);
  return place === undefined ? undefined : { ...place, of: local[0]! };
}
