/**
 * Draws docs/degradations/: a contact sheet for every degradation and a page for every modality. `npm run sheets`; `npm run sheets -- ct
 * mri/spike-noise` draws those alone; `npm run sheets -- --pages` writes the pages alone.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Catalogue, catalogue } from "../../generators/catalogue.ts";
import { MedqError } from "../../manifests/error.ts";
import { entryOf, pathOf, picturePath, select } from "./catalogue-files.ts";
import { pages } from "./guide.ts";
import { drawSheet } from "./layout.ts";
import { type Shown, sheetOf } from "./sheet.ts";
import { observeSubject, type Subject, subjectsOf } from "./subjects.ts";

const PAGES_ONLY = "--pages";
/** A part of the pictures, in a process of its own. */
const PART = "--part";

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(pathOf(path)), { recursive: true });
  await writeFile(pathOf(path), content);
}

/** Draws one sheet after the other. One that fails is told of and costs its own picture only. */
async function draw(entries: Catalogue, ids: readonly string[]): Promise<void> {
  const observed = new Map<string, Promise<Shown>>();
  const observeOnce = (subject: Subject): Promise<Shown> => {
    const known = observed.get(subject.input) ?? observeSubject(entries, subject).then((clean) => ({ subject, clean }));
    observed.set(subject.input, known);
    return known;
  };
  for (const id of ids) {
    const begin = performance.now();
    try {
      const shown = await Promise.all((await subjectsOf(entries, id)).map(observeOnce));
      const file = await drawSheet(await sheetOf(entries, entryOf(entries, id), shown));
      await write(picturePath(id), file);
      const seconds = (performance.now() - begin) / 1000;
      process.stdout.write(`${picturePath(id)}  ${Math.round(file.length / 1000)} kB  ${seconds.toFixed(1)} s\n`);
    } catch (error) {
      process.stderr.write(`${id}: ${error instanceof MedqError ? error.message : ((error as Error).stack ?? error)}\n`);
      process.exitCode = 1;
    }
  }
}

/** Every process takes each n-th sheet. */
async function drawInParallel(ids: readonly string[]): Promise<void> {
  const count = Math.min(availableParallelism(), ids.length);
  const parts = Array.from({ length: count }, (_, part) => ids.filter((_id, index) => index % count === part));
  const codes = await Promise.all(
    parts.map(async (part) => (await once(fork(fileURLToPath(import.meta.url), [PART, ...part]), "exit"))[0]),
  );
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}

try {
  const entries = await catalogue();
  const words = process.argv.slice(2);
  if (words[0] === PART) {
    await draw(entries, words.slice(1));
  } else {
    const ids = select(
      entries,
      words.filter((word) => word !== PAGES_ONLY),
    );
    if (!words.includes(PAGES_ONLY)) await drawInParallel(ids);
    for (const [path, text] of await pages(entries)) await write(path, text);
  }
} catch (error) {
  if (!(error instanceof MedqError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
