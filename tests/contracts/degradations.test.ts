/** Every degradation on disk goes through the same contract, the moment its file exists. */
import { describe, expect, it } from "vitest";
import { catalogue, degradationsOf } from "../../generators/catalogue.ts";
import { degrade, observe } from "../../generators/degrade.ts";
import { drawPhantom } from "../../pipeline/jobs.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import { type Crop, cropPlane } from "../../sources/crop.ts";

const entries = await catalogue();
const SEEDS = ["a", "b", "c"];

/** A quarter of the phantom's area at most, so that the whole contract stays fast; its centre, where there is something to see. */
function centre(acquisition: Acquisition, rows: number, columns: number): Acquisition {
  const crop: Crop = {
    top: Math.floor((acquisition.rows - rows) / 2),
    left: Math.floor((acquisition.columns - columns) / 2),
    rows,
    columns,
  };
  return cropPlane(acquisition, crop, "contract");
}

const phantoms = new Map<string, Acquisition>();
function phantom(modality: string, seed: string): Acquisition {
  const name = `${modality}:${seed}`;
  const drawn = phantoms.get(name) ?? drawPhantom(entries, modality, seed).acquisition;
  phantoms.set(name, drawn);
  return drawn;
}

const hosts = (id: string): string[] => [...entries.modalities.keys()].filter((modality) => degradationsOf(entries, modality).includes(id));

describe.each([...entries.degradations])("%s", (id, model) => {
  const modality = hosts(id)[0]!;
  const clean = (seed: string, rows = 112, columns = 112) =>
    observe(entries.modalities.get(modality)!, centre(phantom(modality, seed), rows, columns));
  const run = (seed: string, severity: number, draw = "draw") =>
    degrade(entries, modality, clean(seed), [{ degradation: id, severity }], draw, seed);

  it("states units and meanings, words for every level, and references", () => {
    for (const [name, { unit, means }] of [...Object.entries(model.parameters), ...Object.entries(model.effective)]) {
      expect(unit, name).toMatch(/\S/);
      expect(means, name).toMatch(/\S.*\S/);
    }
    const phrases = [model.title, model.attribute, ...Object.values(model.looksLike), ...Object.values(model.effectOnAnatomy)];
    for (const phrase of phrases) {
      expect(phrase).toMatch(/^\S.*\S$/);
      expect(phrase).not.toMatch(/\.$|^A |\n/);
    }
    expect(model.references.length).toBeGreaterThan(0);
    expect(Number.isInteger(model.version)).toBe(true);
  });

  it("is confused only with degradations that exist, can occur on images of the same modality, and bear another name", () => {
    for (const other of model.confusedWith) {
      const rival = entries.degradations.get(other);
      expect(rival, other).toBeDefined();
      expect(rival!.attribute).not.toBe(model.attribute);
      expect(
        hosts(id).some((host) => degradationsOf(entries, host).includes(other)),
        other,
      ).toBe(true);
    }
  });

  it("is the bit-exact identity at severity 0", async () => {
    const before = clean("a");
    const { plane, pixels, effect } = await run("a", 0);
    expect(plane.data).toEqual(before.plane.data);
    expect(pixels).toEqual(before.pixels);
    expect(effect.psnr).toBeNull();
    expect(effect.nrmse).toBe(0);
  });

  it("never gets milder as severity rises, on each of three phantoms", async () => {
    for (const seed of SEEDS) {
      const effects = (await Promise.all(Array.from({ length: 11 }, (_, i) => run(seed, i / 10)))).map(({ effect }) => effect.nrmse);
      for (let i = 1; i < effects.length; i++) {
        expect(effects[i], `${seed}: severity ${i / 10} after ${(i - 1) / 10}: ${effects.join(" ")}`).toBeGreaterThanOrEqual(
          effects[i - 1]!,
        );
      }
      expect(effects[10]).toBeGreaterThan(effects[3]!);
      expect(effects[3]).toBeGreaterThan(0);
    }
  });

  it("gives the same bits for the same seed and other ones for another, wherever it draws", async () => {
    const first = await run("b", 0.7);
    const again = await run("b", 0.7);
    expect(again.pixels).toEqual(first.pixels);
    expect(again.chain).toEqual(first.chain);
    const draws = Object.keys(first.chain[0]!.drawn).length > 0;
    if (draws) expect((await run("b", 0.7, "another")).plane.data).not.toEqual(first.plane.data);
  });

  it("declares and returns its effective values, finite, and a mask exactly where it is local", async () => {
    const { chain, mask, plane } = await run("c", 1);
    expect(Object.keys(chain[0]!.effective).sort()).toEqual(Object.keys(model.effective).sort());
    for (const value of Object.values(chain[0]!.effective)) expect(Number.isFinite(value)).toBe(true);
    expect(mask !== undefined).toBe(model.local === true);
    if (mask !== undefined) {
      expect(mask.length).toBe(plane.rows * plane.columns);
      expect(mask.every((value) => value === 0 || value === 1)).toBe(true);
      expect(mask.some((value) => value === 1)).toBe(true);
    }
  });

  it("leaves its input untouched", async () => {
    const before = clean("a");
    const copies = [before.plane.data.slice(), before.acquisition.data.slice(), before.pixels.slice()];
    const first = await degrade(entries, modality, before, [{ degradation: id, severity: 1 }], "draw", "a");
    // The second run shares what the first transformed: a change in place would show here.
    const second = await degrade(entries, modality, before, [{ degradation: id, severity: 1 }], "draw", "a");
    expect([before.plane.data, before.acquisition.data, before.pixels]).toEqual(copies);
    expect(second.pixels).toEqual(first.pixels);
  });

  it.each([
    [97, 61],
    [61, 97],
    [64, 100],
    [17, 16],
  ])("takes %i x %i", async (rows, columns) => {
    const { plane, pixels } = await degrade(
      entries,
      modality,
      clean("b", rows, columns),
      [{ degradation: id, severity: 0.8 }],
      "draw",
      "b",
    );
    expect([plane.rows, plane.columns]).toEqual([rows, columns]);
    expect(pixels.length).toBe(rows * columns * plane.channels);
    expect(plane.data.every(Number.isFinite)).toBe(true);
  });

  it("works on every modality that can suffer it", async () => {
    for (const host of hosts(id)) {
      const image = observe(entries.modalities.get(host)!, centre(phantom(host, "a"), 96, 128));
      const { effect } = await degrade(entries, host, image, [{ degradation: id, severity: 1 }], "draw", "a");
      expect(effect.nrmse, host).toBeGreaterThan(0);
    }
  });
});

describe("attributes", () => {
  it("are unique within a modality, so that an answer names one cause", () => {
    for (const modality of entries.modalities.keys()) {
      const attributes = degradationsOf(entries, modality).map((id) => entries.degradations.get(id)!.attribute);
      expect(new Set(attributes).size, attributes.join(", ")).toBe(attributes.length);
    }
  });
});
