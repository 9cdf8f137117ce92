/**
 * Release: casts records into an immutable version, out/releases/<name>/<version>/.
 *
 *   manifest.jsonl     one record a line: images, each family together, then items in the order of their keys
 *   recipe.json        the recipe as resolved: sources with their checksums, versions of everything that makes pixels
 *   images/            PNG, named by content hash; masks/ where the local defects are
 *   medqbench_*.tsv    the files that VLMEvalKit reads
 *   datasheet.md       what it is made of, counted
 *   gallery.html       to look at
 *   checksums.sha256   of every other file
 *
 * It is written into a temporary folder beside and renamed when whole. Where the same release stands already, nothing is touched.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { find } from "../generators/catalogue.ts";
import { canonicalJson, sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Item } from "../manifests/schema/item.ts";
import type { Context } from "./context.ts";
import { Counts } from "./release/counts.ts";
import { datasheet } from "./release/datasheet.ts";
import { imageFile, maskFile } from "./release/files.ts";
import { Gallery } from "./release/gallery.ts";
import { resolveRecipe } from "./release/resolved-recipe.ts";
import { emptyTables, TableWriter } from "./release/vlmevalkit.ts";
import { writeSynced } from "./store.ts";

export interface Released {
  readonly folder: string;
  readonly gallery: string;
  readonly counts: Counts;
  /** False where the same release stood there already. */
  readonly changed: boolean;
}

const releaseFolder = (context: Context): string => join(context.out, "releases", context.recipe.name, context.recipe.version);

/**
 * @param images families: each clean image followed by those degraded from it
 * @param ask turns images into items
 */
