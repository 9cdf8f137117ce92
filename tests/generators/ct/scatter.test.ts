import { describe, expect, it } from "vitest";
import scatter, { scatterGlow } from "../../../generators/ct/scatter.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

const clean = cleanOf(cylinder(200, 200, 0.09, 0.0011));
const { sinogram } = enter(clean);
const { binCount } = sinogram.geometry;

describe("scatterGlow", () => {
  it("has the ratio 1 to the primary beam on the ray through the middle, on average over the views", () => {
    const glow = scatterGlow(sinogram, 50);
    let sum = 0;
    // A cylinder on the axis: the middle of every view.
    const middle = Math.floor((binCount - 1) / 2 + 0.5);
    for (let view = 0; view * binCount < glow.length; view++)
      sum += glow[view * binCount + middle] * Math.exp(sinogram.data[view * binCount + middle]);
    expect(sum / (glow.length / binCount)).toBeCloseTo(1, 2);
  });

  it("is a Gaussian for one ray through a little matter, centred on it", () => {
    const data = new Float64Array(binCount);
    data[120] = 0.7;
    const glow = scatterGlow({ ...sinogram, data, geometry: { ...sinogram.geometry, angles: sinogram.geometry.angles.slice(0, 1) } }, 12);
    for (const off of [-30, -12, 7, 25]) expect(glow[120 + off] / glow[120]).toBeCloseTo(Math.exp(-(off ** 2) / (2 * 12 ** 2)), 6);
  });
});

describe("ct/scatter", () => {
  it("lowers the line integral through the middle by ln(1 + ratio)", () => {
    const { sample } = scatter.degrade(sinogram, { ratio: 0.5, width: 55 }, draws());
    const at = 40 * binCount + Math.floor((binCount - 1) / 2 + 0.5);
    expect(sinogram.data[at] - sample.data[at]).toBeCloseTo(Math.log(1.5), 2);
  });

  it("makes a cylinder of water darker in its middle than at its border", () => {
    const { sample } = scatter.degrade(sinogram, { ratio: 0.5, width: 55 }, draws());
    const change = leave(sample, clean).map((value, i) => value - clean.plane.data[i]);
    const at = (distance: number): number => change[100 * 200 + 100 + distance];
    expect(at(0)).toBeLessThan(at(70) - 10);
  });
});
