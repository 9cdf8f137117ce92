/** Reads a YAML file of the project against its schema, with errors that a person can act on. */
import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { z } from "zod";
import { MedqError } from "./error.ts";
import { openRegular, readStart } from "./file.ts";

/** A hand-written file is never larger; more is a mistake or an attack. */
const SIZE_LIMIT = 4 * 1024 * 1024;
/** What may begin a value, or be a fault: each costs the parser some 500 bytes, and time. */
const MARKS = /[\r\n,[\]{}"'&!*|>`]|[-?:][ \t]/g;
const MARK_LIMIT = 500_000;
/** Characters of one text: a long prompt has a few thousand. */
const TEXT_LIMIT = 65_536;
/** A schema repeats every key that it does not know. */
const FAULTS_SHOWN = 2000;

/** @throws MedqError E_NOT_FOUND, E_TOO_LARGE or E_SCHEMA with the line or the field */
export async function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const text = await readText(path);
  let content: unknown;
  try {
    // The parser's own search for double keys compares each with each.
    const lines = new LineCounter();
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, lineCounter: lines });
    const fault = document.errors[0];
    if (fault !== undefined) throw new Error(`${fault.message.split("\n")[0]} at line ${lines.linePos(fault.pos[0]).line}`);
    requirePlain(document, lines);
    // Aliases are bounded so that a few lines cannot expand to gigabytes.
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new MedqError("E_SCHEMA", `Expected valid YAML, got: ${(error as Error).message}`, path, "Mend that line.", error);
  }
  return check(content, schema, path);
}

async function readText(path: string): Promise<string> {
  const { handle, size } = await openRegular(path).catch((error) => {
    throw new MedqError("E_NOT_FOUND", "Expected a YAML file, got nothing readable", path, "Check the path.", error);
  });
  try {
    if (size > SIZE_LIMIT) throw tooLarge(path, `${SIZE_LIMIT / 1024 / 1024} MiB of YAML`, `${size} bytes`);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readStart(handle, size));
    const marks = text.match(MARKS)?.length ?? 0;
    if (marks > MARK_LIMIT) throw tooLarge(path, `${MARK_LIMIT} line ends and punctuation marks`, String(marks));
    return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new MedqError("E_SCHEMA", "Expected UTF-8, got bytes that are none", path, "Save the file as UTF-8.", error);
  } finally {
    await handle.close();
  }
}

const tooLarge = (path: string, most: string, got: string): MedqError =>
  new MedqError("E_TOO_LARGE", `Expected at most ${most}, got ${got}`, path, "Split it.");

/** No key twice in a mapping; texts of a length and of characters that can be written and shown. @throws Error naming the line */
function requirePlain(document: Document, lines: LineCounter): void {
  const refuse = (what: string, at: number | undefined): never => {
    throw new Error(`${what} at line ${lines.linePos(at ?? 0).line}`);
  };
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<string>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : String(key);
        if (keys.has(name)) refuse(`"${name.slice(0, 60)}" twice in one mapping`, isScalar(key) ? key.range?.[0] : undefined);
        keys.add(name);
      }
    },
    Scalar(_, { value, range }) {
      if (typeof value !== "string") return;
      if (value.length > TEXT_LIMIT) refuse(`a text of ${value.length} characters, where ${TEXT_LIMIT} are the most,`, range?.[0]);
      if (UNPRINTABLE.test(value)) refuse("a control character or half a surrogate pair", range?.[0]);
    },
  });
}

/** Controls besides tabulator and line ends, and surrogates without their other half: no file and no page can hold them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]|\p{Surrogate}/u;

/** @throws MedqError E_SCHEMA naming every field that does not fit */
export function check<Schema extends z.ZodType>(content: unknown, schema: Schema, where: string): z.output<Schema> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 8).map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`);
  throw new MedqError(
    "E_SCHEMA",
    `Expected it to fit its schema, got ${faults.join("; ").slice(0, FAULTS_SHOWN)}`,
    where,
    "The schemas are in manifests/schema/json.",
  );
}
