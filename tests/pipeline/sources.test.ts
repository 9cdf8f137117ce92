/** What a dataset or a sidecar may name, what is counted, and that a file is decoded as it was hashed. */
import { execFileSync } from "node:child_process";
import { symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../manifests/canonical.ts";
import { collect } from "../../pipeline/collect.ts";
import type { Context } from "../../pipeline/context.ts";
import { writeDropped } from "../../pipeline/dropped.ts";
import type { Ungrouped } from "../../pipeline/groups.ts";
import { ingest } from "../../pipeline/ingest.ts";
import { dataset, fresh, open, picture, place, recipe, sidecar } from "./tiny.ts";

async function images(root: string, clean: object, files: Readonly<Record<string, Uint8Array | string | object>>) {
  await place(root, { ...files, "recipe.yaml": recipe([clean]) });
  const context = await open(join(root, "recipe.yaml"), join(root, "out"));
  try {
    return { context, ...(await take(context)) };
  } finally {
    await context.workers.close();
  }
}

async function take(context: Context) {
  const records: Ungrouped["image"][] = [];
  for await (const { image } of ingest(context)) records.push(image);
  for await (const { image } of collect(context)) records.push(image);
  return { records, refused: [...context.report.refusals].map((line) => JSON.parse(line)) };
}

describe("a sidecar", () => {
  it.each([
    ["a path above its folder", { file: "../outside/private.png" }, {}],
    ["an absolute path", { file: "/dev/zero" }, {}],
    ["a link out of its folder", { file: "link.png" }, {}],
    ["a folder above itself", { file: "private.png" }, { folder: "../elsewhere" }],
    ["a folder behind a link", { file: "private.png" }, { folder: "away" }],
  ])("does not reach through %s", async (_, image, more) => {
    const root = await fresh();
    await place(root, { "work/outside/private.png": picture(1), "elsewhere/private.png": picture(1), "work/files/a.png": picture(2) });
    await symlink("../outside/private.png", join(root, "work/files/link.png"));
    await symlink("../elsewhere", join(root, "work/away"));
    const { records, refused } = await images(join(root, "work"), { generated: "side.yaml" }, { "side.yaml": sidecar([image], more) });
    expect(records).toEqual([]);
    expect(refused).toMatchObject([{ stage: "collect", code: "E_SCHEMA" }]);
  });

  it("waits for no pipe and reads no file that is too large, and keeps its other images", async () => {
    const root = await fresh();
    await place(root, { "files/a.png": picture(1), "files/big.png": "" });
    execFileSync("mkfifo", [join(root, "files/pipe.png")]);
    await truncate(join(root, "files/big.png"), 1500 * 2 ** 20);
    const side = sidecar([{ file: "pipe.png" }, { file: "big.png" }, { file: "missing.png" }, { file: "a.png" }]);
    const { records, refused } = await images(root, { generated: "side.yaml" }, { "side.yaml": side });
    expect(records).toHaveLength(1);
    expect(refused.map(({ code }) => code)).toEqual(["E_USAGE", "E_FORMAT", "E_NOT_FOUND"]);
    // 1500 MiB were not in memory.
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(1500);
  });
});

describe("a dataset", () => {
  it.each(["../outside/private.png", "link.png", "deep/../../outside/private.png"])(
    "lists nothing outside its folder: %s",
    async (path) => {
      const root = await fresh();
      await place(root, { "outside/private.png": picture(1), "files/deep/a.png": picture(2) });
      await symlink("../outside/private.png", join(root, "files/link.png"));
      const files = [{ path, sha256: sha256(picture(1)) }];
      const { records, refused } = await images(root, { dataset: "own.yaml" }, { "own.yaml": dataset({ files }) });
      expect(records).toEqual([]);
      expect(refused).toMatchObject([{ stage: "ingest", code: "E_SCHEMA", file: expect.stringContaining(path.slice(-8)) }]);
    },
  );

  it("reads links as DataLad makes them, and counts one that dangles", async () => {
    const root = await fresh();
    await place(root, { "annex/1": picture(1), "files/real.png": picture(2) });
    await symlink("../annex/1", join(root, "files/sub-01.png"));
    await symlink("../annex/missing", join(root, "files/sub-02.png"));
    const { records, refused } = await images(root, { dataset: "own.yaml" }, { "own.yaml": dataset() });
    expect(records).toHaveLength(2);
    expect(refused).toMatchObject([{ code: "E_NOT_FOUND", file: expect.stringMatching(/sub-02\.png$/) }]);
  });

  it("says that no file has its endings", async () => {
    const root = await fresh();
    await place(root, { "files/a.png": picture(1) });
    const { records, refused } = await images(root, { dataset: "own.yaml" }, { "own.yaml": dataset({ files: { endings: [".dcm"] } }) });
    expect(records).toEqual([]);
    expect(refused).toMatchObject([{ code: "E_NOT_FOUND", problem: expect.stringContaining(".dcm") }]);
  });

  it("waits for no pipe, whether it lists it or finds it", async () => {
    for (const files of [{ endings: [] }, [{ path: "pipe.png", sha256: "0".repeat(64) }]]) {
      const root = await fresh();
      await place(root, { "files/a.txt": "" });
      execFileSync("mkfifo", [join(root, "files/pipe.png")]);
      const { refused } = await images(root, { dataset: "own.yaml" }, { "own.yaml": dataset({ files }) });
      expect(refused.map(({ code }) => code)).toContain("E_USAGE");
    }
  });

  it("makes one image of one file under two names, and names the other", async () => {
    const root = await fresh();
    const { records, refused } = await images(
      root,
      { dataset: "own.yaml" },
      { "own.yaml": dataset(), "files/a.png": picture(1), "files/b.png": picture(1), "files/c.png": picture(2) },
    );
    expect(new Set(records.map(({ key }) => key)).size).toBe(2);
    expect(records).toHaveLength(2);
    expect(refused).toMatchObject([
      { code: "E_DUPLICATE", file: expect.stringMatching(/b\.png$/), problem: expect.stringMatching(/the same file as .*a\.png$/) },
    ]);
  });
});

describe("a file that changes between its hash and its decoding", () => {
  it("costs its own item, whatever it has become", async () => {
    const root = await fresh();
    const names = ["other", "cut", "no-picture", "gone-long"];
    const files = Object.fromEntries(names.map((name, i) => [`files/${name}.png`, picture(i)]));
    await place(root, { ...files, "files/a.png": picture(9), "own.yaml": dataset(), "recipe.yaml": recipe([{ dataset: "own.yaml" }]) });
    const context = await open(join(root, "recipe.yaml"), join(root, "out"));
    try {
      // The plan is whole before the first image is made: the threads, which start with it, read what stands there then.
      const { make } = context.workers;
      let changed = false;
      const late = {
        ...context.workers,
        async make(job: Parameters<typeof make>[0]) {
          if (!changed) {
            changed = true;
            await writeFile(join(root, "files/other.png"), picture(20));
            await truncate(join(root, "files/cut.png"), 100);
            await writeFile(join(root, "files/no-picture.png"), "text");
            await writeFile(join(root, "files/gone-long.png"), Buffer.concat([picture(3), Buffer.alloc(100)]));
          }
          return make(job);
        },
      };
      const { records, refused } = await take({ ...context, workers: late });
      expect(records).toHaveLength(1);
      expect(refused.map(({ code }) => code)).toEqual(["E_CHECKSUM", "E_CHECKSUM", "E_CHECKSUM", "E_CHECKSUM"]);
      expect(await writeDropped(context)).toMatch(/out\/dropped\/tiny\/0\.1\.0\/dropped\.jsonl$/);
    } finally {
      await context.workers.close();
    }
  });
});
