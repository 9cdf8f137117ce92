import { describe, expect, it } from "vitest";
import { decodeLosslessJpeg } from "../../../sources/jpeg/lossless.ts";

/**
 * Writes lossless JPEG with a Huffman table in which category s has the 5-bit code s (17 categories of length 5; T.81 needs no more).
 * @param differences category and extra bits are derived from each
 */
function write(rows: number, columns: number, predictor: number, differences: readonly number[]): Uint8Array {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  for (const difference of differences) {
    const size = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference));
    put(size, 5);
    if (size < 16) put(difference >= 0 ? difference : difference + (1 << size) - 1, size);
  }
  while (bits.length % 8 !== 0) bits.push(1);
  const scan: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    const byte = bits.slice(i, i + 8).reduce((value, bit) => 2 * value + bit, 0);
    scan.push(byte);
    if (byte === 0xff) scan.push(0);
  }
  const u16 = (value: number) => [value >> 8, value & 255];
  const counts = Array.from({ length: 16 }, (_, i) => (i === 4 ? 17 : 0));
  const table = [0xff, 0xc4, ...u16(2 + 17 + 17), 0, ...counts, ...Array.from({ length: 17 }, (_, i) => i)];
  const frame = [0xff, 0xc3, ...u16(11), 16, ...u16(rows), ...u16(columns), 1, 1, 0x11, 0];
  const start = [0xff, 0xda, ...u16(8), 1, 1, 0, predictor, 0, 0];
  return Uint8Array.from([0xff, 0xd8, ...table, ...frame, ...start, ...scan, 0xff, 0xd9]);
}

const image = [32760, 5, 70, 65535, 0, 40000, 17, 17, 32768, 1, 2, 3];
const [rows, columns] = [3, 4];

/** The predictions of T.81 table H.1, written out independently of the decoder. */
function differencesOf(predictor: number): number[] {
  return image.map((value, i) => {
    const row = Math.floor(i / columns);
    const left = image[i - 1];
    const above = image[i - columns];
    const corner = image[i - columns - 1];
    const half = (x: number) => Math.floor(x / 2);
    const table = [
      0,
      left,
      above,
      corner,
      left + above - corner,
      left + half(above - corner),
      above + half(left - corner),
      half(left + above),
    ];
    const prediction = i === 0 ? 32768 : row === 0 ? left : i % columns === 0 ? above : table[predictor];
    const difference = (value - prediction) & 0xffff;
    return difference > 32768 ? difference - 65536 : difference;
  });
}

describe("lossless JPEG", () => {
  it.each([1, 2, 3, 4, 5, 6, 7])("predictor %i gives every sample back, differences of 32768 included", (predictor) => {
    const decoded = decodeLosslessJpeg(write(rows, columns, predictor, differencesOf(predictor)), rows, columns, 1, "test");
    expect([...decoded]).toEqual(image);
  });

  it("says what is wrong with a stream that ends early, or has other components", () => {
    // Enough samples that what is missing cannot be mistaken for the padding of a last byte.
    const long = write(
      64,
      64,
      1,
      Array.from({ length: 4096 }, (_, i) => (i * 37) % 100),
    );
    expect(() => decodeLosslessJpeg(long.subarray(0, 900), 64, 64, 1, "test")).toThrow(expect.objectContaining({ code: "E_TRUNCATED" }));
    expect(() => decodeLosslessJpeg(long, 64, 64, 3, "test")).toThrow(expect.objectContaining({ code: "E_FORMAT" }));
  });
});
