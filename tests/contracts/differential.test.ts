/**
 * What each degradation is confused with is a differential that a reader would write: two to five names, each the other way round as well.
 *
 * A file that differs says why, in a comment beside its list: "Fewer: ..." where nothing else looks alike, "One way, <id>: ..." where the
 * other's list does not name it back. A display degradation happens to every modality and cannot name all that it looks like.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue, degradationsOf } from "../../generators/catalogue.ts";

const { degradations, modalities } = await catalogue();
const entries = { degradations, modalities, phantoms: new Map() };
const FEWEST = 2;
const MOST = 5;
/** In a folder of at least so many, nothing stands in more than a quarter of the lists. */
const MANY = 12;

const folderOf = (id: string): string => id.slice(0, id.indexOf("/"));
const commentsOf = (id: string): string =>
  [...readFileSync(new URL(`../../generators/${id}.ts`, import.meta.url), "utf8").matchAll(/\/\/\s*(.*)/g)]
    .map(([, text]) => text)
    .join("\n");

const folders = [...new Set([...degradations.keys()].map(folderOf))];

describe.each(folders)("%s", (folder) => {
  const own = [...degradations].filter(([id]) => folderOf(id) === folder);

  it.each(own)("%s names rivals that a reader would weigh against it", (id, { confusedWith }) => {
    const comments = commentsOf(id);
    expect(new Set(confusedWith).size).toBe(confusedWith.length);
    expect(confusedWith).not.toContain(id);
    expect(confusedWith.length).toBeLessThanOrEqual(folder === "display" ? Number.POSITIVE_INFINITY : MOST);
    if (!comments.includes("Fewer: ")) expect(confusedWith.length).toBeGreaterThanOrEqual(FEWEST);
    const hosts = [...modalities.keys()].filter((modality) => degradationsOf(entries, modality).includes(id));
    for (const rival of confusedWith) {
      expect(
        hosts.some((host) => degradationsOf(entries, host).includes(rival)),
        rival,
      ).toBe(true);
      if (folder === "display" || folderOf(rival) === "display" || comments.includes(`One way, ${rival}: `)) continue;
      expect(degradations.get(rival)!.confusedWith, `${rival} names it back`).toContain(id);
    }
  });

  it.skipIf(own.length < MANY)("has no rival that stands nearly everywhere", () => {
    const count = new Map<string, number>();
    for (const [, { confusedWith }] of own) for (const rival of confusedWith) count.set(rival, (count.get(rival) ?? 0) + 1);
    const everywhere = [...count].filter(([, times]) => times > own.length / 4);
    expect(everywhere).toEqual([]);
  });
});
