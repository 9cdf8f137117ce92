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
 * It is written into a temporary folder beside and renamed when whole. Where a release of that version stands, it is first compared with
 * what would be written, and nothing is touched where they are the same.
 */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { find } from "../generators/catalogue.ts";
import { canonicalJson, sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Item } from "../manifests/schema/item.ts";
import type { Context } from "./context.ts";
import { makeFolder, temporaryName, writeSynced } from "./disk.ts";
import { droppedFile } from "./dropped.ts";
import { Counts } from "./release/counts.ts";
import { datasheet } from "./release/datasheet.ts";
import { imageFile, maskFile } from "./release/files.ts";
import { Gallery } from "./release/gallery.ts";
import { isWhole, putInPlace, readSums, sweep } from "./release/place.ts";
import { resolveRecipe } from "./release/resolved-recipe.ts";
import { emptyTables, TableWriter } from "./release/vlmevalkit.ts";

export interface Released {
  readonly folder: string;
  readonly gallery: string;
  readonly counts: Counts;
  /** False where the same release stood there already. */
  readonly changed: boolean;
}

const releaseFolder = (context: Context): string => join(context.out, "releases", context.recipe.name, context.recipe.version);

type Images = AsyncIterable<ImageRecord>;

/**
 * @param images begins anew with families: each clean image followed by those degraded from it
 * @param ask turns images into items
 */
export async function release(context: Context, images: () => Images, ask: (images: Images) => AsyncIterable<Item>): Promise<Released> {
  const folder = releaseFolder(context);
  await sweep(dirname(folder));
  const released = { folder, gallery: join(folder, "gallery.html") };
  const standing = await readSums(folder);
  if (standing !== undefined && (await isWhole(folder, standing))) {
    const counts = await write(new ReleaseWriter(context, { standing }), context, images(), ask).catch((error) => {
      if (!(error instanceof Differs)) throw error;
    });
    if (counts !== undefined) return { ...released, counts, changed: false };
    context.report.restart();
  }
  const temporary = `${folder}${temporaryName("tmp")}`;
  await makeFolder(temporary);
  try {
    const counts = await write(new ReleaseWriter(context, { folder: temporary }), context, images(), ask);
    return { ...released, counts, changed: await putInPlace(temporary, folder) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** @throws MedqError E_QUOTA, Differs */
async function write(
  writer: ReleaseWriter,
  context: Context,
  images: Images,
  ask: (images: Images) => AsyncIterable<Item>,
): Promise<Counts> {
  await writer.begin();
  for await (const item of ask(writer.takeImages(images))) await writer.addItem(item);
  const counts = await writer.end();
  if (counts.images > 0) return counts;
  const dropped = context.report.refusals.size > 0 ? ` ${droppedFile(context)} names what was refused, and why;` : "";
  throw new MedqError(
    "E_QUOTA",
    "Expected images for the release, got none",
    context.recipe.name,
    `Mend the sources:${dropped} what stood there before is untouched.`,
  );
}

/** What is compared with a standing release is another one: no fault, the new one is to be written. */
class Differs extends Error {}

/** Where a release is written to, or the checksums of the one that stands there, with which it is only compared. */
type Target = { readonly folder: string } | { readonly standing: string };

class ReleaseWriter {
  readonly #context: Context;
  readonly #target: Target;
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

  constructor(context: Context, target: Target) {
    this.#context = context;
    this.#target = target;
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

  /** @throws Differs */
  async end(): Promise<Counts> {
    await this.#write("recipe.json", `${JSON.stringify(await resolveRecipe(this.#context, this.#versions), undefined, 2)}\n`);
    await this.#write("gallery.html", await this.#gallery.html());
    for (const file of this.#open.keys()) await this.#flush(file);
    const { recipe, catalogue, report, profile } = this.#context;
    const files = this.#checksums.size + this.#hashes.size;
    const sheet = { recipe, catalogue, counts: this.#counts, drops: report.dropCounts(), profile, files, bytes: this.#bytes };
    await this.#write("datasheet.md", datasheet(sheet));
    for (const [file, hash] of this.#hashes) this.#checksums.set(file, hash.digest("hex"));
    const lines = [...this.#checksums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, checksum]) => `${checksum}  ${file}\n`);
    if ("folder" in this.#target) await writeSynced(join(this.#target.folder, "checksums.sha256"), lines.join(""));
    else if (this.#target.standing !== lines.join("")) throw new Differs();
    return this.#counts;
  }

  async #write(file: string, content: string | Uint8Array): Promise<void> {
    const checksum = sha256(content);
    this.#checksums.set(file, checksum);
    this.#bytes += Buffer.byteLength(content);
    if ("folder" in this.#target) {
      const path = join(this.#target.folder, file);
      await makeFolder(dirname(path));
      await writeSynced(path, content);
    } else if (!this.#target.standing.includes(`${checksum}  ${file}\n`)) throw new Differs();
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
    if ("folder" in this.#target) await writeSynced(join(this.#target.folder, file), text, "a");
  }
}
