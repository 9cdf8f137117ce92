import { describe, expect, it } from "vitest";
import bowTieMiscentring, { beamShares, bowTie, plannedCurrent } from "../../../generators/ct/bow-tie-miscentring.ts";
import { WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const RADIUS = 0.06;
const { sinogram } = enter(cleanOf(cylinder(160, 160, RADIUS)));
const { angles, binCount, binSize } = sinogram.geometry;
const placeOf = (bin: number): number => (bin - (binCount - 1) / 2) * binSize;

describe("bow-tie filter", () => {
  it("makes up for a cylinder of water: filter and cylinder together attenuate all rays alike, out to 0.9 of the radius", () => {
    for (const s of [0, 0.02, -0.045, 0.9 * RADIUS]) {
      const water = 2 * WATER_ATTENUATION * Math.sqrt(RADIUS * RADIUS - s * s);
      expect(bowTie(s, RADIUS) + water).toBeCloseTo(2 * WATER_ATTENUATION * RADIUS, 12);
    }
    expect(bowTie(1, RADIUS)).toBe(bowTie(0.9 * RADIUS, RADIUS));
  });

  it("leaves the beam as it is for a centred body, and its shape in the views from the front for a low table", () => {
    expect(beamShares(sinogram, RADIUS, 0).every((share) => share === 1)).toBe(true);
    const low = beamShares(sinogram, RADIUS, 0.03);
    // The first view looks along y: a shift along y does not move its shadow.
    expect(low.subarray(0, binCount).every((share) => share === plannedCurrent(RADIUS, 0.03))).toBe(true);
  });

  it("weakens, in the view from the side, the rays on one side of the middle alone", () => {
    const offset = 0.02;
    const low = beamShares(sinogram, RADIUS, offset).map((share) => share / plannedCurrent(RADIUS, offset));
    const view = angles.findIndex((angle) => Math.abs(angle - Math.PI / 2) < 1e-9);
    expect(view).toBeGreaterThan(0);
    for (const bin of [20, 70, 100, 150, 200].filter((bin) => bin < binCount)) {
      const s = placeOf(bin);
      const expected = Math.min(Math.exp(bowTie(s, RADIUS) - bowTie(s + offset, RADIUS)), 1);
      expect(low[view * binCount + bin]).toBeCloseTo(expected, 12);
      // b rises with |s|: farther out than before is thicker.
      if (s > 0 && s < 0.9 * RADIUS) expect(low[view * binCount + bin]).toBeLessThan(1);
      if (s < -offset) expect(low[view * binCount + bin]).toBeCloseTo(1, 14);
    }
  });

  it("plans the current for a body that looks smaller from afar", () => {
    // Twice as far from the tube the shadow is half as large: half of the path through the body's 12 cm of water.
    expect(plannedCurrent(RADIUS, 0.595)).toBeCloseTo(Math.exp(-WATER_ATTENUATION * 0.06), 12);
    expect(plannedCurrent(RADIUS, -0.595)).toBe(plannedCurrent(RADIUS, 0.595));
    expect(plannedCurrent(RADIUS, 0)).toBe(1);
  });

  it("adds the variance (1 - a) / (a N0) where photons lack", () => {
    const { sample, drawn } = bowTieMiscentring.degrade(sinogram, { offset: 20, electronicNoise: 0 }, draws());
    // The radius is half the geometric mean of the box around the body, in whole pixels.
    const shares = beamShares(sinogram, 0.06, ((drawn.sign as number) * 20) / 1000);
    let [sum, count] = [0, 0];
    for (let at = 0; at < shares.length; at++) {
      if (shares[at]! > 0.8 || Math.abs(placeOf(at % binCount)) > 0.05) continue;
      const variance = (1 - shares[at]!) / (shares[at]! * sinogram.photonCount * Math.exp(-sinogram.data[at]!));
      sum += (sample.data[at]! - sinogram.data[at]!) ** 2 / variance;
      count++;
    }
    expect(count).toBeGreaterThan(1000);
    // The square of a normal number has the variance 2; 1 / N is what the logarithm's curvature adds, with N in the hundreds and more.
    expect(Math.abs(sum / count - 1)).toBeLessThan(4 * Math.sqrt(2 / count) + 0.01);
  });
});
