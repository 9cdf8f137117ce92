import { describe, expect, it } from "vitest";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { rotatable, rotated, rotatedSpectrum } from "../../../generators/signal/rotate.ts";
import { besselJ1, type Ellipse, ellipseImage, ellipseKSpace, ellipseSpectrum } from "./ellipse-spectrum.reference.ts";

const noise = (length: number): Float64Array =>
  randomSource({ seed: "rotate", image: "", operation: "", stage: "" }).stream("noise").fillNormal(new Float64Array(length));
const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]);

describe("the analytic ellipse", () => {
  it("has Bessel's tabulated values", () => {
    // Abramowitz and Stegun, table 9.1 (first zero: table 9.5).
    expect(besselJ1(1)).toBeCloseTo(0.4400505857449335, 14);
    expect(besselJ1(10)).toBeCloseTo(0.0434727461688614, 14);
    expect(besselJ1(3.83170597020751)).toBeCloseTo(0, 13);
  });

  it("is what the centred DFT of a finely sampled ellipse tends to at low frequencies", () => {
    const size = 128;
    const ellipse: Ellipse = { row: 5.3, column: -8.1, a: 33, b: 21, angle: 0.4, amplitude: 1 };
    const image = ellipseImage(ellipse, size, size);
    const data = new Float64Array(2 * size * size);
    for (let i = 0; i < image.length; i++) data[2 * i] = image[i];
    fft2c(data, size, size);
    const sinc = (u: number): number => (u === 0 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u));
    let worst = 0;
    for (let k = -16; k <= 16; k++) {
      for (let l = -16; l <= 16; l++) {
        const [re, im] = ellipseSpectrum(ellipse, k / size, l / size);
        // A pixel averages over its area: its transform multiplies by sinc.
        const scale = (sinc(k / size) * sinc(l / size)) / size;
        const at = 2 * ((k + 64) * size + l + 64);
        worst = Math.max(worst, Math.hypot(data[at] - scale * re, data[at + 1] - scale * im));
      }
    }
    // Left over are aliases from 7/8 and 9/8 cycles per sample: |J1(2 pi q)| / q <= 1 / (pi q^1.5) = 0.0040 at q = 21 * 7/8 times
    // sinc(7/8) = 0.139 over F(0)'s pi is 1.8e-4, and 0.95e-4 for the other.
    expect(worst / (Math.PI * ellipse.a * ellipse.b * (1 / size))).toBeLessThan(2.8e-4);
  });
});

describe("rotation by three shears", () => {
  it("keeps energy exactly, and turning back gives the image again", () => {
    const [batch, rows, columns] = [2, 31, 24];
    const images = noise(2 * batch * rows * columns);
    const turned = rotated(rotatable(images, batch, rows, columns, 1.3), 0.2);
    expect(norm(turned) / norm(images)).toBeCloseTo(1, 12);
    const back = rotated(rotatable(turned, batch, rows, columns, 1.3), -0.2);
    expect(norm(difference(back, images)) / norm(images)).toBeLessThan(1e-12);
  });

  it("gives in rotatedSpectrum the transform of what it gives in rotated, and leaves its input alone", () => {
    const images = noise(2 * 3 * 17 * 20);
    const copy = images.slice();
    const source = rotatable(images, 3, 17, 20);
    const spectrum = rotatedSpectrum(source, -0.1);
    const expected = fft2c(rotated(source, -0.1), 17, 20, 3);
    expect(norm(difference(spectrum, expected)) / norm(expected)).toBeLessThan(1e-13);
    expect(images).toEqual(copy);
  });

  // A Gaussian low-pass keeps the ellipses' energy away from the corners of k-space, where a rotated square has no samples. It is isotropic
  // in millimetres, so it commutes with the rotation.
  it.each([
    [128, 128, 1],
    [128, 160, 1.25],
    [127, 101, 0.8],
  ])("turns ellipses as their closed form says: %i x %i samples, row spacing %f of the column spacing", (rows, columns, aspect) => {
    const angle = (3 * Math.PI) / 180;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    // In units of the column spacing; a row is `aspect` of them. The transform of a scaled object is the scaled transform.
    const kSpace = (ellipses: readonly Ellipse[]): Float64Array => {
      const data = new Float64Array(2 * rows * columns);
      for (let i = 0; i < rows * columns; i++) {
        const u = (Math.floor(i / columns) - Math.floor(rows / 2)) / rows / aspect;
        const v = ((i % columns) - Math.floor(columns / 2)) / columns;
        const weight = Math.exp(-(u * u + v * v) / (2 * 0.1 * 0.1));
        for (const each of ellipses) {
          const [re, im] = ellipseSpectrum(each, u, v);
          data[2 * i] += weight * re;
          data[2 * i + 1] += weight * im;
        }
      }
      return data;
    };
    const head: Ellipse[] = [
      { row: 2, column: -3, a: 30, b: 22, angle: 0.1, amplitude: 1 },
      { row: 10, column: 8, a: 6, b: 3, angle: -0.7, amplitude: -0.5 },
    ];
    const turned = head.map((e) => ({ ...e, row: c * e.row - s * e.column, column: s * e.row + c * e.column, angle: e.angle + angle }));
    const image = ifft2c(kSpace(head), rows, columns);
    const got = rotatedSpectrum(rotatable(image, 1, rows, columns, aspect), angle);
    const expected = kSpace(turned);
    // The Gaussian is exp(-12.5) = 4e-6 at half a cycle per sample: of that order is what the discrete rotation cannot know.
    expect(norm(difference(got, expected)) / norm(expected)).toBeLessThan(1e-4);
  });

  it("turns from the row axis (down) towards the column axis (right)", () => {
    const size = 64;
    const below: Ellipse = { row: 20, column: 0, a: 4, b: 4, angle: 0, amplitude: 1 };
    const weight = (u: number, v: number): number => Math.exp(-(u * u + v * v) / 0.02);
    const image = ifft2c(ellipseKSpace([below], size, size, weight), size, size);
    const turned = rotated(rotatable(image, 1, size, size), 0.3);
    let sum = 0;
    const moment = [0, 0];
    for (let i = 0; i < size * size; i++) {
      sum += turned[2 * i];
      moment[0] += turned[2 * i] * (Math.floor(i / size) - 32);
      moment[1] += turned[2 * i] * ((i % size) - 32);
    }
    expect(moment[0] / sum).toBeCloseTo(20 * Math.cos(0.3), 3);
    expect(moment[1] / sum).toBeCloseTo(20 * Math.sin(0.3), 3);
  });
});
