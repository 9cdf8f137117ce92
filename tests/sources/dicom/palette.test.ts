import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { paletteToRgb } from "../../../sources/dicom/palette.ts";
import { type Element, type Encoding, writeDataSet } from "./write.ts";

/** A data set that holds nothing but three palette tables. */
function palette(descriptor: readonly number[], tables: readonly Element[], encoding: Encoding = "explicit") {
  const descriptors = ["00281101", "00281102", "00281103"].map((tag): Element => ({ tag, vr: "US", value: descriptor }));
  const bytes = writeDataSet([{ tag: "00080060", vr: "CS", value: "OT" }, ...descriptors, ...tables], encoding);
  return parseDataSet(bytes, "test").dataSet;
}
const table = (channel: number, value: Element["value"], segmented = false): Element => ({
  tag: `002812${segmented ? 2 : 0}${channel}`,
  vr: "OW",
  value,
});
const unsigned = { bigEndian: false, signed: false };
const look = (dataSet: ReturnType<typeof palette>, indices: number[], encoding = unsigned) =>
  paletteToRgb(Float64Array.from(indices), dataSet, encoding, "test");

describe("palettes", () => {
  it("8-bit entries stand two in a word, in either byte order", () => {
    const entries = Uint8Array.of(10, 20, 30, 40);
    const swapped = Uint8Array.of(20, 10, 40, 30);
    const little = palette(
      [4, 0, 8],
      [1, 2, 3].map((channel) => table(channel, entries)),
    );
    const big = palette(
      [4, 0, 8],
      [1, 2, 3].map((channel) => table(channel, swapped)),
      "big",
    );
    const expected = [10, 20, 30, 40].flatMap((value) => [value, value, value]);
    expect(look(little, [0, 1, 2, 3])).toEqual({ data: Float64Array.from(expected), bits: 8 });
    expect(look(big, [0, 1, 2, 3], { bigEndian: true, signed: false })).toEqual({ data: Float64Array.from(expected), bits: 8 });
  });

  it("16-bit entries make 16-bit colours even where red is dark", () => {
    const dataSet = palette([2, 0, 16], [table(1, [0, 0]), table(2, [0, 65535]), table(3, [7, 8])]);
    expect(look(dataSet, [1])).toEqual({ data: Float64Array.of(0, 65535, 8), bits: 16 });
  });

  it("the first entry belongs to a signed stored value where those are signed", () => {
    const dataSet = palette(
      [3, 0x10000 - 1, 16],
      [1, 2, 3].map((channel) => table(channel, [100, 200, 300])),
    );
    expect([...look(dataSet, [-5, -1, 0, 1, 9], { bigEndian: false, signed: true }).data].filter((_, i) => i % 3 === 0)).toEqual([
      100, 100, 200, 300, 300,
    ]);
  });

  it("segmented tables: values, a straight line, a repetition", () => {
    // Discrete 2: 0, 1000. Linear 4 up to 3000: 1500, 2000, 2500, 3000. Indirect 1 at word 0: the discrete segment again.
    const segments = [0, 2, 0, 1000, 1, 4, 3000, 2, 1, 0, 0];
    const dataSet = palette(
      [8, 0, 16],
      [1, 2, 3].map((channel) => table(channel, segments, true)),
    );
    const { data } = look(dataSet, [0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...data].filter((_, i) => i % 3 === 0)).toEqual([0, 1000, 1500, 2000, 2500, 3000, 0, 1000]);
  });

  it.each<[string, number[], number[]]>([
    ["an unknown instruction", [8, 0, 16], [3, 1, 0]],
    ["too few entries", [8, 0, 16], [0, 2, 1, 1]],
    ["an instruction that repeats itself", [8, 0, 16], [2, 9, 0, 0]],
    ["entries of 12 bits", [8, 0, 12], [0, 8, 1, 2, 3, 4, 5, 6, 7, 8]],
  ])("refuses segments with %s", (_, descriptor, segments) => {
    const dataSet = palette(
      descriptor,
      [1, 2, 3].map((channel) => table(channel, segments, true)),
    );
    expect(() => look(dataSet, [0])).toThrow(expect.objectContaining({ code: "E_FORMAT" }));
  });
});
