/**
 * The store: one folder for each key, `out/store/<first two>/<key>/`, made whole or not at all.
 *
 * An entry is written into a temporary folder beside, synced, and renamed into place; a rename that finds the entry there already
 * means that another builder was faster, and made the same. A kill leaves at most a temporary folder, which the next start removes.
 */
import { readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import { sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import { readRegular } from "../manifests/file.ts";
import { isAlive, makeFolder, writeSynced } from "./disk.ts";

/**
 * Raised when shared numerics move last bits everywhere: entries made with others are made again, under the same keys, since what they are
 * has not changed. No published image may: `verify` of the last release decides.
 */
const NUMERICS = 2;

/** `entry.json`: what was made, and the SHA-256 of each file; a second line holds the first one's. */
interface Entry {
  readonly numerics: number;
  readonly made: unknown;
  readonly files: Readonly<Record<string, string>>;
}

let written = 0;

export class Store {
  readonly root: string;
  /** Whether entries are read through before they are believed: costly, and needed only where one was found damaged. */
  thorough = false;

  constructor(root: string) {
    this.root = root;
  }

  folder(key: string): string {
    return join(this.root, key.slice(0, 2), key);
  }

  /** @returns the entry's description; undefined where there is none, or where it is damaged or of other numerics: then the entry is removed, to be made again */
  async describe<Description>(key: string): Promise<Description | undefined> {
    let entry = await this.#entry(key);
    if (entry !== undefined && this.thorough && !(await this.#isWhole(key, entry))) entry = undefined;
    if (entry === undefined) await rm(this.folder(key), { recursive: true, force: true });
    return entry?.made as Description | undefined;
  }

  /** @throws MedqError E_CORRUPT when the file is missing or not what was written; the entry is removed, to be made again */
  async read(key: string, name: string): Promise<Uint8Array> {
    const bytes = await this.#bytes(key, name);
    if (bytes !== undefined && (await this.#entry(key))?.files[name] === sha256(bytes)) return bytes;
    await rm(this.folder(key), { recursive: true, force: true });
    throw new MedqError(
      "E_CORRUPT",
      "Expected a file of the store as it was written, got another or none",
      join(this.folder(key), name),
      "The entry is removed: run again and it is made again.",
    );
  }

  #bytes(key: string, name: string): Promise<Uint8Array | undefined> {
    return readRegular(join(this.folder(key), name)).catch(() => undefined);
  }

  async #isWhole(key: string, { files }: Entry): Promise<boolean> {
    for (const [name, checksum] of Object.entries(files)) {
      const bytes = await this.#bytes(key, name);
      if (bytes === undefined || sha256(bytes) !== checksum) return false;
    }
    return true;
  }

  async #entry(key: string): Promise<Entry | undefined> {
    const bytes = await this.#bytes(key, "entry.json");
    const [line, checksum] = Buffer.from(bytes ?? [])
      .toString("utf8")
      .split("\n");
    if (line === undefined || checksum !== sha256(line)) return undefined;
    const entry = JSON.parse(line) as Entry;
    return entry.numerics === NUMERICS ? entry : undefined;
  }

  /** Makes an entry: its description and its files. */
  async write(key: string, made: unknown, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
    const temporary = join(this.root, ".tmp", `${hostname()}.${process.pid}.${threadId}.${written++}`);
    await makeFolder(temporary);
    for (const [name, bytes] of Object.entries(files)) await writeSynced(join(temporary, name), bytes);
    const checksums = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]));
    const line = JSON.stringify({ numerics: NUMERICS, made, files: checksums } satisfies Entry);
    await writeSynced(join(temporary, "entry.json"), `${line}\n${sha256(line)}\n`);
    const folder = this.folder(key);
    await makeFolder(dirname(folder));
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
