import { readFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import reader from "../../../sources/readers/raster.ts";
import { shared, sharedData } from "../../shared.ts";
import { bytesOf } from "./write-nifti.ts";

const open = (bytes: Uint8Array, sampleLimit = 1 << 22) => reader.open(bytes, "a.png", { groupingKey: new Uint8Array(32), sampleLimit });
const read = async (bytes: Uint8Array) => (await open(bytes)).plane(0);

/** 3 rows x 2 columns. */
const rgb = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90);
const image = () => sharp(rgb, { raw: { width: 2, height: 3, channels: 3 } });
const grey16 = Uint16Array.of(0, 1, 255, 256, 32768, 65535);

/** A TIFF of uncompressed pages, one strip each, little-endian: 32-bit or smaller samples, grey. */
function tiff(
  pages: { width: number; height: number; bits: number; format?: number; data: Uint8Array; description?: string; photometric?: number }[],
): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0)];
  let position = 8;
  pages.forEach((page, index) => {
    const tagCount = 11;
    const text = new TextEncoder().encode(`${page.description ?? "none"}\0`);
    const after = position + 2 + tagCount * 12 + 4;
    const tags = [
      [256, 4, 1, page.width],
      [257, 4, 1, page.height],
      [258, 3, 1, page.bits],
      [259, 3, 1, 1],
      [262, 3, 1, page.photometric ?? 1],
      [270, 2, text.length, after + page.data.length],
      [273, 4, 1, after],
      [277, 3, 1, 1],
      [278, 4, 1, page.height],
      [279, 4, 1, page.data.length],
      [339, 3, 1, page.format ?? 1],
    ];
    const padding = (page.data.length + text.length) % 2;
    const next = index + 1 < pages.length ? after + page.data.length + text.length + padding : 0;
    const directory = new DataView(new ArrayBuffer(2 + tagCount * 12 + 4));
    directory.setUint16(0, tagCount, true);
    tags.forEach(([tag, type, count, value], entry) => {
      directory.setUint16(2 + entry * 12, tag, true);
      directory.setUint16(4 + entry * 12, type, true);
      directory.setUint32(6 + entry * 12, count, true);
      directory.setUint32(10 + entry * 12, value, true);
    });
    directory.setUint32(2 + tagCount * 12, next, true);
    parts.push(bytesOf(directory), page.data, text, new Uint8Array(padding));
    position = next;
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** A PNG chunk by chunk. */
function png(width: number, height: number, depth: number, colour: number, scanlines: Uint8Array, profile?: Uint8Array): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, 0], 8);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const colours = profile ? [chunk("iCCP", Buffer.concat([Buffer.from("x\0\0", "latin1"), deflateSync(profile)]))] : [];
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...colours,
    chunk("IDAT", deflateSync(scanlines)),
    chunk("IEND", new Uint8Array()),
  ]);
}

