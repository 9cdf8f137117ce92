import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { scannerReader } from "../../../sources/dicom/deidentify.ts";
import { WHITELIST } from "../../../sources/dicom/whitelist.ts";
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

  it("a defined term passes though a description holds it too", () => {
    const description: Element = { tag: "00081030", vr: "LO", value: "CHEST FOLLOW UP" };
    expect(said([description])).toMatchObject({ BodyPartExamined: "CHEST", ImageType: "ORIGINAL\\PRIMARY\\AXIAL" });
  });

  const TEXT = WHITELIST.filter(({ kind }) => kind === "terms" || kind === "anatomy" || kind === "vendor");

  it.each(TEXT.map(({ keyword, tag }) => [keyword, tag.slice(1)]))(
    "%s takes no free text: names, rooms, dates, numbers",
    (keyword, tag) => {
      const free = [
        "SMITH JOHN 1953",
        "NG BO",
        "NG",
        "1953-04-17",
        "17.04.1953",
        "19530417",
        "451239",
        "ROOM12 DR JONES",
        "B30 DOE",
        "DOE",
        "1234",
      ];
      for (const value of free) expect(said([{ tag, vr: "LO", value }])[keyword], value).toBeUndefined();
      // Beside terms that pass, too.
      const mixed = said([{ tag, vr: "LO", value: free.join("\\") }])[keyword];
      expect(mixed).toBeUndefined();
    },
  );

  it.each([
    ["ScanOptions", "00180022", "PFP\\FS\\JONES", "PFP\\FS"],
    ["ScanOptions", "00180022", "HELICAL MODE", "HELICAL MODE"],
    ["ConvolutionKernel", "00181210", "Br40d\\3", "Br40d\\3"],
    ["ConvolutionKernel", "00181210", "FC08", "FC08"],
    ["ManufacturerModelName", "00081090", "LightSpeed VCT", "LIGHTSPEED VCT"],
    ["ManufacturerModelName", "00081090", "Prisma_fit", "PRISMA_FIT"],
    ["ManufacturerModelName", "00081090", "SIGNA ROOM", undefined],
    ["ImageType", "00080008", "DERIVED\\PRIMARY\\MPR\\JANE", "DERIVED\\PRIMARY\\MPR"],
    ["InPlanePhaseEncodingDirection", "00181312", "ROW", "ROW"],
    ["ViewPosition", "00185101", "AP", "AP"],
    ["ImagedNucleus", "00180085", "1H", "1H"],
    ["LossyImageCompression", "00282110", "01", "01"],
  ])("%s: known words pass, others of the same list stay behind", (keyword, tag, value, expected) => {
    expect(said([{ tag, vr: "LO", value }])[keyword]).toBe(expected);
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
