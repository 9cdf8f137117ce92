import { describe, expect, it } from "vitest";
import { catalogue as onDisk } from "../../../generators/catalogue.ts";
import { readTemplates } from "../../../pipeline/ask/templates.ts";

const templates = await readTemplates();
const all = [...templates.general, ...[...templates.specific.values()].flat()];

/** Words that a template of each kind may use. */
const WORDS: Record<string, readonly string[]> = {
  presence: ["attribute", "title", "sign"],
  severity: ["attribute", "title", "sign"],
  place: ["attribute"],
  visibility: ["structure"],
};

describe("question templates", () => {
  it("are at least three specific ones for each of the five modalities, of every type", () => {
    for (const modality of ["mri", "ct", "fundus", "endoscopy", "histopathology"]) {
      const own = templates.specific.get(modality) ?? [];
      expect(own.length).toBeGreaterThanOrEqual(3);
      expect([...new Set(own.map(({ type }) => type))].sort()).toEqual(["How", "What", "Yes-or-No"]);
    }
  });

  it("use only the words that their kind knows", () => {
    for (const { id, about, wording } of all) {
      const known = ["imageName", "fine", "coarse", ...(WORDS[about] ?? [])];
      for (const text of wording) for (const [, word] of text.matchAll(/\{(\w+)\}/g)) expect(known, `${id}: ${text}`).toContain(word);
    }
  });

  it("have scales whose options are unique and do not contain each other", () => {
    for (const template of all) {
      if (!("scale" in template)) continue;
      const texts = Object.values(template.scale).map((text) => String(text).toLowerCase());
      for (const [i, text] of texts.entries()) {
        for (const [j, other] of texts.entries()) if (i !== j) expect(other, template.id).not.toContain(text);
        expect(text.startsWith("a "), template.id).toBe(false);
      }
    }
  });

  it("name only degradations that exist", async () => {
    const { degradations } = await onDisk();
    for (const template of all) {
      const ids = [...("of" in template ? (template.of ?? []) : []), ...("lostTo" in template ? template.lostTo : [])];
      for (const id of ids) expect([...degradations.keys()], template.id).toContain(id);
    }
    for (const id of Object.keys(templates.losses)) expect([...degradations.keys()]).toContain(id);
  });

  it("say what comes with an attribute in attributes that exist", async () => {
    const { degradations } = await onDisk();
    const attributes = (modality: string): Set<string> =>
      new Set([...degradations].filter(([id]) => id.startsWith(modality)).map(([, { attribute }]) => attribute));
    const everywhere = attributes("");
    for (const [file, also] of templates.alsoShows) {
      const known = file === "general" ? everywhere : attributes(`${file}/`);
      for (const [attribute, consequences] of Object.entries(also)) {
        expect(known, file).toContain(attribute);
        for (const each of consequences) {
          expect(known, `${file}: ${attribute}`).toContain(each);
          expect(each).not.toBe(attribute);
        }
      }
    }
  });
});
