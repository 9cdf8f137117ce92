/**
 * Inputs that went wrong once, each with its right value and why; needs ../shared/cases. Each kind also has a test of its own, on an input
 * that the test makes itself, beside what it tests; case 01 (the word None) is a test of the tables, case 10 (a long volume) of the reader.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import type { ImageRecord } from "../../manifests/schema/image.ts";
import type { Item } from "../../manifests/schema/item.ts";
import { apply } from "../../pipeline/apply.ts";
import { readManifest } from "../../pipeline/records.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import { readNpy } from "../../sources/npy.ts";
import { openFile } from "../../sources/open.ts";
import { medq } from "./medq.ts";

const cases = fileURLToPath(new URL("../../../shared/cases/", import.meta.url));
const at = (name: string): string => join(cases, name);

const folders: string[] = [];
const fresh = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "medq-case-"));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const DEGRADATIONS: Readonly<Record<string, string>> = {
  mri: "mri/thermal-noise",
  ct: "ct/low-dose",
  histopathology: "histopathology/out-of-focus",
};

/** What `apply` makes of one file. */
async function applied(name: string, modality: string, more: { degradation?: string; severity?: number; plane?: number } = {}) {
  const out = await fresh();
  const record = await apply(at(name), { degradation: DEGRADATIONS[modality]!, severity: 0.5, seed: "1", set: {}, ...more, out });
  const { data, info } = await sharp(join(out, "clean.png")).greyscale().raw().toBuffer({ resolveWithObject: true });
  return {
    record,
    codes: data,
    rows: info.height,
    columns: info.width,
    values: readNpy(await readFile(join(out, "clean.npy")), out).data,
  };
}

async function planes(name: string): Promise<Acquisition[]> {
  const scan = await openFile(at(name));
  return Promise.all(Array.from({ length: scan.planeCount }, (_, plane) => scan.plane(plane)));
}

interface Built {
  readonly images: ImageRecord[];
  readonly clean: ImageRecord[];
  readonly items: Item[];
  readonly dropped: Readonly<Record<string, number>>;
}

async function built(folder: string): Promise<Built> {
  const out = await fresh();
  const { code, stdout, stderr } = await medq(["build", join(folder, "recipe.yaml"), "--out", out, "--json"]);
  const { dropped } = JSON.parse(stdout || "{}") as { dropped: Record<string, number> };
  const images: ImageRecord[] = [];
  const items: Item[] = [];
  const release = join(out, "releases/case/1.0.0");
  if (code === 0) for await (const record of readManifest(release)) record.kind === "image" ? images.push(record) : items.push(record);
  else expect(stderr).toMatch(/E_QUOTA/);
  return { images, clean: images.filter(({ parents }) => parents.length === 0), items, dropped: dropped ?? {} };
}

const textOf = (item: Item): string => JSON.stringify(item);

