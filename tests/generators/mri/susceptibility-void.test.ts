import { describe, expect, it } from "vitest";
import { DEFAULT_TIMING } from "../../../generators/mri/acquisition/timing.ts";
import susceptibilityVoid, { fieldOf, type Inclusion } from "../../../generators/mri/susceptibility-void.ts";
import { draws, samplesOf } from "./coil-samples.ts";

const GYROMAGNETIC_RATIO = 42.577e6;
const inclusion: Inclusion = { line: 20, sample: 25, height: 1e-3, radius: 2e-3, susceptibility: 9e-6, thickness: 4e-3 };

/** Frequency around a sphere in a field along z [Hz], by Schenck's table. */
function frequency(x: number, y: number, z: number): number {
  const r = Math.hypot(x, y, z);
  const strength = (GYROMAGNETIC_RATIO * inclusion.susceptibility * DEFAULT_TIMING.fieldStrength * inclusion.radius ** 3) / 3;
  return (strength * (3 * (z / r) ** 2 - 1)) / r ** 3;
}

describe("what the inclusion leaves of the signal", () => {
  const images = { ...samplesOf(new Float64Array(2 * 41 * 51), 1, 41, 51), spacing: { phase: 1e-3, readout: 1.5e-3 } };
  const { gain, frequency: hertz } = fieldOf(images, [inclusion]);

  it("falls as the dipole field's gradient, taken by differences, has it", () => {
    // Central differences over h leave an error of h^2 f''' / 6; with h = 1e-6 m it is far below 1e-6 of the gradient here.
    const h = 1e-6;
    for (const [line, sample] of [
      [26, 25],
      [20, 31],
      [28, 33],
      [11, 20],
      [5, 40],
    ] as const) {
      const [y, x, z] = [(line - 20) * 1e-3, (sample - 25) * 1.5e-3, -1e-3];
      const across = ((frequency(x + h, y, z) - frequency(x - h, y, z)) / (2 * h)) * 1.5e-3;
      const down = ((frequency(x, y + h, z) - frequency(x, y - h, z)) / (2 * h)) * 1e-3;
      const through = ((frequency(x, y, z + h) - frequency(x, y, z - h)) / (2 * h)) * 4e-3;
      const turns = DEFAULT_TIMING.echoTime ** 2 * (across ** 2 + down ** 2 + through ** 2);
      expect(hertz[line * 51 + sample]).toBeCloseTo(frequency(x, y, z), 9);
      expect(gain[line * 51 + sample]).toBeCloseTo(Math.exp((-((2 * Math.PI) ** 2) * turns) / 24), 6);
    }
  });

  it("agrees with a box voxel's sinc where little is lost", () => {
    // sinc(t) = 1 - (pi t)^2 / 6 + (pi t)^4 / 120 ... and exp(-(2 pi t)^2 / 24) = 1 - (pi t)^2 / 6 + (pi t)^4 / 72 ...
    const t = 0.1;
    expect(Math.abs(Math.exp(-((2 * Math.PI * t) ** 2) / 24) - Math.sin(Math.PI * t) / (Math.PI * t))).toBeLessThan(
      (Math.PI * t) ** 4 * (1 / 72 - 1 / 120) * 1.01,
    );
  });

  it("is nothing within the sphere and all far from it", () => {
    expect(gain[20 * 51 + 25]).toBe(0);
    expect(gain[21 * 51 + 25]).toBe(0);
    expect(gain[0]).toBeGreaterThan(0.99);
  });

  it("in the middle plane falls with 3 K / r^4 alone: twice the radius has the same loss 2^(3/4) times as far out", () => {
    const still = { ...inclusion, height: 0, line: 0, sample: 0, susceptibility: 3e-3 };
    const line = { ...samplesOf(new Float64Array(2 * 400), 1, 1, 400), spacing: { phase: 1e-4, readout: 1e-4 } };
    const half = (values: Float64Array): number => values.findIndex((value) => value > 0.5);
    const small = half(fieldOf(line, [still]).gain);
    const large = half(fieldOf(line, [{ ...still, radius: 2 * still.radius }]).gain);
    expect(Math.abs(large / small / 2 ** 0.75 - 1)).toBeLessThan(2 / small);
  });
});

describe("several inclusions", () => {
  it("add up their fields", () => {
    const images = { ...samplesOf(new Float64Array(2 * 41 * 51), 1, 41, 51), spacing: { phase: 1e-3, readout: 1.5e-3 } };
    const other = { ...inclusion, line: 8, sample: 40, susceptibility: -4e-6 };
    const [one, two, both] = [[inclusion], [other], [inclusion, other]].map((each) => fieldOf(images, each).frequency);
    for (const i of [0, 300, 700, 1500]) expect(both![i]).toBeCloseTo(one![i]! + two![i]!, 10);
  });
});

describe("the void", () => {
  const even = samplesOf(
    Float64Array.from({ length: 2 * 40 * 30 }, (_, at) => 3 * (1 - (at % 2))),
    1,
    40,
    30,
  );
  const parameters = { radius: 3, susceptibility: 30, thickness: 5 };

  it("has its mask where an even object is shown at less than half its signal, also of transposed samples", () => {
    const { mask, effective, sample } = susceptibilityVoid.degrade(even, parameters, draws("a"));
    const turned = susceptibilityVoid.degrade({ ...even, transposed: true }, parameters, draws("a")).mask!;
    const pixels = mask!.reduce((sum, value) => sum + value, 0);
    expect(pixels).toBeGreaterThan(0);
    expect(effective.area).toBeCloseTo(pixels, 9);
    for (let row = 0; row < 40; row++) {
      for (let column = 0; column < 30; column++) {
        const at = row * 30 + column;
        expect(turned[column * 40 + row]).toBe(mask![at]);
        expect(Math.hypot(sample.data[2 * at]!, sample.data[2 * at + 1]!) < 1.5).toBe(mask![at] === 1);
      }
    }
  });

  it("displaces along the readout alone: what is lost of a line is lost by dephasing", () => {
    const { sample } = susceptibilityVoid.degrade(even, parameters, draws("a"));
    const narrow = { ...even, timing: { ...even.timing, bandwidthPerPixel: 1e9 } };
    const still = susceptibilityVoid.degrade(narrow, parameters, draws("a")).sample;
    // A displacement moves signal within its line; the sum over the line is its k = 0, which no displacement turns.
    for (let row = 0; row < 40; row++) {
      const sum = (data: Float64Array): number => data.slice(60 * row, 60 * (row + 1)).reduce((total, value) => total + value, 0);
      expect(sum(sample.data)).toBeCloseTo(sum(still.data), 9);
    }
  });
});
