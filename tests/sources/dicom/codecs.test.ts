import { createRequire } from "node:module";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeFrame, isCompressed, requireKnownSyntax } from "../../../sources/dicom/codecs.ts";
import type { PixelHeader } from "../../../sources/dicom/header.ts";

const require = createRequire(import.meta.url);
const [rows, columns] = [37, 53];
const header = (samplesPerPixel: 1 | 3, bits: 8 | 12 | 16, photometric: string): PixelHeader => ({
  rows,
  columns,
  samplesPerPixel,
  bitsAllocated: bits === 8 ? 8 : 16,
  bitsStored: bits,
  highBit: bits - 1,
  signed: false,
  floating: false,
  planar: false,
  photometric,
  frameCount: 1,
});

/** Smooth in one direction and rough in the other. */
const picture = (count: number, most: number): Uint16Array =>
  Uint16Array.from({ length: count }, (_, i) => (i * 3 + ((i * i * 7) % 41)) % (most + 1));
const bytesOf = (values: Uint16Array, bits: number): Uint8Array => (bits > 8 ? new Uint8Array(values.buffer) : Uint8Array.from(values));

interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

const modules = new Map<string, Record<string, new () => Encoder>>();

async function encode(module: string, name: string, pixels: Uint8Array, bits: number, components: number): Promise<Uint8Array> {
  const codec = await (modules.get(module) ?? require(module)({ print() {}, printErr() {} }));
  modules.set(module, codec);
  const encoder = new codec[name]();
  const info = {
    width: columns,
    height: rows,
    bitsPerSample: bits,
    componentCount: components,
    isSigned: false,
    isUsingColorTransform: false,
  };
  encoder.getDecodedBuffer(info).set(pixels);
  encoder.encode();
  return Uint8Array.from(encoder.getEncodedBuffer());
}

const LOSSLESS: readonly [string, string, string, string][] = [
  ["JPEG-LS", "1.2.840.10008.1.2.4.80", "@cornerstonejs/codec-charls", "JpegLSEncoder"],
  ["JPEG 2000", "1.2.840.10008.1.2.4.90", "@cornerstonejs/codec-openjpeg", "J2KEncoder"],
  ["HTJ2K", "1.2.840.10008.1.2.4.201", "@cornerstonejs/codec-openjph", "HTJ2KEncoder"],
];

describe.each(LOSSLESS)("%s", (_, syntax, module, encoder) => {
  it.each([8, 12, 16] as const)("%i bits come back equal", async (bits) => {
    const pixels = bytesOf(picture(rows * columns, 2 ** bits - 1), bits);
    const stream = await encode(module, encoder, pixels, bits, 1);
    const decoded = await decodeFrame(stream, syntax, header(1, bits, "MONOCHROME2"), "test");
    expect(decoded).toMatchObject({ bytesPerSample: bits > 8 ? 2 : 1, planar: false });
    expect(Buffer.compare(decoded.bytes, pixels)).toBe(0);
  });

  it("says that header and frame contradict each other before decoding, and what is wrong with a stream cut short", async () => {
    const stream = await encode(module, encoder, bytesOf(picture(rows * columns, 255), 8), 8, 1);
    const grey = header(1, 8, "MONOCHROME2");
    for (const other of [{ ...grey, rows: rows + 1 }, { ...grey, columns: 4000 }, header(3, 8, "RGB")]) {
      await expect(decodeFrame(stream, syntax, other, "test")).rejects.toMatchObject({ code: "E_FORMAT" });
    }
    for (const length of [3, 60, Math.floor(stream.length / 2)]) {
      const failure = await decodeFrame(stream.subarray(0, length), syntax, grey, "test").catch((error) => error);
      expect(failure).toMatchObject({ name: "MedqError", code: expect.stringMatching(/^E_(TRUNCATED|FORMAT)$/) });
    }
    // The codec that failed is replaced by a fresh one.
    await expect(decodeFrame(stream, syntax, grey, "test")).resolves.toBeDefined();
  });
});

