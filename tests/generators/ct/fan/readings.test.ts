import { describe, expect, it } from "vitest";
import { fansOf } from "../../../../generators/ct/fan/geometry.ts";
import { rebinned } from "../../../../generators/ct/fan/rebinning.ts";
import { geometryOf } from "../../../../generators/ct/modality.ts";
import { project } from "../../../../generators/signal/projector.ts";
import { cleanOf, cylinder, enter, leave, leaveFans } from "../body.ts";

const clean = cleanOf(cylinder(128, 128, 0.05));
const { object, fans, sinogram } = enter(clean);

/** A smooth blot away from the axis [1/m], as readers find it along any line: mu sigma sqrt(2 pi) exp(-d^2 / 2 sigma^2). */
const BLOT = { x: 0.021, y: -0.013, sigma: 0.006, attenuation: 20 };
const blotAlong = (theta: number, s: number): number => {
  const d = s - (BLOT.x * Math.cos(theta) + BLOT.y * Math.sin(theta));
  return BLOT.attenuation * BLOT.sigma * Math.sqrt(2 * Math.PI) * Math.exp(-(d * d) / (2 * BLOT.sigma ** 2));
};

describe("fan readings", () => {
  it("are those of a Definition AS+: 595 mm from tube to axis, bins as wide as pixels there, wide enough for the corners", () => {
    const { fan, binSize, binCount, angles } = fansOf(geometryOf(object));
    expect(fan).toEqual({ detector: "arc", sourceToAxis: 0.595, sourceToDetector: 1.0856 });
    expect((binSize * 0.595) / 1.0856).toBeCloseTo(1e-3, 15);
    const outermost = ((binCount - 1) / 2) * (1e-3 / 0.595);
    expect(0.595 * Math.sin(outermost)).toBeGreaterThan(0.064 * Math.SQRT2);
    expect(angles.length).toBe(2 * sinogram.geometry.angles.length);
  });

  it("move the tube away from what would lie in its path", () => {
    const huge = geometryOf({ rows: 600, columns: 800, pixel: { row: 2e-3, column: 2e-3 }, data: new Float64Array(480000) });
    // The diagonal of 1.2 m by 1.6 m.
    expect(fansOf(huge).fan.sourceToAxis).toBeCloseTo(2, 12);
  });

  it("rebin to parallel lines: exactly what the lines of a smooth blot hold, to the cubic's error", () => {
    const { angles, binCount, binSize, fan } = fans.geometry;
    const binAngle = binSize / fan.sourceToDetector;
    // The ray (beta, gamma) is the line (beta - gamma, R sin gamma).
    const readings = Float64Array.from({ length: angles.length * binCount }, (_, at) => {
      const gamma = ((at % binCount) - (binCount - 1) / 2) * binAngle;
      return blotAlong(angles[Math.floor(at / binCount)]! - gamma, fan.sourceToAxis * Math.sin(gamma));
    });
    const found = rebinned(readings, fans.geometry, sinogram.geometry);
    const parallel = sinogram.geometry;
    let worst = 0;
    for (const [at, value] of found.entries()) {
      const s = ((at % parallel.binCount) - (parallel.binCount - 1) / 2) * parallel.binSize;
      worst = Math.max(worst, Math.abs(value - blotAlong(parallel.angles[Math.floor(at / parallel.binCount)]!, s)));
    }
    // Keys' cubic errs by h^3 f''' / 12 sqrt(3) at most: h = 1 mm, |f'''| <= 1.38 f / sigma^3, twice for two directions.
    const most = blotAlong(0, BLOT.x);
    expect(worst).toBeLessThan((2 * 1.38 * most * (1 / 6) ** 3) / (12 * Math.sqrt(3)) + 1e-6);
  });

  it("of an object rebin to its own sinogram, but for the edges that either projector smooths in its way", () => {
    const found = rebinned(fans.data, fans.geometry, sinogram.geometry);
    let [difference, size] = [0, 0];
    for (const [at, value] of found.entries()) {
      difference += (value - sinogram.data[at]!) ** 2;
      size += sinogram.data[at]! ** 2;
    }
    expect(Math.sqrt(difference / size)).toBeLessThan(5e-3);
  });

  it("untouched, give the very image back; and the sinogram of direct projection", () => {
    expect(leaveFans(fans, clean)).toEqual(leave(sinogram, clean));
    expect(leaveFans(fans, clean)).toEqual(clean.plane.data);
    expect(sinogram.data).toEqual(project(object.data, sinogram.geometry));
  });

  it("show a change that is made in the fans", () => {
    const blot = Float64Array.from({ length: 128 * 128 }, (_, at) => {
      const x = ((at % 128) - 63.5) * 1e-3 - BLOT.x;
      const y = (63.5 - Math.floor(at / 128)) * 1e-3 - BLOT.y;
      return Math.exp(-(x * x + y * y) / (2 * BLOT.sigma ** 2));
    });
    const added = project(blot, fans.geometry);
    const image = leaveFans({ ...fans, data: fans.data.map((value, at) => value + added[at]!) }, clean);
    // 1 / m is 1000 / 19.3 HU. The Hann kernel blurs a blot of 6 pixels by less than 3 percent.
    const at = Math.round(63.5 - BLOT.y * 1e3) * 128 + Math.round(63.5 + BLOT.x * 1e3);
    const expected = (1000 / 19.3) * blot[at]!;
    expect(Math.abs((image[at]! - clean.plane.data[at]!) / expected - 1)).toBeLessThan(0.03);
  });
});
