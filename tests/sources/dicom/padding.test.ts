import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { readPixelHeader } from "../../../sources/dicom/header.ts";
import { declaredInside, matterInside } from "../../../sources/dicom/padding.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

function inside(stored: number[], overrides: readonly Element[]) {
  const { dataSet } = parseDataSet(writeDicom(ctElements(overrides)), "test");
  const found = declaredInside(Float64Array.from(stored), dataSet, readPixelHeader(dataSet, "test"));
  return found && [...found];
}
const value = (padding: number): Element => ({ tag: "00280120", vr: "SS", value: padding });
const limit = (padding: number): Element => ({ tag: "00280121", vr: "SS", value: padding });

describe("padding", () => {
  it("is the declared value, signed as the samples are", () => {
    expect(inside([-2000, 5, -1999], [value(-2000)])).toEqual([0, 1, 1]);
    expect(inside([63536, 5], [value(-2000), { tag: "00280103", vr: "US", value: 0 }])).toEqual([0, 1]);
  });

  it("is the declared range, whichever end comes first", () => {
    for (const range of [
      [value(-3), limit(-1)],
      [value(-1), limit(-3)],
    ])
      expect(inside([-4, -3, -2, -1, 0], range)).toEqual([1, 0, 0, 0, 1]);
  });

  it("is nothing where none is declared or none occurs", () => {
    expect(inside([-2000, 5], [])).toBeUndefined();
    expect(inside([1, 5], [value(-2000)])).toBeUndefined();
  });

  it("in CT is also what no matter could be", () => {
    expect([...matterInside(Float64Array.of(-3024, -1500, -1000, 40), undefined)!]).toEqual([0, 1, 1, 1]);
    expect([...matterInside(Float64Array.of(-3024, -1500, -1000, 40), Uint8Array.of(1, 1, 0, 1))!]).toEqual([0, 1, 0, 1]);
    expect(matterInside(Float64Array.of(-1000, 40), undefined)).toBeUndefined();
  });
});