describe("JPEG 2000 that lies", () => {
  const [, syntax, module, encoder] = LOSSLESS[1];
  const grey = header(1, 8, "MONOCHROME2");
  const lie = async (change: (view: DataView) => void): Promise<Uint8Array> => {
    const stream = await encode(module, encoder, bytesOf(picture(rows * columns, 255), 8), 8, 1);
    change(new DataView(stream.buffer, stream.byteOffset));
    return stream;
  };

  it("inside a JP2 file is found", async () => {
    const pixels = bytesOf(picture(rows * columns, 255), 8);
    const stream = await encode(module, encoder, pixels, 8, 1);
    const boxed = Buffer.concat([Buffer.from("0000000c6a5020200d0a870a", "hex"), stream]);
    expect(Buffer.compare((await decodeFrame(boxed, syntax, grey, "test")).bytes, pixels)).toBe(0);
  });

  it("about its tiles is refused: 1961 tiles of which one is there, 16384 columns of them", async () => {
    const oneByOne = await lie((view) => {
      view.setUint32(24, 1);
      view.setUint32(28, 1);
    });
    await expect(decodeFrame(oneByOne, syntax, grey, "test")).rejects.toMatchObject({ code: "E_TRUNCATED" });
    const huge = { ...grey, columns: 16384 };
    const many = await lie((view) => {
      view.setUint32(8, 16384);
      view.setUint32(24, 1);
    });
    await expect(decodeFrame(many, syntax, huge, "test")).rejects.toMatchObject({ code: "E_TOO_LARGE" });
  });

  it("about subsampled components is refused", async () => {
    const subsampled = await lie((view) => view.setUint8(43, 2));
    await expect(decodeFrame(subsampled, syntax, grey, "test")).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });
});

describe("baseline JPEG in colour", () => {
  const colours = Uint8Array.from({ length: rows * columns * 3 }, (_, i) => (i % 3 === 0 ? 200 : i % 3 === 1 ? 90 : 40));
  const encodeRgb = () =>
    sharp(colours, { raw: { width: columns, height: rows, channels: 3 } })
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
      .toBuffer();

  it("luminance and chrominance come out as RGB", async () => {
    const { bytes, rgb } = await decodeFrame(await encodeRgb(), "1.2.840.10008.1.2.4.50", header(3, 8, "YBR_FULL"), "test");
    expect(rgb).toBe(true);
    // A uniform picture: quantisation of three DC coefficients by 1 or 2 steps of 1/8, and rounding.
    expect(bytes.every((value, i) => Math.abs(value - colours[i]) <= 2)).toBe(true);
  });

  it("components that the data set calls RGB, in a stream that does not say, are not taken for luminance", async () => {
    // This encoder writes neither a JFIF nor an Adobe segment, and components 1, 2, 3.
    const { bytes } = await decodeFrame(await encodeRgb(), "1.2.840.10008.1.2.4.50", header(3, 8, "RGB"), "test");
    // Y = 0.299 x 200 + 0.587 x 90 + 0.114 x 40 = 117; Cb = 128 + (40 - 117) / 1.772 = 84; Cr = 128 + (200 - 117) / 1.402 = 187.
    expect([117, 84, 187].every((value, i) => Math.abs(bytes[i] - value) <= 2)).toBe(true);
  });

  it("without its end it is E_TRUNCATED, not grey", async () => {
    const file = await encodeRgb();
    const cut = file.subarray(0, Math.floor(0.8 * file.length));
    await expect(decodeFrame(cut, "1.2.840.10008.1.2.4.50", header(3, 8, "YBR_FULL"), "test")).rejects.toMatchObject({
      code: "E_TRUNCATED",
    });
  });
});

describe("transfer syntaxes", () => {
  it("native and compressed ones are told apart, unknown ones refused", () => {
    expect(["1.2.840.10008.1.2", "1.2.840.10008.1.2.1.99"].map(isCompressed)).toEqual([false, false]);
    expect(["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70"].map(isCompressed)).toEqual([true, true]);
    expect(() => requireKnownSyntax("1.2.840.10008.1.2.4.202", "test")).not.toThrow();
    // JPEG 2000 part 2, MPEG-2, GE's private big-endian one.
    for (const syntax of ["1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.100", "1.2.840.113619.5.2"]) {
      expect(() => requireKnownSyntax(syntax, "test")).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED" }));
    }
  });
});
