import { describe, expect, it } from "vitest";
import suddenMotion, { movedLines } from "../../../generators/mri/sudden-motion.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

describe("movedLines", () => {
  it("are those on the nod's far side from the central line", () => {
    // Line 4 of 8 is the central one; at 0.3 two lines are over, at 0.7 six.
    expect([...movedLines(8, 0.3)]).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
    expect([...movedLines(8, 0.7)]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
  });
});

describe("mri/sudden-motion", () => {
  const samples = randomSamples(2, 30, 21);

  it("is the low-pass image at rest plus the rest of it, displaced: two parts that share no energy", () => {
    const { sample, drawn, effective } = suddenMotion.degrade(samples, { translation: 5, rotation: 0, distance: 0.1 }, draws("s"));
    const moved = movedLines(30, drawn.time as number);
    const part = (which: number) => {
      const data = samples.data.map((value, at) => (moved[Math.floor(at / 42) % 30] === which ? value : 0));
      return ifft2c(data, 30, 21, 2);
    };
    // x(r - t) through its Fourier series along each axis, pixels of 1 mm.
    const angle = ((drawn.directionDeg as number) * Math.PI) / 180;
    const [down, across] = [5 * Math.cos(angle), 5 * Math.sin(angle)];
    const shiftedSpectrum = samples.data.slice();
    for (let at = 0; at < shiftedSpectrum.length; at += 2) {
      const line = Math.floor(at / 42) % 30;
      if (moved[line] === 0) continue;
      const k = ((at / 2) % 21) - 10;
      const turn = -2 * Math.PI * (((line - 15) * down) / 30 + (k * across) / 21);
      shiftedSpectrum[at] = samples.data[at]! * Math.cos(turn) - samples.data[at + 1]! * Math.sin(turn);
      shiftedSpectrum[at + 1] = samples.data[at]! * Math.sin(turn) + samples.data[at + 1]! * Math.cos(turn);
    }
    expect(mismatch(sample.data, shiftedSpectrum)).toBeLessThan(1e-12);
    const total = energy(ifft2c(samples.data.slice(), 30, 21, 2));
    expect((energy(part(0)) + energy(part(1))) / total).toBeCloseTo(1, 12);
    expect(effective.movedEnergy).toBeCloseTo(energy(part(1)) / total, 12);
    expect(effective.movedLines).toBeCloseTo(moved.reduce((sum, value) => sum + value, 0) / 30, 12);
  });

  it("leaves the lines on the central line's side of the nod bit for bit, rotated or not", () => {
    const { sample, drawn } = suddenMotion.degrade(samples, { translation: 3, rotation: 6, distance: 0.1 }, draws("t"));
    const moved = movedLines(30, drawn.time as number);
    for (let line = 0; line < 60; line++) {
      const [after, before] = [sample, samples].map(({ data }) => data.subarray(42 * line, 42 * line + 42));
      if (moved[line % 30] === 0) expect(after).toEqual(before);
      else expect(after).not.toEqual(before);
    }
  });
});
