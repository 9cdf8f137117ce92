/** The parser of header comments on one of its own, and on every degradation on disk: the field guide is made of them. */
import { describe, expect, it } from "vitest";
import { entryOf } from "../../../docs/sheets/catalogue-files.ts";
import { readHeader } from "../../../docs/sheets/header.ts";
import { catalogue } from "../../../generators/catalogue.ts";

const entries = await catalogue();

const FULL = `/**
 * Example: a first sentence
 * that goes on.
 *
 *   y = a x        a: gain
 *     + b
 *
 * It explains, with \`code\`.
 * - one
 * - two
 *
 * \`drawn\`: the gain [1].
 *
 * Not modelled: this, and
 * that.
 * Sources: A, J. 1 (2000) 2; doi:10.1000/x.
 */
import { nothing } from "./nowhere.ts";
/** Not the header. */`;

const without = (lines: RegExp): string =>
  FULL.split("\n")
    .filter((line) => !lines.test(line))
    .join("\n");

describe("readHeader", () => {
  it("takes the comment apart", () => {
    expect(readHeader(FULL, "example.ts")).toEqual({
      cause: "Example: a first sentence that goes on.",
      model: [
        { kind: "equation", lines: ["y = a x        a: gain", "  + b"] },
        { kind: "text", text: "It explains, with `code`.\n- one\n- two" },
      ],
      drawn: "the gain [1].",
      notModelled: "this, and that.",
    });
  });

  it.each([
    ["the cause", "export default 1;"],
    ["the cause", "/** Not modelled: all. */"],
    ["an equation", without(/y = a x|\+ b/)],
    ['"Not modelled:"', without(/Not modelled|that\./)],
  ])("asks for %s", (what, source) => {
    expect(() => readHeader(source, "example.ts")).toThrow(`example.ts: Expected ${what} in the comment at the file's head, got none`);
  });
});

describe.each([...entries.degradations.keys()])("the header of %s", (id) => {
  it("states cause, equation and what is not modelled; the model names sources", () => {
    const { header, model } = entryOf(entries, id);
    expect(header.cause).toMatch(/^\S.{20,}[.:]$/s);
    expect(header.notModelled).toMatch(/\S\.$/);
    expect(model.references.length > 0).toBe(true);
  });
});
