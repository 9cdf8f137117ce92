/** Where a release stands: what is there, and how another takes its place. */
import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRegular } from "../../manifests/file.ts";
import { fileChecksum } from "../../sources/checksum.ts";
import { abandoned, temporaryName } from "../disk.ts";

/** Puts away what killed builders on this host left beside the releases, and puts back the release that one of them had moved aside. */
export async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const left = abandoned(name);
    if (left === undefined) continue;
    if (left.kind === "old" && !existsSync(join(parent, left.was))) await rename(join(parent, name), join(parent, left.was));
    else await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** @returns checksums.sha256 of a release, undefined where none stands */
export const readSums = (folder: string): Promise<string | undefined> =>
  readRegular(join(folder, "checksums.sha256")).then(
    (bytes) => Buffer.from(bytes).toString("utf8"),
    () => undefined,
  );

/** Times that another builder may put its release there in the very moment in which this one's goes. */
const TRIES = 100;

/**
 * Moves the standing release aside, the new one in, and only then removes the old: a kill between the two loses nothing.
 * @returns false where another builder was faster, with the same bytes
 */
export async function putInPlace(temporary: string, folder: string): Promise<boolean> {
  const aside = `${folder}${temporaryName("old")}`;
  const sums = await readSums(temporary);
  for (let tries = 1; ; tries++) {
    const standing = await readSums(folder);
    if (standing !== undefined && standing === sums && (await isWhole(folder, standing))) return false;
    const moved = await rename(folder, aside).then(
      () => true,
      (error) => {
        if (error.code === "ENOENT") return false;
        throw error;
      },
    );
    try {
      await rename(temporary, folder);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code === "ENOTEMPTY" || code === "EEXIST") && tries < TRIES) continue;
      if (moved) await rename(aside, folder).catch(() => undefined);
      throw error;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
}

/** Whether every file is there with the bytes that the checksums name. */
export async function isWhole(folder: string, checksums: string): Promise<boolean> {
  for (const line of checksums.trimEnd().split("\n")) {
    if ((await fileChecksum(join(folder, line.slice(66))).catch(() => undefined)) !== line.slice(0, 64)) return false;
  }
  return true;
}
