/** Real clinical inputs and AI-generated samples, end to end; needs ../shared/data. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item } from "../../manifests/schema/item.ts";
import { readManifest } from "../../pipeline/records.ts";
import { shared, sharedData } from "../shared.ts";
import { medq } from "./medq.ts";

const folders: string[] = [];
const fresh = async () => {
  const folder = await mkdtemp(join(tmpdir(), "medq-real-"));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A sidecar reaches no farther than its own folder: it is put beside a copy of the samples. */
async function recipeWithSamples(): Promise<string> {
  const real = fileURLToPath(new URL("./real/", import.meta.url));
  const folder = await fresh();
  await cp(shared("ai-generated"), join(folder, "ai-generated"), { recursive: true });
  await cp(join(real, "generated.yaml"), join(folder, "generated.yaml"));
  const recipe = await readFile(join(real, "recipe.yaml"), "utf8");
  await writeFile(join(folder, "recipe.yaml"), recipe.replace(/dataset: /g, `dataset: ${real}`));
  return join(folder, "recipe.yaml");
}

describe.skipIf(!sharedData)("a release over real inputs (needs ../shared/data)", () => {
  const images: ImageRecord[] = [];
  const items: Item[] = [];
  let folder: string;

  beforeAll(async () => {
    const out = await fresh();
    const { code, stderr } = await medq(["build", await recipeWithSamples(), "--out", out]);
    expect(code, stderr).toBe(0);
    folder = join(out, "releases/real/0.1.0");
    for await (const record of readManifest(folder)) record.kind === "image" ? images.push(record) : items.push(record);
  }, 600_000);

  it("has authentic images of five modalities and AI-generated ones of three, each degraded", () => {
    const clean = new Set(images.filter((image) => image.parents.length === 0).map((image) => `${image.origin} ${image.modality}`));
    expect([...clean].sort()).toEqual(
      ["ct", "endoscopy", "fundus", "histopathology", "mri"]
        .map((modality) => `clinical ${modality}`)
        .concat(["endoscopy", "fundus", "mri"].map((modality) => `generated ${modality}`)),
    );
    const parents = new Set(images.flatMap((image) => image.parents));
    for (const image of images) if (image.parents.length === 0) expect(parents.has(image.key), image.source.name).toBe(true);
  });

  it("says of every DICOM-borne image how it was de-identified", () => {
    for (const image of images.filter((each) => each.source.origin === "clinical" && ["mri", "ct"].includes(each.modality))) {
      expect(image.deidentification).toMatch(/whitelist/);
    }
  });

  it("holds no pixels of a source that may not be redistributed, but its recipes and hashes", async () => {
    const withheld = images.filter((image) => !image.source.licence.redistribute);
    expect(withheld.length).toBeGreaterThan(2);
    const files = new Set(await readdir(join(folder, "images")));
    for (const image of withheld) {
      expect(image.content).toMatch(/^[0-9a-f]{64}$/);
      expect(files.has(`${image.content.slice(0, 32)}.png`)).toBe(false);
    }
  });

  it("asks nothing that the unknown quality of a generated image decides", () => {
    const unknown = new Set(
      images.filter((image) => image.source.origin === "generated" && image.chain.length === 0).map((image) => image.key),
    );
    for (const item of items) {
      if (!item.images.some((key) => unknown.has(key))) continue;
      expect(item.task, JSON.stringify(item)).not.toBe("description");
      if (item.task === "perception") expect(item.question).not.toMatch(/quality|severe/i);
    }
  });
});

describe.skipIf(!sharedData)("inputs that lie (needs ../shared/data)", () => {
  it("costs each bad file its own item, counted under its reason, and no patient's name reaches the output", async () => {
    const work = await fresh();
    const dataset = (name: string, folder: string, ending: string) =>
      writeFile(
        join(work, `${name}.yaml`),
        JSON.stringify({
          title: name,
          description: name,
          licence: { spdx: "CC0-1.0", evidence: "PROVENANCE.tsv", redistribute: true },
          access: { rule: "direct", from: "a folder" },
          citation: name,
          modality: "ct",
          quality: "good",
          reader: "dicom",
          location: { folder },
          files: { endings: [ending] },
        }),
      );
    await dataset("bad", shared("adversarial/generated"), ".dcm");
    const recipe = {
      name: "bad",
      version: "0.1.0",
      title: "Bad inputs",
      description: "Bad inputs",
      licence: "CC0-1.0",
      creator: "a test",
      date: "2026-11-23",
      seed: "bad",
      clean: [{ dataset: "bad.yaml" }],
      degrade: [{ severities: ["mild"], degradations: ["ct/detector-rings", "display/jpeg-compression"] }],
    };
    await writeFile(join(work, "recipe.yaml"), JSON.stringify(recipe));
    const run = await medq(["build", join(work, "recipe.yaml"), "--out", join(work, "out"), "--json"]);
    expect(run.code, run.stderr).toBe(0);
    const { dropped, images } = JSON.parse(run.stdout) as { dropped: Record<string, number>; images: number };
    const files = (await readdir(shared("adversarial/generated"))).filter((name) => name.endsWith(".dcm"));
    const refused = Object.entries(dropped)
      .filter(([reason]) => reason.startsWith("ingest/"))
      .reduce((sum, [, count]) => sum + count, 0);
    // Each readable file gives one clean image and two degraded ones; all others are counted.
    expect(refused + images / 3).toBe(files.length);
    expect(images).toBeGreaterThanOrEqual(3);
    expect(Object.keys(dropped).every((reason) => !reason.includes("E_INTERNAL"))).toBe(true);

    const identity = await identifyingStrings(shared("adversarial/generated/ct_with_phi_tags.dcm"));
    expect(identity.length).toBeGreaterThan(5);
    for (const file of await readdir(join(work, "out"), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = (await readFile(join(file.parentPath, file.name))).toString("latin1");
      for (const text of identity) expect(bytes.includes(text), `${text} in ${file.name}`).toBe(false);
    }
  });
});

/** Text values of the identifying groups of a little-endian explicit file: patient (0010), and institution, people and comments of group 0008. */
async function identifyingStrings(path: string): Promise<string[]> {
  const { default: parser } = await import("dicom-parser");
  const set = parser.parseDicom(await readFile(path));
  const tags = Object.keys(set.elements).filter((tag) =>
    /^x0010|^x0008(0050|0080|0081|0090|1010|1030|1048|1050|1070|0020|0030)|^x00080018|^x0020000[de]|^x0040/.test(tag),
  );
  const texts = tags.flatMap((tag) => (set.string(tag) ?? "").split(/[\\^]/));
  return texts.map((text) => text.trim()).filter((text) => text.length >= 5);
}
