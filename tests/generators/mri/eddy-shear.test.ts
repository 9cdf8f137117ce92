import { describe, expect, it } from "vitest";
import eddyShear, { columnsShifted } from "../../../generators/mri/eddy-shear.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

const [COILS, PHASE, READOUT] = [2, 20, 9];

describe("columnsShifted", () => {
  const samples = randomSamples(COILS, PHASE, READOUT);
  const images = ifft2c(samples.data.slice(), PHASE, READOUT, COILS);

  it("turns each column around by its own number of pixels", () => {
    const shift = Float64Array.from({ length: READOUT }, (_, x) => 2 * x - 7);
    const found = ifft2c(columnsShifted(samples, shift).data, PHASE, READOUT, COILS);
    const expected = new Float64Array(images.length);
    for (let i = 0; i < COILS * PHASE * READOUT; i++) {
      const row = Math.floor(i / READOUT) % PHASE;
      const to = (((row + shift[i % READOUT]!) % PHASE) + PHASE) % PHASE;
      expected.set(images.subarray(2 * i, 2 * i + 2), 2 * (i + (to - row) * READOUT));
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-12);
  });

  it("moves each column by parts of a pixel as its Fourier sum says", () => {
    const shift = Float64Array.from({ length: READOUT }, (_, x) => 0.37 * x - 1.2);
    const found = ifft2c(columnsShifted(samples, shift).data, PHASE, READOUT, COILS);
    // x(y - s) = 1/N sum over k, y' of x(y') exp(2 pi i k (y - s - y') / N)
    const expected = new Float64Array(images.length);
    for (let i = 0; i < COILS * PHASE * READOUT; i++) {
      const row = Math.floor(i / READOUT) % PHASE;
      for (let other = 0; other < PHASE; other++) {
        const from = 2 * (i + (other - row) * READOUT);
        for (let k = -PHASE / 2; k < PHASE / 2; k++) {
          const angle = (2 * Math.PI * k * (row - shift[i % READOUT]! - other)) / PHASE;
          expected[2 * i] += (images[from]! * Math.cos(angle) - images[from + 1]! * Math.sin(angle)) / PHASE;
          expected[2 * i + 1] += (images[from]! * Math.sin(angle) + images[from + 1]! * Math.cos(angle)) / PHASE;
        }
      }
    }
    expect(mismatch(found, expected)).toBeLessThan(1e-10);
  });
});

describe("mri/eddy-shear", () => {
  it("leans by its angle whatever the pixels' shape, and keeps energy", () => {
    const samples = { ...randomSamples(1, 16, 11), spacing: { phase: 2e-3, readout: 1e-3 } };
    const { sample, effective } = eddyShear.degrade(samples, { shear: 45, shift: 0 }, draws("e"));
    // 5 columns of 1 mm from the middle to either edge.
    expect(effective.edgeDisplacement).toBeCloseTo(5, 12);
    expect(energy(sample.data) / energy(samples.data)).toBeCloseTo(1, 12);
  });
});
