import { describe, expect, it } from "vitest";
import crossTalk, { excited } from "../../../generators/mri/slice-cross-talk.ts";
import { draws, samplesOf } from "./coil-samples.ts";

const even = samplesOf(
  Float64Array.from({ length: 2 * 60 * 80 }, (_, at) => 1 - (at % 2)),
  1,
  60,
  80,
);

describe("the sections that cross", () => {
  it("are excited wholly in their middle, by half at their faces, and not at all between", () => {
    const share = excited(even, { line: 30, sample: 40, turns: 0, thickness: 8e-3 });
    const at = (line: number): number => share[line * 80 + 7]!;
    // 8 mm thick and 12 mm from middle to middle, at 1 mm a pixel: middles at 18, 30 and 42. erf(4) is 1 but for 1.6e-8.
    for (const middle of [18, 30, 42]) {
      expect(at(middle)).toBeCloseTo(1, 7);
      expect(at(middle - 4)).toBeCloseTo(0.5, 7);
      expect(at(middle + 4)).toBeCloseTo(0.5, 7);
    }
    // Half-way between two sections the face is 2 mm away, twice the fall: (1 - erf(2)) / 2.
    expect(at(24)).toBeCloseTo(0.0023388674905, 9);
    expect(at(0)).toBe(0);
  });

  it("are straight, whatever their direction and the pixels' shape", () => {
    const flat = { ...even, spacing: { phase: 1e-3, readout: 2e-3 } };
    const turns = 0.125;
    const share = excited(flat, { line: 30, sample: 40, turns, thickness: 8e-3 });
    // Along 45 degrees, two lines down go with one sample to the side.
    for (const step of [-12, -5, 3, 10]) expect(share[(30 + 2 * step) * 80 + 40 + step]).toBeCloseTo(share[30 * 80 + 40]!, 12);
  });
});

describe("cross-talk", () => {
  it("leaves 1 - exp(-t / T1) of the signal where the sections cross", () => {
    const { sample, effective, mask } = crossTalk.degrade(even, { saturation: 40, thickness: 6 }, draws("a"));
    expect(Math.exp(-effective.recoveryTime! / 900)).toBeCloseTo(0.4, 12);
    const left = Array.from({ length: 60 * 80 }, (_, i) => sample.data[2 * i]!);
    expect(Math.min(...left)).toBeCloseTo(0.6, 2);
    expect(Math.max(...left)).toBe(1);
    left.forEach((value, i) => {
      expect(mask![i]).toBe(value < 0.8 ? 1 : 0);
    });
  });
});
