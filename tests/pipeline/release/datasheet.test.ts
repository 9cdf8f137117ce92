/** The datasheet claims what was counted: held against records that this test makes and counts in its own way. */
import { describe, expect, it } from "vitest";
import { degradationsOf } from "../../../generators/catalogue.ts";
import { verdictByWorst } from "../../../generators/modality.ts";
import { cpuEngine } from "../../../generators/signal/engine.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import type { Item, PerceptionItem } from "../../../manifests/schema/item.ts";
import type { Recipe } from "../../../manifests/schema/recipe.ts";
import { Counts, QUESTIONS_KEPT } from "../../../pipeline/release/counts.ts";
import { evenness } from "../../../pipeline/release/datasheet/questions.ts";
import { verdictRule } from "../../../pipeline/release/datasheet/verdict-rule.ts";
import { datasheet } from "../../../pipeline/release/datasheet.ts";
import { fakeCatalogue } from "../ask/fake-catalogue.ts";
import { askAll, cleanRecord, degradedRecord, familyOf, recipeOf } from "../ask/records.ts";

const catalogue = fakeCatalogue;
const [first, second] = degradationsOf(catalogue, "mri");

/** Two MR phantoms with everything, and one clinical CT image with a single degradation. */
const scan = cleanRecord(catalogue, "ct", "scan", "good", "clinical");
const images = [
  ...familyOf(catalogue, cleanRecord(catalogue, "mri", "one")),
  ...familyOf(catalogue, cleanRecord(catalogue, "mri", "two")),
  scan,
  degradedRecord(catalogue, scan, [["ct/low-dose", 1]]),
];
const { items } = await askAll(images, recipeOf(), catalogue);

function counted(images: readonly ImageRecord[], items: readonly Item[]): Counts {
  const counts = new Counts();
  const byKey = new Map(images.map((image) => [image.key, image]));
  for (const image of images) counts.addImage(image);
  for (const item of items) counts.addItem(item, byKey.get(item.images[0])!);
  return counts;
}

const sheetOf = (counts: Counts, recipe: Partial<Recipe> = {}, drops: Record<string, number> = {}): string =>
  datasheet({ recipe: { ...recipeOf(), ...recipe }, catalogue, counts, drops, profile: cpuEngine.profile, files: 3, bytes: 1_500_000 });
const sheet = sheetOf(counted(images, items));
/** The cells of the first row that begins so. */
const row = (text: string, ...begin: string[]): string[] => {
  const line = text.split("\n").find((line) => line.startsWith(`| ${begin.join(" | ")} |`));
  return (
    line
      ?.split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()) ?? []
  );
};
const section = (title: string): string => sheet.split(`## ${title}\n`)[1]!.split("\n## ")[0]!;
const isPerception = (item: Item): item is PerceptionItem => item.task === "perception";

