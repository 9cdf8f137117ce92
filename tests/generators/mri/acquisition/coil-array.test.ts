import { describe, expect, it } from "vitest";
import { coilArray, type Loop, loopAt, loopField, receivedBy } from "../../../../generators/mri/acquisition/coil-array.ts";
import { sensitivitiesOf } from "../../../../generators/mri/acquisition/sensitivities.ts";
import { rootSumOfSquares } from "../../../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { fft2c, ifft2c } from "../../../../generators/signal/fft.ts";
import { mismatch, randomSamples, samplesOf } from "../coil-samples.ts";

const square = (size: number) => ({ phase: size, readout: size, spacing: { phase: 2e-3, readout: 2e-3 } });
const magnitude = (data: Float64Array, at: number): number => Math.hypot(data[2 * at], data[2 * at + 1]);

describe("one loop", () => {
  it("has the field 2 pi a^2 / (a^2 + d^2)^(3/2) at the distance d along its axis", () => {
    // Biot and Savart on the axis of a circle, but for mu0 I / 4 pi. A polygon of n chords of the length of their arcs keeps the
    // symmetry, so its on-axis field is the circle's, exactly.
    const field = { phase: 1, readout: 101, spacing: { phase: 1e-3, readout: 1e-3 } };
    const radius = 0.02;
    const loop: Loop = { x: 0.06, y: 0, tangentX: 0, tangentY: 1, radius };
    const data = loopField(field, loop);
    for (let column = 0; column < 101; column++) {
      const distance = 0.06 - (column - 50) * 1e-3;
      const expected = (2 * Math.PI * radius * radius) / (radius * radius + distance * distance) ** 1.5;
      expect(Math.abs(magnitude(data, column) / expected - 1)).toBeLessThan(1e-12);
    }
  });

  it("stands outside the image with its whole wire, whatever the shape of the field", () => {
    for (const [phase, readout] of [
      [64, 64],
      [128, 64],
      [40, 200],
    ] as const) {
      const field = { phase, readout, spacing: { phase: 1e-3, readout: 1e-3 } };
      for (let step = 0; step < 64; step++) {
        const { x, y, tangentX, tangentY, radius } = loopAt(field, step / 64, 0.03);
        expect(Math.hypot(tangentX, tangentY)).toBeCloseTo(1, 12);
        for (const along of [-radius, 0, radius]) {
          const inside = Math.abs(x + along * tangentX) < readout / 2000 && Math.abs(y + along * tangentY) < phase / 2000;
          expect(inside).toBe(false);
        }
      }
    }
  });
});

describe("the array", () => {
  it.each([1, 2, 8, 32])("of %i coils has sensitivities whose squares add up to 1", (coils) => {
    const data = coilArray({ phase: 33, readout: 20, spacing: { phase: 2e-3, readout: 3e-3 } }, coils);
    for (const sum of rootSumOfSquares(data, coils, 33 * 20)) expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });

  it("turned by a quarter is itself: coil c + 2 of 8 receives at the turned place what coil c receives here", () => {
    // An odd size has its centre on a pixel. A quarter turn takes (x, y) to (-y, x) and multiplies B_x - i B_y by -i.
    const size = 31;
    const data = coilArray(square(size), 8);
    for (let coil = 0; coil < 8; coil++) {
      for (const [x, y] of [
        [3, 7],
        [-15, 15],
        [0, 0],
        [-4, 11],
      ] as const) {
        const here = 2 * ((coil * size + y + 15) * size + x + 15);
        const there = 2 * ((((coil + 2) % 8) * size + x + 15) * size - y + 15);
        expect(data[there]).toBeCloseTo(data[here + 1]!, 12);
        expect(data[there + 1]).toBeCloseTo(-data[here]!, 12);
      }
    }
  });

  it("is smooth: between neighbouring pixels of a head's size no sensitivity changes by more than a tenth", () => {
    const size = 64;
    const data = coilArray({ phase: size, readout: size, spacing: { phase: 3.5e-3, readout: 3.5e-3 } }, 8);
    let most = 0;
    for (let at = 0; at < 8 * size * size; at++) {
      if (at % size < size - 1) most = Math.max(most, Math.hypot(data[2 * at] - data[2 * at + 2]!, data[2 * at + 1] - data[2 * at + 3]!));
    }
    expect(most).toBeLessThan(0.1);
  });

  it("refuses no coil, half a coil and more than 32", () => {
    for (const count of [0, 1.5, 33]) expect(() => coilArray(square(8), count)).toThrow(RangeError);
  });
});

describe("what an array receives", () => {
  it("combines to the very magnitude of the object", () => {
    const samples = randomSamples(1, 31, 24);
    const before = samples.data.slice();
    const received = receivedBy(samples, 8);
    expect(received.coils).toBe(8);
    const images = ifft2c(received.data.slice(), 31, 24, 8);
    const expected = rootSumOfSquares(ifft2c(samples.data.slice(), 31, 24), 1, 31 * 24);
    expect(mismatch(rootSumOfSquares(images, 8, 31 * 24), expected)).toBeLessThan(1e-12);
    expect(samples.data).toEqual(before);
    expect(sensitivitiesOf(received)).toBe(received.sensitivities);
  });

  it("is left alone where several coils received it", () => {
    const samples = randomSamples(3, 8, 8);
    expect(receivedBy(samples, 8)).toBe(samples);
  });
});

describe("estimated sensitivities", () => {
  it("of a smooth object are the true ones, but for the object's phase", () => {
    // exp(-r^2 / 2 w^2) with w = 9 pixels of 64 spans 64 / (2 pi 9) = 1.1 samples of k-space: the window of 24 passes it and the
    // slow sensitivities with little loss. The object is real, so its phase is 0.
    const size = 64;
    const coils = 8;
    const object = new Float64Array(2 * size * size);
    for (let at = 0; at < size * size; at++) {
      const [y, x] = [Math.floor(at / size) - 32, (at % size) - 32];
      object[2 * at] = Math.exp(-(x * x + y * y) / (2 * 81));
    }
    const received = receivedBy(samplesOf(fft2c(object, size, size), 1, size, size), coils);
    const { sensitivities, ...unknown } = received;
    const estimated = sensitivitiesOf(unknown);
    let worst = 0;
    for (let at = 0; at < coils * size * size; at++) {
      const [y, x] = [(Math.floor(at / size) % size) - 32, (at % size) - 32];
      if (x * x + y * y > 18 * 18) continue;
      worst = Math.max(worst, Math.hypot(estimated[2 * at] - sensitivities![2 * at]!, estimated[2 * at + 1] - sensitivities![2 * at + 1]!));
    }
    expect(worst).toBeLessThan(0.03);
  });

  it("are 0 where nothing was received, and squares that add up to 1 elsewhere", () => {
    const empty = samplesOf(new Float64Array(2 * 2 * 36), 2, 6, 6);
    expect(sensitivitiesOf(empty).every((value) => value === 0)).toBe(true);
    const estimated = sensitivitiesOf(randomSamples(4, 31, 40));
    for (const sum of rootSumOfSquares(estimated, 4, 31 * 40)) expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });
});
