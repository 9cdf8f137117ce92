import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constant, ladder, levelOf, MARKS } from "../../generators/severity.ts";

const shape = { unit: "1", means: "a test's parameter" };

describe("ladder", () => {
  it("passes exactly through its marks", () => {
    const dose = ladder({ ...shape, scale: "log", none: 1, mild: 0.25, moderate: 0.1, severe: 0.02 });
    expect([0, 1 / 3, 2 / 3, 1].map((severity) => dose.at(severity))).toEqual([1, 0.25, 0.1, 0.02]);
  });

  it("runs between marks on its scale", () => {
    // Half-way between 1 and 4: 2.5 linearly, 2 in the logarithm, 1 / ((1 + 1/4) / 2) = 1.6 in the reciprocal.
    const marks = { ...shape, none: 1, mild: 4, moderate: 4, severe: 4 };
    expect(ladder({ ...marks }).at(1 / 6)).toBeCloseTo(2.5, 12);
    expect(ladder({ ...marks, scale: "log" }).at(1 / 6)).toBeCloseTo(2, 12);
    expect(ladder({ ...marks, scale: "reciprocal" }).at(1 / 6)).toBeCloseTo(1.6, 12);
  });

  it("starts a reciprocal ladder at infinity: no noise is an infinite signal-to-noise ratio", () => {
    const snr = ladder({ ...shape, scale: "reciprocal", none: Number.POSITIVE_INFINITY, mild: 20, severe: 2 });
    expect(snr.at(0)).toBe(Number.POSITIVE_INFINITY);
    expect(snr.at(1 / 6)).toBeCloseTo(40, 12);
  });

  it("is monotone between its marks, whatever they are", () => {
    const marks = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 });
    const scale = fc.constantFrom("linear" as const, "log" as const, "reciprocal" as const);
    fc.assert(
      fc.property(marks, scale, fc.boolean(), (values, scale, falling) => {
        const [none, mild, moderate, severe] = [...values].sort((a, b) => (falling ? b - a : a - b)) as [number, number, number, number];
        const at = ladder({ ...shape, scale, none, mild, moderate, severe }).at;
        for (let i = 1; i <= 30; i++) {
          const step = at(i / 30) - at((i - 1) / 30);
          // Rounding of exp(log(x)) may step back by an ulp or so.
          expect(falling ? -step : step).toBeGreaterThanOrEqual(-1e-13 * severe - 1e-13 * none);
        }
      }),
    );
  });

  it("refuses marks that turn back, and those that its scale cannot take", () => {
    expect(() => ladder({ ...shape, none: 0, mild: 5, severe: 1 })).toThrow(RangeError);
    expect(() => ladder({ ...shape, scale: "log", none: 0, mild: 1, severe: 2 })).toThrow(RangeError);
  });

  it("keeps a constant", () => {
    expect([0, 0.3, 1].map(constant({ ...shape, value: 8 }).at)).toEqual([8, 8, 8]);
  });
});

describe("levelOf", () => {
  it("names the nearest mark", () => {
    expect(Object.values(MARKS).map(levelOf)).toEqual(["none", "mild", "moderate", "severe"]);
    // Marks are 1/3 apart: the borders lie 1/6 from them.
    expect([0.16, 0.17, 0.49, 0.51, 0.83, 0.84].map(levelOf)).toEqual(["none", "mild", "mild", "moderate", "moderate", "severe"]);
  });
});