describe("exact samples", () => {
  test.each([
    ["PNG", () => image().png()],
    ["lossless WebP", () => image().webp({ lossless: true })],
    ["TIFF", () => image().tiff({ compression: "none" })],
    ["tiled deflate TIFF", () => image().tiff({ compression: "deflate", tile: true })],
    ["palette PNG", () => image().png({ palette: true, effort: 10 })],
  ])("8-bit colour, %s", async (_, encode) => {
    const plane = await read(await encode().toBuffer());
    expect(plane).toMatchObject({ quantity: "srgb", bits: 8, coils: 1, rows: 3, columns: 2, channels: 3, complex: false, scanner: {} });
    expect([...plane.data]).toEqual([...rgb]);
    expect(plane.spacing).toBeUndefined();
  });

  test("8-bit grey keeps one channel", async () => {
    const plane = await read(png(2, 2, 8, 0, Uint8Array.of(0, 1, 2, 0, 254, 255)));
    expect(plane).toMatchObject({ channels: 1, bits: 8 });
    expect([...plane.data]).toEqual([1, 2, 254, 255]);
  });

  test("16-bit grey and colour, PNG and TIFF", async () => {
    // PNG samples are big-endian, each row begins with its filter type.
    const row = (values: number[]) => Uint8Array.from([0, ...values.flatMap((value) => [value >> 8, value & 255])]);
    expect(await read(png(6, 1, 16, 0, row([...grey16])))).toMatchObject({ bits: 16, channels: 1, data: Float64Array.from(grey16) });
    expect(await read(png(2, 1, 16, 2, row([...grey16])))).toMatchObject({ bits: 16, channels: 3, data: Float64Array.from(grey16) });
    const page = { width: 6, height: 1, bits: 16, data: bytesOf(grey16) };
    expect(await read(tiff([page]))).toMatchObject({ bits: 16, channels: 1, data: Float64Array.from(grey16) });
  });

  test("float and 32-bit TIFF samples are unspecified numbers; NaN is refused", async () => {
    const float = (values: Float32Array) => tiff([{ width: values.length, height: 1, bits: 32, format: 3, data: bytesOf(values) }]);
    const values = Float32Array.of(-1.5, 0, 1e-9, 3e8);
    expect(await read(float(values))).toMatchObject({ quantity: "unspecified", channels: 1, data: Float64Array.from(values) });
    await expect(read(float(Float32Array.of(1, Number.NaN)))).rejects.toMatchObject({ code: "E_SAMPLES" });
    const integers = Uint32Array.of(0, 65536, 4294967295);
    expect(await read(tiff([{ width: 3, height: 1, bits: 32, data: bytesOf(integers) }]))).toMatchObject({
      data: Float64Array.from(integers),
    });
  });

  test("samples that libvips would clip are refused", async () => {
    const signed = tiff([{ width: 2, height: 1, bits: 16, format: 2, data: bytesOf(Int16Array.of(-5, 5)) }]);
    await expect(open(signed)).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
    const wide = tiff([{ width: 2, height: 1, bits: 64, format: 3, data: bytesOf(Float64Array.of(-5, 5)) }]);
    await expect(open(wide)).rejects.toMatchObject({ code: "E_UNSUPPORTED", problem: expect.stringContaining("64 bits") });
    const lab = tiff([{ width: 2, height: 1, bits: 8, photometric: 8, data: Uint8Array.of(1, 2) }]);
    await expect(open(lab)).rejects.toMatchObject({ code: "E_UNSUPPORTED", problem: expect.stringContaining("L*a*b*") });
  });
});

describe("display", () => {
  test("opacity is laid over white, 8 and 16 bits, grey and colour", async () => {
    const colour = Uint8Array.of(10, 20, 30, 0, 10, 20, 30, 255, 5, 0, 255, 51);
    const flat = await read(
      await sharp(colour, { raw: { width: 3, height: 1, channels: 4 } })
        .png()
        .toBuffer(),
    );
    expect([...flat.data]).toEqual([255, 255, 255, 10, 20, 30, 205, 204, 255]);
    expect([...(await read(png(2, 1, 8, 4, Uint8Array.of(0, 9, 255, 9, 0)))).data]).toEqual([9, 255]);
    expect([...(await read(png(2, 1, 16, 4, Uint8Array.of(0, 1, 2, 255, 255, 1, 2, 0, 0)))).data]).toEqual([258, 65535]);
  });

  test("EXIF orientation 6: the stored image is turned clockwise", async () => {
    const turned = await read(await image().withMetadata({ orientation: 6 }).png().toBuffer());
    expect([turned.rows, turned.columns]).toEqual([2, 3]);
    // Stored pixels p0 p1 / p2 p3 / p4 p5; clockwise: p4 p2 p0 / p5 p3 p1.
    const pixel = (index: number) => [...rgb.subarray(index * 3, index * 3 + 3)];
    expect([...turned.data]).toEqual([4, 2, 0, 5, 3, 1].flatMap(pixel));
  });

  test("a Display P3 file comes back as sRGB", async () => {
    // sharp converts sRGB code values to P3 when it attaches the profile; converting back must give them again, up to two roundings.
    const inP3 = await sharp(Uint8Array.of(200, 90, 60), { raw: { width: 1, height: 1, channels: 3 } })
      .withIccProfile("p3")
      .png()
      .toBuffer();
    const stored = await sharp(inP3, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs(stored[0] - 200)).toBeGreaterThan(5);
    const plane = await read(inP3);
    [200, 90, 60].forEach((value, channel) => {
      expect(Math.abs(plane.data[channel] - value)).toBeLessThanOrEqual(2);
    });
  });

  test("16 bits are converted as 8 bits are, within an 8-bit rounding of each and one of the profile's table", async () => {
    const tagged = await image().withIccProfile("p3").png().toBuffer();
    const { icc } = await sharp(tagged).metadata();
    const code = [200, 90, 60];
    const [bytes, words] = [Uint8Array.of(0, ...code), Uint8Array.of(0, ...code.flatMap((value) => [value, value]))];
    const eight = await read(png(1, 1, 8, 2, bytes, icc));
    const sixteen = await read(png(1, 1, 16, 2, words, icc));
    expect([eight.bits, sixteen.bits]).toEqual([8, 16]);
    expect(Math.abs(eight.data[0] - code[0])).toBeGreaterThan(5);
    eight.data.forEach((value, channel) => {
      expect(Math.abs(sixteen.data[channel] / 257 - value)).toBeLessThanOrEqual(2);
    });
  });

  test("CMYK JPEG becomes three channels", async () => {
    expect(await read(await image().toColourspace("cmyk").jpeg().toBuffer())).toMatchObject({ quantity: "srgb", channels: 3 });
  });
});

