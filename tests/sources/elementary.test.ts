import { expect, test } from "vitest";
import { ln, turn } from "../../sources/elementary.ts";

// The series is cut below 2^-54 of the sum; what remains is rounding, a few units in the last place.
test("ln to 4 units in the last place, from 1e-300 to 1e300", () => {
  for (let exponent = -300; exponent <= 300; exponent += 0.37) {
    const x = 10 ** exponent;
    expect(Math.abs(ln(x) - Math.log(x))).toBeLessThanOrEqual(4 * 2 ** -53 * Math.max(Math.abs(Math.log(x)), 2 ** -10));
  }
  expect(ln(1)).toBe(0);
});

test("cos and sin of every fraction of a turn to 1e-15, exact at quarters", () => {
  for (const n of [1, 2, 3, 7, 8, 24, 640, 1009]) {
    for (let k = -n; k <= 2 * n; k++) {
      const [c, s] = turn(k, n);
      expect(Math.abs(c - Math.cos((2 * Math.PI * k) / n))).toBeLessThan(2e-15);
      expect(Math.abs(s - Math.sin((2 * Math.PI * k) / n))).toBeLessThan(2e-15);
    }
  }
  expect([turn(0, 4), turn(1, 4), turn(2, 4), turn(3, 4)].map(([c, s]) => [c + 0, s + 0])).toEqual([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ]);
});
