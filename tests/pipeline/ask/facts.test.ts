import { describe, expect, it } from "vitest";
import { MARKS } from "../../../generators/severity.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import { factsOf } from "../../../pipeline/ask/facts.ts";
import { readTemplates } from "../../../pipeline/ask/templates.ts";
import { fakeCatalogue } from "./fake-catalogue.ts";
import { askAll, cleanRecord, degradedRecord, recipeOf } from "./records.ts";

const templates = await readTemplates();
const known = (image: ImageRecord, parent?: ImageRecord, all = fakeCatalogue) => factsOf(image, parent, all, templates);
const askedOf = async (...images: ImageRecord[]) =>
  await askAll(images, recipeOf({ perceptionPerImage: 40, comparisonsPerImage: 4 }), fakeCatalogue);
type Inspected = ImageRecord["source"]["inspected"];
const source = (name: string, inspected: Inspected): ImageRecord => {
  const record = cleanRecord(fakeCatalogue, "ct", name, "good", "clinical");
  const { inspected: _, ...rest } = record.source;
  return { ...record, source: { ...rest, ...(inspected !== undefined && { inspected }) } };
};
const clean = cleanRecord(fakeCatalogue, "ct", "facts");
const noisy = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.mild]]);
const seen = { changed: 0.2, smoothed: 20 };
const unseen = { changed: 0.002, smoothed: 1 };

describe("a change that the picture does not show", () => {
  const cases: [string, ImageRecord, RegExp][] = [
    ["equal pixels", { ...noisy, content: clean.content }, /equals the clean one/],
    ["too small a change", { ...noisy, effect: { ...noisy.effect!, visible: unseen } }, /too small to be seen/],
    ["another reconstruction", { ...noisy, chain: [{ ...noisy.chain[0]!, reconstruction: "hann" }] }, /another reconstruction/],
  ];
  it.each(cases)("%s: nothing is asserted, denied, described or compared, and the reason is counted", async (_, image, reason) => {
    expect(known(image, clean)).toMatchObject({ defects: [], absent: [], sound: false, worst: "none" });
    const { items, drops } = await askedOf(clean, image);
    expect(items.some(({ images }) => images.includes(image.key))).toBe(false);
    expect([...drops.keys()].filter((name) => reason.test(name)).length).toBe(2);
  });

  it("of one link beside another: only the other is there", () => {
    const chain = degradedRecord(fakeCatalogue, clean, [["ct/detector-rings", MARKS.mild], ["ct/low-dose", MARKS.mild]]); // biome-ignore format: a chain
    const [rings, dose] = chain.chain;
    const measured = (ring: object): ImageRecord => ({
      ...chain,
      chain: [{ ...rings!, visible: { ...seen, overOthers: 1, ...ring } }, { ...dose!, visible: { ...seen, overOthers: 2 } }], // biome-ignore format: a chain
    });
    expect(known(measured({}), clean).defects.map(({ id }) => id)).toEqual(["ct/detector-rings", "ct/low-dose"]);
    for (const hidden of [unseen, { overOthers: 0.2 }, { changed: 0.01, smoothed: 4 }]) {
      const facts = known(measured(hidden), clean);
      expect(facts.defects.map(({ id }) => id)).toEqual(["ct/low-dose"]);
      expect(facts.primary?.id).toBe("ct/low-dose");
      expect(facts.absent.map(({ id }) => id)).not.toContain("ct/detector-rings");
    }
  });
});

