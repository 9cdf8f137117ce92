/** Diff: what changed between two releases, counted. */
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Item } from "../manifests/schema/item.ts";
import { readManifest } from "./records.ts";

/** Counts by "images added | mri/rigid-motion", "items changed | perception" ... */
export type Changes = Readonly<Record<string, number>>;

/** What a record is about, for counting. */
const cellOf = (record: ImageRecord | Item): string => {
  if (record.kind === "item") return `${record.modality}, ${record.task}`;
  return record.chain.length === 0
    ? `${record.modality}, clean ${record.origin}`
    : record.chain.map((link) => link.degradation).join(" + ");
};

/** Two records of one key differ in pixels, or in what is said of them. */
const pixelsOf = (record: ImageRecord | Item): string => (record.kind === "image" ? record.content : "");

/** @param before folder of a release @param after folder of a release @throws MedqError */
export async function countChanges(before: string, after: string): Promise<Changes> {
  const old = new Map<string, { pixels: string; text: string; cell: string; kind: string }>();
  for await (const record of readManifest(before)) {
    old.set(record.key, { pixels: pixelsOf(record), text: JSON.stringify(record), cell: cellOf(record), kind: record.kind });
  }
  const changes = new Map<string, number>();
  const count = (kind: string, change: string, cell: string) => {
    const name = `${kind}s ${change} | ${cell}`;
    changes.set(name, (changes.get(name) ?? 0) + 1);
  };
  for await (const record of readManifest(after)) {
    const was = old.get(record.key);
    old.delete(record.key);
    if (was === undefined) count(record.kind, "added", cellOf(record));
    else if (was.pixels !== pixelsOf(record)) count(record.kind, "with other pixels", cellOf(record));
    else if (was.text !== JSON.stringify(record)) count(record.kind, "with another record", cellOf(record));
    else count(record.kind, "unchanged", "all");
  }
  for (const { kind, cell } of old.values()) count(kind, "removed", cell);
  return Object.fromEntries([...changes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As Markdown. */
export function describeChanges(before: string, after: string, changes: Changes): string {
  const rows = Object.entries(changes).map(([name, count]) => `| ${name.split(" | ").join(" | ")} | ${count} |`);
  return [`From ${before} to ${after}:`, "", "| change | what | count |", "|---|---|---|", ...rows, ""].join("\n");
}
