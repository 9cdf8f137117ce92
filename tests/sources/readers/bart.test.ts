import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { MedqError } from "../../../manifests/error.ts";
import { openFile } from "../../../sources/open.ts";
import { shared, sharedData } from "../../shared.ts";
import { dft } from "../kspace/dft.reference.ts";
import { bytesOf } from "./write-nifti.ts";

const folder = mkdtempSync(join(tmpdir(), "medq-bart-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a pair. @returns the path of the .cfl */
function pair(name: string, sizes: string | undefined, data: ArrayLike<number>): string {
  writeFileSync(join(folder, `${name}.cfl`), bytesOf(Float32Array.from(data)));
  if (sizes !== undefined) writeFileSync(join(folder, `${name}.hdr`), `# Dimensions\n${sizes}\n# Command\nfft -u 7 DOE \n`);
  return join(folder, `${name}.cfl`);
}

const count = (length: number): number[] => Array.from({ length: 2 * length }, (_, i) => i + 1);

describe("BART pairs", () => {
  test("several coils are k-space: READ, the fastest dimension, is the readout", async () => {
    const scan = await openFile(pair("raw", "4 3 1 2 1 1", count(24)));
    expect(scan).toMatchObject({ format: "bart", says: "MR", planeCount: 1 });
    expect(await scan.plane(0)).toMatchObject({
      quantity: "mr-kspace",
      coils: 2,
      rows: 3,
      columns: 4,
      complex: true,
      data: Float64Array.from(count(24)),
    });
  });

  test("one coil is an image, READ down the rows; a name that begins with ksp makes it k-space", async () => {
    const image = await (await openFile(pair("reco", "2 3", count(6)))).plane(0);
    expect(image).toMatchObject({ quantity: "mr-complex", coils: 1, rows: 2, columns: 3 });
    expect([...image.data]).toEqual([1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12]);
    expect(await (await openFile(pair("ksp_one", "2 3", count(6)))).plane(0)).toMatchObject({ quantity: "mr-kspace", rows: 3, columns: 2 });
  });

  test("slices and later dimensions count planes", async () => {
    const scan = await openFile(pair("series", "2 2 1 2 1 1 1 1 1 1 3 1 1 2", count(48)));
    expect(scan.planeCount).toBe(6);
    expect((await scan.plane(5)).data[0]).toBe(2 * 40 + 1);
    const volume = await openFile(pair("img3d", "2 2 3", count(12)));
    expect(volume.planeCount).toBe(3);
    expect([...(await volume.plane(1)).data]).toEqual([9, 10, 13, 14, 11, 12, 15, 16]);
  });

  test("partitions of k-space become slices, by the inverse transform along them", async () => {
    const scan = await openFile(pair("volume", "2 2 4 2", count(32)));
    expect(scan.planeCount).toBe(4);
    // Coil 1, line 1, sample 0: element 2 + 4 partition + 16.
    const along = [0, 1, 2, 3].flatMap((partition) => [2 * (18 + 4 * partition) + 1, 2 * (18 + 4 * partition) + 2]);
    for (const slice of [0, 1, 2, 3]) {
      const { data, coils } = await scan.plane(slice);
      expect(coils).toBe(2);
      const expected = dft(along, 1).subarray(2 * slice, 2 * slice + 2);
      expect(data[2 * (4 + 2)]).toBeCloseTo(expected[0]!, 10);
      expect(data[2 * (4 + 2) + 1]).toBeCloseTo(expected[1]!, 10);
    }
  });

  test.each([
    ["no header", "E_NOT_FOUND", undefined, 6],
    ["too few bytes", "E_TRUNCATED", "4 4 1 2", 6],
    ["too many bytes", "E_FORMAT", "2 2", 6],
    ["a size of 0", "E_FORMAT", "2 0 3", 6],
    ["a negative size", "E_FORMAT", "-2 -3", 6],
    ["a size that is no number", "E_FORMAT", "2 x", 6],
    ["no sizes", "E_FORMAT", "", 6],
    ["seventeen sizes", "E_FORMAT", "1 ".repeat(17), 6],
    ["more than memory", "E_TOO_LARGE", "100000 100000", 6],
    ["a product beyond 2^53", "E_TOO_LARGE", "9007199254740991 9007199254740991", 6],
    ["a trajectory", "E_UNSUPPORTED", "3 2 5", 30],
    ["samples along a trajectory", "E_UNSUPPORTED", "1 2 3 2", 12],
  ])("%s: %s", async (name, code, sizes, length) => {
    await expect(openFile(pair(name.replaceAll(" ", "-"), sizes, count(length)))).rejects.toMatchObject({ name: "MedqError", code });
  });

  test.each([
    ["sens", "2 2 1 4", 16],
    ["traj_x", "2 2", 4],
    ["img_coils", "2 2 1 4", 16],
  ])("%s.cfl: E_UNSUPPORTED", async (name, sizes, length) => {
    await expect(openFile(pair(name, sizes, count(length)))).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });

  test.each([
    ["zeros", [0, 0, 0, 0, 0, 0, 0, 0]],
    ["NaN", [1, 0, Number.NaN, 0, 0, 0, 0, 0]],
  ])("%s: E_SAMPLES", async (name, data) => {
    const scan = await openFile(pair(`ksp-${name}`, "2 2", data));
    await expect(scan.plane(0)).rejects.toMatchObject({ code: "E_SAMPLES" });
  });

  test("the header alone: told to name the .cfl", async () => {
    const path = pair("both", "2 2", count(4)).replace(/cfl$/, "hdr");
    await expect(openFile(path)).rejects.toMatchObject({ code: "E_FORMAT", advice: expect.stringContaining(".cfl") });
  });

  test("a header of any bytes: a scan or a MedqError", async () => {
    const path = pair("any", "2 2", count(4));
    for (let at = 0; at < 40; at++) {
      const header = Buffer.from("# Dimensions\n2 2 1 1 \n# Command\n");
      header[at % header.length] = (at * 89) % 256;
      writeFileSync(path.replace(/cfl$/, "hdr"), header.subarray(0, at % 7 === 0 ? at : header.length));
      const outcome = await openFile(path).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(MedqError);
    }
  });
});

describe.skipIf(!sharedData)("real pairs (needs ../shared/data)", () => {
  test("a brain, 300 x 300, brighter in the middle than in its corners", async () => {
    const { data, ...rest } = await (await openFile(shared("mri/kspace/rrsg/img_sos_brain.cfl"))).plane(0);
    expect(rest).toMatchObject({ quantity: "mr-complex", rows: 300, columns: 300 });
    const mean = (top: number): number => {
      let sum = 0;
      for (let row = top; row < top + 50; row++) for (let column = top; column < top + 50; column++) sum += data[2 * (300 * row + column)]!;
      return sum / 2500;
    };
    expect(mean(125)).toBeGreaterThan(4 * mean(0));
  });

  test("a trajectory is refused", async () => {
    await expect(openFile(shared("mri/kspace/rrsg/trajectory_brain.cfl"))).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });
});
