import { describe, expect, it } from "vitest";
import keyhole from "../../../generators/mri/keyhole.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

describe("keyhole imaging", () => {
  const samples = { ...randomSamples(2, 40, 30), spacing: { phase: 2e-3, readout: 1.5e-3 } };
  const outcome = keyhole.degrade(samples, { renewed: 0.2, displacement: 5 }, draws("a"));
  const { phaseDisplacementMm: down, readoutDisplacementMm: across } = outcome.drawn as Record<string, number>;

  it("keeps the central lines to the bit, and turns the others by the shift theorem", () => {
    const expected = samples.data.slice();
    for (let i = 0; i < 2 * 40 * 30; i++) {
      const line = Math.floor(i / 30) % 40;
      if (line >= 16 && line < 24) {
        expect(outcome.sample.data[2 * i]).toBe(samples.data[2 * i]);
        continue;
      }
      // k in cycles a millimetre.
      const angle = -2 * Math.PI * (((line - 20) / (40 * 2)) * down! + (((i % 30) - 15) / (30 * 1.5)) * across!);
      const [re, im] = [samples.data[2 * i]!, samples.data[2 * i + 1]!];
      expected[2 * i] = re * Math.cos(angle) - im * Math.sin(angle);
      expected[2 * i + 1] = re * Math.sin(angle) + im * Math.cos(angle);
    }
    expect(mismatch(outcome.sample.data, expected)).toBeLessThan(1e-12);
  });

  it("moves by the displacement in a direction that is drawn, and states how much of k-space is stale", () => {
    expect(Math.hypot(down!, across!)).toBeCloseTo(5, 12);
    let stale = 0;
    for (let line = 0; line < 80; line++) {
      if (line % 40 < 16 || line % 40 >= 24) stale += energy(samples.data.subarray(60 * line, 60 * line + 60));
    }
    expect(outcome.effective.renewedLines).toBe(8);
    expect(outcome.effective.staleEnergy).toBeCloseTo(stale / energy(samples.data), 12);
  });

  it("changes nothing where the object did not move", () => {
    expect(keyhole.degrade(samples, { renewed: 0.2, displacement: 0 }, draws("a")).sample.data).toEqual(samples.data);
  });
});
