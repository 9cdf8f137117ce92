/**
 * The gallery: one static HTML page, no server and no external request. It shows every image of a release beside its clean parent,
 * with parameters, measured effect, questions and answers. Its parts (page, style, script) lie in gallery/.
 */
import { readFile } from "node:fs/promises";
import type { AnyDegradation, Catalogue } from "../../generators/catalogue.ts";
import { find } from "../../generators/catalogue.ts";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item } from "../../manifests/schema/item.ts";
import type { Recipe } from "../../manifests/schema/recipe.ts";
import { imageFile, maskFile } from "./files.ts";

const part = (name: string): Promise<string> => readFile(new URL(`./gallery/${name}`, import.meta.url), "utf8");

/** What the page knows of one image. */
interface Shown {
  readonly key: string;
  readonly file: string | null;
  readonly mask: string | null;
  readonly parent: string | null;
  readonly modality: string;
  readonly origin: string;
  readonly sourceOrigin: string;
  readonly source: string;
  readonly licence: string;
  readonly anatomy: string;
  readonly size: string;
  readonly verdict: string | null;
  readonly effect: ImageRecord["effect"] | null;
  readonly chain: readonly { id: string; title: string; level: string; severity: number; parameters: Cell[]; effective: Cell[] }[];
}
/** Name, value with unit, meaning. */
type Cell = readonly [string, string, string];

export class Gallery {
  readonly #recipe: Recipe;
  readonly #catalogue: Catalogue;
  readonly #images: Shown[] = [];
  readonly #items: unknown[] = [];

  constructor(recipe: Recipe, catalogue: Catalogue) {
    this.#recipe = recipe;
    this.#catalogue = catalogue;
  }

  addImage(image: ImageRecord): void {
    const { redistribute, spdx } = image.source.licence;
    const modality = find(this.#catalogue.modalities, image.modality, "modality");
    this.#images.push({
      key: image.key,
      file: redistribute ? imageFile(image) : null,
      mask: redistribute && image.place !== undefined ? maskFile(image.place.mask) : null,
      parent: image.parents[0] ?? null,
      modality: modality.title,
      origin: image.origin,
      sourceOrigin: image.source.origin,
      source: image.source.name,
      licence: spdx,
      anatomy: modality.anatomies[image.anatomy]?.title ?? image.anatomy,
      size: `${image.columns} x ${image.rows}`,
      verdict: image.verdict ?? null,
      effect: image.effect ?? null,
      chain: image.chain.map((link) => {
        const model = find(this.#catalogue.degradations, link.degradation, "degradation");
        return {
          id: link.degradation,
          title: model.title,
          level: link.level,
          severity: link.severity,
          parameters: cells(link.parameters, model.parameters),
          effective: cells(link.effective, model.effective),
        };
      }),
    });
  }

  addItem(item: Item): void {
    const { kind, key, template, ...shown } = item;
    this.#items.push(shown);
  }

  async html(): Promise<string> {
    const [page, style, script] = await Promise.all([part("page.html"), part("style.css"), part("script.js")]);
    const { name, version, title, description, date } = this.#recipe;
    const data = JSON.stringify({ name, version, title, description, date, images: this.#images, items: this.#items });
    // "<" must not end the script element that holds the data.
    const parts: Readonly<Record<string, string>> = {
      style: `<style>\n${style}</style>`,
      data: `<script type="application/json" id="data">${data.replaceAll("<", "\\u003c")}</script>`,
      script: `<script>\n${script}</script>`,
    };
    return page.replace(/<!--(\w+)-->/g, (_, slot: string) => parts[slot] ?? "");
  }
}

function cells(values: Readonly<Record<string, number | null>>, declared: AnyDegradation["effective"]): Cell[] {
  return Object.entries(values).map(([name, value]) => {
    const { unit, means } = declared[name] ?? { unit: "1", means: "" };
    const number = value === null || !Number.isFinite(value) ? "\u221e" : readable(value);
    return [words(name), unit === "1" ? number : `${number} ${unit}`, means];
  });
}

/** Four significant digits, no exponent for ordinary sizes. */
const readable = (value: number): string => String(Number(value.toPrecision(4)));

/** doseFraction -> dose fraction; the field's abbreviations stay capitals */
const words = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\b(acs|snr)\b/g, (short) => short.toUpperCase());
