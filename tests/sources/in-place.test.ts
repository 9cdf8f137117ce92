/** A file that is read in place is the one that was hashed, or is refused. */
import { appendFile, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../manifests/canonical.ts";
import { readInPlace } from "../../sources/checksum.ts";
import { writeNpy } from "../../sources/npy.ts";
import { openFile } from "../../sources/open.ts";

const folder = await mkdtemp(join(tmpdir(), "medq-in-place-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
let path: string;
beforeEach(async () => {
  path = join(folder, `${count++}`);
  await writeFile(path, "as it was");
});

describe("readInPlace", () => {
  it("gives what was read, and the hash of the file", async () => {
    expect(await readInPlace(path, undefined, async () => 3)).toEqual({ result: 3, checksum: sha256("as it was") });
    expect(await readInPlace(path, sha256("as it was"), async () => 4)).toMatchObject({ result: 4 });
  });

  it("refuses another file than expected before it reads, though the first one was read before", async () => {
    await readInPlace(path, undefined, async () => 3);
    await writeFile(path, "as it is ");
    await expect(readInPlace(path, sha256("as it was"), async () => expect.unreachable())).rejects.toMatchObject({ code: "E_CHECKSUM" });
  });

  it.each([
    ["appended to", () => appendFile(path, "!")],
    ["overwritten at equal length", () => writeFile(path, "as it is!")],
    ["overwritten and dated back", () => writeFile(path, "as it is!").then(() => utimes(path, 0, 0))],
    ["gone", () => rm(path)],
  ])("refuses what was read while the file was %s, and what the reader said of it", async (_, change) => {
    const failing = async () => {
      await change();
      throw new Error("half a header");
    };
    await expect(readInPlace(path, undefined, failing)).rejects.not.toThrow("half a header");
  });
});

describe("openFile", () => {
  it("decodes no plane of an array that has become another", async () => {
    const array = (value: number) => writeNpy({ shape: [3, 40, 40], data: new Float64Array(4800).fill(value), dtype: "f8" });
    await writeFile(path, array(1));
    const scan = await openFile(path);
    expect(scan.checksum).toBe(sha256(array(1)));
    expect((await scan.plane(0)).data[0]).toBe(1);
    await writeFile(path, array(2));
    await expect(scan.plane(1)).rejects.toMatchObject({ code: "E_CHECKSUM", where: path });
    await expect(openFile(path, { sha256: sha256(array(1)) })).rejects.toMatchObject({ code: "E_CHECKSUM" });
  });
});
