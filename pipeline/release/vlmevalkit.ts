/**
 * The three files that VLMEvalKit's MedQ-Bench loaders read, for each split: the loader's own columns, then those for scoring by stratum.
 *
 *   medqbench_QA_<split>.tsv                  index image image_path modality question A B C D answer question_type | scope ...
 *   medqbench_description_<split>.tsv         index image image_path modality question description | verdict ...
 *   medqbench_paired_description_<split>.tsv  index image image_path question description | modality grain better ...
 *
 * and at the end of each: key template severity split origin group.
 *
 * An image is a PNG in base64 and stands once a file: a later cell holds the index of the row that has it, which is how the loader reads a cell of
 * at most 64 characters. The loader caches pictures under their image_path and never writes one again, so that path is the content's hash.
 * A pair is a list in Python's spelling, with both pictures: the loader knows no reference inside a list.
 */
import { cellProblem, optionProblem } from "../../manifests/cell.ts";
import { MedqError } from "../../manifests/error.ts";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item } from "../../manifests/schema/item.ts";
import { pictureName } from "./files.ts";

const STRATA = ["key", "template", "severity", "split", "origin", "group"];
const LETTERS = ["A", "B", "C", "D"];
const COLUMNS = {
  QA: ["index", "image", "image_path", "modality", "question", ...LETTERS, "answer", "question_type", "scope", ...STRATA],
  description: ["index", "image", "image_path", "modality", "question", "description", "verdict", ...STRATA],
  paired_description: ["index", "image", "image_path", "question", "description", "modality", "grain", "better", ...STRATA],
} as const;
type Table = keyof typeof COLUMNS;
const TABLES: Readonly<Record<Item["task"], Table>> = { perception: "QA", description: "description", comparison: "paired_description" };

export type Append = (file: string, text: string) => Promise<void>;

/** @returns the file names with their header lines, which stand even where no row follows */
export function emptyTables(): [string, string][] {
  return (["dev", "test"] as const).flatMap((split) =>
    (Object.keys(COLUMNS) as Table[]).map((table): [string, string] => [fileOf(table, split), `${COLUMNS[table].join("\t")}\n`]),
  );
}

const fileOf = (table: Table, split: string): string => `medqbench_${table}_${split}.tsv`;

/** A text as a cell that any reader of tab-separated files takes for one cell, whether or not it knows quotes. */
const cellOf = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replaceAll('"', "'")
    .trim();

/** What an item is counted under: one clean ancestor stands behind all of its images. The prefix keeps a hash of digits alone from being a number. */
const strata = (item: Item, { source, group }: ImageRecord): Record<string, string> => ({
  key: item.key,
  template: item.template,
  severity: item.severity,
  split: item.split,
  origin: source.origin,
  group: `group-${group}`,
});

/** The columns of one item, less its index and pictures. */
function textsOf(item: Item, modality: string): Record<string, string> {
  const { question } = item;
  switch (item.task) {
    case "perception": {
      const options = item.options.map((text, i): [string, string] => [LETTERS[i]!, text]);
      return {
        modality,
        question,
        ...Object.fromEntries(options),
        answer: LETTERS[item.answer]!,
        question_type: item.type,
        scope: item.scope,
      };
    }
    case "description":
      return { modality, question, description: item.reference, verdict: item.verdict };
    case "comparison":
      return { modality, question, description: item.reference, grain: item.grain, better: item.better };
  }
}

/** @throws MedqError E_SCHEMA for a text that would not be read as it is written */
function checked(column: string, text: string, item: Item): string {
  const cell = cellOf(text);
  const problem = (LETTERS.includes(column) ? optionProblem : cellProblem)(cell);
  if (problem === undefined) return cell;
  throw new MedqError(
    "E_SCHEMA",
    `Expected a text that tables can carry in column ${column}, got ${problem}`,
    `${item.template}, item ${item.key.slice(0, 12)}`,
    "Choose another word in the template, or in the degradation's words that fill it.",
  );
}

/** Writes items as rows, in their order. */
export class TableWriter {
  readonly #append: Append;
  readonly #png: (key: string) => Promise<string>;
  readonly #next = new Map<string, number>();
  /** By file and content: the row that holds a picture. */
  readonly #holders = new Map<string, number>();

  /** @param png gives an image's PNG in base64 */
  constructor(append: Append, png: (key: string) => Promise<string>) {
    this.#append = append;
    this.#png = png;
  }

  /**
   * @param images the item's, in its order
   * @param modality as the release prints it: "MRI"
   * @throws MedqError E_SCHEMA
   */
  async write(item: Item, images: readonly ImageRecord[], modality: string): Promise<void> {
    const table = TABLES[item.task];
    const file = fileOf(table, item.split);
    const index = this.#next.get(file) ?? 0;
    this.#next.set(file, index + 1);
    const texts = { ...textsOf(item, modality), ...strata(item, images[0]!) };
    const cells: Readonly<Record<string, string>> = {
      ...Object.fromEntries(Object.entries(texts).map(([column, text]) => [column, checked(column, text, item)])),
      index: String(index),
      ...(images.length === 1 ? await this.#picture(images[0]!, file, index) : await this.#pictures(images)),
    };
    await this.#append(file, `${COLUMNS[table].map((column) => cells[column] ?? "").join("\t")}\n`);
  }

  async #picture(image: ImageRecord, file: string, index: number): Promise<{ image: string; image_path: string }> {
    const name = `${file} ${image.content}`;
    const holder = this.#holders.get(name);
    if (holder === undefined) this.#holders.set(name, index);
    return { image: holder === undefined ? await this.#png(image.key) : String(holder), image_path: pictureName(image) };
  }

  async #pictures(images: readonly ImageRecord[]): Promise<{ image: string; image_path: string }> {
    const pictures = await Promise.all(images.map(({ key }) => this.#png(key)));
    return { image: pythonList(pictures), image_path: pythonList(images.map(pictureName)) };
  }
}

/** Base64 and file names hold no quote. */
const pythonList = (texts: readonly string[]): string => `[${texts.map((text) => `'${text}'`).join(", ")}]`;
