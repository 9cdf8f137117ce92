import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { encapsulatedFrames, nativeFrames } from "../../../sources/dicom/frames.ts";
import { readPixelHeader } from "../../../sources/dicom/header.ts";
import { ctElements, type Element, type Fragments, writeDataSet, writeDicom } from "./write.ts";

const frameCount = (count: number): Element => ({ tag: "00280008", vr: "IS", value: String(count) });

function framesOf(count: number, pixels: Fragments, others: readonly Element[] = []): Uint8Array[] {
  const elements = ctElements([frameCount(count), { tag: "7fe00010", vr: "OB", value: pixels }, ...others]);
  const parsed = parseDataSet(writeDicom(elements, "explicit", "1.2.840.10008.1.2.4.90"), "test");
  const frame = encapsulatedFrames(parsed, readPixelHeader(parsed.dataSet, "test"), "test");
  return Array.from({ length: count }, (_, index) => Uint8Array.from(frame(index)));
}

const begin = Uint8Array.of(0xff, 0x4f, 1, 2);
const more = Uint8Array.of(3, 4);
const joined = Uint8Array.of(0xff, 0x4f, 1, 2, 3, 4);

describe("encapsulated frames", () => {
  it("one frame is all fragments", () => {
    expect(framesOf(1, { fragments: [begin, more] })).toEqual([joined]);
  });

  it("as many fragments as frames: one each", () => {
    expect(framesOf(2, { fragments: [begin, more] })).toEqual([begin, more]);
  });

  it("by the basic offset table", () => {
    // The first fragment takes 8 + 4 bytes with its item header, the second 8 + 2.
    expect(framesOf(2, { fragments: [begin, more, begin], offsets: [0, 22] })).toEqual([joined, begin]);
  });

  it("by the extended offset table, whose element has 64-bit integers", () => {
    const extended: Element = { tag: "7fe00001", vr: "OV", value: new Uint8Array(BigUint64Array.of(0n, 22n).buffer) };
    // The third fragment begins no stream: only the table tells.
    expect(framesOf(2, { fragments: [begin, more, more] }, [extended])).toEqual([joined, more]);
  });

  it("without a table by where streams begin", () => {
    expect(framesOf(2, { fragments: [begin, more, begin, more] })).toEqual([joined, joined]);
  });

  it("fewer frames than declared, or a table that lies: E_TRUNCATED", () => {
    for (const pixels of [{ fragments: [begin] }, { fragments: [more, more, more], offsets: [0, 999] }]) {
      expect(() => framesOf(2, pixels)).toThrow(expect.objectContaining({ code: "E_TRUNCATED" }));
    }
  });
});

describe("native frames", () => {
  it("8-bit samples in big-endian words stand in swapped pairs, across the borders of frames", () => {
    const elements = ctElements([
      frameCount(2),
      { tag: "00280010", vr: "US", value: 1 },
      { tag: "00280100", vr: "US", value: 8 },
      { tag: "00280101", vr: "US", value: 8 },
      { tag: "00280102", vr: "US", value: 7 },
      { tag: "7fe00010", vr: "OW", value: Uint8Array.of(2, 1, 4, 3, 6, 5) },
    ]);
    const parsed = parseDataSet(writeDataSet(elements, "big"), "test");
    const frame = nativeFrames(parsed, readPixelHeader(parsed.dataSet, "test"), "test");
    expect([...frame(0), ...frame(1)]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
