/**
 * Dev or test, by group: the images of one patient, phantom or generator never straddle.
 *
 * Groups take turns within each cell, a modality and an origin, in the order in which they first appear, so that both splits hold every cell that has
 * two groups. The first group of a cell goes where the first groups of the other cells of its origin, then of its modality, left a gap: an origin with
 * one patient a modality is in both splits, too. A group of several cells (MR and CT of one patient) counts in each of them.
 * Groups that come later move none that came before.
 */
import type { ImageRecord } from "../../manifests/schema/image.ts";

export type Split = "dev" | "test";
type Placed = Pick<ImageRecord, "modality" | "group"> & { readonly source: Pick<ImageRecord["source"], "origin"> };

/** Images of one modality and origin, and the groups that they belong to. */
export interface Cell {
  readonly modality: string;
  readonly origin: ImageRecord["source"]["origin"];
  readonly groups: Readonly<Record<Split, number>>;
  readonly images: Readonly<Record<Split, number>>;
}

interface Tally {
  dev: number;
  test: number;
  first?: Split;
}

/** @param fraction of the groups that are test, 0 .. 1 @returns the split of every group */
export function splitsOf(images: Iterable<Placed>, fraction: number): Map<string, Split> {
  const tallies = new Map<string, Tally>();
  const tally = (name: string): Tally => tallies.get(name) ?? { dev: 0, test: 0 };
  const add = (name: string, split: Split): void => {
    const { first = split, ...counts } = tally(name);
    tallies.set(name, { ...counts, [split]: counts[split] + 1, first });
  };
  const splits = new Map<string, Split>();
  for (const [group, cells] of cellsOfGroups(images)) {
    const leans = [...cells.values()].map(({ modality, source: { origin } }) => {
      const own = tally(`${modality} ${origin}`);
      const names = own.first === undefined ? [`first of ${origin}`, `first of ${modality}`, "first"] : [`${modality} ${origin}`];
      return names.map((name) => lean(tally(name), fraction)).find((each) => each !== 0) ?? 0;
    });
    const split = leans.reduce((sum, each) => sum + each, 0) > 0 ? "test" : "dev";
    splits.set(group, split);
    for (const { modality, source } of cells.values()) {
      const cell = `${modality} ${source.origin}`;
      if (tally(cell).first === undefined) for (const name of [source.origin, modality]) add(`first of ${name}`, split);
      if (tally(cell).first === undefined) add("first", split);
      add(cell, split);
    }
  }
  return splits;
}

/** Each group, in the order of its first image, with one image of each of its cells. */
function cellsOfGroups(images: Iterable<Placed>): Map<string, Map<string, Placed>> {
  const groups = new Map<string, Map<string, Placed>>();
  for (const image of images) {
    const cells = groups.get(image.group) ?? new Map<string, Placed>();
    groups.set(image.group, cells.set(`${image.modality} ${image.source.origin}`, image));
  }
  return groups;
}

/** @returns above 0: the next is test; below: dev; 0: nothing speaks for either */
function lean({ dev, test, first }: Tally, fraction: number): number {
  if (fraction <= 0 || fraction >= 1) return fraction - 1 / 2;
  const count = dev + test;
  // Two are enough for both splits, whatever the fraction.
  if (count === 1) return first === "test" ? -1 : 1;
  const missing = fraction * (count + 1) - test - 1 / 2;
  if (Math.abs(missing) > 1e-9) return missing;
  return first === undefined ? 0 : first === "test" ? 1e-3 : -1e-3;
}

/** What each split holds of every modality and origin, in the order in which they first appear. */
export function countCells(images: Iterable<Placed>, splits: ReadonlyMap<string, Split>): Cell[] {
  const cells = new Map<string, { first: Placed; images: Record<Split, number>; groups: Record<Split, Set<string>> }>();
  for (const image of images) {
    const split = splits.get(image.group)!;
    const name = `${image.modality} ${image.source.origin}`;
    const cell = cells.get(name) ?? { first: image, images: { dev: 0, test: 0 }, groups: { dev: new Set(), test: new Set() } };
    cells.set(name, cell);
    cell.images[split]++;
    cell.groups[split].add(image.group);
  }
  return [...cells.values()].map(({ first, images, groups }) => ({
    modality: first.modality,
    origin: first.source.origin,
    images,
    groups: { dev: groups.dev.size, test: groups.test.size },
  }));
}
