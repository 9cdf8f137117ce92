/** Every modality on disk: its domains, words and phantom. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../generators/catalogue.ts";
import { observe } from "../../generators/degrade.ts";
import { toDisplay } from "../../generators/display.ts";
import { anatomyIn, REGION } from "../../generators/modality.ts";
import { drawPhantom } from "../../pipeline/jobs.ts";

const entries = await catalogue();

describe.each([...entries.modalities])("%s", (name, modality) => {
  const { acquisition, anatomy, structures } = drawPhantom(entries, name, "contract");
  const clean = observe(modality, acquisition);

  it("comes back from each of its domains as it went in, to rounding", () => {
    let sample: unknown = acquisition;
    const { floor, range } = modality.scale(clean);
    for (const station of modality.stations) {
      sample = station.enter(sample, clean);
      const back = station.leave(sample, clean);
      // Transforms there and back in f64: 1e-9 of the range is far above their rounding and far below one display code (4e-3).
      const worst = back.data.reduce((most, value, i) => Math.max(most, Math.abs(value - clean.plane.data[i]!)), 0);
      expect(worst, station.domain.name).toBeLessThan(1e-9 * (range - Math.min(floor, 0)));
    }
  });

  it("shows its clean image within the window, using most of the grey scale", () => {
    const codes = toDisplay(clean.plane, clean.window).data;
    expect(codes.every((code) => code >= 0 && code <= 255)).toBe(true);
    const span = codes.reduce((most, code) => Math.max(most, code), 0) - codes.reduce((least, code) => Math.min(least, code), 255);
    expect(span).toBeGreaterThan(150);
  });

  it("has words for the anatomy that its phantom shows, and only structures that lie in the image", () => {
    expect(Object.keys(modality.anatomies)).toContain(anatomy);
    for (const clause of modality.cleanLooks) expect(clause).toMatch(/^[a-z].*[^.]$/);
    for (const { title, view, fine, coarse } of Object.values(modality.anatomies)) {
      for (const words of [title, view, fine, coarse]) expect(words).toMatch(/^\S.*[^\s.]$/);
      for (const words of [title, fine, coarse]) expect(words).toMatch(/^the /);
    }
    expect(Object.keys(structures).length).toBeGreaterThan(0);
    for (const [structure, { row, column, halfHeight, halfWidth }] of Object.entries(structures)) {
      expect(row - halfHeight, structure).toBeGreaterThan(-0.05);
      expect(row + halfHeight, structure).toBeLessThan(1.05);
      expect(column - halfWidth, structure).toBeGreaterThan(-0.05);
      expect(column + halfWidth, structure).toBeLessThan(1.05);
    }
  });

  it("knows which anatomy a file names, and has words for one that it does not know", () => {
    const names = Object.keys(modality.anatomies);
    for (const anatomy of Object.values(modality.bodyParts)) expect(names).toContain(anatomy);
    for (const [term, anatomy] of Object.entries(modality.bodyParts)) expect(anatomyIn(modality, { BodyPartExamined: term })).toBe(anatomy);
    for (const scanner of [{}, { BodyPartExamined: "toString" }, { BodyPartExamined: "ANTENNA" }])
      expect(anatomyIn(modality, scanner)).toBe(REGION);
    expect(names).toContain(REGION);
    expect(modality.anatomies[REGION]!.structures).toEqual([]);
    expect(modality.qualifiers({})).toEqual([]);
  });

  it("judges: nothing is good, a severe defect is rejected, and worse is never better", () => {
    const rank = { good: 0, usable: 1, reject: 2 };
    expect(modality.verdict([])).toBe("good");
    expect(modality.verdict(["severe"])).toBe("reject");
    const alone = (["mild", "moderate", "severe"] as const).map((level) => rank[modality.verdict([level])]);
    expect([...alone].sort()).toEqual(alone);
    expect(rank[modality.verdict(["mild", "moderate"])]).toBeGreaterThanOrEqual(alone[1]!);
  });

  it("draws the same phantom for the same seed and another for another", () => {
    const again = drawPhantom(entries, name, "contract").acquisition;
    expect(again.data).toEqual(acquisition.data);
    const other = drawPhantom(entries, name, "another").acquisition;
    const same = other.data.length === acquisition.data.length && other.data.every((value, i) => value === acquisition.data[i]);
    expect(same).toBe(false);
  });
});
