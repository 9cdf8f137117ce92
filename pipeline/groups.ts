/**
 * Groups: images that belong to one patient, subject, phantom, generator or set of pixels, across all datasets of a recipe.
 *
 * Two clean images are of one group where they share an identity, or where their pixels are the same: the same picture in another encoding. Pictures that are
 * one colour but for a hundredth of their samples say nothing: an empty slice of one patient equals that of another. What is shared adds up:
 * a patient in two datasets, one file of the second copied into a third, are one group.
 *
 * A group is named by its first image's key, so its name is the same in every run and tells nothing about whose the images are.
 */
import { sha256 } from "../manifests/canonical.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import { decodePng } from "./png.ts";

/** A clean image whose group is not known yet. */
export interface Ungrouped {
  readonly image: Omit<ImageRecord, "group">;
  /** What it shares with the other images of its group: hashes of a patient, a file's checksum ... They never leave the run. */
  readonly identities: readonly string[];
}

/**
 * @param readPng gives the picture of an image's key
 * @param twins further identities by key, of images that came twice; whole when the images have ended
 */
export async function* grouped(
  images: AsyncIterable<Ungrouped>,
  readPng: (key: string) => Promise<Uint8Array>,
  twins: ReadonlyMap<string, readonly string[]> = new Map(),
): AsyncGenerator<ImageRecord> {
  const known: Ungrouped[] = [];
  for await (const image of images) known.push(image);
  const tells = await tellingContents(known, readPng);
  const sets = new Sets();
  for (const [index, { image, identities }] of known.entries()) {
    for (const identity of [...identities, ...(twins.get(image.key) ?? [])]) sets.join(index, identity);
    if (tells.has(image.content)) sets.join(index, `content ${image.content}`);
  }
  for (const [index, { image }] of known.entries()) {
    yield { ...image, group: sha256(`group ${known[sets.first(index)]!.image.key}`).slice(0, 16) };
  }
}

/** Pixels that several images have and that are more than an empty picture. */
async function tellingContents(images: readonly Ungrouped[], readPng: (key: string) => Promise<Uint8Array>): Promise<Set<string>> {
  const first = new Map<string, string>();
  const shared = new Map<string, string>();
  for (const { image } of images) {
    if (first.has(image.content)) shared.set(image.content, image.key);
    else first.set(image.content, image.key);
  }
  const tells = new Set<string>();
  for (const [content, key] of shared) if (!isEmpty(decodePng(await readPng(key)).pixels)) tells.add(content);
  return tells;
}

/** Whether fewer than one in a hundred samples differ from the most frequent value. */
function isEmpty(pixels: Uint8Array): boolean {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value]!++;
  return Math.max(...counts) > 0.99 * pixels.length;
}

/** Disjoint sets of numbers 0, 1, 2 ..., joined by what they share. */
class Sets {
  readonly #parent: number[] = [];
  readonly #firstWith = new Map<string, number>();

  join(index: number, shared: string): void {
    const other = this.#firstWith.get(shared);
    if (other === undefined) this.#firstWith.set(shared, index);
    else {
      const [low, high] = [this.first(other), this.first(index)].sort((a, b) => a - b) as [number, number];
      this.#parent[high] = low;
    }
  }

  /** @returns the lowest number of the set */
  first(index: number): number {
    let at = index;
    for (let parent = this.#parent[at]; parent !== undefined && parent !== at; parent = this.#parent[at]) {
      this.#parent[at] = this.#parent[parent] ?? parent;
      at = parent;
    }
    return at;
  }
}
