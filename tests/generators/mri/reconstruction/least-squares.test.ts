import { expect, it } from "vitest";
import { leastSquares } from "../../../../generators/mri/reconstruction/least-squares.ts";
import { draws, energy } from "../coil-samples.ts";

it("leaves a residual that is orthogonal to every column, but for the regularisation: A^H (A w - b) = -r w", () => {
  const [equations, unknowns, sides, regularisation] = [19, 6, 2, 0.01];
  const a = draws("a")
    .stream("a")
    .fillNormal(new Float64Array(2 * equations * unknowns));
  const b = draws("b")
    .stream("b")
    .fillNormal(new Float64Array(2 * equations * sides));
  const w = leastSquares(a, b, { equations, unknowns, sides, regularisation });
  const r = (regularisation * energy(a)) / unknowns;
  for (let side = 0; side < sides; side++) {
    const residual = Array.from({ length: equations }, (_, e) => {
      let [re, im] = [-b[2 * (e * sides + side)]!, -b[2 * (e * sides + side) + 1]!];
      for (let u = 0; u < unknowns; u++) {
        const [at, to] = [2 * (e * unknowns + u), 2 * (u * sides + side)];
        re += a[at]! * w[to]! - a[at + 1]! * w[to + 1]!;
        im += a[at]! * w[to + 1]! + a[at + 1]! * w[to]!;
      }
      return [re, im] as const;
    });
    for (let u = 0; u < unknowns; u++) {
      let [re, im] = [r * w[2 * (u * sides + side)]!, r * w[2 * (u * sides + side) + 1]!];
      for (const [e, [x, y]] of residual.entries()) {
        const at = 2 * (e * unknowns + u);
        re += a[at]! * x + a[at + 1]! * y;
        im += a[at]! * y - a[at + 1]! * x;
      }
      expect(Math.hypot(re, im)).toBeLessThan(1e-12 * energy(a));
    }
  }
});

it("of an empty matrix is 0", () => {
  const size = { equations: 4, unknowns: 2, sides: 1, regularisation: 1e-6 };
  expect(leastSquares(new Float64Array(16), new Float64Array(8).fill(1), size)).toEqual(new Float64Array(4));
});
