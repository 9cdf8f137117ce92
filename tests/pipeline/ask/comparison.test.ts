import { describe, expect, it } from "vitest";
import { LEVELS, MARKS } from "../../../generators/severity.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import type { ComparisonItem } from "../../../manifests/schema/item.ts";
import { fakeCatalogue } from "./fake-catalogue.ts";
import { askAll, cleanRecord, degradedRecord, familyOf, recipeOf } from "./records.ts";

const clean = cleanRecord(fakeCatalogue, "ct", "compared");
const family = familyOf(fakeCatalogue, clean);
const rank = ({ chain }: ImageRecord): number => Math.max(0, ...chain.map(({ level }) => LEVELS.indexOf(level)));

async function compared(images: readonly ImageRecord[], pairs = 8): Promise<{ items: ComparisonItem[]; drops: Map<string, number> }> {
  const { items, drops } = await askAll(
    images,
    recipeOf({ comparisonsPerImage: pairs, perceptionPerImage: 0, descriptions: false }),
    fakeCatalogue,
  );
  return { items: items.filter((item) => item.task === "comparison"), drops };
}

describe("comparison", () => {
  it("calls that image better whose worst defect has the lower level and the smaller effect", async () => {
    const { items } = await compared(family);
    expect(items.length).toBe(16);
    for (const item of items) {
      const [first, second] = item.images.map((key) => family.find((image) => image.key === key)!) as [ImageRecord, ImageRecord];
      const [better, worse] = item.better === "first" ? [first, second] : [second, first];
      expect(rank(better)).toBeLessThan(rank(worse));
      expect(better.effect?.nrmse ?? 0).toBeLessThan(worse.effect!.nrmse);
      const gap = rank(worse) - rank(better);
      expect(item.grain).toBe(gap > 1 ? "coarse" : "fine");
      // Of two kinds, only mild against severe is known; fine is always more of the same.
      const more = better.chain.every((link) => worse.chain.some(({ degradation }) => degradation === link.degradation));
      if (!more) expect(gap).toBeGreaterThan(1);
    }
  });

  it("asks at least as many pairs without a clean image as with one", async () => {
    for (const pairs of [1, 2, 3, 8]) {
      const { items } = await compared(family, pairs);
      expect(items).toHaveLength(2 * pairs);
      const withClean = items.filter(({ images }) => images.includes(clean.key)).length;
      expect(withClean).toBeLessThanOrEqual(items.length / 2);
    }
    const severe = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.severe]]);
    const { items, drops } = await compared([clean, severe], 1);
    expect(items).toEqual([]);
    expect(drops.get("comparison: at most half of the pairs may hold a clean image")).toBe(1);
  });

  it("tells every visible defect of each image", async () => {
    const chain = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.mild], ["ct/detector-rings", MARKS.moderate]]); // biome-ignore format: a chain
    const single = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.mild]]);
    const { items } = await compared([clean, chain, single], 1);
    expect(items).toHaveLength(2);
    for (const { images, reference, better } of items) {
      expect(new Set(images)).toEqual(new Set([chain.key, single.key]));
      expect(images[better === "first" ? 0 : 1]).toBe(single.key);
      expect(reference).toMatch(/moderate rings/);
      expect(reference.match(/mild low-dose noise/g)).toHaveLength(2);
    }
  });

  it("gives both orders of a pair one name, and every pair another", async () => {
    const { items } = await compared(family);
    const pairs = new Map<string, ComparisonItem[]>();
    for (const item of items) pairs.set(item.pair!, [...(pairs.get(item.pair!) ?? []), item]);
    for (const [one, other] of pairs.values()) expect(other!.images).toEqual([...one!.images].reverse());
    expect(pairs.size).toBe(items.length / 2);
  });

  it("compares no two equal pictures", async () => {
    const mild = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.mild]]);
    const severe = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.severe]]);
    const { items, drops } = await compared([clean, mild, { ...severe, content: mild.content }]);
    expect(items.some(({ images }) => !images.includes(clean.key))).toBe(false);
    expect(drops.get("comparison: the two pictures are equal")).toBe(1);
  });

  it("asks for as many coarse as fine pairs", async () => {
    const { items } = await compared(family);
    expect(items.filter(({ grain }) => grain === "coarse").length).toBe(items.length / 2);
  });

  it("drops and counts a pair whose measured effect contradicts the levels", async () => {
    const mild = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.mild]]);
    const severe = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.severe]]);
    const contradicting = { ...severe, effect: { ...severe.effect!, nrmse: mild.effect!.nrmse / 2 } };
    const { items, drops } = await compared([clean, mild, contradicting]);
    const pairs = items.map(({ images }) => images);
    expect(pairs.some((pair) => pair.includes(mild.key) && pair.includes(severe.key))).toBe(false);
    expect(drops.get("comparison: the levels and the measured effect do not agree")).toBe(1);
  });

  it("does not compare effects that were measured on different quantities", async () => {
    const mild = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.mild]]);
    const shown = degradedRecord(fakeCatalogue, clean, [["display/jpeg-compression", MARKS.severe]]);
    const { drops } = await compared([clean, mild, { ...shown, effect: { ...shown.effect!, on: "display code values [1]" } }]);
    expect(drops.get("comparison: the levels and the measured effect do not agree")).toBe(1);
  });
});
