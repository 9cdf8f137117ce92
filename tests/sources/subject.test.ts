import { describe, expect, it } from "vitest";
import { subjectsOf } from "../../sources/subject.ts";

const of = (paths: readonly string[], rule?: string) => subjectsOf(paths, rule, "dataset.yaml");

describe("the subject of a path", () => {
  it("is the label of a BIDS folder or file name without any rule", () => {
    expect(of(["sub-01/sub-01_T1w.nii.gz", "sub-01/ses-2/anat/sub-01_ses-2_T2w.nii.gz", "raw/sub-A7/x.nii", "sub-03_PD.nii"])).toEqual([
      "01",
      "01",
      "A7",
      "03",
    ]);
    expect(of(["subject-1/a.png", "sub/b.png", "mysub-2/c.png", "a.png", "sub-/d.png", "sub-x-y/e.png"])).toEqual(Array(6).fill(undefined));
  });

  it("is what the rule's first parentheses take, or the whole match", () => {
    expect(of(["patient12/left.png", "patient12/right.png", "patient3/left.png", "other.png"], "patient(\\d+)/")).toEqual([
      "12",
      "12",
      "3",
      undefined,
    ]);
    expect(of(["p12_a.png", "p12_b.png"], "^p\\d+")).toEqual(["p12", "p12"]);
    expect(of(["a.png"], "()")).toEqual([undefined]);
  });

  it("refuses a rule that is no regular expression", () => {
    expect(() => of(["a"], "sub-(")).toThrow(expect.objectContaining({ code: "E_SCHEMA", where: "dataset.yaml" }));
  });

  it("refuses a rule whose search comes to no end, within seconds", () => {
    expect(() => of([`${"a".repeat(60)}!`], "(a+)+$")).toThrow(expect.objectContaining({ code: "E_SCHEMA" }));
  }, 20_000);
});
