/**
 * Bad input costs its own file and nothing else: each one is read rightly or rejected with a typed error, within 5 s and 512 MiB.
 *
 * Files are read in child processes, so that a crash, a hang or a leak shows as such. Time is that of reading, without starting Node.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../sources/open.ts";
import { shared, sharedData } from "../shared.ts";
import { fastMriFile } from "./hdf5/raw-files.ts";
import { text } from "./hdf5/write-hdf5.ts";
import type { Outcome } from "./read-files.ts";
import { writeNifti } from "./readers/write-nifti.ts";

const SECONDS = 5;
const MEBIBYTES = 512;

/** Reads the files one after the other in one child; a file without a line is the one that ended it. */
function readFiles(paths: readonly string[]): Promise<readonly Outcome[]> {
  const script = fileURLToPath(new URL("./read-files.ts", import.meta.url));
  const limit = { timeout: 1000 * (SECONDS * paths.length + 20), maxBuffer: 1 << 24, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", script, ...paths], limit, (_, stdout) => {
      const lines = stdout.split("\n").filter((line) => line !== "");
      resolve(lines.map((line) => JSON.parse(line) as Outcome));
    });
  });
}

function expectSafe(outcomes: readonly Outcome[], paths: readonly string[]): void {
  expect(outcomes.map(({ path }) => path)).toEqual(paths);
  for (const { path, outcome, problem, advice, seconds, memory } of outcomes) {
    expect(outcome, `${path}: ${problem}`).not.toBe("defect");
    if (outcome === "rejected") {
      expect(problem, path).toMatch(/^Expected .+, got .+/s);
      expect(advice, path).toMatch(/\w.*\.$/s);
    }
    expect(seconds, path).toBeLessThan(SECONDS);
    expect(memory, path).toBeLessThan(MEBIBYTES);
  }
}

