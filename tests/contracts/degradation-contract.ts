/**
 * The contract of degradations: every one on disk goes through it, the moment its file exists. One test file for each folder of
 * generators/ calls it, so that folders are tested side by side.
 */
import { describe, expect, it } from "vitest";
import { type AnyDegradation, catalogue, degradationsOf } from "../../generators/catalogue.ts";
import { degrade, observe } from "../../generators/degrade.ts";
import { MARKS } from "../../generators/severity.ts";
import { MedqError } from "../../manifests/error.ts";
import { drawPhantom } from "../../pipeline/jobs.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import { type Crop, cropPlane } from "../../sources/crop.ts";
import { sharedData } from "../shared.ts";
import { realImages } from "./real-images.ts";

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

/** @param folder of generators/: "mri", "display" */
export function degradationContract(folder: string): void {
  describe.each([...entries.degradations].filter(([id]) => id.startsWith(`${folder}/`)))("%s", contract);
}

function contract(id: string, model: AnyDegradation): void {
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
    // Author and year in every entry, and a DOI in one entry only.
    for (const reference of model.references) expect(reference).toMatch(/^(?!doi:|arXiv:).*\b(1[89]|20)\d\d\b/);
    const works = model.references.map((reference) => /doi:\S+/.exec(reference)?.[0] ?? reference);
    expect(new Set(works).size).toBe(works.length);
    expect(Number.isInteger(model.version)).toBe(true);
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

  it.skipIf(!sharedData)("never gets milder as severity rises, on real images (needs ../shared/data)", async () => {
    for (const { name, acquisition } of await realImages(modality)) {
      // Larger than the phantoms: the magnitude of few lines can gain by accident what the lines themselves lose.
      const image = observe(
        entries.modalities.get(modality)!,
        centre(acquisition, Math.min(192, acquisition.rows), Math.min(192, acquisition.columns)),
      );
      const effects: number[] = [];
      for (let step = 0; step <= 10; step++) {
        effects.push((await degrade(entries, modality, image, [{ degradation: id, severity: step / 10 }], "draw", name)).effect.nrmse);
      }
      for (const [step, effect] of effects.slice(1).entries()) {
        expect(effect, `${name}: step ${step + 1} of ${effects.join(" ")}`).toBeGreaterThanOrEqual(effects[step]!);
      }
    }
  });

  it("has levels that differ by more than their spread over 20 draws", async () => {
    const severities = [MARKS.mild, MARKS.moderate, MARKS.severe];
    const drawless = Object.keys((await run("a", 1)).chain[0]!.drawn).length === 0;
    const draws = Array.from({ length: drawless ? 1 : 20 }, (_, draw) => `draw ${draw}`);
    const effects = await Promise.all(
      severities.map((severity) => Promise.all(draws.map(async (draw) => (await run("a", severity, draw)).effect.nrmse))),
    );
    const means = effects.map((each) => each.reduce((sum, value) => sum + value, 0) / each.length);
    const spreads = effects.map((each, i) => Math.sqrt(each.reduce((sum, value) => sum + (value - means[i]!) ** 2, 0) / each.length));
    const found = means.map((mean, i) => `${mean.toPrecision(3)} +- ${spreads[i]!.toPrecision(3)}`).join(", ");
    for (const i of [0, 1]) expect(means[i + 1]! - means[i]!, found).toBeGreaterThan(Math.max(spreads[i]!, spreads[i + 1]!));
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
    [1, 64],
    [64, 1],
    [1, 1],
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

  it("ends at every setting, with numbers or with a reason", async () => {
    const image = clean("a", 48, 48);
    const all = (value: (most: number) => number) =>
      Object.fromEntries(Object.entries(model.parameters).map(([name, { most }]) => [name, value(Math.min(most, 1e9))]));
    const one = Object.entries(model.parameters).flatMap(([name, { most }]) =>
      [most, 1e9, 1e308, -1, 0, 1e-300, 0.37].filter(Number.isFinite).map((value) => ({ [name]: value })),
    );
    for (const set of [...one, all((most) => most), all((most) => most / 3), all(() => 1e-300)]) {
      const started = process.cpuUsage();
      const outcome = await degrade(entries, modality, image, [{ degradation: id, severity: 0.6, set }], "draw", "a").catch(
        (error) => error,
      );
      const what = `${JSON.stringify(set)}: ${outcome}`;
      if (outcome instanceof Error) expect(outcome, what).toBeInstanceOf(MedqError);
      else expect(outcome.plane.data.every(Number.isFinite), what).toBe(true);
      expect(process.cpuUsage(started).user / 1e6, what).toBeLessThan(5);
    }
  });

  it("works on every modality that can suffer it", async () => {
    for (const host of hosts(id)) {
      const image = observe(entries.modalities.get(host)!, centre(phantom(host, "a"), 96, 128));
      const { effect } = await degrade(entries, host, image, [{ degradation: id, severity: 1 }], "draw", "a");
      expect(effect.nrmse, host).toBeGreaterThan(0);
    }
  });
}
