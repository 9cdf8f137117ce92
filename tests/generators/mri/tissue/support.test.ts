import { describe, expect, it } from "vitest";
import { placeWithin } from "../../../../generators/mri/tissue/support.ts";

describe("a place within a mask", () => {
  it("is the pixel at that share of its pixels, or of all where there is none", () => {
    const mask = Uint8Array.of(0, 1, 0, 1, 1);
    const support = { mask, magnitude: new Float64Array(5), count: 3 };
    expect([0, 0.3, 0.34, 0.999].map((u) => placeWithin(support, u))).toEqual([1, 1, 3, 4]);
    expect(placeWithin({ ...support, mask: new Uint8Array(5), count: 0 }, 0.5)).toBe(2);
  });
});
