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

  it("cups 30 cm of water monotonically, deepest in the middle", () => {
    const size = 128;
    const water = cleanOf(cylinder(size, size, 0.15, 0.0028));
    const { sample } = scatter.degrade(enter(water).sinogram, { ratio: 0.5, width: 150 }, draws());
    const image = leave(sample, water);
    // Means over circles, 5.6 mm apart, out to 5 pixels from the rim.
    const sums = new Float64Array(24);
    const counts = new Float64Array(24);
    image.forEach((value, i) => {
      const ring = Math.floor(Math.hypot(Math.floor(i / size) - 63.5, (i % size) - 63.5) / 2);
      if (ring >= 24) return;
      sums[ring] += value;
      counts[ring]++;
    });
    const means = sums.map((sum, ring) => sum / counts[ring]!);
    for (let ring = 1; ring < 24; ring++) expect(means[ring]!, means.join(" ")).toBeGreaterThan(means[ring - 1]!);
    // A ray's error is -ln(1 + 0.5 e^(p - p_max)), convex in p; at the middle its reconstruction exceeds the mean error of a ray, ln 1.5 over 30 cm: 70 HU.
    expect(means[0]).toBeLessThan(-(1000 * Math.log(1.5)) / (0.3 * 19.3));
  });
});
