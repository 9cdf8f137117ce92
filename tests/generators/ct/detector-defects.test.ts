import { describe, expect, it } from "vitest";
import { ringMask } from "../../../generators/ct/detector/ring-mask.ts";
import detectorBand from "../../../generators/ct/detector-band.ts";
import detectorGap, { filledGap } from "../../../generators/ct/detector-gap.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

const clean = cleanOf(cylinder(160, 160, 0.07));
const { sinogram, fans } = enter(clean);

describe("filledGap", () => {
  it("is exact where views are straight, and leaves every bin beside it as it is", () => {
    const [binCount, first, count] = [30, 11, 6];
    const straight = Float64Array.from({ length: 2 * binCount }, (_, i) => 3 - 0.07 * (i % binCount));
    for (const [i, value] of filledGap(straight, binCount, first, count).entries()) expect(value).toBeCloseTo(straight[i], 12);
    const rough = straight.map((value, i) => value + ((i * 31) % 7));
    const found = filledGap(rough, binCount, first, count);
    for (let i = 0; i < rough.length; i++) if (i % binCount < first || i % binCount >= first + count) expect(found[i]).toBe(rough[i]);
  });
});

describe("ringMask", () => {
  it("covers the annulus's area", () => {
    const area = ringMask(sinogram.geometry, 20, 30).reduce((sum, value) => sum + value, 0);
    // Pixels of one bin; half a pixel is added on either side, and the border's pixels count whole or not at all.
    expect(Math.abs(area / (Math.PI * (30.5 ** 2 - 19.5 ** 2)) - 1)).toBeLessThan(0.03);
  });
});

describe("degradations by detector defects", () => {
  it("a module's gain error changes its ring alone: mean change of the ring's middle is of one sign, beyond it there is little", () => {
    const { sample, effective, drawn } = detectorBand.degrade(sinogram, { gainError: 5, width: 12 }, draws());
    const before = leave(sinogram, clean);
    const after = leave(sample, clean);
    const mean = (from: number, to: number): number => {
      let [sum, count] = [0, 0];
      for (let i = 0; i < after.length; i++) {
        const distance = Math.hypot((i % 160) - 79.5, Math.floor(i / 160) - 79.5);
        if (distance < from || distance > to) continue;
        sum += after[i] - before[i];
        count++;
      }
      return sum / count;
    };
    const inside = mean(effective.innerRadius + 3, effective.outerRadius - 3);
    // More counts are less attenuation.
    expect(Math.sign(inside)).toBe(-(drawn.sense as number));
    expect(Math.abs(mean(effective.outerRadius + 10, 69))).toBeLessThan(0.3 * Math.abs(inside));
  });

  it("a gap leaves all bins but its own, and bins near it for the reconstruction's sake, as they were", () => {
    const { effective, sample, drawn } = detectorGap.degrade(fans, { width: 5 }, draws());
    const { binCount } = fans.geometry;
    // A bin is as wide as a pixel at the axis: 1 mm.
    expect(effective.deadBins).toBeCloseTo(5, 12);
    expect(effective.radius).toBeCloseTo(595 * Math.sin((drawn.distance as number) / 595), 9);
    const centre = (binCount - 1) / 2 + (drawn.side as number) * (drawn.distance as number);
    const largest = fans.data.reduce((most, value) => Math.max(most, value), 0);
    for (let at = 0; at < fans.data.length; at++) {
      const off = Math.abs((at % binCount) - centre);
      if (off > 40) expect(Math.abs(sample.data[at] - fans.data[at])).toBeLessThan(0.02 * largest);
    }
  });
});
