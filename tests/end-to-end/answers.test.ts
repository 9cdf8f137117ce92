/** What a release says of files of one's own: nothing of an empty one, the part of the body that the file names, no absence that nobody looked for. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item } from "../../manifests/schema/item.ts";
import { encodePng } from "../../pipeline/png.ts";
import { readManifest } from "../../pipeline/records.ts";
import { ctElements, writeDicom } from "../sources/dicom/write.ts";
import { medq } from "./medq.ts";

const SIZE = 64;

/** Casts a release from files of one's own, each degradation at its severe mark. */
async function cast(
  modality: string,
  files: Readonly<Record<string, Uint8Array>>,
  degradations: readonly string[],
  dataset: object = {},
  rule: object = {},
) {
  const work = await mkdtemp(join(tmpdir(), "medq-answers-"));
  await mkdir(join(work, "files"));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(work, "files", name), bytes);
  const licence = { spdx: "CC0-1.0", evidence: "a test", redistribute: true };
  const stated = { title: "own", description: "own", licence, access: { rule: "direct", from: "a test" }, citation: "own" };
  await writeFile(
    join(work, "own.yaml"),
    JSON.stringify({ ...stated, modality, quality: "good", location: { folder: "files" }, files: { endings: [] }, ...dataset }),
  );
  const recipe = {
    name: "answers",
    version: "0.1.0",
    title: "A",
    description: "A",
    licence: "CC0-1.0",
    creator: "a test",
    date: "2026-11-23",
  };
  const rules = {
    seed: "answers",
    clean: [{ dataset: "own.yaml" }],
    degrade: [{ severities: ["severe"], degradations, ...rule }],
    ask: { perceptionPerImage: 6 },
  };
  await writeFile(join(work, "recipe.yaml"), JSON.stringify({ ...recipe, ...rules }));
  const run = await medq(["build", join(work, "recipe.yaml"), "--out", join(work, "out"), "--json"]);
  const records: (ImageRecord | Item)[] = [];
  if (run.code === 0) for await (const record of readManifest(join(work, "out/releases/answers/0.1.0"))) records.push(record);
  const images = records.filter((record) => record.kind === "image");
  const items = records.filter((record) => record.kind === "item");
  const text = items.flatMap((item) => [item.question, ...(item.task === "perception" ? item.options : [item.reference])]).join("\n");
  return { run, images, items, text };
}

/** A disc of tissue with spots, in HU, stored with the writer's rescale: HU = 2 stored - 1024. */
const slice = (part: string): Uint8Array =>
  writeDicom(
    ctElements([
      { tag: "00180015", vr: "CS", value: part },
      { tag: "00280010", vr: "US", value: SIZE },
      { tag: "00280011", vr: "US", value: SIZE },
      {
        tag: "7fe00010",
        vr: "OW",
        value: Array.from({ length: SIZE * SIZE }, (_, i) => {
          const [x, y] = [(i % SIZE) - 31.5, Math.floor(i / SIZE) - 31.5];
          const hounsfield = Math.hypot(x, y) > 26 ? -1000 : i % 11 === 0 ? 200 : 40;
          return (hounsfield + 1024) / 2;
        }),
      },
    ]),
  );

describe("a release of one's own files", () => {
  it("refuses an empty tile, by its name, and asks of the others", async () => {
    const pixels = (at: (i: number) => number): Uint8Array =>
      encodePng(
        Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => at(i)),
        SIZE,
        SIZE,
        3,
      );
    const files = { "blank.png": pixels((i) => 240 + (i % 3)), "tissue.png": pixels((i) => 120 + 100 * Math.round(((i >> 4) % 7) / 7)) };
    const { run, images, items } = await cast("histopathology", files, ["histopathology/out-of-focus"]);
    expect(run.code, run.stderr).toBe(0);
    expect(images.length).toBe(2);
    expect(run.stderr + run.stdout).toContain("one even tone");
    expect(items.length).toBeGreaterThan(0);
    const contents = new Map(images.map(({ key, content }) => [key, content]));
    expect(new Set(contents.values()).size).toBe(2);
  });

  it("names the part of the body that the file states, none for one that it does not know, and denies nothing", async () => {
    const head = await cast("ct", { "1.dcm": slice("HEAD") }, ["ct/image-noise", "ct/smooth-kernel"]);
    expect(head.run.code, head.run.stderr).toBe(0);
    expect(new Set(head.images.map(({ anatomy }) => anatomy))).toEqual(new Set(["head"]));
    expect(head.text).toMatch(/axial CT image of the head/i);
    expect(head.text).not.toMatch(/chest|lung|abdomen/);
    expect(head.text).not.toMatch(/no artefact|free of artefacts|no defect/i);
    const unknown = await cast("ct", { "1.dcm": slice("WHOLEBODY") }, ["ct/image-noise"]);
    expect(new Set(unknown.images.map(({ anatomy }) => anatomy))).toEqual(new Set(["region"]));
    expect(unknown.text).not.toMatch(/of the (?:chest|head|abdomen)/);
  });

  it("says nothing of the quality of an image that shows through another reconstruction than its own", async () => {
    const { images, items } = await cast("ct", { "1.dcm": slice("HEAD") }, ["ct/low-dose"], {}, { reconstruction: "cosine" });
    const [clean, degraded] = images;
    expect(clean!.verdict).toBe("good");
    expect(degraded).not.toHaveProperty("verdict");
    expect(items.filter((item) => item.images.includes(degraded!.key))).toEqual([]);
  });

  it("takes the dataset's word for the anatomy, and refuses an attribute that nobody can look for", async () => {
    const stated = await cast("ct", { "1.dcm": slice("HEAD") }, ["ct/image-noise"], { anatomy: "chest" });
    expect(stated.images[0]!.anatomy).toBe("chest");
    const { run } = await cast("ct", { "1.dcm": slice("HEAD") }, ["ct/image-noise"], {
      inspected: { by: "A", date: "2026-01-01", absent: ["aliasing"] },
    });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toMatch(/"aliasing".*[Kk]nown: .*ring artefacts/s);
  });
});
