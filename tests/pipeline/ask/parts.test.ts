import { describe, expect, it } from "vitest";
import { Balance } from "../../../pipeline/ask/balance.ts";
import { pick, shuffled } from "../../../pipeline/ask/choose.ts";
import { placeOf } from "../../../pipeline/ask/place.ts";
import { Splits } from "../../../pipeline/ask/split.ts";
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

  it("names a half that four fifths of it lie in, and asks only where neither half of the other axis is an answer, too", () => {
    expect(shared(0.79, 0.5)).toBeUndefined();
    expect(shared(0.8, 0.55)?.others).toHaveLength(3);
    expect(shared(0.8, 0.7)).toEqual({ words: "in the upper part of the image", others: [] });
    expect(shared(0.1, 0.9)?.words).toBe("in the lower left part of the image");
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
      expect(place.others).toHaveLength(3);
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
  it("gives exactly the fraction of the groups to test, floor(n x fraction) of the first n, and keeps a group together", () => {
    for (const fraction of [0, 0.2, 0.5, 0.7, 1]) {
      const splits = new Splits(fraction);
      let tests = 0;
      for (let n = 1; n <= 50; n++) {
        const image = { modality: "mri", group: String(n) };
        const split = splits.of(image);
        expect(splits.of(image)).toBe(split);
        if (split === "test") tests++;
        expect(tests).toBe(Math.floor(n * fraction + 1e-9));
      }
    }
  });

  it("counts each modality apart", () => {
    const splits = new Splits(0.5);
    expect(["mri", "ct"].map((modality) => splits.of({ modality, group: "1" }))).toEqual(["dev", "dev"]);
  });
});

describe("balance", () => {
  it("makes two options alternate at a bound of one half", () => {
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
