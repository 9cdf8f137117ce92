import { describe, expect, it } from "vitest";
import { Balance } from "../../../pipeline/ask/balance.ts";
import { pick, shuffled } from "../../../pipeline/ask/choose.ts";
import { placeOf } from "../../../pipeline/ask/place.ts";
import { countCells, splitsOf } from "../../../pipeline/ask/split.ts";
import { fill, listed, withArticle, withoutArticle } from "../../../pipeline/ask/words.ts";
import { placeAt } from "./records.ts";

describe("place", () => {
  const at = (row: number, column: number, area = 0.1) => placeOf(placeAt(row, column, area));
  /** Spread over the image, with those shares of it in the upper and in the left half. */
  const shared = (upper: number, left: number) => placeOf({ ...placeAt(0.5, 0.5), upper, left, spread: 0.3 });

  it("names the part of the image, left and right as shown", () => {
    expect(at(0.2, 0.2)?.words).toBe("in the upper left part of the image");
    expect(at(0.8, 0.7)?.words).toBe("in the lower right part of the image");
    expect(at(0.5, 0.2)?.words).toBe("in the left part of the image");
    expect(at(0.8, 0.5)?.words).toBe("in the lower part of the image");
    expect(at(0.5, 0.5)?.words).toBe("in the middle of the image");
    expect(at(0.3, 0.6, 0.9)?.words).toBe("throughout the image");
  });

  it("names a half that four fifths of it lie in", () => {
    expect(shared(0.79, 0.5)).toBeUndefined();
    expect(shared(0.8, 0.7)?.words).toBe("in the upper part of the image");
    expect(shared(0.1, 0.9)?.words).toBe("in the lower left part of the image");
  });

  it("takes for certainly wrong what has nothing in common with it, and the halves across it where it lies evenly in both", () => {
    const others = (upper: number, left: number): string[] =>
      shared(upper, left)!
        .others.map((words) => words.replace(/^in the | part of the image$| of the image$/g, ""))
        .sort();
    expect(others(0.9, 0.55)).toEqual(["left", "lower", "lower left", "lower right", "middle", "right"]);
    expect(others(0.9, 0.7)).toEqual(["lower", "lower left", "lower right", "middle"]);
    expect(others(0.9, 0.9)).toEqual(["lower", "lower left", "lower right", "middle", "right", "upper right"]);
  });

  it("names none for spots all around the middle, or where a record does not say how it is spread", () => {
    expect(shared(0.5, 0.5)).toBeUndefined();
    expect(placeOf({ row: 0.2, column: 0.2, area: 0.1, mask: "" })).toBeUndefined();
  });

  it("never lists the place itself among those that it is not", () => {
    for (const [row, column] of [
      [0.1, 0.1],
      [0.9, 0.5],
      [0.5, 0.9],
      [0.5, 0.5],
    ] as const) {
      const place = at(row, column)!;
      expect(place.others.length).toBeGreaterThan(3);
      expect(place.others).not.toContain(place.words);
    }
  });
});

describe("words", () => {
  it("finds the article by how a word is spoken", () => {
    expect(withArticle("Axial MR image")).toBe("an axial MR image");
    expect(withArticle("MR image")).toBe("an MR image");
    expect(withArticle("CT image")).toBe("a CT image");
    expect(withArticle("H&E-stained section")).toBe("an H&E-stained section");
    expect(withArticle("Fundus photograph")).toBe("a fundus photograph");
    expect(withArticle("Uniform field")).toBe("a uniform field");
    expect(withArticle("FLAIR MR image")).toBe("a FLAIR MR image");
    expect(withArticle("T2-weighted MR image")).toBe("a T2-weighted MR image");
    expect(withoutArticle("a thin line")).toBe("thin line");
    expect(withoutArticle("anatomy")).toBe("anatomy");
    expect(withoutArticle("the middle of the body")).toBe("the middle of the body");
  });

  it("fills words within words and refuses a word without a value", () => {
    expect(fill("{x} here", { x: "{y} and z", y: "what" })).toBe("what and z here");
    expect(() => fill("{x}", {})).toThrow(RangeError);
  });

  it("joins lists", () => {
    expect(listed(["x", "y", "z"])).toBe("x, y and z");
    expect(listed(["x and y", "z"])).toBe("x and y, and z");
  });
});

