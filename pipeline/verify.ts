/**
 * Verify: rebuilds a release from its recipe as resolved, and names every difference.
 *
 * Whole: a fresh build in a folder of its own, compared file by file. With a sample: only so many images, chosen by their keys, compared by content.
 * A release whose pixels another engine than the reference made states its tolerance: its images are compared one by one within it, with the
 * reference or whichever engine is asked for.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { contentHash } from "../generators/degrade.ts";
import type { Tolerance } from "../generators/signal/engine.ts";
import { sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import { readRegular } from "../manifests/file.ts";
import { check } from "../manifests/read.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import { recipe as recipeSchema } from "../manifests/schema/recipe.ts";
import { build, degradedImages } from "./build.ts";
import { type Context, contextOf, projectFolder, type RunOptions } from "./context.ts";
import { decodePng } from "./png.ts";
import { readManifest } from "./records.ts";
import { imageFile } from "./release/files.ts";
import type { ResolvedRecipe } from "./release/resolved-recipe.ts";
import { beyondTolerance } from "./tolerance.ts";
import { checkFiles, readChecksums } from "./verify/files.ts";
import { findSources } from "./verify/sources.ts";

export interface Verified {
  readonly checked: number;
  /** One line for each difference: what, where, expected and got. */
  readonly differences: readonly string[];
}

/**
 * @param folder of a release, published (text only) or with its pixels
 * @param base where the YAML files that the recipe names are: the folder itself or any below; left out: manifests/recipes
 */
export async function verify(folder: string, options: RunOptions & { sample?: number; base?: string }): Promise<Verified> {
  const resolved = await readRecipe(join(folder, "recipe.json"));
  const tolerance = resolved.profile?.tolerance;
  const base = options.base ?? resolve(projectFolder, "manifests/recipes");
  const recipe = await findSources(resolved, base);
  const out = await mkdtemp(join(tmpdir(), "medq-verify-"));
  const context = await contextOf(recipe, base, { ...options, out });
  try {
    const onDisk = await checkDisk(folder);
    if (options.sample !== undefined || tolerance !== undefined) {
      const sampled = await sampleImages(folder, options.sample ?? Number.POSITIVE_INFINITY);
      const rebuilt = degradedImages({ ...context, only: withParents(sampled) });
      const differences = await compareImages(sampled, rebuilt, (was, image) => compareContent(folder, context, was, image, tolerance));
      return { checked: onDisk.checked + sampled.size, differences: [...onDisk.differences, ...differences] };
    }
    const released = await build(context);
    const rebuilt = await compareChecksums(folder, released.folder);
    return { checked: onDisk.checked + rebuilt.checked, differences: [...onDisk.differences, ...rebuilt.differences] };
  } finally {
    await context.workers.close();
    await rm(out, { recursive: true, force: true });
  }
}

async function readRecipe(path: string): Promise<ResolvedRecipe> {
  let resolved: Partial<ResolvedRecipe>;
  try {
    resolved = JSON.parse(Buffer.from(await readRegular(path)).toString("utf8"));
  } catch (error) {
    throw new MedqError(
      "E_CORRUPT",
      "Expected recipe.json of a release, got none that can be read",
      path,
      "Rebuild the release from its recipe.",
      error,
    );
  }
  return { datasets: {}, sidecars: {}, versions: {}, ...resolved, recipe: check(resolved.recipe, recipeSchema, path) };
}

/** What lies in the release's folder, against its checksums and records. */
async function checkDisk(folder: string): Promise<Verified> {
  const { published, checked, differences } = await checkFiles(folder);
  return { checked, differences: published ? differences : [...differences, ...(await checkPixels(folder))] };
}

/** Decodes every image and compares its pixels with its record. */
async function checkPixels(folder: string): Promise<string[]> {
  const differences: string[] = [];
  for await (const record of readManifest(folder)) {
    if (record.kind !== "image" || !record.source.licence.redistribute) continue;
    try {
      const { pixels, rows, columns, channels } = decodePng(await readRegular(join(folder, imageFile(record))));
      const content = contentHash(pixels, rows, columns, channels);
      if (content !== record.content) differences.push(`${nameOf(record)}: expected pixels ${record.content}, got ${content}`);
    } catch (error) {
      differences.push(`${nameOf(record)}: expected a PNG, got ${(error as Error).message}`);
    }
  }
  return differences;
}

