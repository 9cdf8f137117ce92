import { describe, expect, it } from "vitest";
import { catalogue as onDisk } from "../../../generators/catalogue.ts";
import { fakeCatalogue } from "./fake-catalogue.ts";
import { askAll, manyFamilies, recipeOf } from "./records.ts";

const VERDICT = /^Overall, the quality of this image is (good|usable|reject)\.$/;
const BETTER = /^The (first|second) image is of better quality\.$/;

const sentencesOf = (text: string): string[] => text.split(/(?<=[.?!]) (?=[A-Z])/);

/** Faults of grammar and layout that a machine can find. */
function faultsOf(text: string): string[] {
  const found = [
    [/ {2}/, "double space"],
    [/\.\./, "two stops"],
    [/[{}]/, "unfilled word"],
    [/\b(\w+) \1\b/i, "word twice"],
    [/\b[Aa] [aeio]/, "a before a vowel"],
    [/\b[Aa]n [bcdfgjklmnpqrstvwxyz]/, "an before a consonant"],
    [/ [,.;:?]/, "space before punctuation"],
    [/[,;:][,.;:?]/, "punctuation twice"],
    [/undefined|null|NaN/, "no value"],
    [/^\s|\s$/, "space at the edge"],
  ] as const;
  return [...found.filter(([pattern]) => pattern.test(text)).map(([, name]) => name), ...caseFaults(text)];
}

const caseFaults = (text: string): string[] => (/(?:^|[.?!] )[a-z]/.test(text) ? ["sentence without a capital"] : []);

describe.each(["fake", "real"])("the text made from the %s catalogue", async (which) => {
  const catalogue = which === "fake" ? fakeCatalogue : await onDisk();
  const { items } = await askAll([...manyFamilies(catalogue, 6)], recipeOf({ perceptionPerImage: 8, comparisonsPerImage: 6 }), catalogue);

  it("has no fault of grammar that can be told by rule", () => {
    const faults = items.flatMap((item) => {
      const texts = [item.question, ...(item.task === "perception" ? item.options : [item.reference])];
      return texts.flatMap((text) => faultsOf(text).map((fault) => `${fault}: ${text}`));
    });
    expect([...new Set(faults)]).toEqual([]);
  });

  it("ends every question with a question mark", () => {
    for (const item of items) if (item.task === "perception") expect(item.question).toMatch(/\?$/);
  });

  it("describes in 3 to 5 sentences and ends in the verdict", () => {
    const descriptions = items.filter((item) => item.task === "description");
    expect(descriptions.length).toBeGreaterThan(50);
    for (const { reference, verdict } of descriptions) {
      const sentences = sentencesOf(reference);
      expect(sentences.length, reference).toBeGreaterThanOrEqual(3);
      expect(sentences.length, reference).toBeLessThanOrEqual(5);
      expect(VERDICT.exec(sentences.at(-1)!)?.[1], reference).toBe(verdict);
    }
  });

  it("compares each pair in both orders and ends in the better one", () => {
    const comparisons = items.filter((item) => item.task === "comparison");
    expect(comparisons.length).toBeGreaterThan(20);
    const seen = new Map(comparisons.map((item) => [item.images.join(" "), item]));
    expect(seen.size).toBe(comparisons.length);
    for (const item of comparisons) {
      const turned = seen.get([...item.images].reverse().join(" "))!;
      expect(turned.better).toBe(item.better === "first" ? "second" : "first");
      expect(turned.grain).toBe(item.grain);
      expect(BETTER.exec(sentencesOf(item.reference).at(-1)!)?.[1]).toBe(item.better);
    }
  });
});
