/** Reads a release's manifest, a record at a time. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { MedqError } from "../manifests/error.ts";
import { check } from "../manifests/read.ts";
import { type ImageRecord, image } from "../manifests/schema/image.ts";
import { type Item, item } from "../manifests/schema/item.ts";

/** @throws MedqError E_NOT_FOUND or E_SCHEMA with the line */
export async function* readManifest(folder: string): AsyncGenerator<ImageRecord | Item> {
  const path = join(folder, "manifest.jsonl");
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      yield parse(line, `${path}:${number}`);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new MedqError("E_NOT_FOUND", "Expected a manifest.jsonl in the release, got none", folder, "Name the folder of a release.");
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
