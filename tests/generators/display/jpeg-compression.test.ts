import sharp from "sharp";
import { describe, expect, it } from "vitest";
import jpegCompression from "../../../generators/display/jpeg-compression.ts";
import { throughJpeg } from "../../../generators/signal/jpeg.ts";
import { nrmse, psnr } from "../../../generators/signal/metrics.ts";
import { randomSource } from "../../../generators/signal/random.ts";

/** Waves, discs and a sharp edge in code values: detail of every frequency and saturated colours. */
function scene(rows: number, columns: number, channels: number) {
  const data = new Float64Array(rows * columns * channels);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const chirp = Math.sin((x * x) / (3 * columns)) * Math.sin((y * y) / (4 * rows));
      const disc = (x - columns / 3) ** 2 + (y - rows / 2) ** 2 < (columns / 6) ** 2 ? 90 : 0;
      for (let channel = 0; channel < channels; channel++) {
        const value = 110 + 60 * chirp + (channel === 1 ? -disc : disc) + (x > 0.8 * columns ? 40 * (channel - 1) : 0);
        data[(y * columns + x) * channels + channel] = Math.min(Math.max(Math.round(value), 0), 255);
      }
    }
  }
  return { rows, columns, channels, data };
}

const random = randomSource({ seed: "1", image: "scene", operation: "display/jpeg-compression", stage: "degrade" });

describe("JPEG compression", () => {
  // Two decoders may differ by the rounding of intermediate results (T.81 leaves the arithmetic of the DCT open); 45 dB is an rms of 1.4 codes.
  it.each([1, 3])("shows what libjpeg-turbo shows, %i channel(s)", async (channels) => {
    const shown = scene(144, 175, channels);
    for (const quality of [5, 14, 35, 60, 85, 95]) {
      const raw = { width: shown.columns, height: shown.rows, channels: channels as 1 | 3 };
      const file = await sharp(Uint8Array.from(shown.data), { raw })
        .jpeg({ quality, chromaSubsampling: quality < 90 ? "4:2:0" : "4:4:4", mozjpeg: false, quantisationTable: 0, optimiseCoding: true })
        .toBuffer();
      const theirs = await sharp(file)
        .toColourspace(channels === 1 ? "b-w" : "srgb")
        .raw()
        .toBuffer();
      const { decoded, bits } = throughJpeg(shown, quality);
      expect(theirs.length).toBe(decoded.data.length);
      expect(psnr(Float64Array.from(theirs), decoded.data, 255)).toBeGreaterThan(45);
      // Their file has headers and tables of some hundred bytes, whole bits for a symbol, and a restart of the DC order in 16 x 16 blocks.
      expect(bits / 8).toBeLessThan(file.length);
      expect(bits / 8).toBeGreaterThan(0.75 * (file.length - 700));
    }
  });

  it("loses more at every step of severity, and brings the blocks out", () => {
    for (const channels of [1, 3]) {
      const shown = scene(128, 128, channels);
      let before = { error: 0, bitsPerPixel: Number.POSITIVE_INFINITY };
      for (let step = 1; step <= 10; step++) {
        const { sample, effective } = jpegCompression.degrade(shown, { quality: jpegCompression.parameters.quality.at(step / 10) }, random);
        const now = { error: nrmse(shown.data, sample.data, 0), bitsPerPixel: effective.bitsPerPixel };
        expect(now.error).toBeGreaterThan(before.error);
        expect(now.bitsPerPixel).toBeLessThan(before.bitsPerPixel);
        before = now;
      }
      const blockiness = [0.05, 1].map(
        (severity) =>
          jpegCompression.degrade(shown, { quality: jpegCompression.parameters.quality.at(severity) }, random).effective.blockiness,
      );
      expect(blockiness[1]).toBeGreaterThan(1.5 * blockiness[0]);
    }
  });

  it("measures a blockiness of 1 where nothing stands out", () => {
    const flat = { rows: 24, columns: 24, channels: 1, data: new Float64Array(576).fill(90) };
    expect(jpegCompression.degrade(flat, { quality: 50 }, random).effective.blockiness).toBe(1);
  });
});