describe("what a source was inspected for", () => {
  const all = { by: "A", date: "2026-01-01", absent: "all" as const, present: [] as string[] };

  it("decides what is absent from it and from its descendants: nothing where nobody looked", () => {
    const parent = source("uninspected", undefined);
    const image = degradedRecord(fakeCatalogue, parent, [["ct/low-dose", MARKS.severe]]);
    expect(known(parent).absent).toEqual([]);
    expect(known(parent).sound).toBe(false);
    expect(known(image, parent)).toMatchObject({ absent: [], verdict: "reject", primary: { id: "ct/low-dose" } });
  });

  it("denies what was looked for, and not what was found or comes with it", () => {
    const some = known(source("some", { ...all, absent: ["rings", "streaks"] }));
    expect(new Set(some.absent.map(({ model }) => model.attribute))).toEqual(new Set(["rings", "streaks"]));
    expect(some.sound).toBe(false);
    const found = known(source("found", { ...all, present: ["compression artefacts"] }));
    expect(found.absent.map(({ model }) => model.attribute)).not.toContain("compression artefacts");
    expect(found.sound).toBe(false);
    expect(known(source("whole", all)).sound).toBe(true);
  });

  it("asks of an uninspected source what was made of it, and never says that something is not there", async () => {
    const parent = source("plenty", undefined);
    const family = (["mild", "moderate", "severe"] as const).map((level) =>
      degradedRecord(fakeCatalogue, parent, [["ct/low-dose", MARKS[level]]]),
    );
    const others = ["x", "y"].flatMap((name) => {
      const image = cleanRecord(fakeCatalogue, "ct", name);
      return [image, degradedRecord(fakeCatalogue, image, [["ct/sparse-view", MARKS.severe]])];
    });
    const { items } = await askedOf(...others, parent, ...family);
    const keys = new Set([parent, ...family].map(({ key }) => key));
    const own = items.filter(({ images }) => keys.has(images[0]!));
    expect(new Set(own.map(({ task }) => task))).toContain("description");
    const perception = own.filter((item) => item.task === "perception");
    expect(perception.length).toBeGreaterThan(4);
    for (const item of perception) {
      if (/presence|present|noise$/.test(item.template)) expect(item.options[item.answer]).not.toBe("No");
      expect(item.options[item.answer]).not.toMatch(/not present|no visible/i);
    }
    for (const item of own)
      if (item.task === "description") expect(item.reference).not.toMatch(/no artefact|free of|brightness is even|noise is low/i);
  });

  it("asks no level of a defect that the source has by itself", () => {
    const parent = source("own", { ...all, present: ["low-dose noise"] });
    const image = degradedRecord(fakeCatalogue, parent, [["ct/low-dose", MARKS.severe]]);
    expect(known(image, parent).own.has("low-dose noise")).toBe(true);
    // What comes with it: manifests/questions/ct.yaml, alsoShows.
    expect(known(image, parent).own.has("uneven noise")).toBe(true);
  });

  it("does not ask how good the source is by itself", () => {
    expect(known(source("own", { ...all, present: ["low-dose noise"] })).verdict).toBeUndefined();
    expect(known(source("sound", all)).verdict).toBe("good");
  });
});

describe("a degradation that shows alone from moderate on", () => {
  const models = new Map(fakeCatalogue.degradations);
  models.set("ct/low-dose", { ...models.get("ct/low-dose")!, visibleAloneFrom: "moderate" });
  const slight = { ...fakeCatalogue, degradations: models };

  it.each([
    ["mild", 0],
    ["moderate", 1],
    ["severe", 1],
  ] as const)("at %s is seen in %s images by itself, in a pair always, and absent from others all the same", (level, count) => {
    const facts = known(degradedRecord(slight, clean, [["ct/low-dose", MARKS[level]]]), clean, slight);
    expect(facts.alone.length).toBe(count);
    expect(facts.defects.length).toBe(1);
    expect(facts.verdict === undefined).toBe(count === 0);
    expect(known(clean, undefined, slight).absent.map(({ id }) => id)).toContain("ct/low-dose");
  });
});

describe("a degradation that only a pair shows", () => {
  const models = new Map(fakeCatalogue.degradations);
  models.set("ct/low-dose", { ...models.get("ct/low-dose")!, visibleAloneFrom: "never" });
  const pairOnly = { ...fakeCatalogue, degradations: models };

  it("is compared, and neither asked of one image, nor described, nor offered", async () => {
    const severe = degradedRecord(fakeCatalogue, clean, [["ct/low-dose", MARKS.severe]]);
    const { items } = await askAll([clean, noisy, severe], recipeOf({ perceptionPerImage: 40, comparisonsPerImage: 1 }), pairOnly);
    const about = items.filter(({ images }) => images.includes(noisy.key) || images.includes(severe.key));
    expect(about.filter(({ task }) => task === "comparison").length).toBe(2);
    expect(about.filter(({ task }) => task === "description")).toEqual([]);
    for (const item of items) {
      if (item.task !== "perception") continue;
      expect(`${item.question} ${item.options.join(" ")}`).not.toMatch(/low-dose/);
      if (item.images[0] !== clean.key) expect(item.template).not.toMatch(/any-defect|free-of|acceptable|overall/);
    }
  });
});
