import { describe, expect, it } from "vitest";
import { LEVELS, MARKS } from "../../../generators/severity.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import type { ComparisonItem } from "../../../manifests/schema/item.ts";
import { fakeCatalogue } from "./fake-catalogue.ts";
import { askAll, cleanRecord, degradedRecord, familyOf, recipeOf } from "./records.ts";

const clean = cleanRecord(fakeCatalogue, "ct", "compared");
const family = familyOf(fakeCatalogue, clean);
const rank = ({ chain }: ImageRecord): number => Math.max(0, ...chain.map(({ level }) => LEVELS.indexOf(level)));
const causes = ({ chain }: ImageRecord): string => chain.map(({ degradation }) => degradation).join(" ");

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
      const sameCause = better.chain.length === 0 || causes(better) === causes(worse);
      expect(item.grain).toBe(sameCause && gap > 1 ? "coarse" : "fine");
      if (!sameCause) expect(gap).toBeGreaterThan(1);
    }
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
