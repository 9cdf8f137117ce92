import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { modalityOf } from "../../../sources/dicom/sop-class.ts";
import { type Element, writeDataSet } from "./write.ts";

function modality(suffix: string | undefined, stated: string | undefined): string | undefined {
  const uid = `1.2.840.10008.5.1.4.1.1.${suffix}`;
  const elements: Element[] = [
    { tag: "00080005", vr: "CS", value: "ISO_IR 100" },
    ...(suffix === undefined ? [] : [{ tag: "00080016", vr: "UI", value: uid.length % 2 === 0 ? uid : `${uid}\0` }]),
    ...(stated === undefined ? [] : [{ tag: "00080060", vr: "CS", value: stated }]),
  ];
  return modalityOf(parseDataSet(writeDataSet(elements, "explicit"), "test").dataSet, "test");
}
const refused = (suffix: string, stated?: string) =>
  expect(() => modality(suffix, stated), `${suffix} ${stated}`).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED" }));

describe("what an object is of", () => {
  it("its Modality says, or, where that is missing or no term of the standard, its class", () => {
    expect(modality(undefined, "MR")).toBe("MR");
    expect(modality("2", "CT")).toBe("CT");
    expect(modality("4.1", undefined)).toBe("MR");
    expect(modality("128", undefined)).toBe("PT");
    expect(modality("4", "JANE DOE")).toBe("MR");
    expect(modality(undefined, "JANE DOE")).toBeUndefined();
    expect(modality(undefined, undefined)).toBeUndefined();
  });

  it("class and Modality may not contradict each other where one of them is of sections", () => {
    refused("128", "MR");
    refused("4", "PT");
    refused("1.1", "CT");
    refused("2", "OT");
    // A radiograph of the teeth, an angiogram by an image intensifier: several terms share a class.
    expect(modality("1.1", "IO")).toBe("IO");
    expect(modality("12.1", "RF")).toBe("RF");
  });

  it("every class of captured screens is refused of a scanner, and taken of a camera", () => {
    for (const suffix of ["7", "7.1", "7.2", "7.3", "7.4"]) {
      for (const scanner of ["CT", "MR", "PT", "NM"]) refused(suffix, scanner);
      for (const camera of ["ES", "XC", "OP", "GM", "SM", "OT"]) expect(modality(suffix, camera)).toBe(camera);
      expect(modality(suffix, undefined)).toBe("OT");
    }
  });

  it("photographs by visible light are what their Modality says", () => {
    for (const [suffix, camera] of [
      ["77.1.1", "ES"],
      ["77.1.2", "GM"],
      ["77.1.4", "XC"],
      ["77.1.5.1", "OP"],
      ["77.1.6", "SM"],
    ] as const)
      expect(modality(suffix, camera)).toBe(camera);
  });

  it.each([
    ["an encapsulated PDF", "104.1"],
    ["a structured report", "88.33"],
    ["a key object selection", "88.59"],
    ["a presentation state", "11.1"],
    ["a plan", "481.5"],
    ["a dose", "481.2"],
    ["a structure set", "481.3"],
    ["a waveform", "9.1.1"],
    ["raw data", "66"],
    ["a segmentation", "66.4"],
    ["a parametric map", "30"],
    ["spectroscopy", "4.2"],
  ])("%s holds no image, whatever its Modality", (_, suffix) => {
    for (const stated of [undefined, "MR", "OT"]) refused(suffix, stated);
  });
});
