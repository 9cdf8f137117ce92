import { describe, expect, it } from "vitest";
import tubeCurrentModulation, { currentProfile } from "../../../generators/ct/tube-current-modulation.ts";
import { equalAngles } from "../../../generators/signal/projector.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

describe("currentProfile", () => {
  it("is 1 along its direction and least across it", () => {
    const profile = currentProfile(equalAngles(180), 0.01, 0);
    expect(profile[0]).toBe(1);
    expect(profile[90]).toBeCloseTo(0.01, 12);
    // sin^2 of 45 degrees is a half.
    expect(profile[45]).toBeCloseTo(0.1, 12);
  });
});

describe("ct/tube-current-modulation", () => {
  it("gives each view's rays through the middle the variance (1 - a) / (a N0) that photon statistics ask for, within four standard errors", () => {
    const { fans: sinogram } = enter(cleanOf(cylinder(160, 160, 0.07)));
    const leastCurrent = 0.2;
    const { sample, drawn } = tubeCurrentModulation.degrade(sinogram, { leastCurrent, electronicNoise: 0 }, draws());
    const { angles, binCount } = sinogram.geometry;
    const profile = currentProfile(angles, leastCurrent, ((drawn.direction as number) * Math.PI) / 180);
    let [sum, count] = [0, 0];
    for (const [view, share] of profile.entries()) {
      if (share > 0.9) continue;
      for (let bin = Math.floor(binCount / 2) - 40; bin <= binCount / 2 + 40; bin++) {
        const at = view * binCount + bin;
        const variance = (1 - share) / (share * sinogram.photonCount * Math.exp(-sinogram.data[at]));
        sum += (sample.data[at] - sinogram.data[at]) ** 2 / variance;
        count++;
      }
    }
    // The square of a normal number has the variance 2; 1 / N is what the logarithm's curvature adds, with N in the hundreds and more.
    expect(Math.abs(sum / count - 1)).toBeLessThan(4 * Math.sqrt(2 / count) + 0.01);
  });
});
