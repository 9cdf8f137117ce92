/**
 * What a run refused: out/dropped/<name>/<version>/dropped.jsonl, a line for each file with what was wrong and what to do.
 *
 * It names files, and a file's name may name a patient: it lies beside the releases, is part of none, and is never published.
 */
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readRegular } from "../manifests/file.ts";
import type { Context } from "./context.ts";
import { writeTogether } from "./disk.ts";

export const droppedFile = ({ out, recipe }: Pick<Context, "out" | "recipe">): string =>
  join(out, "dropped", recipe.name, recipe.version, "dropped.jsonl");

/** Writes what the last run refused; where nothing was, no file stays. @returns its path where there is one */
export async function writeDropped(context: Context): Promise<string | undefined> {
  const path = droppedFile(context);
  const { refusals } = context.report;
  if (refusals.size === 0) {
    await rm(path, { force: true });
    return undefined;
  }
  // Workers finish in any order.
  const text = `${[...refusals].sort().join("\n")}\n`;
  const standing = await readRegular(path).catch(() => undefined);
  if (standing === undefined || Buffer.from(standing).toString("utf8") !== text)
    await writeTogether(dirname(path), { "dropped.jsonl": text });
  return path;
}