describe("the datasheet", () => {
  it("counts images by origin, and names the kinds that are not there", () => {
    const mri = images.filter(({ modality }) => modality === "mri");
    const text = section("Images");
    expect(row(text, "modality")).toEqual(["modality", "clinical", "phantom", "degraded, of clinical", "degraded, of phantom", "all"]);
    expect(row(text, "MRI")).toEqual(["MRI", "0", "2", "0", String(mri.length - 2), String(mri.length)]);
    expect(row(text, "CT")).toEqual(["CT", "1", "0", "1", "0", "2"]);
    expect(text).toContain("- generated: none of any modality");
    expect(text).toMatch(/- clinical: (?!.*CT).*MRI/);
  });

  it("says how much of the catalogue is shown, and names the rest", () => {
    const text = section("Degradations");
    const [mri, ct] = ["mri", "ct"].map((modality) => degradationsOf(catalogue, modality));
    expect(row(text, "MRI")[1]).toBe(`${mri!.length} of ${mri!.length}`);
    expect(row(text, "CT")[1]).toBe(`1 of ${ct!.length}`);
    const missing = text.split("\n").find((line) => line.startsWith(`- CT (${ct!.length - 1}): `))!;
    for (const id of ct!) expect(missing.split(": ")[1]!.split(", ").includes(id.replace("ct/", "")), id).toBe(id !== "ct/low-dose");
    expect(text).not.toContain("- MRI");
  });

  it("counts what stands in a chain apart from what stands alone", () => {
    const clean = cleanRecord(catalogue, "mri", "chained");
    const chain = degradedRecord(catalogue, clean, [[first!, 1], [second!, 1]]); // biome-ignore format: a chain
    const cells = row(sheetOf(counted([clean, chain], [])).split("## Degradations")[1]!, "MRI");
    expect([cells[1], cells.at(-1)]).toEqual([`0 of ${degradationsOf(catalogue, "mri").length}`, "2"]);
  });

  it("names every empty cell of the splits", () => {
    const text = section("Splits");
    expect(row(text, "MRI, phantom").slice(1, 3)).toEqual(["1", "1"]);
    const scanSplit = items.find(({ images }) => images[0] === scan.key)!.split;
    expect(text).toContain(`Empty: ${scanSplit === "dev" ? "test" : "dev"} has nothing of CT, clinical.`);
    expect(text).toContain("No group has items in both splits.");
    expect(
      sheetOf(
        counted(
          images,
          items.map((item, i) => ({ ...item, split: i % 2 ? "dev" : "test" })),
        ),
      ),
    ).toContain("**3 groups in both splits.**");
  });

  it("counts items, answers and levels as the items have them", () => {
    const perception = items.filter(isPerception);
    const how = perception.filter(({ type }) => type === "How");
    expect(row(section("Items"), "MRI")[3]).toBe(String(how.filter(({ modality }) => modality === "mri").length));
    const severe = perception.filter(({ type, severity }) => type === "Yes-or-No" && severity === "severe");
    const yes = severe.filter(({ options, answer }) => options[answer] === "Yes").length;
    expect(row(section("Balance of the answers").split("Yes %")[1]!, "severe").slice(1, 3)).toEqual([
      String(yes),
      String(severe.length - yes),
    ]);
    expect(row(section("Balance of the answers"), "How")[1]).toBe(String(how.filter(({ answer }) => answer === 0).length));
    const verdicts = items.filter((item) => item.task === "description").map(({ verdict }) => verdict);
    const most = Math.max(...["good", "usable", "reject"].map((verdict) => verdicts.filter((each) => each === verdict).length));
    expect(sheet).toContain(`right in ${((100 * most) / verdicts.length).toFixed(1)} % of them`);
  });

  it("states what the words alone win, or that it was not measured", () => {
    const tested = items.filter(isPerception).filter(({ split, type }) => split === "test" && type === "What");
    expect(row(section("Chance, and what the words alone win"), "What")[1]).toBe(String(tested.length));
    expect(
      sheetOf(
        counted(
          images,
          items.map((item) => ({ ...item, split: "dev" })),
        ),
      ),
    ).toContain("The text-only model was not measured");
  });

  it("says who looked through a source, when and for what, and that nobody did", () => {
    const inspected = { by: "A. Reader", date: "2026-01-02", absent: ["noise"], present: ["truncation"] };
    const looked = { ...scan, source: { ...scan.source, inspected } };
    const { inspected: _, ...unread } = scan.source;
    const nobody = sheetOf(counted([{ ...scan, source: unread }], []));
    expect(nobody).toContain("scan: nobody has stated what its images were looked through for.");
    expect(sheetOf(counted([looked], []))).toContain(
      "scan: looked through by A. Reader, 2026-01-02; not found: noise; found, so never asked as absent: truncation.",
    );
  });

  it("keeps every text of others one line of plain words", () => {
    const evil = "<script>x</script>\n\n# Title | a [link](javascript:x) `code` \u202e";
    const licence = { ...scan.source.licence, spdx: evil, evidence: evil };
    const image: ImageRecord = { ...scan, deidentification: evil, source: { ...scan.source, name: evil, citation: evil, licence } };
    const texts = { title: evil, description: evil, creator: evil, licence: evil, seed: evil };
    const text = sheetOf(counted([image], []), texts, { [`ingest/${evil}`]: 1 });
    // Code spans hold the seed: nothing in them is markup but their own end, so they are taken out first.
    const outside = text.replace(/`[^`\n]*`/g, "");
    expect(outside).not.toMatch(/<script|(?<!\\)\[link|(?<!\\)`|\u202e/);
    expect(text.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
    const harmless = sheetOf(counted([{ ...scan, deidentification: "x" }], []), {}, { "ingest/x": 1 });
    expect(text.split("\n").length).toBe(harmless.split("\n").length);
    const cells = (line: string): number => line.replaceAll("\\|", "").split("|").length;
    const lines = text.split("\n");
    for (const [i, line] of lines.entries())
      if (line.startsWith("| ") && lines[i - 1]?.startsWith("| ")) expect(cells(line)).toBe(cells(lines[i - 1]!));
  });
});

describe("counts", () => {
  it("keep the same questions whatever their order: those with the smallest keys", () => {
    const base = items.find(isPerception)!;
    const many = Array.from({ length: 2 * QUESTIONS_KEPT + 10 }, (_, i) => ({
      ...base,
      key: ((i * 7919) % 1_000_003).toString().padStart(64, "0"),
    }));
    const kept = (list: readonly PerceptionItem[]) => {
      const counts = new Counts();
      for (const item of list) counts.addItem(item, images[0]!);
      return counts.questions(base.split, base.type).map(({ key }) => key);
    };
    const smallest = many
      .map(({ key }) => key)
      .sort()
      .slice(0, QUESTIONS_KEPT);
    expect(kept(many)).toEqual(smallest);
    expect(kept([...many].reverse())).toEqual(smallest);
  });
});

describe("evenness", () => {
  it.each([
    // chi-squared = (yes - no)^2 / (yes + no); its tail with one degree of freedom, from tables: 0.05 at 3.841, 0.01 at 6.635
    [50, 50, 1],
    [50 + Math.sqrt(384.1459) / 2, 50 - Math.sqrt(384.1459) / 2, 0.05],
    [50 + Math.sqrt(663.4897) / 2, 50 - Math.sqrt(663.4897) / 2, 0.01],
  ])("%d to %d: p %d", (yes, no, p) => expect(evenness(yes, no)).toBeCloseTo(p, 6));
});

describe("a verdict rule in words", () => {
  it("names the fewest and mildest defects from which on a verdict is given", () => {
    expect(verdictRule({ verdict: verdictByWorst })).toBe(
      "reject from one severe defect or two moderate defects on, usable from one mild defect on, otherwise good",
    );
    expect(verdictRule({ verdict: (levels) => (levels.length > 2 ? "reject" : "good") })).toBe(
      "reject from three mild defects on, usable from three mild defects on, otherwise good",
    );
    expect(verdictRule({ verdict: () => "good" })).toBe("otherwise good");
  });
});
