/** Folders of small pictures with a dataset and a recipe, and the builds of it, in this process. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { build } from "../../pipeline/build.ts";
import { openContext } from "../../pipeline/context.ts";
import { encodePng } from "../../pipeline/png.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

export async function fresh(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "medq-tiny-"));
  folders.push(folder);
  return folder;
}

/** A grey picture of 40 x 40, another one for every number. */
export const picture = (number: number): Uint8Array =>
  encodePng(
    Uint8Array.from({ length: 3 * 40 * 40 }, (_, i) => 40 + ((i * (number + 3)) % 160)),
    40,
    40,
    3,
  );

/** Writes files by their paths; what is no text and no bytes becomes JSON, which is YAML. */
export async function place(root: string, files: Readonly<Record<string, Uint8Array | string | object>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content));
  }
}

const licence = { spdx: "CC0-1.0", evidence: "a test", redistribute: true };

export const dataset = (more: object = {}): object => ({
  title: "tiny",
  description: "tiny",
  licence,
  access: { rule: "direct", from: "a test" },
  citation: "tiny",
  modality: "histopathology",
  quality: "good",
  location: { folder: "files" },
  files: { endings: [] },
  ...more,
});

export const sidecar = (images: readonly object[], more: object = {}): object => ({
  title: "drawn",
  folder: "files",
  licence,
  citation: "drawn",
  defaults: { model: "M", version: "1", modality: "histopathology" },
  images,
  ...more,
});

export const recipe = (clean: readonly object[], more: object = {}): object => ({
  name: "tiny",
  version: "0.1.0",
  title: "Tiny",
  description: "Tiny",
  licence: "CC0-1.0",
  creator: "a test",
  date: "2026-11-23",
  seed: "tiny",
  clean,
  degrade: [{ severities: ["severe"], degradations: ["display/jpeg-compression"] }],
  ...more,
});

const quiet = { progress() {}, note() {} };

export const open = (path: string, out: string) => openContext(path, { out, workers: 1, watcher: quiet });

/** Builds a recipe. @returns what was released, or the error, and the report */
export async function cast(path: string, out: string) {
  const context = await open(path, out);
  try {
    const released = await build(context).catch((error: unknown) => error as Error);
    return { released, report: context.report, context };
  } finally {
    await context.workers.close();
  }
}

/** Everything below a folder: the bytes, and when it was last written. */
export async function snapshot(folder: string): Promise<Map<string, { bytes: string; time: bigint }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = new Map<string, { bytes: string; time: bigint }>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const { mtimeNs } = await stat(path, { bigint: true });
    all.set(path.slice(folder.length + 1), { bytes: entry.isFile() ? (await readFile(path)).toString("latin1") : "", time: mtimeNs });
  }
  return all;
}