describe("pages", () => {
  const page = (width: number, value: number, description?: string) => ({
    width,
    height: 2,
    bits: 8,
    data: new Uint8Array(width * 2).fill(value),
    ...(description ? { description } : {}),
  });

  test("pages of the largest size are planes, smaller ones are not read", async () => {
    const scan = await open(tiff([page(2, 1), page(4, 2), page(4, 3), page(3, 4)]));
    expect(scan.planeCount).toBe(2);
    expect([(await scan.plane(0)).data[0], (await scan.plane(1)).data[0]]).toEqual([2, 3]);
  });

  test("an Aperio description gives the spacing and nothing else", async () => {
    const scan = await open(tiff([page(4, 2, "Aperio Image Library v1|User = DOE|MPP = 0.5|Filename = JANE")]));
    const plane = await scan.plane(0);
    expect(scan.says).toBe("SM");
    expect(plane.spacing).toEqual({ row: 0.5e-6, column: 0.5e-6 });
    expect(JSON.stringify([scan, plane])).not.toMatch(/DOE|JANE/);
  });
});

describe("one row, one column, one pixel", () => {
  test.each([
    [1, 5],
    [5, 1],
    [1, 1],
  ])("%d x %d", async (height, width) => {
    const raw = { raw: { width, height, channels: 3 as const } };
    for (const encoded of [sharp(rgb.subarray(0, 3 * width * height), raw).png(), sharp(rgb.subarray(0, 3 * width * height), raw).tiff()]) {
      const plane = await read(await encoded.toBuffer());
      expect([plane.rows, plane.columns, plane.data.length]).toEqual([height, width, 3 * width * height]);
    }
  });
});

