import { describe, expect, it } from "vitest";
import partialFourier, { halfScanLines } from "../../../generators/mri/partial-fourier.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

describe("half of k-space", () => {
  it("of a real object of one frequency is its analytic signal: even magnitude where the object itself oscillates", () => {
    // x = 1 + a cos(2 pi m y / N): one side keeps exp(+-2 pi i m y / N) a / 2 beside the constant: |1 + (a / 2) exp(i t)|.
    const [phase, readout, a, m] = [33, 4, 0.6, 7];
    const image = new Float64Array(2 * phase * readout);
    for (let i = 0; i < phase * readout; i++) image[2 * i] = 1 + a * Math.cos((2 * Math.PI * m * Math.floor(i / readout)) / phase);
    const samples = samplesOf(fft2c(image.slice(), phase, readout), 1, phase, readout);
    const { sample, effective } = partialFourier.degrade(samples, { fraction: 0.5 }, draws("a"));
    const half = ifft2c(sample.data.slice(), phase, readout);
    const [got, expected] = [new Float64Array(phase * readout), new Float64Array(phase * readout)];
    for (let i = 0; i < got.length; i++) {
      const t = (2 * Math.PI * m * Math.floor(i / readout)) / phase;
      got[i] = Math.hypot(half[2 * i]!, half[2 * i + 1]!);
      expected[i] = Math.hypot(1 + (a / 2) * Math.cos(t), (a / 2) * Math.sin(t));
    }
    expect(mismatch(got, expected)).toBeLessThan(1e-13);
    expect(effective).toEqual({ fraction: 17 / 33, symmetricLines: 1 });
  });
});

describe("the lines kept", () => {
  it.each([64, 65])("of %i hold the centre, are nested, and mirror one another but for the line that has no mirror line", (lineCount) => {
    for (const side of [1, -1] as const) {
      let better = halfScanLines(lineCount, 1, side);
      expect(better.every((kept) => kept === 1)).toBe(true);
      for (let fraction = 0.99; fraction >= 0.5; fraction -= 0.01) {
        const worse = halfScanLines(lineCount, fraction, side);
        expect(worse.every((kept, line) => kept <= better[line]!)).toBe(true);
        expect(worse[Math.floor(lineCount / 2)]).toBe(1);
        better = worse;
      }
    }
    expect([...halfScanLines(65, 0.6, 1)]).toEqual([...halfScanLines(65, 0.6, -1)].reverse());
  });

  it("count from the side that is drawn, and both sides are drawn", () => {
    const samples = randomSamples(1, 40, 3);
    const missing = new Set<unknown>();
    for (let seed = 0; seed < 20; seed++) {
      const { sample, drawn, effective } = partialFourier.degrade(samples, { fraction: 0.75 }, draws(`${seed}`));
      missing.add(drawn.missing);
      // 30 lines of 40: on the shorter side 9 below the centre and k = 0 .. 9, or 10 below it.
      const positive = drawn.missing === "k < 0";
      expect(sample.acquired![0]).toBe(positive ? 0 : 1);
      expect(effective).toEqual({ fraction: 0.75, symmetricLines: positive ? 21 : 19 });
    }
    expect(missing.size).toBe(2);
    expect(() => partialFourier.degrade(samples, { fraction: 0.4 }, draws("a"))).toThrow("Expected a fraction of 0.5 to 1, got 0.4");
  });
});