describe("choices", () => {
  it("depend on the names and on nothing else", () => {
    expect(pick([1, 2, 3], "x", "y")).toBe(pick([1, 2, 3], "x", "y"));
    expect(shuffled([1, 2, 3, 4], "x").sort()).toEqual([1, 2, 3, 4]);
  });

  it("fall equally often on each entry", () => {
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) counts[pick([0, 1, 2], String(i))]!++;
    // Binomial with 3000 draws of 1/3: standard deviation sqrt(3000 x 1/3 x 2/3) = 25.8; four of them: 103.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(103);
  });
});

describe("splits", () => {
  type Origin = "clinical" | "phantom" | "generated";
  const image = (group: string, modality = "mri", origin: Origin = "clinical") => ({ group, modality, source: { origin } });
  const groups = (count: number): ReturnType<typeof image>[] => Array.from({ length: count }, (_, n) => image(String(n)));

  it("gives the fraction of the groups to test, to one, and some to both from two groups on", () => {
    for (const fraction of [0, 0.2, 0.5, 0.7, 1]) {
      for (let count = 1; count <= 40; count++) {
        const tests = [...splitsOf(groups(count), fraction).values()].filter((split) => split === "test").length;
        expect(Math.abs(tests - count * fraction), `${fraction} of ${count}`).toBeLessThanOrEqual(1);
        if (count > 1 && fraction > 0 && fraction < 1) expect([0, count]).not.toContain(tests);
      }
    }
  });

  it("moves no group for one that comes later", () => {
    for (const fraction of [0.2, 0.5, 0.7]) {
      const all = splitsOf(groups(30), fraction);
      for (const [group, split] of splitsOf(groups(17), fraction)) expect(all.get(group)).toBe(split);
    }
  });

  it("has every cell of two groups in both splits, and every origin and modality that has two groups at all", () => {
    // As in a small recipe: two phantoms a modality, and one patient in two of them.
    const images = ["mri", "ct", "fundus"].flatMap((modality) => [
      image(`${modality} 1`, modality, "phantom"),
      image(`${modality} 2`, modality, "phantom"),
      ...(modality === "fundus" ? [] : [image(`patient ${modality}`, modality)]),
    ]);
    for (const fraction of [0.2, 0.5, 0.8]) {
      const splits = splitsOf(images, fraction);
      for (const { modality, origin, groups } of countCells(images, splits)) {
        if (origin === "phantom") expect(groups, modality).toEqual({ dev: 1, test: 1 });
      }
      expect(new Set(["mri", "ct"].map((modality) => splits.get(`patient ${modality}`))).size).toBe(2);
    }
  });

  it("keeps a patient of two modalities whole, and counts the group in both", () => {
    const images = [image("one", "mri"), image("one", "ct"), image("two", "ct"), image("three", "mri")];
    const splits = splitsOf(images, 0.5);
    expect(splits.size).toBe(3);
    for (const { modality, groups } of countCells(images, splits)) expect(groups, modality).toEqual({ dev: 1, test: 1 });
  });
});

describe("balance", () => {
  it("admits no answer whose debt would pass the bound: at one half, two options alternate", () => {
    const balance = new Balance("1");
    const asked: string[] = [];
    for (const answer of ["Yes", "Yes", "No", "No", "No", "Yes"]) {
      if (!balance.admits("x", 2, answer, 0.5)) continue;
      balance.enter("x", ["Yes", "No"], answer);
      asked.push(answer);
    }
    expect(asked).toEqual(["Yes", "No", "No", "Yes"]);
  });

  it("keeps the debts of a ledger at a sum of zero", () => {
    const balance = new Balance("1");
    balance.enter("x", ["p", "q", "r"], "p");
    balance.enter("x", ["p", "q", "r", "s"], "q");
    expect(["p", "q", "r", "s"].reduce((sum, text) => sum + balance.debt("x", text), 0)).toBeCloseTo(0, 12);
  });

  it("uses each letter once in every block", () => {
    const balance = new Balance("1");
    for (let block = 0; block < 5; block++) {
      expect([0, 1, 2, 3].map(() => balance.rotate("x", 4)).sort()).toEqual([0, 1, 2, 3]);
    }
  });
});
