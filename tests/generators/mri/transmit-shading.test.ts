import { describe, expect, it } from "vitest";
import transmitShading, { spinEcho } from "../../../generators/mri/transmit-shading.ts";
import { draws, samplesOf } from "./coil-samples.ts";

type Vector = readonly [number, number, number];
const aboutX = ([x, y, z]: Vector, a: number): Vector => [x, y * Math.cos(a) - z * Math.sin(a), y * Math.sin(a) + z * Math.cos(a)];
const aboutY = ([x, y, z]: Vector, a: number): Vector => [x * Math.cos(a) + z * Math.sin(a), y, -x * Math.sin(a) + z * Math.cos(a)];
const aboutZ = ([x, y, z]: Vector, a: number): Vector => [x * Math.cos(a) - y * Math.sin(a), x * Math.sin(a) + y * Math.cos(a), z];

/** Bloch's rotations: excite about x, dephase, refocus about y, rephase by the same angle; the mean over all dephasings is the echo. */
function echo(b: number): number {
  let [x, y] = [0, 0];
  const spins = 360;
  for (let spin = 0; spin < spins; spin++) {
    const phase = (2 * Math.PI * spin) / spins;
    const excited = aboutZ(aboutX([0, 0, 1], (b * Math.PI) / 2), phase);
    const refocused = aboutZ(aboutY(excited, b * Math.PI), phase);
    x += refocused[0] / spins;
    y += refocused[1] / spins;
  }
  return Math.hypot(x, y);
}

describe("the signal of a spin echo", () => {
  it("is sin^3 of the excitation angle, as Bloch's rotations give it", () => {
    // Equal angles of dephasing average every harmonic but the echo's away exactly.
    for (const b of [0, 0.05, 0.3, 0.5, 0.77, 1, 1.2, 1.6]) expect(spinEcho(b)).toBeCloseTo(echo(b), 12);
    expect(spinEcho(1)).toBe(1);
    expect(spinEcho(0.5)).toBeCloseTo(Math.SQRT1_2 ** 3, 12);
  });
});

describe("transmit shading", () => {
  it("is full in the middle, falls to the asked angle at the object's rim, and has one maximum", () => {
    const size = 61;
    const image = new Float64Array(2 * size * size);
    for (let i = 0; i < image.length; i += 2) image[i] = 1;
    const { sample, drawn, effective } = transmitShading.degrade(samplesOf(image, 1, size, size), { drop: 40 }, draws("a"));
    const gain = sample.data.filter((_, i) => i % 2 === 0);
    const [v, u] = drawn.middle as readonly number[];
    const middle = Math.round(size / 2 + (v! * size) / 2) * size + Math.round(size / 2 + (u! * size) / 2);
    expect(gain[middle]).toBeGreaterThan(0.999);
    const least = gain.reduce((low, value) => Math.min(low, value), 1);
    expect(least).toBeCloseTo(Math.sin((0.6 * Math.PI) / 2) ** 3, 12);
    expect(effective.smallestSignal).toBeCloseTo(100 * least, 9);
    expect(effective.meanSignal).toBeCloseTo((100 * gain.reduce((sum, value) => sum + value, 0)) / gain.length, 9);
    // Along any line the field has one maximum: the angle's second difference never rises above rounding.
    const angle = gain.map((value) => Math.asin(Math.cbrt(value)));
    for (let i = 1; i < size - 1; i++) {
      const at = 30 * size + i;
      expect(angle[at - 1]! - 2 * angle[at]! + angle[at + 1]!).toBeLessThan(1e-9);
    }
  });
});
