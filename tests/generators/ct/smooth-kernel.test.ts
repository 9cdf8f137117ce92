import { describe, expect, it } from "vitest";
import { smoothedViews } from "../../../generators/ct/smooth-kernel.ts";

describe("smoothedViews", () => {
  it("of a Gaussian is a wider one: variances add, and the integral stays", () => {
    const [viewCount, binCount, sigma, width] = [3, 160, 5, 9];
    const gaussian = (deviation: number): Float64Array =>
      Float64Array.from(
        { length: viewCount * binCount },
        (_, i) => Math.exp(-(((i % binCount) - 79.5) ** 2) / (2 * deviation ** 2)) / deviation,
      );
    // Full width at half maximum w is a variance of w^2 / (8 ln 2).
    const expected = gaussian(Math.sqrt(sigma ** 2 + width ** 2 / (8 * Math.LN2)));
    const found = smoothedViews(gaussian(sigma), binCount, width);
    for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(1e-10);
  });
});