describe("JPEG: damage that libjpeg only warns of, and oddities that are none", () => {
  const soft = Uint8Array.from({ length: 3 * 128 * 128 }, (_, index) => (Math.floor(index / 3) % 128) + (Math.floor(index / 384) >> 1));
  const jpeg = (more: object = {}) =>
    sharp(soft, { raw: { width: 128, height: 128, channels: 3 } })
      .jpeg({ quality: 95, ...more })
      .toBuffer();
  const EOI = Uint8Array.of(0xff, 0xd9);
  /** Where the entropy-coded data of the last scan begin: behind SOS and its parameters. */
  const scanOf = (bytes: Buffer): number => {
    const start = bytes.lastIndexOf(Buffer.of(0xff, 0xda));
    return start + 2 + bytes.readUInt16BE(start + 2);
  };
  const noisy = (value: number, at: number): number => (at < 0 || at >= 200 ? value : Math.imul(at + 1, 2654435761) >>> 24);
  const middleOf = (bytes: Buffer): number => Math.floor((scanOf(bytes) + bytes.length) / 2);

  test.each([
    ["an end in the middle of the scan", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, middleOf(bytes)), EOI])],
    ["a scan without half of its bytes", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, middleOf(bytes)), bytes.subarray(-20)])],
    ["200 bytes of noise in the scan", (bytes: Buffer) => Buffer.from(bytes).map((value, at) => noisy(value, at - middleOf(bytes)))],
  ])("%s", async (_, damage) => {
    for (const intact of [await jpeg(), await jpeg({ progressive: true })]) {
      expect((await read(intact)).rows).toBe(128);
      await expect(read(damage(intact))).rejects.toMatchObject({ name: "MedqError", code: expect.stringMatching(/E_(TRUNCATED|FORMAT)/) });
    }
  });

  // libjpeg finds its place among the codes again, and says nothing of what is left over.
  test.each([{}, { chromaSubsampling: "4:4:4" }])("noise of any seed in a sequential scan, %j", async (more) => {
    const intact = await jpeg(more);
    const middle = middleOf(intact);
    for (let seed = 1; seed <= 20; seed++) {
      const noise = (at: number): number => (Math.imul(at + 1, 2654435761 + 2 * seed) >>> 24) % 255;
      const damaged = Buffer.from(intact).map((value, at) => (at < middle || at >= middle + 200 ? value : noise(at - middle)));
      await expect(read(damaged)).rejects.toMatchObject({ name: "MedqError", code: expect.stringMatching(/E_(TRUNCATED|FORMAT)/) });
    }
  });

  test("damage of a JPEG strip within TIFF", async () => {
    const intact = await sharp(soft, { raw: { width: 128, height: 128, channels: 3 } })
      .tiff({ compression: "jpeg", quality: 95 })
      .toBuffer();
    expect((await read(intact)).rows).toBe(128);
    const scan = intact.lastIndexOf(Buffer.of(0xff, 0xda));
    await expect(read(Buffer.from(intact).fill(0xff, scan + 60, scan + 100))).rejects.toMatchObject({ name: "MedqError" });
  });

  /** A segment put behind the first one (JFIF's). */
  const behindJfif = (bytes: Buffer, more: Uint8Array) => Buffer.concat([bytes.subarray(0, 20), more, bytes.subarray(20)]);
  const changed = (bytes: Buffer, at: number, value: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = value;
    return copy;
  };

  test.each([
    ["bytes behind the end", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1000, 7)])],
    ["bytes between segments", (bytes: Buffer) => behindJfif(bytes, Uint8Array.of(1, 2, 3, 4))],
    ["fill bytes", (bytes: Buffer) => behindJfif(bytes, Uint8Array.of(0xff, 0xff, 0xff))],
    ["a comment that is no text", (bytes: Buffer) => behindJfif(bytes, Uint8Array.of(0xff, 0xfe, 0, 4, 255, 254))],
    ["EXIF of nonsense", (bytes: Buffer) => behindJfif(bytes, Uint8Array.of(0xff, 0xe1, 0, 12, 69, 120, 105, 102, 0, 0, 73, 73, 42, 0))],
    [
      "a colour profile of nonsense",
      (bytes: Buffer) => behindJfif(bytes, Buffer.from(`\xff\xe2\0\x16ICC_PROFILE\0\x01\x01junk!!`, "latin1")),
    ],
    ["JFIF 2.05", (bytes: Buffer) => changed(changed(bytes, 11, 2), 12, 5)],
    ["progressive parameters of a sequential scan", (bytes: Buffer) => changed(bytes, scanOf(bytes) - 2, 0)],
    ["no JFIF segment", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 2), bytes.subarray(20)])],
  ])("%s: read, as without", async (_, disturb) => {
    const bare = await jpeg();
    const intact = Buffer.concat([
      bare.subarray(0, 2),
      Buffer.from("\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1"),
      bare.subarray(2),
    ]);
    expect((await read(disturb(intact))).data).toEqual((await read(intact)).data);
  });
});

