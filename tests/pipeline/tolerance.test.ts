import { describe, expect, it } from "vitest";
import { beyondTolerance } from "../../pipeline/tolerance.ts";

const TOLERANCE = { share: 0.01, rootMeanSquare: 0.5 };
const image = (change: (at: number) => number) => Uint8Array.from({ length: 400 }, (_, at) => (at % 200) + 20 + change(at));
const clean = image(() => 0);
const against = (change: (at: number) => number) => beyondTolerance(clean, image(change), TOLERANCE);

describe("beyondTolerance", () => {
  it("takes the same image, and one in a hundred samples off, up or down", () => {
    expect(against(() => 0)).toBeUndefined();
    expect(against((at) => (at < 4 ? 1 - 2 * (at % 2) : 0))).toBeUndefined();
    // 4 samples off by 5 of 400: the root mean square is sqrt(100 / 400), the very bound.
    expect(against((at) => (at < 4 ? 5 : 0))).toBeUndefined();
  });

  it("names one sample too many, a difference too large, and another size", () => {
    const wanted = "expected at most 1 % of its samples off, by a root mean square of at most 0.5 code values";
    expect(against((at) => (at < 5 ? 1 : 0))).toBe(`${wanted}, got 1.25 %, 0.112`);
    expect(against((at) => (at < 4 ? -6 : 0))).toBe(`${wanted}, got 1 %, 0.6`);
    expect(beyondTolerance(clean, clean.subarray(1), TOLERANCE)).toBe("expected 400 samples, got 399");
  });
});
