/** Writes to the disk so that what stands there is whole, and says in its own words where that cannot be. */
import { constants, existsSync, statSync } from "node:fs";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { MedqError } from "../manifests/error.ts";

/** Makes a folder step by step: some file systems answer a recursive request for ever. @throws MedqError E_STORAGE */
export async function makeFolder(folder: string): Promise<void> {
  try {
    if (!existsSync(dirname(folder))) await makeFolder(dirname(folder));
    await mkdir(folder).catch((error) => {
      if (error.code !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
    });
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof MedqError) throw error;
    throw new MedqError(
      "E_STORAGE",
      `Expected a folder that can be written, got ${(error as NodeJS.ErrnoException).code}`,
      folder,
      "Name another with --out.",
      error,
    );
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

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What a process writes before it is whole bears its owner's name, so that whoever comes later knows whether it still works on it. */
export const temporaryName = (kind: "tmp" | "old"): string => `.${kind}-${hostname()}-${process.pid}.${named++}`;
let named = 0;

/** @returns what was there before a process of this host, now dead, gave it a temporary name, and of which kind that is */
export function abandoned(name: string): { readonly kind: "tmp" | "old"; readonly was: string } | undefined {
  const [, was, kind, host, pid] = /^(.*)\.(tmp|old)-(.*)-(\d+)(?:\.\d+)?$/.exec(name) ?? [];
  if (was === undefined || host !== hostname() || isAlive(Number(pid))) return undefined;
  return { kind: kind as "tmp" | "old", was };
}

/** Writes all files of a folder or none: under other names first, then into place. Makes the folder. @throws MedqError E_STORAGE, and what the disk says */
export async function writeTogether(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  await makeFolder(folder);
  const names = Object.keys(files).map((name) => ({ name: join(folder, name), temporary: join(folder, `${name}${temporaryName("tmp")}`) }));
  try {
    for (const [index, content] of Object.values(files).entries()) await writeSynced(names[index]!.temporary, content);
    for (const { name, temporary } of names) await rename(temporary, name);
  } finally {
    for (const { temporary } of names) await rm(temporary, { force: true });
  }
}
