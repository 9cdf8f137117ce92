import { describe, expect, it } from "vitest";
import rings from "../../../generators/ct/detector-rings.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

const size = 100;
const clean = cleanOf(cylinder(size, size, 0.045));
const { sinogram } = enter(clean);

describe("detector gain errors", () => {
  it("shift a bin alike in every view, by the mean of -ln(1 + e) of the two elements that measure its rays in a full turn", () => {
    const { sample, drawn, effective } = rings.degrade(sinogram, { gainError: 2 }, draws());
    const errors = drawn.gainErrors as readonly number[];
    const { binCount } = sinogram.geometry;
    sample.data.forEach((value, at) => {
      const bin = at % binCount;
      const shift = (Math.log(1 + errors[bin]!) + Math.log(1 + errors[binCount - 1 - bin]!)) / 2;
      expect(value).toBeCloseTo(sinogram.data[at]! - shift, 12);
    });
    const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / binCount;
    expect(effective.gainError).toBeCloseTo(100 * Math.sqrt(meanSquare), 12);
    expect(effective.largestGainError).toBeCloseTo(100 * Math.max(...errors.map(Math.abs)), 12);
  });

  it("scale one draw by severity", () => {
    const errors = (gainError: number) => rings.degrade(sinogram, { gainError }, draws()).drawn.gainErrors as readonly number[];
    const [once, thrice] = [errors(0.5), errors(1.5)];
    once.forEach((error, bin) => {
      expect(thrice[bin]).toBeCloseTo(3 * error, 14);
    });
  });

  it("one element makes a full circle about the centre, of its distance from the axis", () => {
    const { binCount } = sinogram.geometry;
    const radius = 20;
    const bin = (binCount - 1) / 2 + radius;
    const data = sinogram.data.map((value, at) => value + (at % binCount === bin || at % binCount === binCount - 1 - bin ? 0.05 : 0));
    const change = leave({ ...sinogram, data }, clean).map((value, at) => value - clean.plane.data[at]!);
    const profile = new Float64Array(46);
    const counts = new Float64Array(46);
    change.forEach((value, at) => {
      const ring = Math.round(Math.hypot(Math.floor(at / size) - 49.5, (at % size) - 49.5));
      if (ring >= profile.length) return;
      profile[ring]! += value;
      counts[ring]! += 1;
    });
    const mean = profile.map((sum, ring) => sum / Math.max(counts[ring]!, 1));
    // The filtered bin is touched from inside by every circle a little wider than its distance: the crest lies within a pixel outside it.
    const crest = mean.indexOf(Math.max(...mean));
    expect([radius, radius + 1]).toContain(crest);
    // Bright all the way round, not an arc: so is every twelfth of the circle on average.
    const sectors = new Float64Array(12);
    change.forEach((value, at) => {
      const [y, x] = [Math.floor(at / size) - 49.5, (at % size) - 49.5];
      if (Math.round(Math.hypot(y, x)) === crest) sectors[Math.floor((Math.atan2(y, x) / (2 * Math.PI) + 0.5) * 12) % 12]! += value;
    });
    for (const sum of sectors) expect(sum).toBeGreaterThan((0.5 * mean[crest]! * counts[crest]!) / 12);
    // Five pixels away little is left of it.
    for (const ring of [10, 15, 25, 30]) expect(Math.abs(mean[ring]!)).toBeLessThan(0.25 * mean[radius]!);
  });

  it("an error that all elements share is no ring: the inside of a wide detector keeps its value", () => {
    // FBP of a constant over bins is that of a uniform disc's rim far away: flat at the centre.
    const change = leave({ ...sinogram, data: sinogram.data.map((value) => value + 0.01) }, clean).map(
      (value, at) => value - clean.plane.data[at]!,
    );
    const at = (offset: number): number => change[50 * size + 50 + offset]!;
    for (const offset of [1, 2, 5, 10]) expect(Math.abs(at(offset) - at(0))).toBeLessThan(0.02 * Math.abs(at(0)) + 0.05);
  });
});
