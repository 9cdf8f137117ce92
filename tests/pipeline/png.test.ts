import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodePng, encodePng } from "../../pipeline/png.ts";

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) % 256);

describe("PNG files", () => {
  it.each([
    [5, 7, 1],
    [61, 97, 3],
  ])("come back as they went in, through our decoder and through libvips: %i x %i x %i", async (rows, columns, channels) => {
    const pixels = ramp(rows * columns * channels);
    const file = encodePng(pixels, rows, columns, channels);
    expect(decodePng(file)).toEqual({ pixels, rows, columns, channels });
    const decoded = await sharp(file)
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(decoded.info).toMatchObject({ width: columns, height: rows, channels });
    expect(new Uint8Array(decoded.data)).toEqual(pixels);
  });
});
