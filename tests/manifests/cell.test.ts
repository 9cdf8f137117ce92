import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cellProblem, MISSING_WORDS, optionProblem } from "../../manifests/cell.ts";
import { readYaml } from "../../manifests/read.ts";
import { question } from "../../manifests/schema/question.ts";

/** The list in pandas' documentation of read_csv, less the empty string. */
const PANDAS = "#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null".split("|");

describe("a text as a table's cell", () => {
  it("is no word that pandas takes for a missing value", () => {
    expect([...MISSING_WORDS].sort()).toEqual([...PANDAS].sort());
    for (const word of ["", "  ", ...PANDAS, ...PANDAS.map((word) => ` ${word} `)]) expect(cellProblem(word), word).toBeDefined();
  });

  it("is neither a number nor a truth value, which pandas would spell anew", () => {
    for (const text of ["3", "-0.50", "007", "1e3", ".5", "5.", "inf", "-Infinity", "True", "false"])
      expect(cellProblem(text)).toBeDefined();
  });

  it("is any other text", () => {
    for (const text of ["Not present", "NA-MRI", "none of these", "3 rings", "Null gradient", "nano", "Truth", "No", "A"])
      expect(cellProblem(text), text).toBeUndefined();
  });

  it("opens with no article where it is an option: the loader takes it for the letter A", () => {
    for (const text of ["A bright ring", "a bright ring", " A\tring"]) expect(optionProblem(text)).toBeDefined();
    for (const text of ["Aliasing", "An arc", "Ring", "All of it"]) expect(optionProblem(text)).toBeUndefined();
  });
});

describe("a template's options", () => {
  it.each(["None", "NaN", "null-like: ok", "A little", "2"])("%j: refused with the field that holds it, or read", async (word) => {
    const file = join(await mkdtemp(join(tmpdir(), "medq-cell-")), "mri.yaml");
    const own = await readFile(new URL("../../manifests/questions/general.yaml", import.meta.url), "utf8");
    await writeFile(file, own.replace("none: Not present", `none: ${JSON.stringify(word)}`));
    const read = readYaml(file, question);
    if (word.endsWith("ok")) await expect(read).resolves.toBeDefined();
    else
      await expect(read).rejects.toMatchObject({
        code: "E_SCHEMA",
        problem: expect.stringContaining("templates.severity.scale.none"),
        where: file,
      });
  });
});
