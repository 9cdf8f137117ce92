import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fileChecksum, scanChecksum } from "../../sources/checksum.ts";
import { openFile } from "../../sources/open.ts";

const folder = mkdtempSync(join(tmpdir(), "medq-checksum-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("checksums of inputs", () => {
  it("are SHA-256 of the file's bytes", async () => {
    const path = join(folder, "abc");
    writeFileSync(path, "abc");
    // FIPS 180-4, example of a one-block message.
    expect(await fileChecksum(path)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("hold what else decides the planes: the header beside a BART array, and its name", async () => {
    const array = new Float32Array(24).map((_, i) => i + 1);
    const checksumOf = async (name: string, sizes: string): Promise<string> => {
      const path = join(folder, `${name}.cfl`);
      writeFileSync(path, new Uint8Array(array.buffer));
      writeFileSync(path.replace(".cfl", ".hdr"), `# Dimensions\n${sizes}\n`);
      return scanChecksum(await fileChecksum(path), await openFile(path));
    };
    const first = await checksumOf("one", "2 6");
    expect(await checksumOf("two", "2 6")).toBe(first);
    expect(await checksumOf("three", "6 2")).not.toBe(first);
    expect(await checksumOf("ksp", "2 6")).not.toBe(first);
  });
});
