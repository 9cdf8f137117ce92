/** Counts of a release by cell, gathered as its records pass. */
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item } from "../../manifests/schema/item.ts";

export class Counts {
  images = 0;
  items = 0;
  /** Images whose pixels a licence keeps out of the release. */
  withheld = 0;
  readonly #cells = new Map<string, Map<string, number>>();

  #add(table: string, cell: string): void {
    const cells = this.#cells.get(table) ?? new Map<string, number>();
    this.#cells.set(table, cells);
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }

  addImage(image: ImageRecord): void {
    this.images++;
    if (!image.source.licence.redistribute) this.withheld++;
    this.#add("images by modality and origin", `${image.modality} | ${image.origin}`);
    if (image.origin === "degraded")
      this.#add("degraded images by origin of their clean parent", `${image.modality} | ${image.source.origin}`);
    const levels = image.chain.map((link) => `${link.degradation} | ${image.chain.length === 1 ? link.level : "in a chain"}`);
    for (const level of levels) this.#add("degraded images by degradation and level", level);
    if (image.verdict !== undefined) this.#add("images by verdict", `${image.modality} | ${image.verdict}`);
    this.#add(
      "images by source and licence",
      `${image.source.origin === "phantom" ? "phantoms" : image.source.name} | ${image.source.licence.spdx}`,
    );
  }

  addItem(item: Item): void {
    this.items++;
    this.#add("items by modality, task and split", `${item.modality} | ${item.task} | ${item.split}`);
    if (item.task === "perception") {
      this.#add("perception questions by type, scope and severity", `${item.type} | ${item.scope} | ${item.severity}`);
      this.#add(
        "answers by type and letter",
        `${item.type} | ${item.type === "Yes-or-No" ? item.options[item.answer] : "ABCD"[item.answer]}`,
      );
    }
    if (item.task === "description") this.#add("descriptions by verdict", item.verdict);
    if (item.task === "comparison") this.#add("comparisons by grain and better image", `${item.grain} | ${item.better}`);
  }

  /** Tables in a fixed order, rows sorted. */
  tables(): [string, [string, number][]][] {
    return [...this.#cells].sort(byName).map(([table, cells]) => [table, [...cells].sort(byName)]);
  }

  count(table: string, cell: string): number {
    return this.#cells.get(table)?.get(cell) ?? 0;
  }
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
