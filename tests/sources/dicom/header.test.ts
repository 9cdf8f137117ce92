import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { readPixelHeader } from "../../../sources/dicom/header.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

/** Frames of 3 x 2 samples of 16 bits. */
function frameCount(stated: string | undefined, samples: number, more: readonly Element[] = []): number {
  const elements = ctElements([
    ...(stated === undefined ? [] : [{ tag: "00280008", vr: "IS", value: stated } as const]),
    ...(more.length > 0 ? more : [{ tag: "7fe00010", vr: "OW", value: new Array<number>(samples).fill(1) } as const]),
  ]);
  return readPixelHeader(parseDataSet(writeDicom(elements), "test").dataSet, "test").frameCount;
}

describe("NumberOfFrames", () => {
  it.each(["0", "", " ", "0 ", " 00"])('"%s" stands for the frames that are there', (stated) => {
    expect(frameCount(stated, 6)).toBe(1);
    expect(frameCount(stated, 18)).toBe(3);
    // Samples left over: no whole number of frames.
    expect(frameCount(stated, 15)).toBe(1);
  });

  it("is one where it is absent, and what it says where it says something", () => {
    expect(frameCount(undefined, 6)).toBe(1);
    expect(frameCount(undefined, 18)).toBe(1);
    expect(frameCount(" 3", 18)).toBe(3);
    expect(frameCount("+3", 18)).toBe(3);
  });

  it("counts shared chroma rightly", () => {
    // 4:2:2: two samples of 8 bits a pixel: 12 bytes a frame.
    const colour: Element[] = [
      { tag: "00280002", vr: "US", value: 3 },
      { tag: "00280004", vr: "CS", value: "YBR_FULL_422" },
      { tag: "00280100", vr: "US", value: 8 },
      { tag: "00280101", vr: "US", value: 8 },
      { tag: "00280102", vr: "US", value: 7 },
      { tag: "7fe00010", vr: "OB", value: new Uint8Array(36) },
    ];
    expect(frameCount("0", 0, colour)).toBe(3);
  });

  it.each(["-1", "1.5", "1A", "9999999"])('"%s" is an error', (stated) => {
    expect(() => frameCount(stated, 6)).toThrow(expect.objectContaining({ code: "E_FORMAT" }));
  });
});
