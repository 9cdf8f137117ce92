import { describe, expect, it } from "vitest";
import continuousMotion, { drawWalk } from "../../../generators/mri/continuous-motion.ts";
import { shotOfLines } from "../../../generators/mri/rigid-motion.ts";
import { draws, energy, randomSamples } from "./coil-samples.ts";

const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe("drawWalk", () => {
  it("rests at the central line and moves by 1 in the root mean square over the lines", () => {
    const groupOf = shotOfLines(97, 24, false);
    const poses = drawWalk(groupOf, 0.4, draws("w"));
    const perLine = [...groupOf].map((group) => poses[group]!);
    expect(poses[groupOf[48]!]).toEqual({ phase: 0, readout: 0, rotation: 0 });
    expect(rms(perLine.map(({ phase, readout }) => Math.hypot(phase, readout)))).toBeCloseTo(1, 12);
    expect(rms(perLine.map(({ rotation }) => rotation))).toBeCloseTo(1, 12);
  });

  it("wanders as a random walk: the variance of the distance grows with the steps between", () => {
    // Without drift E (p(g + n) - p(g))^2 = n for unit steps. Over m disjoint spans of a walk of 4000 steps the mean square has the
    // standard error n sqrt(2 / m), as that of a normal number; scaling cancels in the ratio of n = 16 to n = 1, whose relative error is that
    // of both.
    const count = 4000;
    const walk = drawWalk(shotOfLines(count, count, false), 0, draws("v")).map(({ phase }) => phase);
    const meanSquare = (span: number): number => {
      let sum = 0;
      for (let at = 0; at + span < count; at += span) sum += (walk[at + span]! - walk[at]!) ** 2;
      return sum / Math.floor((count - 1) / span);
    };
    const error = Math.sqrt(2 / Math.floor((count - 1) / 16) + 2 / (count - 1));
    expect(Math.abs(meanSquare(16) / meanSquare(1) / 16 - 1)).toBeLessThan(4 * error);
  });

  it("drifts: with little randomness it runs straight, as far between any two groups", () => {
    const walk = drawWalk(shotOfLines(24, 24, false), 1e9, draws("d")).map(({ rotation }) => rotation);
    const step = walk[1]! - walk[0]!;
    for (let group = 1; group < 24; group++) expect((walk[group]! - walk[group - 1]!) / step).toBeCloseTo(1, 6);
  });
});

describe("mri/continuous-motion", () => {
  it("keeps the energy of every line where nothing turns, and the central group of lines bit for bit", () => {
    const samples = randomSamples(2, 48, 15);
    const { sample, effective, drawn } = continuousMotion.degrade(samples, { translation: 4, rotation: 0, drift: 0.4 }, draws("k"));
    for (let line = 0; line < 96; line++) {
      const [after, before] = [sample, samples].map(({ data }) => data.subarray(30 * line, 30 * line + 30));
      expect(energy(after!) / energy(before!)).toBeCloseTo(1, 12);
      if (line % 48 === 24) expect(after).toEqual(before);
    }
    const far = (drawn.phaseDisplacementsMm as number[]).map((each, i) => Math.hypot(each, (drawn.readoutDisplacementsMm as number[])[i]!));
    expect(effective.peakDisplacement).toBeCloseTo(Math.max(...far), 12);
    expect(effective.peakRotation).toBe(0);
  });
});
