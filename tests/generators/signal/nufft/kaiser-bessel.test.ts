import { describe, expect, it } from "vitest";
import { cellPolynomials } from "../../../../generators/signal/nufft/cell-polynomials.ts";
import { aliasing, kaiserBessel, kaiserBesselFor, kaiserBesselTransform } from "../../../../generators/signal/nufft/kaiser-bessel.ts";

/** The modified Bessel function by its integral, 1/pi int_0^pi exp(x cos t) dt: the trapezoid rule converges faster than any power. */
function besselI0(x: number): number {
  const points = 200;
  let sum = 0;
  for (let i = 0; i < points; i++) sum += Math.exp(x * Math.cos((2 * Math.PI * (i + 0.5)) / points));
  return sum / points;
}

const KERNELS = [
  { width: 2, shape: 3.1 },
  { width: 3, shape: 6.3 },
  { width: 7, shape: 15.4 },
  { width: 16, shape: 33.2 },
];

describe("the Kaiser-Bessel kernel", () => {
  it.each(KERNELS)("is the ratio of Bessel functions, %o", (kernel) => {
    for (const x of [0, 0.1, 0.37, 0.8, 0.99, 1]) {
      const expected = besselI0(kernel.shape * Math.sqrt(1 - x * x)) / besselI0(kernel.shape);
      const got = kaiserBessel(kernel, (x * kernel.width) / 2);
      expect(Math.abs(got / expected - 1)).toBeLessThan(1e-13);
      expect(kaiserBessel(kernel, (-x * kernel.width) / 2)).toBe(got);
    }
  });

  it.each(KERNELS)("has the transform that it states, %o", (kernel) => {
    // Simpson's rule: the integrand is smooth up to the ends, and the error, of the order of (b w / intervals)^4, far below 1e-11.
    const intervals = 1 << 14;
    for (const frequency of [0, 0.05, 0.25, 0.4, 0.6, 0.75, 1.3]) {
      let sum = 0;
      for (let i = 0; i <= intervals; i++) {
        const t = kernel.width * (i / intervals - 0.5);
        const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
        sum += weight * kaiserBessel(kernel, t) * Math.cos(2 * Math.PI * frequency * t);
      }
      const integral = (sum * kernel.width) / intervals / 3;
      expect(Math.abs(kaiserBesselTransform(kernel, frequency) - integral)).toBeLessThan(1e-11);
    }
  });

  it("is continuous where the square root turns imaginary: sinh(s)/s = 1 there", () => {
    const kernel = { width: 6, shape: 12 };
    const turn = kernel.shape / (Math.PI * kernel.width);
    for (const offset of [-1e-9, 0, 1e-9]) {
      expect(kaiserBesselTransform(kernel, turn + offset) * besselI0(12)).toBeCloseTo(kernel.width, 5);
    }
  });
});

describe("the choice of a kernel", () => {
  it("takes the narrowest that reaches the accuracy", () => {
    for (const oversampling of [1.25, 1.5, 2]) {
      for (const accuracy of [1e-2, 1e-4, 1e-6, 1e-8]) {
        const kernel = kaiserBesselFor(accuracy, oversampling)!;
        expect(Math.SQRT2 * aliasing(kernel, oversampling)).toBeLessThanOrEqual(accuracy);
        // Barnett's law, exp(-pi w sqrt(1 - 1/oversampling)), is what the best kernels reach: within two cells of it.
        const law = -Math.log(accuracy) / (Math.PI * Math.sqrt(1 - 1 / oversampling));
        expect(kernel.width).toBeGreaterThan(law - 1);
        expect(kernel.width).toBeLessThan(law + 2);
      }
    }
  });

  it("finds none where 16 cells are too few", () => {
    expect(kaiserBesselFor(1e-12, 1.25)).toBeUndefined();
  });
});

describe("polynomials of the cells", () => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16])("follow the kernel within the tolerance, width %i", (width) => {
    const kernel = { width, shape: 2.2 * width };
    for (const tolerance of [1e-3, 1e-7, 1e-12]) {
      const { pairs, steps, coefficients } = cellPolynomials(kernel, tolerance);
      expect(coefficients.length).toBe((steps + 1) * 4 * pairs);
      for (const z of [-1, -0.77, -0.2, 0, 0.13, 0.6, 1]) {
        for (let cell = 0; cell < 2 * pairs; cell++) {
          let even = 0;
          let odd = 0;
          for (let row = 0; row <= steps; row++) {
            even = even * z * z + coefficients[row * 4 * pairs + cell];
            odd = odd * z * z + coefficients[row * 4 * pairs + 2 * pairs + cell];
          }
          const start = (z + 1) / 2 - width / 2;
          expect(Math.abs(even + z * odd - kaiserBessel(kernel, start + cell))).toBeLessThan(tolerance + 2e-15);
          expect(Math.abs(even - z * odd - kaiserBessel(kernel, start + width - 1 - cell))).toBeLessThan(tolerance + 2e-15);
        }
      }
    }
  });
});
