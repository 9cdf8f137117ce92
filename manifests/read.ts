/** Reads a YAML file of the project against its schema, with errors that a person can act on. */
import { readFile, stat } from "node:fs/promises";
import { parseDocument } from "yaml";
import type { z } from "zod";
import { MedqError } from "./error.ts";

/** A hand-written file is never larger; more is a mistake or an attack. */
const SIZE_LIMIT = 16 * 1024 * 1024;

/** @throws MedqError E_NOT_FOUND, E_TOO_LARGE or E_SCHEMA with the line or the field */
export async function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const size = await stat(path).then(
    (status) => (status.isFile() ? status.size : undefined),
    () => undefined,
  );
  if (size === undefined) throw new MedqError("E_NOT_FOUND", "Expected a YAML file, got nothing readable", path, "Check the path.");
  if (size > SIZE_LIMIT) throw new MedqError("E_TOO_LARGE", `Expected at most 16 MiB of YAML, got ${size} bytes`, path, "Split it.");
  const document = parseDocument(await readFile(path, "utf8"), { prettyErrors: true });
  const fault = document.errors[0];
  if (fault !== undefined)
    throw new MedqError("E_SCHEMA", `Expected valid YAML, got: ${fault.message.split("\n")[0]}`, path, "Mend that line.");
  let content: unknown;
  try {
    // Aliases are bounded so that a few lines cannot expand to gigabytes.
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new MedqError("E_SCHEMA", `Expected plain YAML, got: ${(error as Error).message}`, path, "Write aliases out.", error);
  }
  return check(content, schema, path);
}

/** @throws MedqError E_SCHEMA naming every field that does not fit */
export function check<Schema extends z.ZodType>(content: unknown, schema: Schema, where: string): z.output<Schema> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 8).map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`);
  throw new MedqError(
    "E_SCHEMA",
    `Expected it to fit its schema, got ${faults.join("; ")}`,
    where,
    "The schemas are in manifests/schema/json.",
  );
}
