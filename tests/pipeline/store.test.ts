import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Store } from "../../pipeline/store.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const key = "ab".repeat(32);
const fresh = async () => new Store(await mkdtemp(join(tmpdir(), "medq-store-")));

describe("Store", () => {
  it("gives back what was put in, and undefined for what was not", async () => {
    const store = await fresh();
    expect(await store.describe(key)).toBeUndefined();
    await store.write(key, { rows: 3 }, { "image.png": bytes("png") });
    expect(await store.describe(key)).toEqual({ rows: 3 });
    expect(Buffer.from(await store.read(key, "image.png")).toString()).toBe("png");
  });

  it("keeps the first of two builders' entries whole and leaves nothing temporary", async () => {
    const store = await fresh();
    const entries = ["one", "two", "three", "four"].map((text) => ({ by: text }));
    await Promise.all(entries.map((made) => store.write(key, made, { "image.png": bytes(made.by) })));
    const { by } = (await store.describe<{ by: string }>(key))!;
    expect(Buffer.from(await store.read(key, "image.png")).toString()).toBe(by);
    expect(await readdir(join(store.root, ".tmp"))).toEqual([]);
  });

  it("sweeps what a dead process left behind, and nothing of a living one", async () => {
    const store = await fresh();
    // No process has this number: Linux counts to 2^22 at most.
    const dead = `${hostname()}.${2 ** 30}.0.0`;
    const living = `${hostname()}.${process.pid}.0.0`;
    const elsewhere = "another.host.1.0.0";
    for (const name of [dead, living, elsewhere]) {
      await mkdir(join(store.root, ".tmp", name), { recursive: true });
      await writeFile(join(store.root, ".tmp", name, "image.png"), "half");
    }
    await store.sweep();
    expect((await readdir(join(store.root, ".tmp"))).sort()).toEqual([elsewhere, living].sort());
  });

  it.each(["entry.json", "image.png"])("never passes on a damaged %s: the entry goes, and can be made again", async (name) => {
    const store = await fresh();
    await store.write(key, { rows: 3 }, { "image.png": bytes("a whole picture") });
    await writeFile(join(store.folder(key), name), "half");
    await expect(store.read(key, "image.png")).rejects.toMatchObject({ code: "E_CORRUPT", advice: expect.stringContaining("run again") });
    expect(await store.describe(key)).toBeUndefined();
    await store.write(key, { rows: 4 }, { "image.png": bytes("a new picture") });
    expect(await store.describe(key)).toEqual({ rows: 4 });
  });
});
