import { describe, expect, it } from "vitest";
import { transformAxis } from "../../../generators/signal/fft.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { halfColumns, inverseRealFft2, realFft2 } from "../../../generators/signal/real-fft.ts";

const noise = (count: number): Float64Array =>
  randomSource({ seed: "real", image: "", operation: "", stage: "" }).stream("image").fillNormal(new Float64Array(count));

const SIZES = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [5, 7],
  [6, 9],
  [7, 8],
  [64, 67],
  [33, 512],
];

describe("the transform of a real image", () => {
  it.each(SIZES)("is the half of the complex transform that its mirrored conjugate does not repeat, %d x %d", (rows, columns) => {
    const image = noise(rows * columns);
    const complex = new Float64Array(2 * rows * columns);
    image.forEach((value, index) => {
      complex[2 * index] = value;
    });
    transformAxis(complex, rows, columns, 1);
    transformAxis(complex, 1, rows, columns);
    const spectrum = realFft2(image, rows, columns);
    const half = halfColumns(columns);
    const size = Math.sqrt(rows * columns);
    for (let k = 0; k < rows; k++) {
      for (let part = 0; part < 2 * half; part++) {
        expect(Math.abs(spectrum[2 * k * half + part] - complex[2 * k * columns + part]) / size).toBeLessThan(1e-14);
      }
    }
  });

  it.each(SIZES)("is undone by its inverse, %d x %d", (rows, columns) => {
    const image = noise(rows * columns);
    const back = inverseRealFft2(realFft2(image, rows, columns), rows, columns);
    image.forEach((value, index) => {
      expect(Math.abs(back[index] - value)).toBeLessThan(1e-14);
    });
  });

  it("convolves: the product of spectra is the spectrum of the circular convolution, and stays real", () => {
    const rows = 6;
    const columns = 5;
    const a = noise(rows * columns);
    const b = noise(2 * rows * columns).subarray(rows * columns);
    const x = realFft2(a, rows, columns);
    const y = realFft2(b, rows, columns);
    for (let at = 0; at < x.length; at += 2) {
      const re = x[at] * y[at] - x[at + 1] * y[at + 1];
      x[at + 1] = x[at] * y[at + 1] + x[at + 1] * y[at];
      x[at] = re;
    }
    const product = inverseRealFft2(x, rows, columns);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        let sum = 0;
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++)
            sum += a[i * columns + j] * b[((r - i + rows) % rows) * columns + ((c - j + columns) % columns)];
        }
        expect(Math.abs(product[r * columns + c] - sum)).toBeLessThan(1e-13);
      }
    }
  });

  it("refuses another size", () => {
    expect(() => realFft2(new Float64Array(5), 2, 3)).toThrow("Expected 6 numbers, got 5");
    expect(() => inverseRealFft2(new Float64Array(5), 2, 3)).toThrow("Expected 8 numbers, got 5");
  });
});