describe.skipIf(!existsSync(cases))("the right value (needs ../shared/cases)", () => {
  it.each([
    ["02a a dose page is no CT section", "02a-ct-dose-report-rgb.dcm", "ct"],
    ["02c a screen save is no MR section", "02c-mr-screen-save.dcm", "mri"],
    ["02d a slide's label is no tissue", "02d-wsi-label.dcm", "histopathology"],
    ["08a a PET image is no MR image", "08a-pet-as-mr.dcm", "mri"],
    ["08b a radiograph is no CT section", "08b-radiograph-as-ct.dcm", "ct"],
    ["08d a coloured map is no MR image", "08d-mr-colour-fa-map.dcm", "mri"],
  ])("%s", async (_, file, modality) => {
    await expect(applied(file, modality)).rejects.toMatchObject({
      code: expect.stringMatching(/^E_(UNSUPPORTED|FORMAT|SAMPLES|MODALITY)$/),
    });
  });

  it("03a a head is described as a head, or as no anatomy", async () => {
    const { items, images } = await built(at("03a-head-ct"));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(textOf(item)).not.toMatch(/chest|lung|abdomen|liver|pulmonary|mediastin/i);
    for (const image of images) expect(["head", "region"]).toContain(image.anatomy);
  }, 300_000);

  it("04a nothing is asserted where degraded and clean pixels are equal", async () => {
    const { items, images } = await built(at("04a-blank-tiles"));
    const byKey = new Map(images.map((image) => [image.key, image]));
    for (const item of items)
      for (const image of item.images.map((key) => byKey.get(key)!))
        if (image.parents.length > 0) expect(image.content, textOf(item)).not.toBe(byKey.get(image.parents[0]!)?.content);
  }, 300_000);

  it("05a one subject is one group, one split", async () => {
    const { clean, items, images } = await built(at("05a-one-subject-two-nifti"));
    expect(new Set(clean.map(({ group }) => group)).size).toBe(6);
    expectOneSplitEach(images, items);
  }, 300_000);

  it("05b one patient in two datasets is one group, one split", async () => {
    const { clean, items, images } = await built(at("05b-one-patient-two-datasets"));
    expect(clean).toHaveLength(10);
    expect(new Set(clean.map(({ group }) => group)).size).toBe(5);
    expectOneSplitEach(images, items);
  }, 300_000);

  it("06 a file under two names is one record a key", async () => {
    const { images, items, clean } = await built(at("06-one-file-two-names"));
    expect(clean).toHaveLength(1);
    expect(new Set(images.map(({ key }) => key)).size).toBe(images.length);
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  }, 300_000);

  it.each(["07a-enhanced-mr-says-magnitude.dcm", "07b-enhanced-mr-mixed.dcm"])("%s: magnitudes are read, phases refused", async (file) => {
    for (const plane of [0, 1, 2]) expect((await applied(file, "mri", { plane })).rows).toBeGreaterThan(1);
    for (const plane of [3, 4, 5])
      await expect(applied(file, "mri", { plane })).rejects.toMatchObject({ code: expect.stringMatching(/^E_/) });
    expect((await applied(file, "mri")).rows).toBeGreaterThan(1);
  });

  it("09 a mosaic of 14 tiles is 14 slices", async () => {
    const slices = await planes("09-mosaic.dcm");
    expect(slices.map(({ rows, columns }) => [rows, columns])).toEqual(Array.from({ length: 14 }, () => [64, 64]));
  });

  it("11a a link inside the dataset is followed, a dangling one counted", async () => {
    const folder = join(await fresh(), "copy");
    execFileSync("sh", [at("11a-linked-files/make-links.sh"), folder]);
    const { clean, dropped } = await built(folder);
    expect(clean).toHaveLength(1);
    expect(Object.entries(dropped).filter(([reason]) => reason.startsWith("ingest/"))).toEqual([["ingest/E_NOT_FOUND", 1]]);
  }, 300_000);

  it("12a z-scores keep their order, or are refused", async () => {
    const [{ data }] = (await planes("12a-z-scores.nii.gz")) as [Acquisition];
    const outcome = await applied("12a-z-scores.nii.gz", "mri", { plane: 0 }).catch((error: { code: string }) => error);
    if ("code" in outcome) return void expect(outcome.code).toMatch(/^E_(SAMPLES|UNSUPPORTED)$/);
    const order = (values: ArrayLike<number>) => Array.from(values, (value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
    expect(outcome.values[order(data)[0]!.i]).toBe(Math.min(...outcome.values));
  });

  it("13a 0 to 900 of 65535 are windowed", async () => {
    const { codes } = await applied("13a-mr-900-in-16-bit.png", "mri");
    expect(Math.max(...codes)).toBeGreaterThan(200);
  });

  it("13b a CT with 1024 added is read as HU, or refused", async () => {
    const outcome = await applied("13b-ct-plus-1024-in-16-bit.png", "ct").catch((error: { code: string }) => error);
    if ("code" in outcome) return void expect(outcome.code).toMatch(/^E_(SAMPLES|UNSUPPORTED)$/);
    expect(Math.min(...outcome.values)).toBe(-1000);
    expect(Math.max(...outcome.values)).toBe(524);
  });

  it("14a one channel, last, is one image", async () => {
    expect((await planes("14a-one-channel-last.npy")).map(({ rows, columns, channels }) => [rows, columns, channels])).toEqual([
      [128, 128, 1],
    ]);
  });

  it("15 the coarse axis is the slice axis", async () => {
    const slices = await planes("15-slices-along-second-axis.nii.gz");
    expect(slices.map(({ rows, columns }) => [rows, columns])).toEqual(Array.from({ length: 12 }, () => [96, 96]));
  });

  it("16 a number of frames of 0 is one frame", async () => {
    expect((await planes("16-number-of-frames-0.dcm")).map(({ rows, columns }) => [rows, columns])).toEqual([[128, 128]]);
  });

  it("17a units that are not stated are millimetres", async () => {
    // Sizes 2 x 1 x 3 mm along the file's axes: left to right across the picture, back to front down it.
    expect((await planes("17a-mr-units-unknown.nii.gz"))[0]!.spacing).toEqual({ row: 1e-3, column: 2e-3 });
  });

  it("18 a fourth size of 0 is 1", async () => {
    const slices = await planes("18-dim4-is-0.nii");
    expect(slices.map(({ rows, columns }) => [rows, columns].sort((a, b) => a - b))).toEqual(Array.from({ length: 3 }, () => [48, 96]));
  });

  it("19 the phase axis that the header names is the ghosts' axis", async () => {
    const { record } = await applied("19-header-names-phase-axis.nii.gz", "mri", { degradation: "mri/periodic-ghosting", severity: 1 });
    expect(record.scanner).toMatchObject({ InPlanePhaseEncodingDirection: "ROW" });
  });

  it("21 pixels of 4 x 1 mm make a square picture", async () => {
    const { rows, columns, record } = await applied("21-pixels-4-by-1-mm.dcm", "mri");
    expect([rows, columns]).toEqual([256, 256]);
    expect(record.spacing).toEqual({ row: 4e-3, column: 1e-3 });
  });

  it("22 MONOCHROME1 is shown on a dark background", async () => {
    const { codes, columns, rows } = await applied("22-mr-monochrome1.dcm", "mri");
    for (const corner of [0, columns - 1, (rows - 1) * columns, rows * columns - 1]) expect(codes[corner]).toBeLessThan(30);
  });

  it.each(["ct/cardiac-motion", "ct/breathing-motion"])(
    "23 one row through %s is an image, or refused for what it shows",
    async (degradation) => {
      const outcome = await applied("23-ct-one-row.dcm", "ct", { degradation, severity: 1 }).catch((error: { code: string }) => error);
      // A section without a heart has no cardiac motion.
      if ("code" in outcome) return void expect([degradation, outcome.code]).toEqual(["ct/cardiac-motion", "E_UNSUPPORTED"]);
      expect([outcome.rows, outcome.columns]).toEqual([1, 64]);
    },
  );
});

/** Images of one group carry items of one split. */
function expectOneSplitEach(images: readonly ImageRecord[], items: readonly Item[]): void {
  const groups = new Map(images.map(({ key, group }) => [key, group]));
  const splits = new Map<string, Set<string>>();
  for (const item of items)
    for (const key of item.images) splits.set(groups.get(key)!, (splits.get(groups.get(key)!) ?? new Set()).add(item.split));
  expect([...splits.values()].map(({ size }) => size)).toEqual(Array.from(splits, () => 1));
  expect(new Set(items.map(({ split }) => split)).size).toBe(2);
}
