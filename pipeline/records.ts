/** Reads a release's manifest, a record at a time. */
import { join } from "node:path";
import { MedqError } from "../manifests/error.ts";
import { openRegular } from "../manifests/file.ts";
import { check } from "../manifests/read.ts";
import { type ImageRecord, image } from "../manifests/schema/image.ts";
import { type Item, item } from "../manifests/schema/item.ts";

/** @throws MedqError E_NOT_FOUND or E_SCHEMA with the line */
export async function* readManifest(folder: string): AsyncGenerator<ImageRecord | Item> {
  const path = join(folder, "manifest.jsonl");
  const { handle } = await openRegular(path).catch((error) => {
    throw new MedqError(
      "E_NOT_FOUND",
      "Expected a manifest.jsonl in the release, got none",
      folder,
      "Name the folder of a release.",
      error,
    );
  });
  try {
    let number = 0;
    for await (const line of handle.readLines({ autoClose: false })) yield parse(line, `${path}:${++number}`);
  } finally {
    await handle.close();
  }
}

function parse(line: string, where: string): ImageRecord | Item {
  let record: { kind?: unknown };
  try {
    record = JSON.parse(line);
  } catch (error) {
    throw new MedqError(
      "E_SCHEMA",
      "Expected a JSON record, got something else",
      where,
      "The manifest is damaged: rebuild the release.",
      error,
    );
  }
  return record.kind === "image" ? check(record, image, where) : check(record, item, where);
}
