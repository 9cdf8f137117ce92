import { describe, expect, it } from "vitest";
import { meanOver, throughIntensity } from "../../../generators/ct/focal-spot-blur.ts";

const BINS = 200;

describe("throughIntensity", () => {
  it("averages intensities, not line integrals: at the edge of a wide slab the closed form of Joseph and Spital", () => {
    // A smooth slab, so that its spectrum ends before the Nyquist frequency: p = h / (1 + exp(-(u - 100) / 3)) falling to 0 far away.
    const [height, width] = [4, 9];
    const integral = (u: number): number => (height / (1 + Math.exp(-(u - 60) / 3))) * (1 / (1 + Math.exp((u - 140) / 3)));
    const data = Float64Array.from({ length: BINS }, (_, u) => integral(u));
    const found = throughIntensity(data, BINS, meanOver(width));
    for (const u of [50, 57, 60, 66, 90, 141]) {
      let mean = 0;
      const steps = 2000;
      for (let i = 0; i < steps; i++) mean += Math.exp(-integral(u + width * ((i + 0.5) / steps - 0.5))) / steps;
      expect(found[u]).toBeCloseTo(-Math.log(mean), 5);
    }
    // Half-way up the edge of a slab far wider than the spot, the mean of exp(-p) is above exp(-mean p): less than half the height.
    expect(found[60]).toBeLessThan(height / 2);
  });

  it("by a width of 0 is the identity to rounding, and an open beam stays open", () => {
    const data = Float64Array.from({ length: BINS }, (_, u) => (u > 80 && u < 120 ? 1.5 : 0));
    for (const [u, value] of throughIntensity(data, BINS, meanOver(0)).entries()) expect(value).toBeCloseTo(data[u], 12);
    for (const value of throughIntensity(new Float64Array(BINS), BINS, meanOver(7))) expect(value).toBeCloseTo(0, 12);
  });
});
