/** The field guide's text is what the degradations say now, its pictures are all there, and its commands make them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pathOf, picturePath } from "../../../docs/sheets/catalogue-files.ts";
import { pages } from "../../../docs/sheets/guide.ts";
import { prose } from "../../../docs/sheets/markdown.ts";
import { observeSubject, SEED, SHOWN_SEVERITY, subjectsOf } from "../../../docs/sheets/subjects.ts";
import { number, quantity, spoken } from "../../../docs/sheets/words.ts";
import { catalogue } from "../../../generators/catalogue.ts";
import { contentHash, degrade } from "../../../generators/degrade.ts";
import { apply } from "../../../pipeline/apply.ts";

const entries = await catalogue();
const texts = await pages(entries);

describe.each([...texts])("%s", (path, text) => {
  it("is what the degradations say now (npm run sheets -- --pages writes it)", () => {
    expect(readFileSync(pathOf(path), "utf8") === text, path).toBe(true);
  });

  it("links to sections, pages and files that are there", () => {
    const folder = path.slice(0, path.lastIndexOf("/"));
    for (const [, address = ""] of text.matchAll(/\]\(([^)]+)\)/g)) {
      if (address.startsWith("https://")) continue;
      const [file = "", anchor] = address.split("#");
      const target = file === "" ? path : join(folder, file);
      const linked = texts.get(target);
      expect(linked !== undefined || existsSync(pathOf(target)), address).toBe(true);
      if (anchor !== undefined && anchor !== "which-one-is-it") expect(linked, address).toContain(`<a id="${anchor}"></a>`);
    }
  });
});

it("has a picture of every degradation and no other (npm run sheets draws them)", () => {
  const drawn = readdirSync(pathOf("docs/degradations"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".webp"))
    .map((file) => `docs/degradations/${file}`);
  expect(drawn.sort()).toEqual([...entries.degradations.keys()].map(picturePath).sort());
});

describe("the command beneath a picture", () => {
  it.each([0, 1])("makes that very picture, subject %i", async (index) => {
    const id = "mri/spike-noise";
    const subject = (await subjectsOf(entries, "mri"))[index]!;
    const clean = await observeSubject(entries, subject);
    const { pixels, plane } = await degrade(entries, "mri", clean, [{ degradation: id, severity: SHOWN_SEVERITY }], SEED, subject.key);
    const out = mkdtempSync(join(tmpdir(), "medq-sheets-"));
    try {
      const input = subject.input.startsWith("phantom:") ? subject.input : pathOf(subject.input);
      const record = await apply(input, { degradation: id, severity: SHOWN_SEVERITY, seed: SEED, set: {}, out });
      expect(record.hashes).toMatchObject({ degradedPixels: contentHash(pixels, plane.rows, plane.columns, plane.channels) });
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});

describe("prose", () => {
  it("keeps a code host from reading marks into it", () => {
    expect(prose("x_c * |k| <= `a_b*c`")).toBe("x\\_c \\* \\|k\\| &lt;= `a_b*c`");
  });

  it("links the identifiers of papers", () => {
    expect(prose("Shaw (arXiv:1901.09313); doi:10.1002/mrm.1910160203.")).toBe(
      "Shaw ([arXiv:1901.09313](https://arxiv.org/abs/1901.09313)); [doi:10.1002/mrm.1910160203](https://doi.org/10.1002/mrm.1910160203).",
    );
  });
});

describe("prose, of old identifiers", () => {
  it("keeps all of a DOI that holds brackets, angles and a semicolon", () => {
    const doi = "10.1002/(SICI)1522-2594(199911)42:5<952::AID-MRM16>3.0.CO;2-S";
    const [, address = ""] = /\]\(([^)]*)\)$/.exec(prose(`Pruessmann et al. (1999). doi:${doi}`))!;
    expect(decodeURIComponent(address)).toBe(`https://doi.org/${doi}`);
  });
});

describe("words", () => {
  it.each([
    [0, "0"],
    [-0.12345, "−0.123"],
    [402274, "402\u202f274"],
    [4022, "4022"],
    [1.2e7, "12\u202f000\u202f000"],
    [0.000123456, "1.23e−4"],
    [1e-9, "1e−9"],
    [Number.POSITIVE_INFINITY, "∞"],
  ])("writes %f", (value, text) => {
    expect(number(value)).toBe(text);
  });

  it("writes a ratio without a unit and a name as it is spoken", () => {
    expect(quantity(2, "1")).toBe("2");
    expect(quantity(2, "mm^2")).toBe("2 mm²");
    expect(spoken("acsFraction")).toBe("ACS fraction");
  });
});
