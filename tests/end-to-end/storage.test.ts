/** Builds that are killed, and disks that are full: what stands in the end is the same to the byte. */
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataset, fresh, picture, place, recipe } from "../pipeline/tiny.ts";
import { medq, start } from "./medq.ts";

const KILLS = 20;
const release = (out: string) => join(out, "releases/tiny/0.1.0");

/** Every file of a release by its path. */
async function bytesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const all = names.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), (await readFile(path)).toString("base64")] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

let path: string;
let undisturbed: Record<string, string>;
let milliseconds: number;
beforeAll(async () => {
  const root = await fresh();
  path = join(root, "recipe.yaml");
  const files = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`files/${i}.png`, picture(i)]));
  await place(root, { ...files, "own.yaml": dataset(), "recipe.yaml": recipe([{ dataset: "own.yaml" }]) });
  const started = performance.now();
  const { code, stderr } = await medq(["build", path, "--out", join(root, "out"), "--workers", "1"]);
  milliseconds = performance.now() - started;
  expect(code, stderr).toBe(0);
  undisturbed = await bytesIn(release(join(root, "out")));
});

describe("medq build", () => {
  it(`gives the same bytes after ${KILLS} kills`, async () => {
    const out = await fresh();
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start(["build", path, "--out", out, "--workers", "1"]);
      const ended = new Promise((resolve) => child.on("close", resolve));
      // Moments that lie scattered over the run: the golden section fills it evenly.
      const timer = setTimeout(() => child.kill("SIGKILL"), ((kill * 0.618) % 1) * milliseconds);
      await ended;
      clearTimeout(timer);
    }
    const { code, stderr } = await medq(["build", path, "--out", out]);
    expect(code, stderr).toBe(0);
    expect(await bytesIn(release(out))).toEqual(undisturbed);
    expect(await readdir(join(out, "store/.tmp"))).toEqual([]);
    expect(await readdir(join(out, "releases/tiny"))).toEqual(["0.1.0"]);
  }, 600_000);
});

/** Whether a file system of a few kilobytes can be had here. */
function canMount(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const disk = await fresh();
const mounted = canMount(disk);
afterAll(() => {
  if (mounted) execFileSync("umount", [disk]);
});

describe.skipIf(!mounted)("a full disk (needs the right to mount one)", () => {
  const resize = (size: string) => execFileSync("mount", ["-o", `remount,size=${size}`, disk]);

  it("is an error that says so, leaves nothing half-written, and costs nothing once there is room", async () => {
    const out = join(disk, "out");
    // The store does not fit; then the store, and not the release; then all.
    for (const size of ["64k", "300k"]) {
      resize(size);
      const full = await medq(["build", path, "--out", out, "--workers", "1"]);
      expect(full.code, full.stderr).toBe(1);
      expect(full.stderr).toMatch(/^E_STORAGE/m);
      expect(await readdir(join(out, "releases/tiny")).catch(() => [])).toEqual([]);
    }
    resize("8m");
    const { code, stderr } = await medq(["build", path, "--out", out]);
    expect(code, stderr).toBe(0);
    expect(await bytesIn(release(out))).toEqual(undisturbed);
  });

  it("leaves no file of apply", async () => {
    const out = join(disk, "applied");
    await mkdir(out);
    resize("8m");
    const filled = join(disk, "filler");
    try {
      execFileSync("dd", ["if=/dev/zero", `of=${filled}`, "bs=64k"], { stdio: "ignore" });
    } catch {
      // It writes until the disk is full.
    }
    const { code, stderr } = await medq(["apply", "phantom:fundus:1", "--degradation", "fundus/defocus", "--out", out]);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain("E_STORAGE");
    expect(await readdir(out)).toEqual([]);
  });
});
