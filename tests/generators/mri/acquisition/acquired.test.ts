import { describe, expect, it } from "vitest";
import { acquiredOf, keepLines, keepSamples } from "../../../../generators/mri/acquisition/acquired.ts";
import { fft2c, ifft2c } from "../../../../generators/signal/fft.ts";
import { randomSamples } from "../coil-samples.ts";

const lines = (phase: number, readout: number, kept: (line: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: phase * readout }, (_, i) => (kept(Math.floor(i / readout)) ? 1 : 0));

describe("acquiredOf", () => {
  it("finds the lines that are empty in every coil, also after transforms there and back", () => {
    const [coils, phase, readout] = [3, 12, 10];
    const third = (line: number): boolean => line % 3 === 0;
    const { acquired: _, ...kept } = keepLines(
      randomSamples(coils, phase, readout),
      Uint8Array.from({ length: phase }, (_, l) => +third(l)),
    );
    const data = fft2c(ifft2c(kept.data.slice(), phase, readout, coils), phase, readout, coils);
    expect(acquiredOf({ ...kept, data })).toEqual(lines(phase, readout, third));
  });

  it("takes a sample that is empty in one coil only as acquired", () => {
    const samples = randomSamples(2, 4, 4);
    samples.data.fill(0, 0, 8);
    expect(acquiredOf(samples)).toEqual(new Uint8Array(16).fill(1));
  });
});

describe("keepSamples", () => {
  it("empties what is left out in every coil, keeps the rest, and remembers what was left out before", () => {
    const samples = randomSamples(2, 6, 5);
    const before = samples.data.slice();
    const even = keepLines(samples, Uint8Array.of(1, 0, 1, 0, 1, 0));
    const both = keepSamples(
      even,
      lines(6, 5, (line) => line < 3),
    );
    expect(samples.data).toEqual(before);
    expect(both.acquired).toEqual(lines(6, 5, (line) => line === 0 || line === 2));
    for (let i = 0; i < 2 * 30; i++) {
      const kept = both.acquired![i % 30] === 1;
      expect([both.data[2 * i], both.data[2 * i + 1]]).toEqual(kept ? [before[2 * i], before[2 * i + 1]] : [0, 0]);
    }
  });
});
