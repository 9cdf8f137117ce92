/** How a release comes to stand where it stands, and what of the inputs it shows. */
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MedqError } from "../../manifests/error.ts";
import { build } from "../../pipeline/build.ts";
import { writeDropped } from "../../pipeline/dropped.ts";
import { healing } from "../../pipeline/healing.ts";
import { checkFiles } from "../../pipeline/verify/files.ts";
import { verify } from "../../pipeline/verify.ts";
import { cast, dataset, fresh, open, picture, place, recipe, sidecar, snapshot } from "./tiny.ts";

const quiet = { progress() {}, note() {} };
const DEAD = 2 ** 30;

/** A folder with a recipe over two pictures, built once. */
async function built(more: object = {}): Promise<{ root: string; path: string; out: string; folder: string }> {
  const root = await fresh();
  const path = join(root, "recipe.yaml");
  const out = join(root, "out");
  await place(root, {
    "files/a.png": picture(1),
    "files/b.png": picture(2),
    "own.yaml": dataset(),
    "recipe.yaml": recipe([{ dataset: "own.yaml" }], more),
  });
  const { released } = await cast(path, out);
  expect(released).toMatchObject({ changed: true });
  return { root, path, out, folder: join(out, "releases/tiny/0.1.0") };
}

describe("a rebuild", () => {
  it("writes nothing where nothing changed: no file, no folder, no time", async () => {
    const { path, out } = await built();
    const before = await snapshot(out);
    const { released, report } = await cast(path, out);
    expect(released).toMatchObject({ changed: false });
    expect(report).toMatchObject({ made: 0, found: 4 });
    expect(await snapshot(out)).toEqual(before);
  });

  it("replaces what is damaged or made of something else, and counts each image once", async () => {
    const { root, path, out, folder } = await built();
    const whole = await readFile(join(folder, "manifest.jsonl"), "utf8");
    await writeFile(join(folder, "manifest.jsonl"), "damaged");
    expect((await cast(path, out)).released).toMatchObject({ changed: true });
    expect(await readFile(join(folder, "manifest.jsonl"), "utf8")).toBe(whole);
    await place(root, { "files/c.png": picture(3) });
    const { released, report } = await cast(path, out);
    expect(released).toMatchObject({ changed: true, counts: { images: 6 } });
    expect(report).toMatchObject({ made: 2, found: 4 });
    expect(await readdir(join(out, "releases/tiny"))).toEqual(["0.1.0"]);
  });

  it("puts back a release that a killed builder had moved aside", async () => {
    const { root, path, out, folder } = await built();
    const before = await snapshot(folder);
    await rename(folder, `${folder}.old-${hostname()}-${DEAD}`);
    await cp(join(root, "files"), `${folder}.tmp-${hostname()}-${DEAD}`, { recursive: true });
    expect((await cast(path, out)).released).toMatchObject({ changed: false });
    expect(new Set((await snapshot(folder)).keys())).toEqual(new Set(before.keys()));
    expect(await readdir(join(out, "releases/tiny"))).toEqual(["0.1.0"]);
  });

  it("heals every damaged entry of the store in the run that finds one", async () => {
    const { path, out, folder } = await built();
    const sums = await readFile(join(folder, "checksums.sha256"), "utf8");
    const files = (await readdir(join(out, "store"), { recursive: true })).filter((name) => /\.(png|npy)$/.test(name));
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const [index, name] of files.entries()) {
      if (index % 2 === 0) await writeFile(join(out, "store", name), "half");
      else await rm(join(out, "store", name));
    }
    await rm(join(out, "releases"), { recursive: true });
    const context = await open(path, out);
    try {
      await healing(context, () => build(context));
    } finally {
      await context.workers.close();
    }
    expect(await readFile(join(folder, "checksums.sha256"), "utf8")).toBe(sums);
  });
});

describe("two builders of one version", () => {
  it("both end well, whatever they build, and one of the two releases stands whole", async () => {
    const { root, path, out, folder } = await built();
    await place(root, { "other.yaml": recipe([{ dataset: "own.yaml" }], { title: "Other" }) });
    for (let round = 0; round < 5; round++) {
      await rm(join(folder, "manifest.jsonl"));
      const [one, other] = await Promise.all([cast(path, out), cast(join(root, "other.yaml"), out)]);
      expect([one.released, other.released].filter((each) => each instanceof Error)).toEqual([]);
      const { differences } = await checkFiles(folder);
      expect(differences).toEqual([]);
    }
    expect(await readdir(join(out, "releases/tiny"))).toEqual(["0.1.0"]);
  });
});

