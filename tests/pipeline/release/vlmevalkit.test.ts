/** The tables, read back as tab-separated text. That the loaders themselves read them is held by tests/consumers. */
import { describe, expect, it } from "vitest";
import { find } from "../../../generators/catalogue.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import type { Item, PerceptionItem } from "../../../manifests/schema/item.ts";
import { emptyTables, TableWriter } from "../../../pipeline/release/vlmevalkit.ts";
import { fakeCatalogue } from "../ask/fake-catalogue.ts";
import { askAll, manyFamilies, recipeOf } from "../ask/records.ts";

const images = new Map([...manyFamilies(fakeCatalogue, 2)].map((image) => [image.key, image]));
const { items } = await askAll(images.values(), recipeOf(), fakeCatalogue);
const imagesOf = (item: Item): ImageRecord[] => item.images.map((key) => images.get(key)!);
/** Stands for a PNG in base64: longer than the 64 characters up to which the loader reads a row's index. */
const pngOf = (key: string): string => `${key}${"=".repeat(40)}`;

async function tablesOf(list: readonly Item[]): Promise<Map<string, Record<string, string>[]>> {
  const files = new Map(emptyTables());
  const writer = new TableWriter(
    async (file, text) => void files.set(file, files.get(file)! + text),
    async (key) => pngOf(key),
  );
  for (const item of list) await writer.write(item, imagesOf(item), find(fakeCatalogue.modalities, item.modality, "modality").title);
  return new Map([...files].map(([file, text]) => [file, rowsOf(text)]));
}

function rowsOf(text: string): Record<string, string>[] {
  const [header, ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  for (const row of rows) expect(row.length).toBe(header!.length);
  return rows.map((row) => Object.fromEntries(header!.map((column, i) => [column, row[i]!])));
}

const perception = items.find((item) => item.task === "perception") as PerceptionItem;
const withOptions = (...options: string[]): PerceptionItem => ({ ...perception, options, answer: 0 });

describe("VLMEvalKit's tables", () => {
  it("hold every item once, with its own words, answer and strata", async () => {
    const rows = [...(await tablesOf(items)).values()].flat();
    expect(rows.length).toBe(items.length);
    const byKey = new Map(rows.map((row) => [row.key!, row]));
    for (const item of items) {
      const row = byKey.get(item.key)!;
      const { template, severity, split, question } = item;
      expect(row).toMatchObject({ template, severity, split, question, origin: "phantom", group: `group-${imagesOf(item)[0]!.group}` });
      if (item.task === "perception") {
        expect(["A", "B", "C", "D"].map((letter) => row[letter]).filter((text) => text !== "")).toEqual(item.options);
        expect(row[row.answer!]).toBe(item.options[item.answer]);
        expect([row.question_type, row.scope]).toEqual([item.type, item.scope]);
      } else expect(row.description).toBe(item.reference);
    }
  });

  it("hold each image's bytes once a file, whatever the order of the rows, under its content's name", async () => {
    for (const order of [items, [...items].reverse()]) {
      const byKey = new Map(items.map((item) => [item.key, item]));
      for (const [file, rows] of await tablesOf(order)) {
        if (file.includes("paired")) continue;
        expect(rows.map(({ index }) => index)).toEqual(rows.map((_, index) => String(index)));
        const whole = rows.filter(({ image }) => image!.length > 64);
        expect(new Set(whole.map(({ image }) => image)).size).toBe(whole.length);
        for (const row of rows) {
          const [image] = imagesOf(byKey.get(row.key!)!);
          expect(row.image!.length > 64 ? row.image : rows[Number(row.image)]!.image).toBe(pngOf(image!.key));
          expect(row.image_path).toBe(`${image!.content.slice(0, 32)}.png`);
        }
      }
    }
  });

  it("spell a pair as two lists that Python reads, with no image_a and image_b", async () => {
    const tables = await tablesOf(items);
    for (const item of items.filter(({ task }) => task === "comparison")) {
      const row = tables.get(`medqbench_paired_description_${item.split}.tsv`)!.find(({ key }) => key === item.key)!;
      const [first, second] = imagesOf(item);
      expect(row.image).toBe(`['${pngOf(first!.key)}', '${pngOf(second!.key)}']`);
      expect(row.image_path).toBe(`['${first!.content.slice(0, 32)}.png', '${second!.content.slice(0, 32)}.png']`);
      expect(Object.keys(row).slice(0, 5)).toEqual(["index", "image", "image_path", "question", "description"]);
    }
  });

  it("keep each text in one cell: tabs, line ends, control characters and quotes", async () => {
    const item = { ...withOptions('Ring, "bright"', "Two\twords", "Line\r\nend\u2028and\u0000more"), question: 'Is "it"\n there?' };
    const [row] = (await tablesOf([item])).get(`medqbench_QA_${item.split}.tsv`)!;
    expect(row).toMatchObject({ question: "Is 'it' there?", A: "Ring, 'bright'", B: "Two words", C: "Line end and more", D: "" });
  });

  it.each(["None", " n/a\n", "4", "True", "A ring", "\t"])("refuse the option %j, naming template and column", async (word) => {
    const asked = tablesOf([withOptions("Ring", word)]);
    await expect(asked).rejects.toMatchObject({
      code: "E_SCHEMA",
      problem: expect.stringContaining("column B"),
      where: expect.stringContaining(perception.template),
    });
  });
});
