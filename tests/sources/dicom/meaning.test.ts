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

  describe("CT whose stored values were turned round under their rescale", () => {
    // Eight pixels of air around one of bone.
    const hounsfield = [-1000, -1000, -1000, -1000, 1000, -1000, -1000, -1000, -1000];
    const read = (stored: readonly number[], bits: number, signed: 0 | 1, intercept: number) => {
      const size: Element[] = [
        { tag: "00280010", vr: "US", value: 3 },
        { tag: "00280101", vr: "US", value: bits },
        { tag: "00280102", vr: "US", value: bits - 1 },
        { tag: "00280103", vr: "US", value: signed },
      ];
      return [...meaning("CT", stored, [monochrome1, ...size, ...straight("1", String(intercept))]).data];
    };

    it.each([
      ["unsigned", 12, 0, -1024, 4095],
      ["signed", 16, 1, 0, -1],
    ] as const)("%s: air around matter, whichever way it was stored", (_, bits, signed, intercept, sum) => {
      const stored = hounsfield.map((value) => value - intercept);
      expect(read(stored, bits, signed, intercept)).toEqual(hounsfield);
      expect(
        read(
          stored.map((value) => sum - value),
          bits,
          signed,
          intercept,
        ),
      ).toEqual(hounsfield);
    });

    it("about another value than its bits' they are no Hounsfield units, and refused", () => {
      expect(() =>
        read(
          hounsfield.map((value) => 1500 - value),
          12,
          0,
          -1024,
        ),
      ).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED" }));
    });

    it("is not told from a body that fills the slice", () => {
      expect(read(new Array<number>(9).fill(1074), 12, 0, -1024)).toEqual(new Array<number>(9).fill(50));
    });
  });

  it("a picture is turned round within its bits", () => {
    expect([...meaning("XC", [0, 65535, 1], [monochrome1, { tag: "00280103", vr: "US", value: 0 }]).data]).toEqual([65535, 0, 65534]);
  });
});

describe("MR magnitudes", () => {
  it("are what their header says, with their sign: what a negative one is, the modality decides", () => {
    expect([...meaning("MR", [-1000, 0, 500], straight("1", "1000")).data]).toEqual([0, 1000, 1500]);
    expect([...meaning("MR", [-294, 0, 168], straight("0.01", "0")).data]).toEqual([-2.94, 0, 1.68]);
  });

  it("padding is no signal, however low", () => {
    expect([...meaning("MR", [-2000, 5, 100], [padding], rescale).data]).toEqual([0, 5, 100]);
  });
});

describe("CT numbers", () => {
  it("of another Rescale Type are refused: a material's density is no attenuation", () => {
    for (const unit of ["MGML", "Z_EFF", "ED", "PCT"])
      expect(() => meaning("CT", [1, 2], [{ tag: "00281054", vr: "LO", value: unit }])).toThrow(
        expect.objectContaining({ code: "E_UNSUPPORTED" }),
      );
  });

  it.each(["HU", "hu", "HU_MOD", "Hounsfield Units"])("of Rescale Type %s are in Hounsfield units", (value) => {
    expect(meaning("CT", [1, 2], [{ tag: "00281054", vr: "LO", value }]).quantity).toBe("hounsfield");
  });
});
