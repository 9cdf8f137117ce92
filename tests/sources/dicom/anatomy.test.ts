import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { scannerReader } from "../../../sources/dicom/deidentify.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

const bodyPart = (elements: readonly Element[], frame = 0): unknown => {
  const others = ctElements().filter(({ tag }) => tag !== "00180015");
  return scannerReader(parseDataSet(writeDicom([...others, ...elements]), "test").dataSet)(frame).BodyPartExamined;
};
const stated = (value: string): Element[] => [{ tag: "00180015", vr: "CS", value }];
const region = (code: string, meaning = ""): Element => ({
  tag: "00082218",
  vr: "SQ",
  value: [
    [
      { tag: "00080100", vr: "SH", value: code },
      { tag: "00080102", vr: "SH", value: "SCT" },
      { tag: "00080104", vr: "LO", value: meaning },
    ],
  ],
});

describe("the body part", () => {
  it.each([
    ["CHEST", "CHEST"],
    ["Chest", "CHEST"],
    ["THORAX", "CHEST"],
    ["HEAD", "HEAD"],
    ["Head and Neck", "HEADNECK"],
    ["ABDOMEN_PELVIS", "ABDOMENPELVIS"],
    ["CHEST/ABD/PELVIS", "CHESTABDPELVIS"],
    ["C-SPINE", "CSPINE"],
    ["L SPINE", "LSPINE"],
    ["RIGHT KNEE", "KNEE"],
    ["KNEE L", "KNEE"],
    ["NG BO", undefined],
    ["SMITH CHEST", undefined],
    ["1953-04-17", undefined],
    ["constructor", undefined],
  ])("%s is %s", (value, expected) => {
    expect(bodyPart(stated(value))).toBe(expected);
  });

  it("comes from the region's code where it is not stated, in either form of the code, or from what the code means", () => {
    expect(bodyPart([region("51185008")])).toBe("CHEST");
    expect(bodyPart([region("T-D1100")])).toBe("HEAD");
    expect(bodyPart([region("99", "Lumbar spine")])).toBe("LSPINE");
    expect(bodyPart([region("99", "Jane Doe")])).toBeUndefined();
    expect(bodyPart([...stated("BRAIN"), region("51185008")])).toBe("BRAIN");
  });

  it("of an enhanced object stands in its functional groups, frame by frame", () => {
    const anatomy = (code: string): Element[] => [{ tag: "00209071", vr: "SQ", value: [[region(code)]] }];
    const frames: Element[] = [{ tag: "52009230", vr: "SQ", value: [anatomy("12738006"), anatomy("45048000")] }];
    expect([bodyPart(frames, 0), bodyPart(frames, 1)]).toEqual(["BRAIN", "NECK"]);
    expect(bodyPart([{ tag: "52009229", vr: "SQ", value: [anatomy("12738006")] }], 1)).toBe("BRAIN");
  });
});
