import { describe, expect, it } from "vitest";
import { catalogue } from "../../generators/catalogue.ts";
import { requireModality } from "../../sources/says.ts";

const { modalities } = await catalogue();
const taken = (says: string | undefined): string[] =>
  [...modalities].flatMap(([name, { terms, title }]) => {
    try {
      requireModality({ ...(says !== undefined && { says }) }, { title, terms }, "file.dcm");
      return [name];
    } catch (error) {
      expect(error).toMatchObject({ code: "E_MODALITY", where: "file.dcm", problem: expect.stringContaining(`says ${says}`) });
      return [];
    }
  });

describe("the file says what it is", () => {
  it.each([
    ["MR", ["mri"]],
    ["CT", ["ct"]],
    ["OP", ["fundus"]],
    ["ES", ["endoscopy"]],
    ["SM", ["histopathology"]],
    ["XC", ["endoscopy", "fundus"]],
    ["GM", ["endoscopy", "histopathology"]],
    // Captured by a grabber or a program that knows no better.
    ["OT", ["endoscopy", "fundus", "histopathology"]],
    ...["PT", "DX", "CR", "MG", "US", "NM", "XA", "RF", "RTDOSE", "RTIMAGE", "SEG", "OPT", "IVUS"].map((term) => [term, []] as const),
  ] as const)("%s is taken by %j", (term, names) => {
    expect(taken(term).sort()).toEqual(names);
  });

  it("a file that says nothing is taken by all", () => {
    expect(taken(undefined).length).toBe(modalities.size);
  });
});
