import { describe, expect, it } from "vitest";
import { densityLines, densityOrder } from "../../../generators/mri/undersampling/density.ts";
import variableDensity from "../../../generators/mri/variable-density-undersampling.ts";
import { draws, randomSamples } from "./coil-samples.ts";

const { acceleration } = variableDensity.parameters;
const density = (severity: number) => ({ acceleration: acceleration.at(severity), power: 3, acsLines: 6 });
const linesAt = (lineCount: number, severity: number): Uint8Array =>
  densityLines(draws("a").stream("lines"), lineCount, density(severity), "test");

describe("the order", () => {
  it("takes the first line with a probability proportional to the density", () => {
    const [lineCount, power, trials] = [9, 2, 3000];
    const weights = Array.from({ length: lineCount }, (_, line) => (1 - Math.abs(line - 4) / 5) ** power);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const first = new Float64Array(lineCount);
    for (let trial = 0; trial < trials; trial++) first[densityOrder(draws(`${trial}`).stream("lines"), lineCount, power)[0]!]!++;
    for (let line = 0; line < lineCount; line++) {
      const p = weights[line]! / total;
      expect(Math.abs(first[line]! / trials - p), `line ${line}`).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / trials));
    }
  });

  it("is every line once", () => {
    expect([...densityOrder(draws("a").stream("lines"), 50, 4)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe("the acquired lines", () => {
  it.each([256, 97, 16])("are nested, of %i, hold the centre and come to N / R", (lineCount) => {
    let better: Uint8Array = new Uint8Array(lineCount).fill(1);
    for (let step = 1; step <= 50; step++) {
      const worse = linesAt(lineCount, step / 50);
      expect(worse.every((kept, line) => kept <= better[line]!)).toBe(true);
      const count = worse.reduce((sum, kept) => sum + kept, 0);
      expect(count).toBe(Math.max(Math.round(lineCount / acceleration.at(step / 50)), 6));
      for (let line = Math.floor(lineCount / 2) - 3; line < Math.floor(lineCount / 2) + 3; line++) expect(worse[line]).toBe(1);
      better = worse;
    }
  });

  it("are recorded", () => {
    const samples = randomSamples(1, 60, 4);
    const { drawn, effective } = variableDensity.degrade(samples, { acceleration: 4, power: 3, acsLines: 6 }, draws("a"));
    expect((drawn.acquiredLines as number[]).length).toBe(15);
    expect(effective).toEqual({ effectiveAcceleration: 4, lines: 15 });
    expect(() => variableDensity.degrade(samples, { acceleration: 0.9, power: 3, acsLines: 6 }, draws("a"))).toThrow(
      "Expected an acceleration of at least 1, got 0.9",
    );
  });
});
