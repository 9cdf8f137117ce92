/** The datasheet's part on what is in a release, and what is not: images, degradations, splits. */
import { type Catalogue, degradationsOf } from "../../../generators/catalogue.ts";
import { LEVELS } from "../../../generators/severity.ts";
import type { Counts } from "../counts.ts";
import { counted, list, table } from "../markdown.ts";
import { titleOf } from "./titles.ts";

const ORIGINS = ["clinical", "phantom", "generated"] as const;
const KINDS = [...ORIGINS, ...ORIGINS.map((origin) => `degraded, of ${origin}`)];
const SPLITS = ["dev", "test"] as const;
const CHAINED = "in a chain";

export function images({ origins }: Counts, catalogue: Catalogue): string[] {
  const names = [...catalogue.modalities.keys()];
  const title = titleOf(catalogue);
  const missing = ORIGINS.flatMap((origin) => {
    const without = names.filter((modality) => origins.sum(modality, [origin, `degraded, of ${origin}`]) === 0);
    if (without.length === 0) return [];
    return [`${origin}: ${without.length === names.length ? "none of any modality" : without.map(title).join(", ")}`];
  });
  return [
    ...origins.matrix("modality", names, KINDS, title),
    "",
    ...(missing.length === 0
      ? ["Every modality has images of every origin."]
      : ["Kinds of image that are **not** in it:", "", ...list(missing)]),
  ];
}

/** What of the catalogue is shown, counted by modality; the display's degradations count with each. */
export function degradations(counts: Counts, catalogue: Catalogue): string[] {
  const title = titleOf(catalogue);
  const levels = LEVELS.filter((level) => counts.degradations.rows.some((row) => counts.degradations.get(row, level) > 0));
  const rows: (string | number)[][] = [];
  const missing: string[] = [];
  for (const modality of catalogue.modalities.keys()) {
    if (counts.origins.sum(modality) === 0) continue;
    const all = degradationsOf(catalogue, modality);
    const among = (columns: readonly string[]): string[] => all.filter((id) => counts.degradations.sum(`${modality} ${id}`, columns) > 0);
    const attributes = (ids: readonly string[]): number => new Set(ids.map((id) => catalogue.degradations.get(id)!.attribute)).size;
    const alone = among(levels);
    const shown = among([...levels, CHAINED]);
    const images = [...levels, CHAINED].map((column) =>
      all.reduce((sum, id) => sum + counts.degradations.get(`${modality} ${id}`, column), 0),
    );
    rows.push([title(modality), `${alone.length} of ${all.length}`, `${attributes(alone)} of ${attributes(all)}`, ...images]);
    const absent = all.filter((id) => !shown.includes(id));
    if (absent.length > 0)
      missing.push(`${title(modality)} (${absent.length}): ${absent.map((id) => id.replace(`${modality}/`, "")).join(", ")}`);
  }
  return [
    "Of the catalogue's degradations (the display's count with each modality) and of the quality attributes that they cause, so many stand alone in an image; then images by level, and links of chains.",
    "",
    ...table([["modality", "degradations", "attributes", ...levels, CHAINED], ...rows]),
    "",
    ...(missing.length === 0
      ? ["Every degradation of these modalities is shown."]
      : ["Degradations of these modalities that **no** image shows:", "", ...list(missing)]),
  ];
}

/** Groups, images and items of each modality and origin by split. */
export function splits(counts: Counts, catalogue: Catalogue): string[] {
  const title = titleOf(catalogue);
  const cells = new Map<string, { name: string; phantom: boolean; groups: Record<string, number>; images: Record<string, number> }>();
  let both = 0;
  let neither = 0;
  for (const { modality, origin, group, images } of counts.groups.values()) {
    const name = `${title(modality)}, ${origin}`;
    const cell = cells.get(name) ?? { name, phantom: origin === "phantom", groups: { dev: 0, test: 0 }, images: { dev: 0, test: 0 } };
    cells.set(name, cell);
    const of = SPLITS.filter((split) => counts.groupSplits.get(group, split) > 0);
    if (of.length > 1) both++;
    if (of.length === 0) neither++;
    for (const split of of) {
      cell.groups[split]! += 1;
      cell.images[split]! += images;
    }
  }
  const sorted = [...cells.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const empty = sorted.flatMap(({ name, groups }) =>
    SPLITS.filter((split) => groups[split] === 0).map((split) => `${split} has nothing of ${name}`),
  );
  return [
    "A group is one patient, one phantom or one generator.",
    "",
    ...table([
      ["modality, origin", "groups in dev", "in test", "images in dev", "in test"],
      ...sorted.map(({ name, groups, images }) => [name, groups.dev!, groups.test!, images.dev!, images.test!]),
    ]),
    "",
    ...list([
      both === 0 ? "No group has items in both splits." : `**${counted(both, "group")} in both splits.**`,
      ...(neither === 0 ? [] : [`${counted(neither, "group")} without any item, in no split.`]),
      ...empty.map((cell) => `Empty: ${cell}.`),
      ...(sorted.some(({ phantom }) => phantom)
        ? ["Phantoms of a modality are drawings of one program: those of dev and of test differ in their seeds, not in kind."]
        : []),
    ]),
  ];
}
