import sharp, { type JpegOptions } from "sharp";
import { describe, expect, it } from "vitest";
import { decodeExtendedJpeg } from "../../../sources/jpeg/extended.ts";

const [rows, columns] = [61, 45];
/** Edges, a ramp and texture, so that every kind of coefficient occurs. */
const picture = Uint8Array.from({ length: rows * columns }, (_, i) => {
  const [row, column] = [Math.floor(i / columns), i % columns];
  return (row > 20 && column > 15 ? 170 : 40) + ((row * 7 + column * 13) % 31) + (column % 5 === 0 ? 40 : 0);
});
const encode = (options: JpegOptions) =>
  sharp(picture, { raw: { width: columns, height: rows, channels: 1 } })
    .toColourspace("b-w")
    .jpeg(options)
    .toBuffer();

describe("Huffman-coded DCT JPEG", () => {
  it.each([
    ["sequential", { quality: 85, progressive: false }],
    ["sequential, coarse", { quality: 12, progressive: false }],
    ["sequential, with optimised tables", { quality: 60, optimiseCoding: true }],
    ["progressive, with successive approximation", { quality: 85, progressive: true }],
    ["progressive, fine", { quality: 100, progressive: true }],
  ])("%s: equal to libjpeg's decoding, to its rounding", async (_, options) => {
    const file = await encode(options);
    const expected = await sharp(file).toColourspace("b-w").raw().toBuffer();
    const decoded = decodeExtendedJpeg(file, rows, columns, "test");
    // libjpeg transforms in 13-bit integers: it may round to the neighbouring code value.
    const worst = decoded.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
    expect(worst).toBeLessThanOrEqual(1);
  });

  it("refuses what the data set contradicts, and a stream that ends early", async () => {
    const file = await encode({ quality: 85 });
    expect(() => decodeExtendedJpeg(file, rows, columns + 1, "test")).toThrow(expect.objectContaining({ code: "E_FORMAT" }));
    expect(() => decodeExtendedJpeg(file.subarray(0, Math.floor(0.6 * file.length)), rows, columns, "test")).toThrow(
      expect.objectContaining({ code: "E_TRUNCATED" }),
    );
    const colour = await sharp(picture, { raw: { width: columns, height: rows, channels: 1 } })
      .toColourspace("srgb")
      .jpeg()
      .toBuffer();
    expect(() => decodeExtendedJpeg(colour, rows, columns, "test")).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED" }));
  });

  it("refuses noise in a scan, whatever it is: the decoder finds its place again, and is done too early or too late", async () => {
    const file = await encode({ quality: 85 });
    const middle = Math.floor((file.lastIndexOf(Buffer.of(0xff, 0xda)) + file.length) / 2);
    for (let seed = 1; seed <= 20; seed++) {
      const noise = (at: number): number => (Math.imul(at + 1, 2654435761 + 2 * seed) >>> 24) % 255;
      const damaged = Buffer.from(file).map((value, at) => (at < middle || at >= middle + 150 ? value : noise(at - middle)));
      expect(() => decodeExtendedJpeg(damaged, rows, columns, "test")).toThrow(expect.objectContaining({ name: "MedqError" }));
    }
  });
});
