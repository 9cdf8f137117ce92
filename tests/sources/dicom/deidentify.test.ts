import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { scannerReader } from "../../../sources/dicom/deidentify.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

const said = (overrides: readonly Element[]) => scannerReader(parseDataSet(writeDicom(ctElements(overrides)), "test").dataSet)(0);

describe("what a scanner says", () => {
  it.each<[string, Element]>([
    ["a name in a code", { tag: "00181210", vr: "SH", value: "B30 DOE" }],
    ["a patient number in a code", { tag: "00181210", vr: "SH", value: "PAT-4711" }],
    ["a sentence", { tag: "00181210", vr: "SH", value: "Patient is Jane" }],
    ["something long", { tag: "00181210", vr: "SH", value: "A".repeat(40) }],
    ["another script", { tag: "00181210", vr: "SH", value: "\u5c71\u7530" }],
  ])("%s does not pass", (_, element) => {
    expect(said([element]).ConvolutionKernel).toBeUndefined();
  });

  it("a defined term passes though a description holds it too, and a name that is one word of the standard hides nothing", () => {
    const description: Element = { tag: "00081030", vr: "LO", value: "CHEST FOLLOW UP" };
    expect(said([description])).toMatchObject({ BodyPartExamined: "CHEST", ImageType: "ORIGINAL\\PRIMARY\\AXIAL" });
  });

  it("names in nested sequences are known as names", () => {
    const nested: Element = { tag: "00081110", vr: "SQ", value: [[{ tag: "00100010", vr: "PN", value: "MILLER^ANN" }]] };
    const kernel: Element = { tag: "00181210", vr: "SH", value: "MILLER" };
    expect(said([nested, kernel]).ConvolutionKernel).toBeUndefined();
  });

  it("a number that is the patient's does not pass as a measurement", () => {
    const patient: Element = { tag: "00100020", vr: "LO", value: "1234567" };
    expect(said([patient, { tag: "00181152", vr: "IS", value: "1234567" }]).Exposure).toBeUndefined();
    expect(said([patient, { tag: "00181152", vr: "IS", value: "200" }]).Exposure).toBe(200);
  });

  it("a maker passes by a known name only", () => {
    expect(said([{ tag: "00080070", vr: "LO", value: "Philips Medical Systems" }]).Manufacturer).toBe("PHILIPS");
    expect(said([{ tag: "00080070", vr: "LO", value: "SMITH AND SONS" }]).Manufacturer).toBeUndefined();
  });

  it("binary numbers are read as such", () => {
    const elements: Element[] = [
      { tag: "00181310", vr: "US", value: [0, 256, 192, 0] },
      { tag: "00189311", vr: "FD", value: 0.9375 },
    ];
    expect(said(elements)).toMatchObject({ AcquisitionMatrix: [0, 256, 192, 0], SpiralPitchFactor: 0.9375 });
  });

  it("private attributes, dates, UIDs and comments never pass, whatever they hold", () => {
    const elements: Element[] = [
      { tag: "00091001", vr: "LO", value: "PRIVATE" },
      { tag: "00080020", vr: "DA", value: "20010105" },
      { tag: "00204000", vr: "LT", value: "COMMENT" },
      { tag: "00180024", vr: "SH", value: "FSE" },
    ];
    const text = JSON.stringify(said(elements));
    for (const value of ["PRIVATE", "20010105", "COMMENT", "FSE", "1.2.3.4", "1.2.3.5"]) expect(text).not.toContain(value);
  });
});