const folder = mkdtempSync(join(tmpdir(), "medq-adversarial-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file for the test. @returns its path */
function put(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

const npy = (shape: string, dtype = "<f4"): Uint8Array => {
  const header = Buffer.from(`{'descr': '${dtype}', 'fortran_order': False, 'shape': ${shape}, }\n`);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\0", "latin1"), Uint8Array.of(header.length, 0), header, new Uint8Array(64)]);
};

const pngHeader = (side: number): Uint8Array => {
  const bytes = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR........\x08\x02\0\0\0....", "latin1");
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  return bytes;
};

/** A chain of TIFF directories of 8-bit 1 x 1 pages; the last one points to `last`. */
function tiffChain(count: number, last: number): Uint8Array {
  const size = 2 + 12 * 8 + 4;
  const bytes = Buffer.alloc(8 + count * size + 16);
  bytes.write("II*\0\x08\0\0\0", "latin1");
  for (let page = 0; page < count; page++) {
    const start = 8 + page * size;
    bytes.writeUInt16LE(8, start);
    [256, 257, 258, 259, 262, 273, 277, 279].forEach((tag, index) => {
      const entry = start + 2 + index * 12;
      bytes.writeUInt16LE(tag, entry);
      bytes.writeUInt16LE(4, entry + 2);
      bytes.writeUInt32LE(1, entry + 4);
      bytes.writeUInt32LE(tag === 258 ? 8 : tag === 273 ? 8 + count * size : 1, entry + 8);
    });
    bytes.writeUInt32LE(page + 1 < count ? start + size : last, start + size - 4);
  }
  return bytes;
}

describe("made here", () => {
  const expected = new Map<string, string | undefined>();
  let outcomes: readonly Outcome[] = [];

  beforeAll(async () => {
    const noise = Uint8Array.from({ length: 3 * 4096 }, (_, index) => Math.imul(index, 2654435761) >>> 24);
    const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer();
    const voxels = { sizes: [4, 4, 4], datatype: 2, bitpix: 8 };
    const bomb = Buffer.concat([
      gzipSync(writeNifti(voxels, new Uint8Array(64))),
      ...new Array(16).fill(gzipSync(new Uint8Array(1 << 26))),
    ]);
    const kSpace = fastMriFile([1, 1, 8, 8], new Float64Array(128).fill(1));
    const files: [name: string, code: string | undefined, bytes: Uint8Array][] = [
      ["bomb-1GiB.nii.gz", "E_TOO_LARGE", bomb],
      ["declares-10GB.nii.gz", "E_TOO_LARGE", gzipSync(writeNifti({ ...voxels, sizes: [1000, 1000, 10000] }, new Uint8Array(64)))],
      ["cut.nii.gz", "E_TRUNCATED", gzipSync(writeNifti(voxels, new Uint8Array(64))).subarray(0, -9)],
      ["sizes.nii", "E_TOO_LARGE", writeNifti({ ...voxels, sizes: [32767, 32767, 32767] }, new Uint8Array(64))],
      ["side-2147483647.png", "E_TOO_LARGE", pngHeader(2147483647)],
      ["side-8.png", "E_TRUNCATED", pngHeader(8)],
      ["cut.jpg", "E_TRUNCATED", jpeg.subarray(0, jpeg.length / 2)],
      ["negative.npy", "E_FORMAT", npy("(-4, 4)")],
      ["quintillion.npy", "E_TRUNCATED", npy("(1000000000, 1000000000)")],
      ["beyond.npy", "E_FORMAT", npy("(1000000000000000000, 4)")],
      ["objects.npy", "E_UNSUPPORTED", npy("(8,)", "|O")],
      ["cyclic.tif", undefined, tiffChain(3, 8)],
      ["pages-5000.tif", "E_TOO_LARGE", tiffChain(5000, 0)],
      ["pages-4000.tif", undefined, tiffChain(4000, 0)],
      ["empty.nii", "E_FORMAT", new Uint8Array()],
      ["one-byte.png", "E_FORMAT", Uint8Array.of(0x89)],
      ["signature.h5", "E_FORMAT", Buffer.from("\x89HDF\r\n\x1a\n", "latin1")],
      ["cut.h5", "E_TRUNCATED", kSpace.subarray(0, kSpace.length - 5000)],
      ["zeros.h5", "E_SAMPLES", fastMriFile([1, 1, 4, 4], new Float64Array(32))],
      ["deep.h5", "E_FORMAT", fastMriFile([1, 1, 1, 1], [1, 1], { ismrmrd_header: text("<a>".repeat(10000)) })],
      ["alone.cfl", "E_NOT_FOUND", new Uint8Array(64)],
      ["archive.zip", "E_FORMAT", Buffer.from("PK\x03\x04rest of it", "latin1")],
      ["picture.gif", "E_FORMAT", Buffer.from("GIF89a\x01\0\x01\0", "latin1")],
    ];
    for (const [name, code, bytes] of files) expected.set(put(name, bytes), code);
    outcomes = await readFiles([...expected.keys()]);
  });

  test("each is read or rejected, within 5 s and 512 MiB", () => {
    expectSafe(outcomes, [...expected.keys()]);
  });

  test("each for its own reason", () => {
    expect(outcomes.map(({ path, code }) => [path, code])).toEqual([...expected]);
  });
});

describe("paths", () => {
  test.each([
    ["a path where nothing is", "E_NOT_FOUND", join(folder, "nothing.png")],
    ["a folder", "E_USAGE", folder],
  ])("%s: %s", async (_, code, path) => {
    await expect(openFile(path)).rejects.toMatchObject({ name: "MedqError", code, where: path });
  });

  test("a foreign format is named, with advice", async () => {
    const path = put("picture.bmp", Buffer.from("BM........"));
    await expect(openFile(path)).rejects.toMatchObject({
      code: "E_FORMAT",
      problem: expect.stringContaining("a BMP image"),
      advice: expect.stringContaining("PNG"),
    });
  });
});

describe.skipIf(!sharedData)("../shared/data/adversarial (needs ../shared/data)", () => {
  const folders = sharedData ? readdirSync(shared("adversarial"), { withFileTypes: true }).map(({ name }) => name) : [];

  test.each(folders)("%s", async (name) => {
    const paths = readdirSync(shared(`adversarial/${name}`)).map((file) => shared(`adversarial/${name}/${file}`));
    expectSafe(await readFiles(paths), paths);
  });
});
