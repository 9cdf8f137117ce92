import { describe, expect, it } from "vitest";
import { vonMisesQuantile } from "../../../../generators/signal/distributions.ts";

/**
 * P(angle < a) by the trapezoidal rule over the part of -pi .. a within 14 standard deviations, two substitutions away from the formulas
 * under test: a = m + h tanh(sinh t) lets the integrand and all its derivatives vanish at the ends, so the rule converges exponentially.
 */
function probabilityBelow(angle: number, concentration: number): number {
  const reach = Math.min(Math.PI, 14 / Math.sqrt(concentration));
  const integral = (from: number, to: number): number => {
    const [middle, half] = [(from + to) / 2, (to - from) / 2];
    let sum = 0;
    for (let step = -480; step <= 480; step++) {
      const t = step / 128;
      const inner = Math.tanh((Math.PI / 2) * Math.sinh(t));
      const weight = ((Math.PI / 2) * Math.cosh(t)) / Math.cosh((Math.PI / 2) * Math.sinh(t)) ** 2;
      // cos a - 1 without cancellation.
      sum += weight * Math.exp(-2 * concentration * Math.sin((middle + half * inner) / 2) ** 2);
    }
    return (sum * half) / 128;
  };
  const below = angle <= -reach ? 0 : integral(-reach, angle);
  return below / (2 * integral(-reach, 0));
}

const LEVELS = [1e-12, 1e-6, 0.001, 0.03, 0.2, 0.4, 0.4999, 0.6, 0.9, 0.999];

describe("the von Mises quantile", () => {
  it.each([1e-6, 0.3, 1, 4, 17, 49.9, 50.1, 300, 1e5, 1e9])(
    "undoes the distribution function for a concentration of %d",
    (concentration) => {
      for (const u of LEVELS) {
        const angle = vonMisesQuantile(u, concentration);
        // The quadrature's own rounding: 1e-14.
        expect(Math.abs(probabilityBelow(angle, concentration) - u)).toBeLessThan(2e-14);
      }
    },
  );

  it("is uniform for a concentration of 0, and odd about 1/2", () => {
    for (const u of LEVELS) {
      expect(Math.abs(vonMisesQuantile(u, 0) - (2 * u - 1) * Math.PI)).toBeLessThan(1e-15);
      const mirror = 1 - u;
      for (const concentration of [0.5, 40, 900]) {
        expect(vonMisesQuantile(1 - mirror, concentration)).toBe(-vonMisesQuantile(mirror, concentration));
      }
    }
    expect(vonMisesQuantile(0.5, 3)).toBe(0);
  });

  it("tends to the normal quantile over the root of a huge concentration", () => {
    // The skewless expansion's next term is of relative size (z^2 + 3) / (24 K) and more: below 1e-15 here.
    const root = Math.sqrt(1e300);
    expect(vonMisesQuantile(0.8413447460685429, 1e300) * root).toBeCloseTo(1, 14);
    expect(vonMisesQuantile(0.9772498680518208, 1e300) * root).toBeCloseTo(2, 14);
  });

  it("rises with u over the whole circle, and narrows as the concentration rises", () => {
    for (const concentration of [0, 0.01, 2, 30, 49.999, 50, 70, 1e4]) {
      let before = -Math.PI;
      for (const u of [2 ** -53, 1e-13, ...LEVELS, 1 - 1e-9, 1 - 2 ** -53]) {
        const angle = vonMisesQuantile(u, concentration);
        expect(angle).toBeGreaterThan(before);
        expect(angle).toBeLessThan(Math.PI);
        before = angle;
      }
    }
    for (const u of [1e-6, 0.1, 0.45]) {
      let before = -Math.PI;
      for (let concentration = 0; concentration < 1e4; concentration = concentration * 1.1 + 0.01) {
        const angle = vonMisesQuantile(u, concentration);
        expect(angle).toBeGreaterThan(before);
        before = angle;
      }
    }
  });

  it("refuses what has no quantile", () => {
    for (const [u, concentration] of [
      [0, 1],
      [1, 1],
      [Number.NaN, 1],
      [0.5, -1],
      [0.5, Number.POSITIVE_INFINITY],
      [0.5, Number.NaN],
    ]) {
      expect(() => vonMisesQuantile(u, concentration)).toThrow(RangeError);
    }
  });
});
