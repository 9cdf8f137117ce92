/**
 * Published releases: a release's text under manifests/releases/<name>/<version>/, its pixels rebuilt from that anywhere.
 * A published version never changes; what another build makes of it is a new version with a computed change list.
 */
import { cp, readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MedqError } from "../manifests/error.ts";
import { projectFolder } from "./context.ts";
import { countChanges, describeChanges } from "./diff.ts";
import { makeFolder, writeSynced } from "./disk.ts";

const publishedRoot = resolve(projectFolder, "manifests/releases");

/** The text of a release: all of it that git should keep. */
export const TEXT = ["manifest.jsonl", "recipe.json", "datasheet.md", "checksums.sha256"];
/** Beside it, where it is published: what changed since the version before. */
export const CHANGES = "changes.md";

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );

/**
 * @param reference a folder, or <name>/<version>, or <name> for its latest version; looked for in out/releases, then among the published
 * @throws MedqError E_NOT_FOUND
 */
export async function findRelease(reference: string, out: string): Promise<string> {
  const candidates = [resolve(reference), join(out, "releases", reference), join(publishedRoot, reference)];
  for (const candidate of candidates) {
    if (!(await isFolder(candidate))) continue;
    if (await stat(join(candidate, "manifest.jsonl")).catch(() => undefined)) return candidate;
    const latest = (await versionsIn(candidate)).at(-1);
    if (latest !== undefined) return join(candidate, latest);
  }
  throw new MedqError(
    "E_NOT_FOUND",
    "Expected a release, got nothing of that name",
    reference,
    "Name a folder, <name>/<version> or <name>; `medq build` casts one.",
  );
}

/** @returns versions in rising order */
async function versionsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
  const parts = (version: string) => version.split(".").map(Number);
  return names.sort((a, b) => parts(a).reduce((order, part, i) => order || part - parts(b)[i]!, 0));
}

export type PublishedState = "unpublished" | "equal" | "different";

/** Whether a release equals its published text. */
export async function comparePublished(folder: string, name: string, version: string): Promise<PublishedState> {
  const read = (path: string) => readFile(join(path, "checksums.sha256"), "utf8").catch(() => undefined);
  const published = await read(join(publishedRoot, name, version));
  if (published === undefined) return "unpublished";
  return published === (await read(folder)) ? "equal" : "different";
}

/** Copies a release's text among the published, with what changed since the version before. @throws MedqError E_DIFFERENT */
export async function publish(folder: string, name: string, version: string): Promise<string> {
  const target = join(publishedRoot, name, version);
  if ((await comparePublished(folder, name, version)) === "different") {
    throw new MedqError(
      "E_DIFFERENT",
      `Expected the bytes published as ${name} ${version}, got others`,
      folder,
      "A published version never changes: raise `version` in the recipe.",
    );
  }
  const before = (await versionsIn(join(publishedRoot, name))).filter((each) => each !== version).at(-1);
  await makeFolder(target);
  for (const file of TEXT) await cp(join(folder, file), join(target, file));
  const changes =
    before === undefined
      ? "The first version.\n"
      : describeChanges(before, version, await countChanges(join(publishedRoot, name, before), folder));
  await writeSynced(join(target, CHANGES), `# Changes in ${name} ${version}\n\n${changes}`);
  return target;
}
