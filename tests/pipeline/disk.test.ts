/** Where apply may write, what it may read, and that it leaves nothing half-written. */
import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ApplyOptions, apply } from "../../pipeline/apply.ts";
import { writeTogether } from "../../pipeline/disk.ts";
import { fresh, picture } from "./tiny.ts";

const options = (out: string, more: Partial<ApplyOptions> = {}): ApplyOptions => ({
  degradation: "display/jpeg-compression",
  modality: "histopathology",
  severity: 1,
  seed: "1",
  set: {},
  out,
  ...more,
});

describe("apply", () => {
  it("writes its files and nothing else", async () => {
    const root = await fresh();
    await writeFile(join(root, "a.png"), picture(1));
    await apply(join(root, "a.png"), options(join(root, "new/out")));
    expect((await readdir(join(root, "new/out"))).sort()).toEqual([
      "clean.npy",
      "clean.png",
      "degraded.npy",
      "degraded.png",
      "record.json",
    ]);
  });

  it("says so where it cannot write: a file, a folder that can hold none", async () => {
    const root = await fresh();
    await writeFile(join(root, "a.png"), picture(1));
    for (const out of [join(root, "a.png"), join(root, "a.png/below"), "/proc/x", "/proc/x/y"]) {
      await expect(apply(join(root, "a.png"), options(out)), out).rejects.toMatchObject({ code: "E_STORAGE" });
    }
  });

  it("waits for no pipe and no device", async () => {
    const root = await fresh();
    execFileSync("mkfifo", [join(root, "pipe.dcm")]);
    for (const input of [join(root, "pipe.dcm"), "/dev/zero", "/dev/null", root]) {
      await expect(apply(input, options(join(root, "out"))), input).rejects.toMatchObject({ code: "E_USAGE" });
    }
    execFileSync("mkfifo", [join(root, "array.hdr")]);
    await writeFile(join(root, "array.cfl"), new Uint8Array(64));
    await expect(apply(join(root, "array.cfl"), options(join(root, "out")))).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });

  it.each([
    ["mri/radio-frequency-interference", "bursts", 1e9],
    ["mri/periodic-ghosting", "frequency", 1e9],
    ["ct/view-drop", "lost", 1e9],
    ["mri/spike-noise", "spikes", 1e308],
  ])("refuses %s with %s of %d, and says how much it may be", async (degradation, name, value) => {
    const modality = degradation.split("/")[0]!;
    await expect(
      apply(`phantom:${modality}:1`, options(join(await fresh(), "out"), { degradation, modality, set: { [name]: value } })),
    ).rejects.toMatchObject({ code: "E_USAGE", problem: expect.stringMatching(new RegExp(`Expected ${name} of at most \\d+ \\[`)) });
  });
});

describe("writeTogether", () => {
  it("writes all or none, and leaves nothing temporary", async () => {
    const root = await fresh();
    // A folder stands where the second file should: it cannot be renamed there.
    await mkdir(join(root, "b/full"), { recursive: true });
    await expect(writeTogether(root, { b: "2" })).rejects.toThrow();
    expect(await readdir(root)).toEqual(["b"]);
  });
});