describe("what a release shows of its inputs", () => {
  const SECRET = "Doe_John_1953";

  it("is the names of YAML files and never where they lie; verify finds them by name and content", async () => {
    const root = await fresh();
    await place(root, {
      [`${SECRET}/files/a.png`]: picture(1),
      [`${SECRET}/own.yaml`]: dataset(),
      // Of the same name, and not it.
      "elsewhere/own.yaml": dataset({ citation: "another" }),
      "elsewhere/files/b.png": picture(2),
      "drawn/files/c.png": picture(3),
      "drawn/side.yaml": sidecar([{ file: "c.png" }]),
      "recipes/recipe.yaml": recipe([{ dataset: `../${SECRET}/own.yaml` }, { generated: join(root, "drawn/side.yaml") }]),
    });
    const out = join(root, "out");
    const { released } = await cast(join(root, "recipes/recipe.yaml"), out);
    expect(released).toMatchObject({ counts: { images: 4 } });
    const folder = join(out, "releases/tiny/0.1.0");
    for (const [name, { bytes }] of await snapshot(out)) expect(bytes.includes(SECRET) || bytes.includes(root), name).toBe(false);
    expect(JSON.parse(await readFile(join(folder, "recipe.json"), "utf8"))).toMatchObject({
      recipe: { clean: [{ dataset: "own.yaml" }, { generated: "side.yaml" }] },
      datasets: { "own.yaml": { citation: "tiny" } },
      sidecars: { "side.yaml": expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect((await verify(folder, { base: root, workers: 1, watcher: quiet })).differences).toEqual([]);
  });

  it("are two files of one name in no recipe", async () => {
    const root = await fresh();
    await place(root, {
      "a/own.yaml": dataset(),
      "b/own.yaml": dataset(),
      "recipe.yaml": recipe([{ dataset: "a/own.yaml" }, { dataset: "b/own.yaml" }]),
    });
    await expect(open(join(root, "recipe.yaml"), join(root, "out"))).rejects.toMatchObject({ code: "E_USAGE" });
  });

  it("is no name of a refused file: those stand beside the releases, each with what to do", async () => {
    const root = await fresh();
    await place(root, {
      "files/a.png": picture(1),
      [`files/${SECRET}.png`]: "no picture",
      "own.yaml": dataset(),
      "recipe.yaml": recipe([{ dataset: "own.yaml" }]),
    });
    const { context } = await cast(join(root, "recipe.yaml"), join(root, "out"));
    const path = (await writeDropped(context))!;
    const lines = (await readFile(path, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        stage: "ingest",
        file: expect.stringContaining(SECRET),
        code: "E_FORMAT",
        problem: expect.stringMatching(/^Expected/),
        advice: expect.stringMatching(/\S/),
      },
    ]);
    for (const [name, { bytes }] of await snapshot(join(root, "out/releases"))) expect(bytes.includes(SECRET), name).toBe(false);
    // Mended, nothing is refused, and no file says otherwise.
    await place(root, { [`files/${SECRET}.png`]: picture(2) });
    const mended = await cast(join(root, "recipe.yaml"), join(root, "out"));
    expect(await writeDropped(mended.context)).toBeUndefined();
    await expect(readFile(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is told where every file was refused", async () => {
    const root = await fresh();
    await place(root, { "files/a.png": "no picture", "own.yaml": dataset(), "recipe.yaml": recipe([{ dataset: "own.yaml" }]) });
    const { released } = await cast(join(root, "recipe.yaml"), join(root, "out"));
    expect(released).toBeInstanceOf(MedqError);
    expect(released).toMatchObject({ code: "E_QUOTA", advice: expect.stringContaining("dropped.jsonl") });
  });
});

describe("checkFiles", () => {
  it("finds nothing in a release that is whole", async () => {
    const { folder } = await built();
    expect(await checkFiles(folder)).toMatchObject({ published: false, differences: [] });
  });

  it("names every foreign, missing, changed and linked entry", async () => {
    const { folder } = await built();
    const [image, linked] = (await readdir(join(folder, "images"))) as [string, string];
    await rm(join(folder, "gallery.html"));
    await writeFile(join(folder, "images", image), "changed");
    await rename(join(folder, "images", linked), join(folder, "moved.png"));
    await symlink("../moved.png", join(folder, "images", linked));
    await symlink("images", join(folder, "pictures"));
    await mkdir(join(folder, "empty"));
    await writeFile(join(folder, "images/evil.js"), "");
    const { differences } = await checkFiles(folder);
    expect(differences.map((line) => line.replace(/SHA-256 .*/, "SHA-256")).sort()).toEqual(
      [
        "empty: expected no such folder, got one",
        "gallery.html: expected in the release, got nothing",
        `images/${image}: expected SHA-256`,
        `images/${linked}: expected a file, got a link`,
        "images/evil.js: expected no such file, got one",
        "moved.png: expected no such file, got one",
        "pictures: expected no such link, got one",
      ].sort(),
    );
  });

  it("knows a published release by its text, and nothing but its text", async () => {
    const { folder } = await built();
    const all = await readdir(folder);
    await rm(join(folder, "images"), { recursive: true });
    // Without its images alone it is not published: they are missing.
    expect((await checkFiles(folder)).differences).toHaveLength(4);
    for (const name of all) if (/^(gallery|medqbench)/.test(name)) await rm(join(folder, name));
    await writeFile(join(folder, "changes.md"), "The first version.");
    expect(await checkFiles(folder)).toMatchObject({ published: true, differences: [] });
    await writeFile(join(folder, "evil.js"), "");
    await rm(join(folder, "datasheet.md"));
    expect((await checkFiles(folder)).differences).toEqual([
      "datasheet.md: expected in the release, got nothing",
      "evil.js: expected no such file, got one",
    ]);
  });
});
