import { describe, expect, it } from "vitest";
import { readLate, readoutTime } from "../../../generators/mri/spiral-blur.ts";
import { fft2c } from "../../../generators/signal/fft.ts";
import { mismatch, randomSamples } from "./coil-samples.ts";

const [PHASE, READOUT] = [40, 33];
const images = randomSamples(2, PHASE, READOUT);

/** The images' k-space times exp(2 pi i turns t(k)). */
function turned(turns: number): Float64Array {
  const data = fft2c(images.data.slice(), PHASE, READOUT, 2);
  const time = readoutTime(PHASE, READOUT);
  return data.map((_, at) => {
    const i = (at >> 1) % (PHASE * READOUT);
    const [re, im] = [data[2 * (at >> 1)]!, data[2 * (at >> 1) + 1]!];
    const angle = 2 * Math.PI * turns * time[i]!;
    return at % 2 === 0 ? re * Math.cos(angle) - im * Math.sin(angle) : re * Math.sin(angle) + im * Math.cos(angle);
  });
}

const kSpaceOf = (turns: Float64Array): Float64Array => fft2c(readLate(images, turns).data.slice(), PHASE, READOUT, 2);
const even = (turns: number): Float64Array => new Float64Array(PHASE * READOUT).fill(turns);

describe("spiral blur", () => {
  it("reads k = 0 at once, the edge last, the corners no later than that", () => {
    const time = readoutTime(4, 4);
    expect(time[2 * 4 + 2]).toBe(0);
    expect(time[0 * 4 + 2]).toBe(1);
    expect(time[0]).toBe(1);
    expect(time[1 * 4 + 2]).toBe(1 / 4);
  });

  it("multiplies k-space by exp(2 pi i f t) where the field is even", () => {
    expect(mismatch(kSpaceOf(even(0)), turned(0))).toBeLessThan(1e-14);
    // Twelfths of a turn are evaluated as they are.
    for (const turns of [1 / 4, -2, 31 / 12]) expect(mismatch(kSpaceOf(even(turns)), turned(turns))).toBeLessThan(1e-12);
  });

  it("between two evaluated frequencies is wrong by at most (2 pi / 12)^2 / 8", () => {
    for (const turns of [1.5 / 12, -20.5 / 12])
      expect(mismatch(kSpaceOf(even(turns)), turned(turns))).toBeLessThan((2 * Math.PI) ** 2 / 144 / 8);
  });

  it("superposes regions of different fields", () => {
    const field = Float64Array.from({ length: PHASE * READOUT }, (_, i) => (i % READOUT < 15 ? 0.5 : -0.25));
    const [left, right] = [true, false].map((first) => {
      const part = images.data.map((value, at) => ((at >> 1) % READOUT < 15 === first ? value : 0));
      return readLate({ ...images, data: part }, even(first ? 0.5 : -0.25)).data;
    });
    const both = left!.map((value, at) => value + right![at]!);
    expect(mismatch(readLate(images, field).data, both)).toBeLessThan(1e-12);
  });
});
