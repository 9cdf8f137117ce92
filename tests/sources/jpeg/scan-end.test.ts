/** The end of a scan: intact files of every layout, and what is left over or missing. */
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { endsWithItsData } from "../../../sources/jpeg/scan-end.ts";

const grain = (index: number): number => Math.imul(index + 1, 2654435761) >>> 27;

function encode(width: number, height: number, channels: 1 | 3, options: object = {}): Promise<Buffer> {
  const pixels = Uint8Array.from(
    { length: width * height * channels },
    (_, index) => 60 + (Math.floor(index / channels) % width) + grain(index),
  );
  return sharp(pixels, { raw: { width, height, channels } }).jpeg(options).toBuffer();
}

/** Bytes put before the end-of-image marker. */
const withRest = (bytes: Buffer, ...rest: number[]): Buffer =>
  Buffer.concat([bytes.subarray(0, -2), Buffer.from(rest), bytes.subarray(-2)]);

describe("an intact stream ends with its data", () => {
  test.each([
    [1, 1],
    [8, 8],
    [17, 9],
    [64, 33],
  ])("%i x %i, in every layout", async (width, height) => {
    for (const channels of [1, 3] as const) {
      for (const chromaSubsampling of ["4:2:0", "4:4:4"]) {
        for (const optimiseCoding of [true, false]) {
          for (const quality of [5, 80, 100]) {
            expect(endsWithItsData(await encode(width, height, channels, { chromaSubsampling, optimiseCoding, quality }))).toBe(true);
          }
        }
      }
    }
  });

  test("whole bytes of padding and what follows the image are no damage", async () => {
    const bytes = await encode(32, 32, 3);
    expect(endsWithItsData(withRest(bytes, 0, 0, 0))).toBe(true);
    expect(endsWithItsData(withRest(bytes, 0xff, 0xff))).toBe(true);
    expect(endsWithItsData(Buffer.concat([bytes, Buffer.from("behind the image")]))).toBe(true);
  });

  test("progressive streams are not looked at", async () => {
    expect(endsWithItsData((await encode(32, 32, 3, { progressive: true })).subarray(0, -40))).toBe(true);
  });
});

describe("damage", () => {
  test("data left over", async () => {
    expect(endsWithItsData(withRest(await encode(32, 32, 3), 0x5a, 0x17))).toBe(false);
  });

  test("data that end too early", async () => {
    const bytes = await encode(32, 32, 3);
    expect(endsWithItsData(Buffer.concat([bytes.subarray(0, -40), bytes.subarray(-2)]))).toBe(false);
  });

  test("no bytes at all, and a header alone", async () => {
    const bytes = await encode(32, 32, 3);
    expect(endsWithItsData(new Uint8Array())).toBe(true);
    expect(endsWithItsData(bytes.subarray(0, bytes.lastIndexOf(Buffer.of(0xff, 0xda)) + 14))).toBe(false);
  });
});
