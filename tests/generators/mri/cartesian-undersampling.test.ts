import { describe, expect, it } from "vitest";
import { keepLines } from "../../../generators/mri/acquisition/acquired.ts";
import undersampling, { chooseLines, lineCounts } from "../../../generators/mri/cartesian-undersampling.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

const { acceleration, acsFraction } = undersampling.parameters;
const linesAt = (lineCount: number, severity: number, seed = "a"): Uint8Array =>
  chooseLines(
    draws(seed).stream("lines").permutation(lineCount),
    lineCounts(lineCount, acceleration.at(severity), acsFraction.at(severity)),
  );
const count = (keep: Uint8Array): number => keep.reduce((sum, each) => sum + each, 0);

describe("keepLines", () => {
  it("folds the image onto itself by half the field of view when every other line is kept", () => {
    const [coils, phase, readout] = [2, 24, 10];
    const samples = randomSamples(coils, phase, readout);
    const images = ifft2c(samples.data.slice(), phase, readout, coils);
    // Line floor(N/2) = 12 is k = 0, so even lines hold even k: the comb's transform is 1/2 at shifts of 0 and N/2.
    const even = Uint8Array.from({ length: phase }, (_, line) => 1 - (line % 2));
    const folded = ifft2c(keepLines(samples, even).data, phase, readout, coils);
    const expected = images.map((value, i) => {
      const row = Math.floor(i / (2 * readout)) % phase;
      return (value + images[i + 2 * readout * (((row + phase / 2) % phase) - row)]) / 2;
    });
    expect(mismatch(folded, expected)).toBeLessThan(1e-14);
  });

  it("keeps exactly the energy of the kept lines, in every coil, and leaves its input alone", () => {
    const samples = randomSamples(3, 11, 6);
    const before = samples.data.slice();
    const keep = Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1);
    const kept = keepLines(samples, keep);
    let expected = 0;
    for (let line = 0; line < 33; line++) if (keep[line % 11] === 1) expected += energy(before.subarray(12 * line, 12 * line + 12));
    expect(energy(kept.data)).toBeCloseTo(expected, 10);
    expect(samples.data).toEqual(before);
  });
});

describe("the acquired lines", () => {
  it.each([256, 230, 97, 61, 16])("are nested, of %i: a worse scan acquires no line that a better one lacks", (lineCount) => {
    let better = linesAt(lineCount, 0.001);
    for (let step = 1; step <= 400; step++) {
      const worse = linesAt(lineCount, step / 400);
      expect(worse.every((kept, line) => kept <= better[line])).toBe(true);
      better = worse;
    }
  });

  it("hold the ACS band around k = 0 and come to N / R, to one line", () => {
    for (const lineCount of [256, 320, 97]) {
      for (const severity of [0.1, 1 / 3, 0.5, 2 / 3, 1]) {
        const keep = linesAt(lineCount, severity);
        expect(Math.abs(count(keep) - lineCount / acceleration.at(severity))).toBeLessThanOrEqual(1);
        const acs = Math.round(lineCount * acsFraction.at(severity));
        const first = Math.floor(lineCount / 2) - Math.floor(acs / 2);
        expect(keep.subarray(first, first + acs).every((kept) => kept === 1)).toBe(true);
        expect(first).toBeLessThanOrEqual(Math.floor(lineCount / 2));
        expect(first + acs).toBeGreaterThan(Math.floor(lineCount / 2));
      }
    }
  });

  it("lie outside the band with the probability (N/R - N_acs) / (N - N_acs), every line alike", () => {
    const [lineCount, trials] = [64, 600];
    const counts = lineCounts(lineCount, 4, 0.125);
    const taken = new Float64Array(lineCount);
    for (let trial = 0; trial < trials; trial++) {
      chooseLines(draws(`${trial}`).stream("lines").permutation(lineCount), counts).forEach((kept, line) => {
        taken[line] += kept;
      });
    }
    const p = (64 / 4 - 8) / (64 - 8);
    // 56 lines are looked at: 4 standard errors of a binomial share leave 1 chance in 280 to fail for a wrong seed, and this one is fixed.
    const bound = 4 * Math.sqrt((p * (1 - p)) / trials);
    taken.forEach((times, line) => {
      if (line >= 28 && line < 36) expect(times).toBe(trials);
      else expect(Math.abs(times / trials - p), `line ${line}`).toBeLessThan(bound);
    });
  });

  it("are all lines at acceleration 1", () => {
    for (const lineCount of [64, 97]) {
      for (const fraction of [0.04, 0.25, 0.5]) {
        const { acs, outside } = lineCounts(lineCount, 1, fraction);
        expect(acs + outside).toBeGreaterThanOrEqual(lineCount);
      }
    }
  });

  it("cannot be fewer than the ACS band", () => {
    expect(() => lineCounts(256, 8, 0.5)).toThrow(
      "Expected an ACS band of at most lines / acceleration, got 128 of 256 lines at acceleration 8",
    );
    expect(() => lineCounts(256, 0.5, 0.1)).toThrow("Expected an acceleration of at least 1, got 0.5");
  });
});

describe("the degradation", () => {
  it("records what it acquired: lines, their count, and the effective beside the nominal acceleration", () => {
    const samples = randomSamples(2, 90, 8);
    const { sample, drawn, effective } = undersampling.degrade(samples, { acceleration: 4, acsFraction: 0.1 }, draws("a"));
    const acquired = drawn.acquiredLines as readonly number[];
    // 9 in the band and round(22.5 - 9) = 14 outside.
    expect(acquired.length).toBe(23);
    expect(effective).toEqual({ effectiveAcceleration: 90 / 23, lines: 23, acsLines: 9 });
    for (let line = 0; line < 180; line++) {
      const row = sample.data.subarray(16 * line, 16 * line + 16);
      if (acquired.includes(line % 90)) expect(row).toEqual(samples.data.subarray(16 * line, 16 * line + 16));
      else expect(energy(row)).toBe(0);
    }
  });
});
