import { describe, expect, it } from "vitest";
import specular from "../../../generators/endoscopy/specular-highlights.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { countRegions } from "../../../generators/signal/regions.ts";

const [ROWS, COLUMNS] = [90, 120];
const random = (image: string) => randomSource({ seed: "1", image, operation: "endoscopy/specular-highlights", stage: "degrade" });

/** A wall that darkens to the right, with a black frame of 15 columns on its left. */
function wall() {
  const data = new Float64Array(ROWS * COLUMNS * 3);
  for (let i = 0; i < ROWS * COLUMNS; i++) {
    const column = i % COLUMNS;
    if (column >= 15)
      data.set(
        [0.5, 0.2, 0.15].map((value) => value * (1.05 - column / 130)),
        3 * i,
      );
  }
  return { rows: ROWS, columns: COLUMNS, channels: 3, data };
}

const run = (coverage: number, image = "a", veil = 0.03) => specular.degrade(wall(), { coverage, veil }, random(image));
const clean = wall().data;
const added = (data: Float64Array) => Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => data[3 * i] - clean[3 * i]);

describe("specular highlights", () => {
  it("adds light, never takes it, in equal parts on all channels", () => {
    const { sample } = run(5);
    let [least, unlike] = [0, 0];
    for (let i = 0; i < ROWS * COLUMNS; i++) {
      const [red, green, blue] = [0, 1, 2].map((channel) => sample.data[3 * i + channel] - clean[3 * i + channel]);
      least = Math.min(least, red, green, blue);
      unlike = Math.max(unlike, Math.abs(green - red), Math.abs(blue - red));
    }
    expect(least).toBeGreaterThanOrEqual(0);
    expect(unlike).toBeLessThan(1e-12);
  });

  it("marks exactly where the added light alone saturates", () => {
    const { sample, mask, effective } = run(4);
    for (let i = 0; i < ROWS * COLUMNS; i++) {
      const light = sample.data[3 * i] - clean[3 * i];
      if (Math.abs(light - 1) > 1e-9) expect(mask![i]).toBe(light > 1 ? 1 : 0);
    }
    const marked = mask!.reduce((sum, value) => sum + value, 0);
    expect(effective.coveredFraction).toBeCloseTo(marked / (ROWS * (COLUMNS - 15)), 12);
    expect(effective.count).toBe(countRegions(mask!, ROWS, COLUMNS));
  });

  it("covers the asked share of the scene where no veil adds to it", () => {
    for (const coverage of [0.5, 2, 10]) {
      // To one pixel of the scene, which is what a share can be rounded to.
      expect(Math.abs(run(coverage, "b", 0).effective.coveredFraction - coverage / 100)).toBeLessThanOrEqual(1 / (ROWS * (COLUMNS - 15)));
    }
  });

  it("grows from its own smaller self: light and mask at a higher severity contain those at a lower", () => {
    const ladder = [0.5, 1, 3, 8].map((coverage) => run(coverage, "c"));
    for (let k = 1; k < ladder.length; k++) {
      const [less, more] = [added(ladder[k - 1].sample.data), added(ladder[k].sample.data)];
      expect(more.every((value, i) => value >= less[i] - 1e-12)).toBe(true);
      expect(ladder[k].mask!.every((value, i) => value >= ladder[k - 1].mask![i])).toBe(true);
      expect(ladder[k].effective.coveredFraction).toBeGreaterThan(ladder[k - 1].effective.coveredFraction);
    }
  });

  it("leaves the black frame as it was and prefers what the lamp reaches", () => {
    const { sample, mask } = run(6, "d");
    const lit = { near: 0, far: 0 };
    for (let i = 0; i < ROWS * COLUMNS; i++) {
      if (i % COLUMNS < 15) expect(sample.data[3 * i]).toBe(0);
      else lit[i % COLUMNS < 67 ? "near" : "far"] += mask![i];
    }
    expect(lit.near).toBeGreaterThan(lit.far);
  });

  it("lies along the crest of a fold, and leaves the dark lumen alone", () => {
    // A fold runs across the frame at row 120; below row 248 is a lumen of light 0.003.
    const [rows, columns] = [360, 480];
    const data = new Float64Array(rows * columns * 3);
    for (let i = 0; i < rows * columns; i++) {
      const row = Math.floor(i / columns);
      data.fill(row > 248 ? 0.003 : 0.1 + 0.3 * Math.exp(-(((row - 120) / 20) ** 2)), 3 * i, 3 * i + 3);
    }
    const { mask } = specular.degrade({ rows, columns, channels: 3, data }, { coverage: 3, veil: 0 }, random("fold"));
    const inRows = (from: number, to: number): number =>
      mask!.subarray(from * columns, to * columns).reduce((sum, value) => sum + value, 0);
    expect(inRows(264, rows)).toBe(0);
    // 60 of 248 lit rows hold the fold: were the place no matter, a quarter would lie there.
    expect(inRows(90, 150) / inRows(0, rows)).toBeGreaterThan(0.7);
    // Ovals longer along the crest than across it have fewer borders beside them than above and below.
    let [beside, below] = [0, 0];
    for (let i = 90 * columns; i < 150 * columns; i++) {
      if (mask![i] === 0) continue;
      beside += 1 - mask![i + 1];
      below += 1 - mask![i + columns];
    }
    expect(below).toBeGreaterThan(1.2 * beside);
  });
});
