/**
 * The store: one folder for each key, `out/store/<first two>/<key>/`, made whole or not at all.
 *
 * An entry is written into a temporary folder beside, synced, and renamed into place; a rename that finds the entry there already
 * means that another builder was faster, and made the same. A kill leaves at most a temporary folder, which the next start removes.
 */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { MedqError } from "../manifests/error.ts";

let written = 0;

export class Store {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  folder(key: string): string {
    return join(this.root, key.slice(0, 2), key);
  }

  /** @returns the entry's description, or undefined where there is none @throws MedqError E_CORRUPT */
  async describe<Description>(key: string): Promise<Description | undefined> {
    const path = join(this.folder(key), "made.json");
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as Description;
    } catch (error) {
      throw new MedqError(
        "E_CORRUPT",
        "Expected JSON in a store entry, got something else",
        path,
        "Delete that folder; it will be made again.",
        error,
      );
    }
  }

  /** @throws MedqError E_CORRUPT when the entry lacks the file */
  async read(key: string, name: string): Promise<Uint8Array> {
    const path = join(this.folder(key), name);
    try {
      return await readFile(path);
    } catch (error) {
      throw new MedqError(
        "E_CORRUPT",
        "Expected a file in a store entry, got none",
        path,
        "Delete that folder; it will be made again.",
        error,
      );
    }
  }

  /** Makes an entry from its files; one of them is `made.json`. */
  async write(key: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
    const temporary = join(this.root, ".tmp", `${hostname()}.${process.pid}.${threadId}.${written++}`);
    await mkdir(temporary, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeSynced(join(temporary, name), bytes);
    const folder = this.folder(key);
    await mkdir(join(folder, ".."), { recursive: true });
    try {
      await rename(temporary, folder);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      await rm(temporary, { recursive: true, force: true });
      if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    }
  }

  /** Removes what killed builders on this host left behind. */
  async sweep(): Promise<void> {
    const root = join(this.root, ".tmp");
    for (const name of await readdir(root).catch(() => [])) {
      const [host, pid] = splitOwner(name);
      if (host === hostname() && !isAlive(pid)) await rm(join(root, name), { recursive: true, force: true });
    }
  }
}

/** Host names contain dots: the last three parts are process, thread and count. */
function splitOwner(name: string): [string, number] {
  const parts = name.split(".");
  return [parts.slice(0, -3).join("."), Number(parts.at(-3))];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Writes a file, or appends to it, and makes sure that it has reached the disk. */
export async function writeSynced(path: string, bytes: Uint8Array | string, mode: "w" | "a" = "w"): Promise<void> {
  const file = await open(path, mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