describe("damage", () => {
  test("a chunk of PNG whose checksum is another, a WebP of fewer bytes than it says, a TIFF whose strip lies nowhere", async () => {
    const whole = png(2, 2, 8, 0, Uint8Array.of(0, 1, 2, 0, 254, 255));
    const flipped = Buffer.from(whole);
    flipped[flipped.indexOf("IDAT") + 10] ^= 1;
    await expect(read(flipped)).rejects.toMatchObject({ code: "E_FORMAT" });
    const webp = await image().webp({ lossless: true }).toBuffer();
    await expect(read(webp.subarray(0, -2))).rejects.toMatchObject({ code: "E_TRUNCATED" });
    const page = { width: 4, height: 1, bits: 8, data: Uint8Array.of(1, 2, 3, 4) };
    const strips = Buffer.from(tiff([page]));
    // The seventh of the directory's entries, at byte 10, is StripOffsets.
    strips.writeUInt32LE(0, 10 + 6 * 12 + 8);
    expect((await read(tiff([page]))).columns).toBe(4);
    await expect(read(strips)).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });

  const noise = (pixels: number) => Uint8Array.from({ length: pixels * 3 }, (_, index) => Math.imul(index, 2654435761) >>> 24);
  const large = () => sharp(noise(64 * 64), { raw: { width: 64, height: 64, channels: 3 } });

  test.each([
    ["JPEG", () => large().jpeg()],
    ["progressive JPEG", () => large().jpeg({ progressive: true })],
    ["PNG", () => large().png()],
    ["WebP", () => large().webp()],
    ["TIFF", () => large().tiff({ compression: "deflate" })],
  ])("a %s cut at 60 % is refused, never half an image", async (_, encode) => {
    const whole = await encode().toBuffer();
    await expect(read(whole.subarray(0, Math.floor(0.6 * whole.length)))).rejects.toMatchObject({ name: "MedqError" });
  });

  test("a cut JPEG is E_TRUNCATED", async () => {
    const whole = await large().jpeg().toBuffer();
    await expect(read(whole.subarray(0, Math.floor(0.6 * whole.length)))).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });

  test("a PNG that declares 2^31 - 1 squared, and an image beyond the limit, are refused from the header", async () => {
    await expect(open(png(2147483647, 2147483647, 8, 2, new Uint8Array(8)))).rejects.toMatchObject({ code: "E_TOO_LARGE" });
    await expect(open(await large().jpeg().toBuffer(), 64 * 64 * 3 - 1)).rejects.toMatchObject({ code: "E_TOO_LARGE" });
  });

  test("a damaged checksum is refused", async () => {
    const whole = Buffer.from(await large().png().toBuffer());
    whole[whole.indexOf("IDAT") + 40] ^= 255;
    await expect(read(whole)).rejects.toMatchObject({ name: "MedqError" });
  });
});

describe.skipIf(!sharedData)("real files (needs ../shared/data)", () => {
  test("a slide: its 2967 x 2220 page at 0.499 um, without label and macro pictures", async () => {
    const scan = await open(await readFile(shared("histopathology/wsi/cmu-1-small-region.svs")), 1 << 25);
    expect([scan.planeCount, scan.says]).toEqual([1, "SM"]);
    const plane = await scan.plane(0);
    expect([plane.rows, plane.columns, plane.channels]).toEqual([2967, 2220, 3]);
    expect(plane.spacing?.row).toBeCloseTo(0.499e-6, 12);
  });

  test("a fundus photograph is reddish in the middle and black in the corner", async () => {
    const { data, rows, columns } = await (await open(await readFile(shared("fundus/retina.jpg")), 1 << 24)).plane(0);
    const middle = 3 * (Math.floor(rows / 2) * columns + Math.floor(columns / 4));
    expect(data[middle]).toBeGreaterThan(data[middle + 2]);
    expect(data[0] + data[1] + data[2]).toBeLessThan(30);
  });
});