export async function release(
  context: Context,
  images: AsyncIterable<ImageRecord>,
  ask: (images: AsyncIterable<ImageRecord>) => AsyncIterable<Item>,
): Promise<Released> {
  const folder = releaseFolder(context);
  const temporary = `${folder}.tmp-${hostname()}-${process.pid}`;
  await sweep(dirname(folder));
  await mkdir(join(temporary, "images"), { recursive: true });
  try {
    const writer = new ReleaseWriter(context, temporary);
    await writer.begin();
    for await (const item of ask(writer.takeImages(images))) await writer.addItem(item);
    const { counts } = await writer.end();
    if (counts.images === 0) {
      throw new MedqError(
        "E_QUOTA",
        "Expected images for the release, got none",
        context.recipe.name,
        "See what was dropped and why; what stood there before is untouched.",
      );
    }
    const changed = await putInPlace(temporary, folder);
    return { folder, gallery: join(folder, "gallery.html"), counts, changed };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what killed builders on this host left beside the releases. */
async function sweep(parent: string): Promise<void> {
  const pattern = new RegExp(`\\.tmp-${hostname().replace(/[^A-Za-z0-9-]/g, "\\$&")}-(\\d+)$`);
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = pattern.exec(name)?.[1];
    if (owner === undefined) continue;
    try {
      process.kill(Number(owner), 0);
    } catch {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** @returns false where the folder already holds the same bytes */
async function putInPlace(temporary: string, folder: string): Promise<boolean> {
  const sums = (path: string) => readFile(join(path, "checksums.sha256"), "utf8").catch(() => undefined);
  const before = await sums(folder);
  if (before !== undefined && before === (await sums(temporary)) && (await isWhole(folder, before))) return false;
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
  return true;
}

/** Whether every file is there with the bytes that the checksums name. */
async function isWhole(folder: string, checksums: string): Promise<boolean> {
  for (const line of checksums.trimEnd().split("\n")) {
    const bytes = await readFile(join(folder, line.slice(66))).catch(() => undefined);
    if (bytes === undefined || sha256(bytes) !== line.slice(0, 64)) return false;
  }
  return true;
}

class ReleaseWriter {
  readonly #context: Context;
  readonly #folder: string;
  readonly #counts = new Counts();
  readonly #versions = new Map<string, number>();
  readonly #gallery: Gallery;
  readonly #tables: TableWriter;
  readonly #open = new Map<string, { text: string[]; size: number }>();
  readonly #checksums = new Map<string, string>();
  readonly #hashes = new Map<string, ReturnType<typeof createHash>>();
  /** By key: items follow in an order of their own. */
  readonly #images = new Map<string, ImageRecord>();
  #bytes = 0;

  constructor(context: Context, folder: string) {
    this.#context = context;
    this.#folder = folder;
    this.#gallery = new Gallery(context.recipe, context.catalogue);
    this.#tables = new TableWriter(
      (file, text) => this.#append(file, text),
      async (key) => Buffer.from(await context.store.read(context.storedAs.get(key) ?? key, "image.png")).toString("base64"),
    );
  }

  async begin(): Promise<void> {
    for (const [file, header] of emptyTables()) await this.#append(file, header);
  }

  async *takeImages(images: AsyncIterable<ImageRecord>): AsyncGenerator<ImageRecord> {
    for await (const image of images) {
      await this.#addImage(image);
      yield image;
    }
  }

  async #addImage(image: ImageRecord): Promise<void> {
    const { licence } = image.source;
    this.#images.set(image.key, image);
    this.#counts.addImage(image);
    this.#versions.set(image.making.operation, image.making.version);
    for (const link of image.chain) this.#versions.set(link.degradation, link.version);
    await this.#append("manifest.jsonl", `${canonicalJson(image)}\n`);
    if (licence.redistribute) {
      await this.#copy(image.key, "image.png", imageFile(image));
      if (image.place !== undefined) await this.#copy(image.key, "mask.png", maskFile(image.place.mask));
    }
    this.#gallery.addImage(image);
  }

  async addItem(item: Item): Promise<void> {
    const images = item.images.map((key) => this.#images.get(key)!);
    this.#counts.addItem(item, images[0]!);
    await this.#append("manifest.jsonl", `${canonicalJson(item)}\n`);
    this.#gallery.addItem(item);
    if (images.some(({ source }) => !source.licence.redistribute)) {
      this.#context.report.drop(
        "release",
        "E_LICENCE",
        `${item.key.slice(0, 12)}: its source may not be redistributed, so no export holds it`,
      );
    } else await this.#tables.write(item, images, find(this.#context.catalogue.modalities, item.modality, "modality").title);
  }

  async end(): Promise<{ counts: Counts }> {
    await this.#write("recipe.json", `${JSON.stringify(await resolveRecipe(this.#context, this.#versions), undefined, 2)}\n`);
    await this.#write("gallery.html", await this.#gallery.html());
    for (const file of this.#open.keys()) await this.#flush(file);
    const { recipe, catalogue, report, profile } = this.#context;
    const files = this.#checksums.size + this.#hashes.size;
    const sheet = { recipe, catalogue, counts: this.#counts, drops: report.dropCounts(), profile, files, bytes: this.#bytes };
    await this.#write("datasheet.md", datasheet(sheet));
    for (const [file, hash] of this.#hashes) this.#checksums.set(file, hash.digest("hex"));
    const lines = [...this.#checksums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, checksum]) => `${checksum}  ${file}\n`);
    await writeSynced(join(this.#folder, "checksums.sha256"), lines.join(""));
    return { counts: this.#counts };
  }

  async #write(file: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.#folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(path, content);
    this.#bytes += Buffer.byteLength(content);
    this.#checksums.set(file, sha256(content));
  }

  async #copy(key: string, from: string, file: string): Promise<void> {
    const { store, storedAs } = this.#context;
    if (!this.#checksums.has(file)) await this.#write(file, await store.read(storedAs.get(key) ?? key, from));
  }

  /** Appends through a buffer; the file's hash grows along. */
  async #append(file: string, text: string): Promise<void> {
    const buffer = this.#open.get(file) ?? { text: [], size: 0 };
    this.#open.set(file, buffer);
    buffer.text.push(text);
    buffer.size += text.length;
    if (buffer.size > 4 * 1024 * 1024) await this.#flush(file);
  }

  async #flush(file: string): Promise<void> {
    const buffer = this.#open.get(file)!;
    const text = buffer.text.join("");
    buffer.text = [];
    buffer.size = 0;
    this.#bytes += Buffer.byteLength(text);
    const hash = this.#hashes.get(file) ?? createHash("sha256");
    this.#hashes.set(file, hash.update(text));
    await writeSynced(join(this.#folder, file), text, "a");
  }
}
