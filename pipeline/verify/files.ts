/** What lies in a release's folder, against its checksums: every foreign, missing, changed or linked entry by its name. */
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { MedqError } from "../../manifests/error.ts";
import { readRegular } from "../../manifests/file.ts";
import { fileChecksum } from "../../sources/checksum.ts";
import { CHANGES, TEXT } from "../published.ts";

interface Checked {
  /** Whether the release is its text alone: its pixels are rebuilt from that. */
  readonly published: boolean;
  readonly checked: number;
  readonly differences: readonly string[];
}

/** @returns SHA-256 by file @throws MedqError E_NOT_FOUND */
export async function readChecksums(folder: string): Promise<Map<string, string>> {
  const bytes = await readRegular(join(folder, "checksums.sha256")).catch(() => {
    throw new MedqError("E_NOT_FOUND", "Expected checksums.sha256 in the release, got none", folder, "Name the folder of a release.");
  });
  const lines = Buffer.from(bytes).toString("utf8").split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** A release of whose files only the published text is there is a published one; of any other every file is expected. */
export async function checkFiles(folder: string): Promise<Checked> {
  const checksums = await readChecksums(folder);
  const entries = await entriesOf(folder);
  const published = ![...checksums.keys()].some((file) => entries.has(file) && !TEXT.includes(file));
  const expected = new Set(published ? TEXT : [...checksums.keys(), "checksums.sha256"]);
  const foreign = strangers(entries, published ? new Set([...expected, CHANGES]) : expected);
  const present = [...checksums].filter(([file]) => entries.has(file));
  const missing = [...expected].filter((file) => !entries.has(file)).map((file) => `${file}: expected in the release, got nothing`);
  const changed: string[] = [];
  for (const [file, checksum] of present) {
    if (entries.get(file) !== "file") continue;
    const got = await fileChecksum(join(folder, file)).catch((error: MedqError) => error.problem);
    if (got !== checksum) changed.push(`${file}: expected SHA-256 ${checksum}, got ${got}`);
  }
  return { published, checked: present.length, differences: [...missing, ...changed, ...foreign] };
}

type Kind = "file" | "folder" | "link" | "pipe, socket or device";

/** Everything below a folder by its path there; links are not followed. */
async function entriesOf(folder: string): Promise<Map<string, Kind>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries.map((entry) => [
      relative(folder, join(entry.parentPath, entry.name)),
      entry.isFile() ? "file" : entry.isDirectory() ? "folder" : entry.isSymbolicLink() ? "link" : "pipe, socket or device",
    ]),
  );
}

/** Entries that no file of the release is, and no folder of one; and those that are not of the kind that they should be. */
function strangers(entries: ReadonlyMap<string, Kind>, expected: ReadonlySet<string>): string[] {
  const folders = new Set([...expected].flatMap(foldersOf));
  return [...entries].flatMap(([path, kind]) => {
    const due = expected.has(path) ? "file" : folders.has(path) ? "folder" : undefined;
    if (due === undefined) return [`${path}: expected no such ${kind}, got one`];
    return due === kind ? [] : [`${path}: expected a ${due}, got a ${kind}`];
  });
}

/** "a/b/c" lies in "a" and "a/b". */
const foldersOf = (file: string): string[] =>
  file
    .split("/")
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join("/"));
