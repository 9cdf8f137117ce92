import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { scannerReader } from "../../../sources/dicom/deidentify.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

const tagged = (tag: string, vr: string, value: string): Element => ({ tag, vr, value });

/** @returns the exposure time as it leaves the file */
const passes = (identity: Element, exposureTime: string): unknown =>
  scannerReader(parseDataSet(writeDicom(ctElements([identity, tagged("00181150", "IS", exposureTime)])), "test").dataSet)(0).ExposureTime;

describe("numbers that tell who the patient is", () => {
  it.each([
    ["a patient's number behind a prefix", tagged("00100020", "LO", "MRN451239"), "451239"],
    ["with leading zeros", tagged("00100020", "LO", "0451234"), "451234"],
    ["with leading zeros left out in the identifier", tagged("00100020", "LO", "451234"), "00451234"],
    ["with separators", tagged("00100020", "LO", "45-12-39"), "451239"],
    ["its beginning", tagged("00100020", "LO", "4512398"), "45123"],
    ["its end", tagged("00100020", "LO", "ABC4512398"), "12398"],
    ["more digits behind it", tagged("00100020", "LO", "451239"), "45123900"],
    ["of four digits", tagged("00100020", "LO", "PAT-4711"), "4711"],
    ["an accession number of five", tagged("00080050", "SH", "77123"), "77123"],
    ["a day of birth", tagged("00100030", "DA", "19530417"), "19530417"],
    ["the day first", tagged("00100030", "DA", "19530417"), "17041953"],
    ["the month first", tagged("00100030", "DA", "19530417"), "4171953"],
    ["the year in two digits", tagged("00100030", "DA", "19530417"), "530417"],
    ["day first, year in two digits", tagged("00100030", "DA", "19530417"), "170453"],
    ["a telephone number", tagged("00102154", "SH", "+44 (20) 7946-0123"), "79460123"],
    ["in a nested sequence", { tag: "00101002", vr: "SQ", value: [[tagged("00100020", "LO", "998877")]] } as Element, "998877"],
  ])("%s", (_, identity, number) => {
    expect(passes(identity, number)).toBeUndefined();
  });

  it.each([
    ["a number of three digits that is the patient's too", tagged("00100020", "LO", "800"), "800"],
    ["four digits of a longer one", tagged("00100020", "LO", "1600123"), "1600"],
    ["a series number", tagged("00200011", "IS", "1601"), "1601"],
    ["the year of birth", tagged("00100030", "DA", "19530417"), "1953"],
    ["another number", tagged("00100020", "LO", "451239"), "45124"],
    ["the place of a slice", tagged("00201041", "DS", "-45123.5"), "45123"],
    ["part of a UID", tagged("00100020", "LO", "1.2.840.45123.7"), "45123"],
  ])("but not %s", (_, identity, number) => {
    expect(passes(identity, number)).toBe(Number(number));
  });

  it("a fraction tells only by all of its digits", () => {
    const spacing = (identity: string) =>
      scannerReader(
        parseDataSet(writeDicom(ctElements([tagged("00100020", "LO", identity), tagged("00280030", "DS", "0.859375\\0.859375")])), "test")
          .dataSet,
      )(0).PixelSpacing;
    expect(spacing("8593")).toEqual([0.859375, 0.859375]);
    expect(spacing("85937512")).toEqual([0.859375, 0.859375]);
    expect(spacing("859375")).toBeUndefined();
  });
});
