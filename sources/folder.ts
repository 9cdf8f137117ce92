/**
 * Finds the files below a folder, and says whether what a text names lies there.
 *
 * Symbolic links are followed, to files and to folders, where what they lead to may be read: below the folder itself, below the further
 * roots that the caller names, and in the content stores in which DataLad and git-annex (.git/annex/objects), DVC (.dvc/cache) and the
 * Hugging Face cache (blobs beside snapshots) keep what their links point to. A link that leads elsewhere, or to nothing, is refused by
 * name. Each real folder is walked once, so circles end. Hidden names, which begin with a dot, are passed over, as shells do: the stores, and
 * what systems leave in folders (.keep, .DS_Store).
 */
import { type Dirent, existsSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { MedqError } from "../manifests/error.ts";

const STORES = [".git", ".dvc"];

/** @param path and root without links */
const lies = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** Whether a relative path stays below where it starts, by its letters alone. */
export function staysBelow(path: string): boolean {
  return !isAbsolute(path) && relative(".", path).split(sep)[0] !== "..";
}

/** @returns the real path, undefined for a link that leads to nothing or in a circle */
const real = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined);

/** Content stores that belong to the folder: those of the folders above it. A store that is itself a link is none. */
async function storesOf(folder: string): Promise<string[]> {
  const stores: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    stores.push(...STORES.map((name) => join(at, name)));
    if (basename(dirname(at)) === "snapshots") stores.push(join(dirname(dirname(at)), "blobs"));
    if (dirname(at) === at) break;
  }
  const there = await Promise.all(stores.map(async (store) => (await real(store)) === store));
  return stores.filter((_, index) => there[index]);
}

export interface Bounds {
  /** The folder's real path. */
  readonly folder: string;
  /** @returns the real path of what may be read @throws MedqError E_NOT_FOUND, E_SCHEMA */
  follow(path: string): Promise<string>;
}

/** @param further folders into which links may lead, too @throws MedqError E_NOT_FOUND where the folder is not there */
export async function boundsOf(folder: string, further: readonly string[] = []): Promise<Bounds> {
  const own = await real(folder);
  if (own === undefined) throw noFolder(folder);
  const others = await Promise.all(further.map(real));
  const roots = [own, ...others.filter((root) => root !== undefined), ...(await storesOf(own))];
  return {
    folder: own,
    async follow(path) {
      const target = await real(path);
      if (target === undefined) {
        throw new MedqError(
          "E_NOT_FOUND",
          "Expected a file, got a path or a link that leads to nothing",
          path,
          "Get the file, or correct its name.",
        );
      }
      if (roots.some((root) => lies(target, root))) return target;
      throw new MedqError(
        "E_SCHEMA",
        "Expected a path inside its folder, got one that leads out of it",
        path,
        "Put the file itself into the folder.",
      );
    },
  };
}

const noFolder = (folder: string, cause?: unknown): MedqError =>
  new MedqError("E_NOT_FOUND", "Expected a folder, got none that can be read", folder, "Check the path and its permissions.", cause);

const unreadableName = (path: string): MedqError =>
  new MedqError("E_UNSUPPORTED", "Expected a name in UTF-8, got one of other bytes", path, "Rename it.");

/**
 * @param endings of the names that are taken, in any case; none: every name
 * @param onRefusal told of every link that leads nowhere or out, and of every folder that cannot be read
 * @returns paths relative to the folder, in the order of their names @throws MedqError where the folder itself cannot be read
 */
export async function walk({ folder, follow }: Bounds, endings: readonly string[], onRefusal: (error: unknown) => void): Promise<string[]> {
  const taken = endings.map((ending) => ending.toLowerCase());
  const fits = (name: string): boolean => taken.length === 0 || taken.some((ending) => name.toLowerCase().endsWith(ending));
  const walked = new Set<string>();
  const found: string[] = [];
  const links: string[] = [];

  const enter = async (path: string, target: string): Promise<void> => {
    if (walked.has(target)) return;
    walked.add(target);
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error) => {
      throw noFolder(join(folder, path), error);
    });
    for (const entry of entries.sort(byName)) await take(join(path, entry.name), entry).catch(onRefusal);
  };

  const take = async (path: string, entry: Dirent): Promise<void> => {
    if (entry.name.startsWith(".")) return;
    if (entry.name.includes("\ufffd") && !existsSync(join(folder, path))) throw unreadableName(join(folder, path));
    if (entry.isDirectory()) await enter(path, join(folder, path));
    else if (entry.isSymbolicLink()) links.push(path);
    // Pipes and devices are refused by name when they are opened.
    else if (fits(entry.name)) found.push(path);
  };

  const followLink = async (path: string): Promise<void> => {
    const target = await real(join(folder, path));
    const leads = target === undefined ? undefined : await stat(target);
    if (leads?.isDirectory()) await enter(path, await follow(join(folder, path)));
    else if (fits(basename(path))) {
      await follow(join(folder, path));
      found.push(path);
    }
  };

  await enter("", folder);
  // What stands there itself comes first: a folder is known by its own name, not by that of a link to it.
  for (const path of links) await followLink(path).catch(onRefusal);
  return found.sort();
}

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : 1);
