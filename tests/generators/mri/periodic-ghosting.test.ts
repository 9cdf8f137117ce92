import { describe, expect, it } from "vitest";
import type { CoilSamples } from "../../../generators/mri/modality.ts";
import ghosting, { type Breathing, breathingTurns, drawBreathing } from "../../../generators/mri/periodic-ghosting.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

/** Bessel's J_n by its integral; the trapezoid rule on a periodic integrand converges faster than any power. */
function besselJ(order: number, x: number): number {
  const points = Math.ceil(Math.abs(x)) + 2 * Math.abs(order) + 60;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const t = (i * 2 * Math.PI) / points;
    sum += Math.cos(order * t - x * Math.sin(t));
  }
  return sum / points;
}

const REGULAR = { irregularity: 0, repetitionTime: 0.5 };
const imagesOf = ({ data, phase, readout, coils }: CoilSamples): Float64Array => ifft2c(data.slice(), phase, readout, coils);

/** images: coils x phase x readout complex, moved down by whole pixels, circularly, times a complex factor. */
function shifted(images: Float64Array, { phase, readout }: CoilSamples, rows: number, factor: [number, number]): Float64Array {
  const result = new Float64Array(images.length);
  for (let i = 0; i < images.length / 2; i++) {
    const row = Math.floor(i / readout) % phase;
    const from = 2 * (i + ((((row - rows) % phase) + phase) % phase) * readout - row * readout);
    result[2 * i] = images[from] * factor[0] - images[from + 1] * factor[1];
    result[2 * i + 1] = images[from] * factor[1] + images[from + 1] * factor[0];
  }
  return result;
}

describe("regular breathing with a whole number of cycles in the scan", () => {
  // 6 cycles in 48 lines: ghosts are 6 pixels apart. Jacobi-Anger: exp(i z sin(2 pi 6 l / 48 + a)) = sum_n J_n(z) exp(i n (2 pi 6 l / 48 + a)),
  // and exp(2 pi i n 6 l / 48) over lines l = k + 24 moves the image by 6 n pixels up, times exp(i pi n 6): as the transform is centred.
  const samples = randomSamples(2, 48, 14);
  const frequency = 6 / (48 * REGULAR.repetitionTime);

  it("gives copies n spacings away, J_n of the field's phase times the image", () => {
    const { sample, drawn, effective } = ghosting.degrade(samples, { displacement: 0, fieldPhase: 70, frequency, ...REGULAR }, draws("a"));
    const start = drawn.startTurns as number;
    const images = imagesOf(samples);
    const expected = new Float64Array(images.length);
    for (let n = -25; n <= 25; n++) {
      const amplitude = besselJ(n, (70 * Math.PI) / 180);
      const angle = 2 * Math.PI * n * (start + (6 * 24) / 48);
      shifted(images, samples, -6 * n, [amplitude * Math.cos(angle), amplitude * Math.sin(angle)]).forEach((value, i) => {
        expected[i] += value;
      });
    }
    expect(mismatch(imagesOf(sample), expected)).toBeLessThan(1e-12);
    // Pixels of 1 mm; 6 cycles in 48 lines.
    expect(effective.ghostSpacing).toBeCloseTo(6, 12);
    expect(effective.rmsPhase).toBeGreaterThan(0);
  });

  it("gives copies through the filter J_n(2 pi k A / FOV) where the body moves by A", () => {
    const displacement = 1.7;
    const { sample, drawn } = ghosting.degrade(samples, { displacement, fieldPhase: 25, frequency, ...REGULAR }, draws("b"));
    const start = drawn.startTurns as number;
    const expected = new Float64Array(samples.data.length);
    for (let n = -40; n <= 40; n++) {
      const filtered = samples.data.map((value, at) => {
        const k = (Math.floor(at / 28) % 48) - 24;
        return value * besselJ(n, (25 * Math.PI) / 180 - (2 * Math.PI * k * displacement) / 48);
      });
      const angle = 2 * Math.PI * n * (start + (6 * 24) / 48);
      const ghost = shifted(imagesOf({ ...samples, data: filtered }), samples, -6 * n, [Math.cos(angle), Math.sin(angle)]);
      ghost.forEach((value, i) => {
        expected[i] += value;
      });
    }
    expect(mismatch(imagesOf(sample), expected)).toBeLessThan(1e-12);
  });

  it("keeps the energy of every line, and of the whole", () => {
    const { sample } = ghosting.degrade(samples, { displacement: 3, fieldPhase: 50, frequency, ...REGULAR }, draws("c"));
    for (let line = 0; line < 96; line++) {
      const [after, before] = [sample, samples].map(({ data }) => energy(data.subarray(28 * line, 28 * line + 28)));
      expect(after / before).toBeCloseTo(1, 12);
    }
  });
});

describe("breathing so slow that the body rests during the scan", () => {
  it("moves the image by where it rests, down for a positive displacement", () => {
    const samples = randomSamples(1, 20, 9);
    const parameters = { fieldPhase: 0, frequency: 1e-12, ...REGULAR };
    const { drawn } = ghosting.degrade(samples, { ...parameters, displacement: 0 }, draws("g"));
    const displacement = 3 / Math.sin(2 * Math.PI * (drawn.startTurns as number));
    const { sample } = ghosting.degrade(samples, { ...parameters, displacement }, draws("g"));
    expect(mismatch(imagesOf(sample), shifted(imagesOf(samples), samples, 3, [1, 0]))).toBeLessThan(1e-9);
  });
});

describe("breathing", () => {
  it("runs through its cycles one by one, each in its own duration", () => {
    const breathing: Breathing = { start: 0.5, cycles: [2, 4, 1, 8] };
    // Half of the first cycle is over at time 0: it ends at 1, the second at 5, the third at 6.
    expect([...breathingTurns(breathing, 8, 1)]).toEqual([0.5, 1, 1.25, 1.5, 1.75, 2, 3, 3.125]);
  });

  it("is drawn until the scan ends, with cycles of the mean and deviation asked for", () => {
    const [cycle, irregularity] = [4, 0.1];
    const { start, cycles } = drawBreathing(4000, cycle, irregularity, draws("d"));
    const sum = cycles.reduce((total, each) => total + each, 0);
    expect(sum - start * cycles[0]!).toBeGreaterThan(4000);
    expect(sum - start * cycles[0]! - cycles.at(-1)!).toBeLessThanOrEqual(4000);
    const mean = sum / cycles.length;
    const deviation = Math.sqrt(cycles.reduce((total, each) => total + (each - mean) ** 2, 0) / cycles.length);
    // Standard errors: deviation / sqrt(n), and deviation / sqrt(2 n).
    expect(Math.abs(mean - cycle)).toBeLessThan((4 * 0.4) / Math.sqrt(cycles.length));
    expect(Math.abs(deviation - 0.4)).toBeLessThan((4 * 0.4) / Math.sqrt(2 * cycles.length));
  });

  it("is the same at any severity, and without irregularity exactly periodic", () => {
    const samples = randomSamples(1, 32, 8);
    const drawn = (displacement: number) =>
      ghosting.degrade(samples, { displacement, fieldPhase: 10, frequency: 0.25, repetitionTime: 0.6, irregularity: 0.1 }, draws("e"))
        .drawn;
    expect(drawn(1)).toEqual(drawn(3));
    const { start, cycles } = drawBreathing(40, 4, 0, draws("f"));
    breathingTurns({ start, cycles }, 50, 0.5).forEach((turns, line) => {
      expect(turns).toBeCloseTo(start + line / 8, 12);
    });
  });
});
