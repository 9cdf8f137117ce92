import { describe, expect, it } from "vitest";
import banding, { balanced, partlyCycled } from "../../../generators/mri/banding.ts";
import { drawOffResonance } from "../../../generators/mri/field/off-resonance.ts";
import { supportOf } from "../../../generators/mri/tissue/support.ts";
import { draws, randomSamples } from "./coil-samples.ts";

/** Magnitude just after a pulse in the steady state, by Bloch's equations: pulse after pulse of alternating sign until nothing changes. */
function simulated(turns: number): number {
  const [tr, t1, t2, flip] = [5e-3, 1, 0.1, (35 * Math.PI) / 180];
  const [e1, e2] = [Math.exp(-tr / t1), Math.exp(-tr / t2)];
  const angle = 2 * Math.PI * turns;
  let [x, y, z] = [0, 0, 1];
  // The slowest part decays as exp(-n TR / T1): after 6000 pulses, exp(-30).
  for (let pulse = 0; pulse < 6000; pulse++) {
    const a = pulse % 2 === 0 ? flip : -flip;
    [y, z] = [y * Math.cos(a) - z * Math.sin(a), y * Math.sin(a) + z * Math.cos(a)];
    if (pulse === 5999) break;
    [x, y] = [e2 * (x * Math.cos(angle) - y * Math.sin(angle)), e2 * (x * Math.sin(angle) + y * Math.cos(angle))];
    z = 1 + (z - 1) * e1;
  }
  return Math.hypot(x, y);
}

describe("the balanced steady state", () => {
  it("is that of Bloch's equations at every off-resonance", () => {
    const onResonance = simulated(0);
    for (const turns of [0, 0.1, 0.3, 0.42, 0.48, 0.5, 0.61, 0.8, 1, -0.3, 1.5]) {
      expect(balanced(turns)).toBeCloseTo(simulated(turns) / onResonance, 9);
    }
  });

  it("has its nulls half-way between, repeats with every turn, and is symmetric", () => {
    expect(balanced(0)).toBe(1);
    for (const turns of [0.13, 0.37, 0.5]) {
      expect(balanced(turns + 1)).toBeCloseTo(balanced(turns), 12);
      expect(balanced(-turns)).toBeCloseTo(balanced(turns), 12);
      expect(balanced(turns)).toBeGreaterThanOrEqual(balanced(0.5));
    }
    expect(balanced(0.5)).toBeLessThan(0.06);
  });

  it("is flat where the phase is cycled fully, and darker everywhere the less it is", () => {
    for (const turns of [0, 0.2, 0.5, 0.7]) {
      expect(partlyCycled(turns, 0)).toBeCloseTo(1, 12);
      expect(partlyCycled(turns, 1)).toBeCloseTo(balanced(turns), 12);
      for (const share of [0.1, 0.4, 0.9]) expect(partlyCycled(turns, share)).toBeLessThanOrEqual(partlyCycled(turns, share - 0.1) + 1e-15);
    }
  });
});

describe("banding", () => {
  it("multiplies each pixel by the steady state of its own field error, and turns no phase", () => {
    const images = randomSamples(1, 40, 44);
    const { sample, effective } = banding.degrade(images, { uncycledShare: 100, turns: 1.4 }, draws("a"));
    const { field } = drawOffResonance(images, supportOf(images), draws("a"), 1);
    for (let i = 0; i < field.length; i++) {
      expect(sample.data[2 * i]).toBeCloseTo(images.data[2 * i]! * balanced(1.4 * field[i]!), 12);
      expect(sample.data[2 * i + 1]).toBeCloseTo(images.data[2 * i + 1]! * balanced(1.4 * field[i]!), 12);
    }
    expect(effective.offResonance).toBeCloseTo(1.4 / 5e-3, 9);
  });
});
