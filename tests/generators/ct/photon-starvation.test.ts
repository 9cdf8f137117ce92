import { describe, expect, it } from "vitest";
import photonStarvation from "../../../generators/ct/photon-starvation.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const { sinogram } = enter(cleanOf(cylinder(160, 160, 0.07)));

describe("ct/photon-starvation", () => {
  it("gives each ray the deviation s / N0 that a small electronic noise has in the logarithm, within four standard errors", () => {
    const { sample, effective } = photonStarvation.degrade(sinogram, { noiseShare: 0.02 }, draws());
    let [sum, count] = [0, 0];
    for (const [at, integral] of sinogram.data.entries()) {
      const expected = effective.electronicNoise / (sinogram.photonCount * Math.exp(-integral));
      sum += ((sample.data[at] - integral) / expected) ** 2;
      count++;
    }
    // Of a normal number's square the variance is 2; the logarithm's next term adds (s / N0)^2 of at most 0.0004, twice or so.
    expect(Math.abs(sum / count - 1)).toBeLessThan(4 * Math.sqrt(2 / count) + 0.002);
  });

  it("counts as starved the rays that leave fewer photons than three deviations of the noise", () => {
    const { effective } = photonStarvation.degrade(sinogram, { noiseShare: 2 }, draws());
    const through = sinogram.data.filter((integral) => integral > 0);
    const starved = through.filter((integral) => sinogram.photonCount * Math.exp(-integral) < 3 * effective.electronicNoise);
    expect(effective.starvedShare).toBeCloseTo(starved.length / through.length, 12);
  });
});
