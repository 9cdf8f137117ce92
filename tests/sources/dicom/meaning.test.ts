import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { readPixelHeader } from "../../../sources/dicom/header.ts";
import { meaningOf } from "../../../sources/dicom/meaning.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

function meaning(modality: string, stored: readonly number[], overrides: readonly Element[] = [], without: readonly string[] = []) {
  const elements = ctElements([{ tag: "00080060", vr: "CS", value: modality }, ...overrides]).filter(({ tag }) => !without.includes(tag));
  const parsed = parseDataSet(writeDicom(elements), "test");
  const header = readPixelHeader(parsed.dataSet, "test");
  return meaningOf({ samples: Float64Array.from(stored), rgb: false }, parsed, [parsed.dataSet], header, modality, "test");
}
const rescale = ["00281052", "00281053"];
const monochrome1: Element = { tag: "00280004", vr: "CS", value: "MONOCHROME1" };
const padding: Element = { tag: "00280120", vr: "SS", value: -2000 };
const straight = (slope: string, intercept: string): Element[] => [
  { tag: "00281052", vr: "DS", value: intercept },
  { tag: "00281053", vr: "DS", value: slope },
];

describe("MONOCHROME1, whose least value is shown white", () => {
  it("MR: the brightest stored value is the background, whatever the bits, the sign and the slope", () => {
    // Stored 1000 - signal.
    const signal = [0, 0, 400, 1000, 250, 0];
    const stored = signal.map((value) => 1000 - value);
    expect([...meaning("MR", stored, [monochrome1], rescale).data]).toEqual(signal);
    expect([
      ...meaning(
        "MR",
        stored.map((value) => value - 700),
        [monochrome1],
        rescale,
      ).data,
    ]).toEqual(signal);
    expect([...meaning("MR", stored, [monochrome1, ...straight("0.5", "-100")]).data]).toEqual(signal.map((value) => value / 2));
  });

  it("MR: padding is neither the brightest nor the darkest", () => {
    const { data, inside } = meaning("MR", [-2000, 1000, 0, 600], [monochrome1, padding], rescale);
    expect([...data]).toEqual([0, 0, 1000, 400]);
    expect([...inside!]).toEqual([0, 1, 1, 1]);
  });

  it("CT: Hounsfield units are what they are; numbers without a unit are refused", () => {
    const hounsfield = meaning("CT", [0, 512, 1024], [monochrome1]);
    expect(hounsfield).toEqual(meaning("CT", [0, 512, 1024]));
    expect([...hounsfield.data]).toEqual([-1024, 0, 1024]);
    expect(() => meaning("CT", [0, 512], [monochrome1], rescale)).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED" }));
  });

  it("a picture is turned round within its bits", () => {
    expect([...meaning("XC", [0, 65535, 1], [monochrome1, { tag: "00280103", vr: "US", value: 0 }]).data]).toEqual([65535, 0, 65534]);
  });
});

describe("MR magnitudes", () => {
  it("are shifted as their header says", () => {
    expect([...meaning("MR", [-1000, 0, 500], straight("1", "1000")).data]).toEqual([0, 1000, 1500]);
  });

  it("are never below 0: what interpolation leaves there is no signal, and keeps its place in the order", () => {
    expect([...meaning("MR", [-3, 0, 60, 100], [], rescale).data]).toEqual([0, 0, 60, 100]);
  });

  it.each([
    ["z-scores", [-294, 0, 168]],
    ["a phase", [-4096, 4094]],
    ["a negative", [-10, -5, -1]],
  ])("are refused where they are none: %s", (_, stored) => {
    expect(() => meaning("MR", stored, [], rescale)).toThrow(expect.objectContaining({ code: "E_SAMPLES" }));
  });

  it("padding is no signal, however low", () => {
    expect([...meaning("MR", [-2000, 5, 100], [padding], rescale).data]).toEqual([0, 5, 100]);
  });
});

describe("CT numbers", () => {
  it("of another Rescale Type are refused: a material's density is no attenuation", () => {
    for (const unit of ["MGML", "Z_EFF", "HU_MOD"])
      expect(() => meaning("CT", [1, 2], [{ tag: "00281054", vr: "LO", value: unit }])).toThrow(
        expect.objectContaining({ code: "E_UNSUPPORTED" }),
      );
    expect(meaning("CT", [1, 2], [{ tag: "00281054", vr: "LO", value: "HU" }]).quantity).toBe("hounsfield");
  });
});
