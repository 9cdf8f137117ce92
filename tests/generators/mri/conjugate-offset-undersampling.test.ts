import { describe, expect, it } from "vitest";
import conjugateOffset, { offsetLines } from "../../../generators/mri/conjugate-offset-undersampling.ts";
import { draws, randomSamples } from "./coil-samples.ts";

const ks = (lineCount: number, spacing: number, offset: number): number[] =>
  Array.from(offsetLines(lineCount, spacing, offset).keys())
    .filter((line) => offsetLines(lineCount, spacing, offset)[line] === 1)
    .map((line) => line - Math.floor(lineCount / 2));

describe("the lines", () => {
  it("of 16 at 4 are those of the published rule, for every offset", () => {
    // The rule written out by hand: positive side from p, negative side from q, where -k = 1, 2 .. counts from 0 as q - 1.
    expect(ks(16, 4, 0)).toEqual([-7, -3, 1, 5]);
    expect(ks(16, 4, 1)).toEqual([-5, -1, 3, 7]);
    expect(ks(16, 4, 2)).toEqual([-5, 3, 7]);
    expect(ks(16, 4, 3)).toEqual([-7, -3, 5]);
  });

  it.each([0, 1, 2, 3])("at 4 and their mirror lines interleave: together they are every other line beyond the offset, %i", (offset) => {
    const lines = ks(101, 4, offset);
    expect(lines.some((k) => lines.includes(-k))).toBe(false);
    const covered = [...new Set(lines.map(Math.abs))].sort((a, b) => a - b).filter((k) => k >= 5);
    expect(covered).toEqual(Array.from({ length: covered.length }, (_, i) => 5 + 2 * i));
    expect(covered.at(-1)).toBeGreaterThanOrEqual(49);
  });
});

describe("the degradation", () => {
  it("keeps those lines and the band, and records both accelerations", () => {
    const { sample, drawn, effective } = conjugateOffset.degrade(
      randomSamples(1, 64, 3),
      { acceleration: 4, acsFraction: 0.125 },
      draws("a"),
    );
    const wanted = offsetLines(64, 4, drawn.offset as number).fill(1, 28, 36);
    for (let line = 0; line < 64; line++) expect(sample.acquired![3 * line]).toBe(wanted[line]);
    const count = wanted.reduce((sum, kept) => sum + kept, 0);
    expect(effective).toEqual({ effectiveAcceleration: 64 / count, nominalAcceleration: 4, lines: count, acsLines: 8 });
  });
});
