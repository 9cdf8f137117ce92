/**
 * The three files that VLMEvalKit's MedQ-Bench loaders read, for each split, with exactly their columns:
 *
 *   medqbench_QA_<split>.tsv                  index image modality question A B C D answer question_type
 *   medqbench_description_<split>.tsv         index image modality description
 *   medqbench_paired_description_<split>.tsv  index image_a image_b description
 *
 * Images are base64 PNG. An image cell of at most 64 characters is read by the loader as the index of the row that holds the image:
 * the later questions on one image refer to the first.
 */
import type { Item } from "../../manifests/schema/item.ts";

const HEADERS = {
  QA: ["index", "image", "modality", "question", "A", "B", "C", "D", "answer", "question_type"],
  description: ["index", "image", "modality", "description"],
  paired_description: ["index", "image_a", "image_b", "description"],
} as const;
type Table = keyof typeof HEADERS;
const TABLES: Readonly<Record<Item["task"], Table>> = { perception: "QA", description: "description", comparison: "paired_description" };

export type Append = (file: string, text: string) => Promise<void>;

/** @returns the file names with their header lines, which stand even where no row follows */
export function emptyTables(): [string, string][] {
  return (["dev", "test"] as const).flatMap((split) =>
    (Object.keys(HEADERS) as Table[]).map((table): [string, string] => [fileOf(table, split), `${HEADERS[table].join("\t")}\n`]),
  );
}

const fileOf = (table: Table, split: string): string => `medqbench_${table}_${split}.tsv`;

/** A cell must survive a tab-separated reader that knows quotes. */
const cell = (text: string): string => text.replace(/[\t\r\n]+/g, " ").replaceAll('"', "'");

/** Writes items as rows, in their order. */
export class TableWriter {
  readonly #append: Append;
  readonly #image: (key: string) => Promise<string>;
  readonly #next = new Map<string, number>();
  readonly #holders = new Map<string, number>();

  /** @param image gives an image's PNG in base64 */
  constructor(append: Append, image: (key: string) => Promise<string>) {
    this.#append = append;
    this.#image = image;
  }

  /** @param modality as the release prints it: "MRI" */
  async write(item: Item, modality: string): Promise<void> {
    const file = fileOf(TABLES[item.task], item.split);
    const index = this.#next.get(file) ?? 0;
    this.#next.set(file, index + 1);
    const cells = [String(index), ...(await this.#cells(item, modality, file, index))];
    await this.#append(file, `${cells.join("\t")}\n`);
  }

  async #cells(item: Item, modality: string, file: string, index: number): Promise<string[]> {
    if (item.task === "comparison") {
      return [await this.#image(item.images[0]), await this.#image(item.images[1]), cell(item.reference)];
    }
    const image = await this.#imageOrHolder(item.images[0], file, index);
    if (item.task === "description") return [image, modality, cell(item.reference)];
    const options = [0, 1, 2, 3].map((i) => cell(item.options[i] ?? ""));
    return [image, modality, cell(item.question), ...options, "ABCD"[item.answer]!, item.type];
  }

  async #imageOrHolder(key: string, file: string, index: number): Promise<string> {
    const holder = this.#holders.get(`${file} ${key}`);
    if (holder !== undefined) return String(holder);
    this.#holders.set(`${file} ${key}`, index);
    return this.#image(key);
  }
}
