import { describe, expect, it } from "vitest";
import { scanGrain } from "../../../../generators/phantoms/ct/grain.ts";
import { randomSource } from "../../../../generators/signal/random.ts";

const SIZE = 128;
/** 2.8 mm pixels: a body of 320 x 200 mm. */
const PIXEL = 2.8e-3;

const grainOf = (halfWidth: number, halfHeight: number) => {
  const inside = (i: number) => Math.hypot(((i % SIZE) - 63.5) / halfWidth, (Math.floor(i / SIZE) - 63.5) / halfHeight) < 1;
  const section = Float64Array.from({ length: SIZE * SIZE }, (_, i) => (inside(i) ? 0 : -1000));
  const grain = scanGrain(section, SIZE, PIXEL, randomSource({ seed: "1", image: "g", operation: "ct", stage: "phantom" }).stream("grain"));
  return { section, grain };
};

/** Covariance of neighbours so many pixels across and down, over the middle 40 x 40 pixels. */
function covariance(grain: Float64Array, across: number, down: number): number {
  let sum = 0;
  for (let row = 44; row < 84; row++) {
    for (let column = 44; column < 84; column++) sum += grain[row * SIZE + column]! * grain[(row + down) * SIZE + column + across]!;
  }
  return sum / 1600;
}

describe("the grain of a scan", () => {
  it("has unit root mean square over tissue", () => {
    const { section, grain } = grainOf(57, 36);
    const values = grain.filter((_, i) => section[i] === 0);
    expect(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)).toBeCloseTo(1, 10);
  });

  it("has a ramp's spectrum: neighbours alike, those two and three pixels away opposed, nothing of the mean", () => {
    const { grain } = grainOf(45, 45);
    const variance = covariance(grain, 0, 0);
    expect(covariance(grain, 1, 0) / variance).toBeGreaterThan(0.2);
    expect(covariance(grain, 3, 0) / variance).toBeLessThan(0);
    // White noise of that variance would leave 1 / 40; the ramp takes low frequencies away.
    const mean = grain.reduce((sum, value) => sum + value, 0) / grain.length;
    expect(Math.abs(mean)).toBeLessThan(Math.sqrt(variance) / 100);
  });

  it("is drawn out from side to side in a body wider than deep, in no direction in a round one", () => {
    const oval = grainOf(57, 36).grain;
    const round = grainOf(45, 45).grain;
    const lean = (grain: Float64Array) => (covariance(grain, 2, 0) - covariance(grain, 0, 2)) / covariance(grain, 0, 0);
    expect(lean(oval)).toBeGreaterThan(0.15);
    // 1600 pixels of a few independent ones each: a standard error of about 0.03.
    expect(Math.abs(lean(round))).toBeLessThan(0.12);
  });
});
