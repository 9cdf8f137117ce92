import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { readPixelHeader } from "../../../sources/dicom/header.ts";
import { transformStored } from "../../../sources/dicom/modality-transform.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

function transform(stored: number[], overrides: readonly Element[], without: readonly string[] = []) {
  const elements = ctElements(overrides).filter(({ tag }) => !without.includes(tag));
  const { dataSet } = parseDataSet(writeDicom(elements), "test");
  const samples = Float64Array.from(stored);
  return { ...transformStored(samples, [dataSet], readPixelHeader(dataSet, "test"), false, "test"), samples: [...samples] };
}
const table = (type: string): Element => ({
  tag: "00283000",
  vr: "SQ",
  value: [
    [
      { tag: "00283002", vr: "US", value: [3, 0x10000 - 1, 12] },
      { tag: "00283004", vr: "LO", value: type },
      { tag: "00283006", vr: "US", value: [100, 200, 400] },
    ],
  ],
});

describe("stored values to the modality's", () => {
  it("slope and intercept, exact in f64", () => {
    const overrides: Element[] = [
      { tag: "00281052", vr: "DS", value: "-1024.5" },
      { tag: "00281053", vr: "DS", value: "0.25" },
    ];
    expect(transform([0, 4, -2], overrides)).toEqual({ unit: "HU", samples: [-1024.5, -1023.5, -1025] });
  });

  it("a unit other than HU is said, and nothing where nothing is declared", () => {
    expect(transform([1], [{ tag: "00281054", vr: "LO", value: "US" }]).unit).toBe("US");
    expect(transform([1], [], ["00281052", "00281053"])).toEqual({ unit: undefined, samples: [1] });
  });

  it.each([
    ["RescaleSlope", "00281053"],
    ["RescaleIntercept", "00281052"],
  ])("an emptied %s beside the other is an error, one that was never written stands for its default", (attribute, tag) => {
    expect(() => transform([1], [{ tag, vr: "DS", value: "" }])).toThrow(
      expect.objectContaining({ code: "E_FORMAT", problem: expect.stringContaining(attribute) }),
    );
    // Slope 2 and intercept -1024 where they are.
    expect(transform([1], [], [tag]).samples).toEqual([tag === "00281053" ? -1023 : 2]);
  });

  it("a table takes the place of both, its first entry signed as the samples are", () => {
    expect(transform([-7, -1, 0, 1, 9], [table("HU")])).toEqual({ unit: "HU", tableBits: 12, samples: [100, 100, 200, 400, 400] });
  });

  it.each<[string, Element]>([
    ["no number", { tag: "00281052", vr: "DS", value: "JANE" }],
    ["infinite", { tag: "00281053", vr: "DS", value: "1e999" }],
    ["zero", { tag: "00281053", vr: "DS", value: "0" }],
  ])("a slope or intercept that is %s is an error that does not quote it", (_, element) => {
    expect(() => transform([1], [element])).toThrow(
      expect.objectContaining({ code: "E_FORMAT", message: expect.not.stringContaining("JANE") }),
    );
  });
});
