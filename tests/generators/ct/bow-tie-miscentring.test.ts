import { describe, expect, it } from "vitest";
import bowTieMiscentring, { beamShares, bowTie } from "../../../generators/ct/bow-tie-miscentring.ts";
import { WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const RADIUS = 0.06;
const { sinogram } = enter(cleanOf(cylinder(160, 160, RADIUS)));
const { angles, binCount, binSize } = sinogram.geometry;
const placeOf = (bin: number): number => (bin - (binCount - 1) / 2) * binSize;

describe("bow-tie filter", () => {
  it("makes up for a cylinder of water: filter and cylinder together attenuate all rays alike, until the filter is as thick as it goes", () => {
    for (const s of [0, 0.02, -0.045]) {
      const water = 2 * WATER_ATTENUATION * Math.sqrt(RADIUS * RADIUS - s * s);
      expect(bowTie(s, RADIUS) + water).toBeCloseTo(2 * WATER_ATTENUATION * RADIUS, 12);
    }
    // 10 cm of water weaken less than tenfold at the rim; 30 cm would by 300.
    expect(bowTie(1, 0.05)).toBeCloseTo(2 * WATER_ATTENUATION * 0.05, 12);
    expect(bowTie(0.15, 0.15)).toBeCloseTo(Math.log(10), 12);
  });

  it("leaves the beam as it is for a centred body, and its shape in the views from the front for a low table", () => {
    expect(beamShares(sinogram, RADIUS, 0).every((share) => share === 1)).toBe(true);
    const low = beamShares(sinogram, RADIUS, 0.03);
    // The first view looks along y: a shift along y does not move its shadow.
    expect(low.subarray(0, binCount).every((share) => share === 1)).toBe(true);
  });

  it("weakens, in the view from the side, the rays on one side of the middle alone", () => {
    const offset = 0.02;
    const low = beamShares(sinogram, RADIUS, offset);
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

  it("raises the mean noise of 30 cm of water by a tenth 30 mm off the axis, and by a quarter 60 mm off", () => {
    const { geometry, data } = enter(cleanOf(cylinder(90, 90, 0.15, 0.004))).sinogram;
    // Variance at a point: the sum over the rays through it of exp(p + b) / a, the filter in the beam with and without the offset.
    const noiseRise = (offset: number): number => {
      const shares = beamShares({ geometry } as never, 0.15, offset);
      const varianceAt = (x: number, y: number): readonly [number, number] => {
        let [off, on] = [0, 0];
        for (const [view, angle] of geometry.angles.entries()) {
          const s = x * Math.cos(angle) + y * Math.sin(angle);
          const at = view * geometry.binCount + Math.round(s / geometry.binSize + (geometry.binCount - 1) / 2);
          const centred = Math.exp(data[at]! + bowTie(s, 0.15));
          on += centred;
          off += centred / shares[at]!;
        }
        return [off, on];
      };
      const ratios: number[] = [];
      for (let x = -0.13; x <= 0.13; x += 0.02) {
        for (let y = -0.13; y <= 0.13; y += 0.02) {
          const [off, on] = varianceAt(x, y);
          if (Math.hypot(x, y) <= 0.13) ratios.push(Math.sqrt(off / on));
        }
      }
      return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    };
    expect(Math.abs(noiseRise(0.03) - 1.1)).toBeLessThan(0.04);
    // Toth, Ge, Daly measured 6 and 22 percent.
    expect(Math.abs(noiseRise(0.06) - 1.25)).toBeLessThan(0.05);
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
