import { describe, expect, it } from "vitest";
import { fft, fft2c, fftc, ifft2c, quickLength } from "../../../generators/signal/fft.ts";
import { cosTurns, sinTurns } from "../../../generators/signal/math.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const noise = (count: number, name = "noise"): Float64Array =>
  randomSource({ seed: "fft", image: "", operation: "", stage: "" })
    .stream(name)
    .fillNormal(new Float64Array(2 * count));

/** The sum by definition, with phases reduced in integers; a centre of 0 gives the plain transform. */
function byDefinition(x: Float64Array, centre = 0): Float64Array {
  const length = x.length / 2;
  const result = new Float64Array(x.length);
  for (let k = 0; k < length; k++) {
    for (let j = 0; j < length; j++) {
      const turns = (((j - centre) * (k - centre)) % length) / length;
      const re = cosTurns(turns);
      const im = -sinTurns(turns);
      result[2 * k] += x[2 * j] * re - x[2 * j + 1] * im;
      result[2 * k + 1] += x[2 * j] * im + x[2 * j + 1] * re;
    }
  }
  return result;
}

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
const relativeError = (got: Float64Array, expected: Float64Array): number =>
  norm(got.map((value, index) => value - expected[index])) / norm(expected);

// Rounding grows with the number of passes: about eps sqrt(log2 N) for the transform, eps sqrt(N) for the sum by definition.
const bound = (length: number): number => 1e-15 * (1 + Math.log2(length)) + 1.2e-16 * Math.sqrt(length);

const LENGTHS = [...Array.from({ length: 64 }, (_, index) => index + 1), 97, 101, 122, 331, 360, 367];

describe("the plain transform", () => {
  it("equals the sum by definition at every kind of length", () => {
    for (const length of LENGTHS) {
      const x = noise(length);
      expect(relativeError(fft(x.slice()), byDefinition(x)), `length ${length}`).toBeLessThan(bound(length));
    }
  });

  it("is undone by its inverse", () => {
    for (const length of [...LENGTHS, 1009, 4096, 3000]) {
      const x = noise(length);
      expect(relativeError(fft(fft(x.slice()), true), x), `length ${length}`).toBeLessThan(bound(length));
    }
  });

  it("keeps energy, up to the length (Parseval)", () => {
    for (const length of [360, 367, 1024]) {
      const x = noise(length);
      expect(norm(fft(x.slice())) / norm(x) / Math.sqrt(length)).toBeCloseTo(1, 14);
    }
  });

  it("turns a delta into a wave, exactly where the roots of unity are exact", () => {
    const x = new Float64Array(16);
    x[2] = 1;
    const expected = byDefinition(x);
    fft(x).forEach((value, index) => {
      expect(Math.abs(value - expected[index])).toBeLessThan(3e-16);
    });
  });

  it("turns a shift into a linear phase", () => {
    const length = 45;
    const shift = 7;
    const x = noise(length);
    const moved = new Float64Array(x.length);
    for (let j = 0; j < length; j++) moved.set(x.subarray(2 * j, 2 * j + 2), 2 * ((j + shift) % length));
    const spectrum = fft(x.slice());
    const expected = new Float64Array(x.length);
    for (let k = 0; k < length; k++) {
      const re = cosTurns((k * shift) / length);
      const im = -sinTurns((k * shift) / length);
      expected[2 * k] = spectrum[2 * k] * re - spectrum[2 * k + 1] * im;
      expected[2 * k + 1] = spectrum[2 * k] * im + spectrum[2 * k + 1] * re;
    }
    expect(relativeError(fft(moved), expected)).toBeLessThan(1e-14);
  });

  it("is linear", () => {
    const a = noise(75, "a");
    const b = noise(75, "b");
    const mixed = fft(a.map((value, index) => 2 * value - 3 * b[index]));
    const spectrumA = fft(a.slice());
    const spectrumB = fft(b.slice());
    expect(
      relativeError(
        mixed,
        spectrumA.map((value, index) => 2 * value - 3 * spectrumB[index]),
      ),
    ).toBeLessThan(1e-14);
  });

  it("refuses an empty line", () => {
    expect(() => fft(new Float64Array(0))).toThrow(RangeError);
  });
});

describe("the centred orthonormal transform", () => {
  it("counts both phases from floor(N / 2), for even and odd lengths", () => {
    for (const length of [1, 2, 5, 8, 9, 15, 134]) {
      const x = noise(length);
      const expected = byDefinition(x, Math.floor(length / 2)).map((value) => value / Math.sqrt(length));
      expect(relativeError(fftc(x.slice(), 1, length, 1), expected), `length ${length}`).toBeLessThan(bound(length));
    }
  });

  it.each([
    [6, 8],
    [5, 7],
    [6, 7],
    [1, 9],
  ])("puts the mean of a %i x %i image at the centre of k-space", (rows, columns) => {
    const image = new Float64Array(2 * rows * columns);
    for (let pixel = 0; pixel < rows * columns; pixel++) image[2 * pixel] = 3;
    fft2c(image, rows, columns);
    const centre = 2 * (Math.floor(rows / 2) * columns + Math.floor(columns / 2));
    image.forEach((value, index) => {
      expect(value).toBeCloseTo(index === centre ? 3 * Math.sqrt(rows * columns) : 0, 13);
    });
  });

  it("turns a delta at the centre into a constant without phase", () => {
    const image = new Float64Array(2 * 7 * 10);
    image[2 * (3 * 10 + 5)] = 1;
    fft2c(image, 7, 10);
    for (let pixel = 0; pixel < 70; pixel++) {
      expect(image[2 * pixel]).toBeCloseTo(1 / Math.sqrt(70), 14);
      expect(image[2 * pixel + 1]).toBeCloseTo(0, 14);
    }
  });

  it("is unitary: <F x, y> = <x, F^-1 y>", () => {
    const x = noise(12 * 35, "x");
    const y = noise(12 * 35, "y");
    const forward = fft2c(x.slice(), 12, 35);
    const backward = ifft2c(y.slice(), 12, 35);
    const real = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index], 0);
    expect(real(forward, y)).toBeCloseTo(real(x, backward), 11);
    expect(norm(forward)).toBeCloseTo(norm(x), 11);
    expect(relativeError(ifft2c(forward, 12, 35), x)).toBeLessThan(1e-14);
  });

  it("transforms every image of a batch as it does one", () => {
    const batch = noise(5 * 9 * 14);
    const together = fft2c(batch.slice(), 9, 14, 5);
    for (let index = 0; index < 5; index++) {
      const size = 2 * 9 * 14;
      expect(together.slice(index * size, (index + 1) * size)).toEqual(fft2c(batch.slice(index * size, (index + 1) * size), 9, 14));
    }
  });

  it("refuses data of another size", () => {
    expect(() => fft2c(new Float64Array(10), 3, 3)).toThrow("Expected 1 x 3 x 3 complex numbers, got 5");
  });
});

it("quick lengths have no prime factor above 5, and prefer fours", () => {
  expect([1, 7, 11, 13, 97, 121, 1025].map(quickLength)).toEqual([1, 8, 12, 16, 100, 128, 1152]);
});
