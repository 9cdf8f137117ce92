import { describe, expect, it } from "vitest";
import { nollOrder, zernike } from "../../../generators/signal/zernike.ts";

/** Gauss-Legendre nodes and weights on -1 .. 1 (Newton's iteration on the Legendre polynomial): exact to degree 2 count - 1. */
function gauss(count: number): { node: number; weight: number }[] {
  return Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let step = 0; step < 50; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    return { node: x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
}

/** Mean over the pupil, exact for polynomials of degree below 40: area is d(rho^2) / 2 d(theta). */
function mean(of: (y: number, x: number) => number): number {
  let sum = 0;
  for (const { node, weight } of gauss(20)) {
    const rho = Math.sqrt((node + 1) / 2);
    for (let step = 0; step < 41; step++) {
      const theta = (2 * Math.PI * step) / 41;
      sum += (weight / 2 / 41) * of(rho * Math.sin(theta), rho * Math.cos(theta));
    }
  }
  return sum;
}

describe("Zernike polynomials", () => {
  it("come in Noll's order (his table I)", () => {
    const orders = Array.from({ length: 15 }, (_, place) => nollOrder(place + 1));
    expect(orders.map(({ radial }) => radial)).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]);
    expect(orders.map(({ azimuthal }) => azimuthal)).toEqual([0, 1, 1, 0, 2, 2, 1, 1, 3, 3, 0, 2, 2, 4, 4]);
    // Even indices are cosines, odd ones sines, where there is an angle at all.
    expect(orders.map(({ sine }) => sine)).toEqual(orders.map(({ azimuthal }, place) => azimuthal > 0 && place % 2 === 0));
  });

  it("have Noll's closed forms", () => {
    for (const [y, x] of [
      [0, 0],
      [0.3, -0.5],
      [-0.8, 0.1],
      [0.6, 0.8],
    ]) {
      const r2 = x * x + y * y;
      expect(zernike(1, y, x)).toBe(1);
      expect(zernike(2, y, x)).toBeCloseTo(2 * x, 14);
      expect(zernike(3, y, x)).toBeCloseTo(2 * y, 14);
      expect(zernike(4, y, x)).toBeCloseTo(Math.sqrt(3) * (2 * r2 - 1), 14);
      expect(zernike(5, y, x)).toBeCloseTo(Math.sqrt(6) * 2 * x * y, 14);
      expect(zernike(6, y, x)).toBeCloseTo(Math.sqrt(6) * (x * x - y * y), 14);
      expect(zernike(7, y, x)).toBeCloseTo(Math.sqrt(8) * (3 * r2 - 2) * y, 14);
      expect(zernike(8, y, x)).toBeCloseTo(Math.sqrt(8) * (3 * r2 - 2) * x, 14);
      expect(zernike(11, y, x)).toBeCloseTo(Math.sqrt(5) * (6 * r2 * r2 - 6 * r2 + 1), 14);
    }
  });

  it("are orthonormal over the pupil", () => {
    for (let i = 1; i <= 45; i += 3)
      for (let j = i; j <= 45; j += 2) expect(mean((y, x) => zernike(i, y, x) * zernike(j, y, x))).toBeCloseTo(i === j ? 1 : 0, 12);
  });

  it("stay accurate at high orders: R_n^m(1) = 1", () => {
    // At (y, x) = (0, 1) a cosine term is its norm exactly, whatever the order.
    for (const index of [500, 1250, 5000]) {
      const { radial, azimuthal, sine } = nollOrder(index);
      const norm = Math.sqrt((azimuthal === 0 ? 1 : 2) * (radial + 1));
      expect(zernike(index, 0, 1) / norm).toBeCloseTo(sine ? 0 : 1, 11);
    }
  });

  it("refuse an index that Noll does not have", () => {
    for (const index of [0, -3, 2.5, Number.NaN]) expect(() => nollOrder(index)).toThrow("Expected a Noll index of 1 or more");
  });
});
