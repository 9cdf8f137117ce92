/** Arrays larger than memory: planes are read where they lie, and what is held is bounded whatever the file holds. */
import { closeSync, createWriteStream, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished, Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { gzipSource, packedBytes } from "../../../sources/bytes/gzip.ts";
import { PlaneReader, SLAB } from "../../../sources/bytes/planes.ts";
import { type ByteSource, memorySource } from "../../../sources/bytes/source.ts";
import { openFile } from "../../../sources/open.ts";
import { bytesOf, writeNifti } from "./write-nifti.ts";

const folder = mkdtempSync(join(tmpdir(), "medq-volumes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 700 slices of 512 x 512 of 16 bits, all 0 but the first voxel of each slice, its number: 367 MB. */
const SLICES = 700;
const slice = (index: number): Uint8Array => {
  const voxels = new Int16Array(512 * 512);
  voxels[0] = index;
  return bytesOf(voxels);
};
const header = writeNifti({ sizes: [512, 512, SLICES], datatype: 4, bitpix: 16, units: 2 }, new Uint8Array());

describe("700 slices of 512 x 512", () => {
  const expectPlanes = async (path: string, asked: readonly number[]): Promise<void> => {
    const scan = await openFile(path);
    expect(scan.planeCount).toBe(SLICES);
    for (const index of asked) {
      const { rows, columns, data } = await scan.plane(index);
      expect([rows, columns, data[0], data[1]]).toEqual([512, 512, index, 0]);
    }
  };

  test("plain: a file with holes, any plane in any order", async () => {
    const path = join(folder, "plain.nii");
    const file = openSync(path, "w");
    ftruncateSync(file, header.length + SLICES * 512 * 512 * 2);
    writeSync(file, header, 0, header.length, 0);
    for (const index of [0, 350, 699]) writeSync(file, bytesOf(Int16Array.of(index)), 0, 2, header.length + index * 512 * 512 * 2);
    closeSync(file);
    await expectPlanes(path, [699, 0, 350]);
    ftruncateSync(openSync(path, "r+"), header.length + SLICES * 512 * 512 * 2 - 1);
    await expect(openFile(path)).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });

  test("gzip", async () => {
    const path = join(folder, "packed.nii.gz");
    const packed = createGzip({ level: 1 });
    const written = packed.pipe(createWriteStream(path));
    Readable.from(
      (function* () {
        yield header;
        for (let index = 0; index < SLICES; index++) yield slice(index);
      })(),
    ).pipe(packed);
    await promisify(finished)(written);
    await expectPlanes(path, [0, 1, 2, 699, 3]);
  }, 60_000);
});

/** A source that counts what is asked of it. */
function counted(source: ByteSource) {
  const asked = { largest: 0, total: 0 };
  const read: ByteSource["read"] = (start, length) => {
    asked.largest = Math.max(asked.largest, length);
    asked.total += length;
    return source.read(start, length);
  };
  return { asked, source: { ...source, read } };
}

describe("a gzip stream", () => {
  const content = Uint8Array.from({ length: 1 << 20 }, (_, index) => Math.imul(index, 2654435761) >>> 24);
  const packed = gzipSync(content);
  const passes = () => {
    const counts = { begun: 0 };
    const open = () => {
      counts.begun++;
      return packedBytes(packed)();
    };
    return { counts, source: gzipSource(open, "a.gz") };
  };

  test("is unpacked once for what is asked for in ascending order, again for what lies before", async () => {
    const { counts, source } = passes();
    for (let start = 0; start < content.length; start += 65536) {
      expect(await source.read(start, 65536)).toEqual(content.subarray(start, start + 65536));
    }
    expect(counts.begun).toBe(1);
    expect(await source.read(1000, 10)).toEqual(content.subarray(1000, 1010));
    expect(counts.begun).toBe(2);
    source.close();
    expect(await source.read(content.length - 5, 10)).toEqual(content.subarray(content.length - 5));
  });

  test("answers those who ask at once one after the other", async () => {
    const { counts, source } = passes();
    const parts = await Promise.all([0, 1000, 2000].map((start) => source.read(start, 1000)));
    expect(Buffer.concat(parts)).toEqual(Buffer.from(content.subarray(0, 3000)));
    expect(counts.begun).toBe(1);
    source.close();
  });

  test("that is damaged says so, and the next question begins anew", async () => {
    const damaged = packed.slice();
    damaged.fill(255, packed.length >> 1);
    const source = gzipSource(packedBytes(damaged), "a.gz");
    await expect(source.read(content.length - 10, 10)).rejects.toMatchObject({ code: "E_TRUNCATED", where: "a.gz" });
    expect(await source.read(0, 10)).toEqual(content.subarray(0, 10));
    source.close();
  });
});

describe("planes of an array", () => {
  const bytes = Uint8Array.from({ length: 5 * 7 * 6 }, (_, index) => index);
  /** Byte by byte: plane p of block b holds bytes (b planes + p) inner ... */
  const expected = (blocks: number, planes: number, inner: number, plane: number): number[] =>
    Array.from({ length: blocks * inner }, (_, at) => (Math.floor(at / inner) * planes + plane) * inner + (at % inner));

  test.each([
    [1, 7, 30],
    [5, 7, 6],
    [35, 6, 1],
  ])("blocks %d, planes %d, inner %d", async (blocks, planes, inner) => {
    const reader = new PlaneReader(memorySource(bytes), "a");
    for (const plane of [3, 0, planes - 1]) {
      const found: number[] = [];
      for await (const piece of reader.pieces({ start: 0, blocks, planes, inner, element: 1 }, plane)) found.push(...piece.bytes);
      expect(found).toEqual(expected(blocks, planes, inner, plane));
    }
  });

  test("interleaved ones are gathered by slabs: in ascending order the array is read once, in pieces", async () => {
    // 64 planes of 2 MiB interleaved by runs of 2 KiB: 128 MiB, two slabs. The bytes are not kept, only counted.
    const layout = { start: 0, blocks: 1024, planes: 64, inner: 2048, element: 2 };
    const { asked, source } = counted({ read: async (_, length) => new Uint8Array(length), close() {} });
    const reader = new PlaneReader(source, "a");
    for (let plane = 0; plane < 64; plane++) {
      for await (const { bytes: piece } of reader.pieces(layout, plane)) expect(piece.length).toBeLessThanOrEqual(4 << 20);
    }
    expect(64 * layout.blocks * layout.inner).toBe(2 * SLAB);
    expect(asked.total).toBe(2 * SLAB);
    expect(asked.largest).toBeLessThanOrEqual(1 << 20);
  });

  test("a plane larger than a slab is read without one, and a file that ends early is no plane", async () => {
    const layout = { start: 0, blocks: 2, planes: 2, inner: SLAB, element: 1 };
    const { asked, source } = counted({ read: async (_, length) => new Uint8Array(length), close() {} });
    let length = 0;
    for await (const piece of new PlaneReader(source, "a").pieces({ ...layout, blocks: 65536, inner: 1025 }, 0))
      length += piece.bytes.length;
    expect(length).toBe(65536 * 1025);
    expect(asked.largest).toBeLessThanOrEqual(4 << 20);
    const short = new PlaneReader(memorySource(new Uint8Array(10)), "a");
    await expect(short.pieces({ start: 0, blocks: 1, planes: 1, inner: 11, element: 1 }, 0).next()).rejects.toMatchObject({
      code: "E_TRUNCATED",
    });
    await expect(short.pieces({ start: 0, blocks: 2, planes: 2, inner: 3, element: 1 }, 0).next()).rejects.toMatchObject({
      code: "E_TRUNCATED",
    });
  });
});

describe("a gzip file that was looked through before", () => {
  test("is not looked through again: damage behind the planes that are read does not matter then", async () => {
    const path = join(folder, "intact.nii.gz");
    const noise = Uint8Array.from({ length: 1024 * 1024 * 3 }, (_, index) => Math.imul(Math.imul(index, index), 2654435761) >>> 24);
    const packed = gzipSync(writeNifti({ sizes: [1024, 1024, 3], datatype: 2, bitpix: 8 }, noise));
    // The last eight bytes are the checksum and the length.
    packed[packed.length - 6] ^= 255;
    writeFileSync(path, packed);
    await expect(openFile(path)).rejects.toMatchObject({ code: "E_TRUNCATED" });
    expect((await openFile(path, { intact: true })).planeCount).toBe(3);
  });
});

describe("a file that is opened again for each plane", () => {
  test("goes on where it stood, and is read anew where it has changed", async () => {
    const path = join(folder, "again.nii.gz");
    const file = (first: number) =>
      gzipSync(writeNifti({ sizes: [2, 2, 3], datatype: 4, bitpix: 16 }, bytesOf(Int16Array.from({ length: 12 }, (_, i) => first + i))));
    const planesOf = async () => [...(await (await openFile(path)).plane(2)).data];
    writeFileSync(path, file(0));
    expect([await planesOf(), await planesOf()]).toEqual([
      [8, 9, 10, 11],
      [8, 9, 10, 11],
    ]);
    writeFileSync(path, file(100));
    expect(await planesOf()).toEqual([108, 109, 110, 111]);
  });
});