const nameOf = (record: ImageRecord): string => {
  const chain = record.chain.map((link) => `${link.degradation} ${link.severity}`).join(" + ") || "clean";
  return `image ${record.key.slice(0, 12)} (${record.modality}, ${chain})`;
};

async function compareChecksums(folder: string, rebuilt: string): Promise<Verified> {
  const before = await readChecksums(folder);
  const after = await readChecksums(rebuilt);
  const differences: string[] = [];
  for (const [file, checksum] of before) {
    const now = after.get(file);
    if (now === undefined) differences.push(`${file}: expected in the rebuild, got nothing`);
    else if (now !== checksum) differences.push(`${file}: expected SHA-256 ${checksum}, the rebuild gave ${now}`);
  }
  for (const file of after.keys()) if (!before.has(file)) differences.push(`${file}: expected no such file, the rebuild made it`);
  if (differences.length > 0) differences.push(...(await compareRecords(folder, rebuilt)));
  return { checked: before.size, differences };
}

async function compareRecords(folder: string, rebuilt: string): Promise<string[]> {
  const before = new Map<string, string>();
  for await (const record of readManifest(folder)) before.set(record.key, JSON.stringify(record));
  const differences: string[] = [];
  for await (const record of readManifest(rebuilt)) {
    const was = before.get(record.key);
    before.delete(record.key);
    const name = record.kind === "image" ? nameOf(record) : `item ${record.key.slice(0, 12)}`;
    if (was === undefined) differences.push(`${name}: expected no such record, the rebuild made it`);
    else if (was !== JSON.stringify(record)) differences.push(`${name}: its record differs in the rebuild`);
  }
  for (const key of before.keys()) differences.push(`record ${key.slice(0, 12)}: expected in the rebuild, got nothing`);
  return differences;
}

/** The images whose keys come first when hashed: the same sample for the same release. */
async function sampleImages(folder: string, count: number): Promise<Map<string, ImageRecord>> {
  const images: ImageRecord[] = [];
  for await (const record of readManifest(folder)) if (record.kind === "image") images.push(record);
  const rank = new Map(images.map((image) => [image.key, sha256(`sample ${image.key}`)]));
  images.sort((a, b) => (rank.get(a.key)! < rank.get(b.key)! ? -1 : 1));
  return new Map(images.slice(0, count).map((image) => [image.key, image]));
}

const withParents = (images: ReadonlyMap<string, ImageRecord>): ReadonlySet<string> =>
  new Set([...images].flatMap(([key, image]) => [key, ...image.parents]));

async function compareImages(
  expected: ReadonlyMap<string, ImageRecord>,
  rebuilt: AsyncIterable<ImageRecord>,
  compare: (was: ImageRecord, image: ImageRecord) => Promise<string | undefined>,
): Promise<string[]> {
  const missing = new Map(expected);
  const differences: string[] = [];
  for await (const image of rebuilt) {
    const was = missing.get(image.key);
    if (was === undefined) continue;
    missing.delete(image.key);
    const difference = await compare(was, image);
    if (difference !== undefined) differences.push(`${nameOf(was)}: ${difference}`);
  }
  for (const image of missing.values()) differences.push(`${nameOf(image)}: expected in the rebuild, got nothing`);
  return differences;
}

/** Pixels that a licence withholds cannot be measured: they pass where a tolerance allows other hashes. */
async function compareContent(
  folder: string,
  { store, storedAs }: Context,
  was: ImageRecord,
  image: ImageRecord,
  tolerance: Tolerance | undefined,
): Promise<string | undefined> {
  if (was.content === image.content) return undefined;
  const hashes = `expected pixels ${was.content}, the rebuild gave ${image.content}`;
  if (tolerance === undefined) return hashes;
  if (!was.source.licence.redistribute) return undefined;
  const released = await readRegular(join(folder, imageFile(was))).catch(() => undefined);
  if (released === undefined) return `${hashes}, and the release's own are not here to measure how far they are apart`;
  const rebuilt = await store.read(storedAs.get(image.key) ?? image.key, "image.png");
  return beyondTolerance(decodePng(released).pixels, decodePng(rebuilt).pixels, tolerance);
}
