import { describe, expect, it } from "vitest";
import { exp } from "../../../generators/signal/math.ts";
import { discSpread, gaussianSpread, type PointSpread, pathSpread } from "../../../generators/signal/point-spread.ts";

/** The sum without accumulated rounding (Kahan): what is left is the rounding of the weights themselves. */
function total(weights: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const weight of weights) {
    const next = sum + (weight - lost);
    lost = next - sum - (weight - lost);
    sum = next;
  }
  return sum;
}

/** Sum of weight * row displacement^a * column displacement^b. */
function moment({ rows, columns, weights }: PointSpread, a: number, b: number): number {
  return weights.reduce((sum, weight, index) => {
    const row = Math.floor(index / columns) - (rows - 1) / 2;
    const column = (index % columns) - (columns - 1) / 2;
    return sum + weight * row ** a * column ** b;
  }, 0);
}

describe("the discrete Gaussian", () => {
  it.each([0.1, 0.4, 1, 2.5, 7, 40])("of sigma %d has weight 1, no shift, and variance sigma^2", (sigma) => {
    const { down } = gaussianSpread(sigma);
    const reach = (down.length - 1) / 2;
    expect(Math.abs(total(down) - 1)).toBeLessThan(1e-15);
    const variance = down.reduce((sum, weight, index) => sum + weight * (index - reach) ** 2, 0);
    // The weights left out are below 1e-12 of the largest and lie near 7.5 sigma: 60 sigma^2 times their sum, below 1e-9.
    expect(Math.abs(variance / sigma ** 2 - 1)).toBeLessThan(1e-8);
    for (let index = 0; index <= reach; index++) expect(down[index]).toBe(down[down.length - 1 - index]);
  });

  it("has the Bessel functions as weights: exp(-1) I_0(1) = 0.46575960759364043 and exp(-1) I_1(1) = 0.20791041534970844", () => {
    const { down } = gaussianSpread(1);
    const middle = (down.length - 1) / 2;
    expect(down[middle]).toBeCloseTo(0.46575960759364043, 9);
    expect(down[middle + 1]).toBeCloseTo(0.20791041534970844, 9);
  });

  it("approaches the sampled Gaussian for a wide one", () => {
    const { down } = gaussianSpread(30);
    const middle = (down.length - 1) / 2;
    // Lindeberg: the difference is of the order of 1 / (8 sigma^2) of the peak; allowed here is twice that.
    for (const offset of [0, 10, 30, 60]) {
      expect(Math.abs(down[middle + offset] - exp(-(offset * offset) / 1800) / (30 * Math.sqrt(2 * Math.PI)))).toBeLessThan(
        down[middle] / 3600,
      );
    }
  });

  it("is the delta for 0, and may differ along the axes", () => {
    expect(Array.from(gaussianSpread(0).down)).toEqual([1]);
    const { down, across } = gaussianSpread(0, 2);
    expect(down.length).toBe(1);
    expect(across.length).toBeGreaterThan(20);
    expect(() => gaussianSpread(-1)).toThrow("Expected sigma of 0 or more pixels, got -1");
  });
});

describe("the disc", () => {
  it.each([0.2, 0.5, 0.7, 1, 2.5, 6.3, 20])(
    "of radius %d has weight 1, no shift, no weight below 0, and the symmetry of the square",
    (radius) => {
      const spread = discSpread(radius);
      expect(Math.abs(total(spread.weights) - 1)).toBeLessThan(1e-15);
      expect(Math.abs(moment(spread, 1, 0))).toBeLessThan(1e-12);
      const side = spread.rows;
      spread.weights.forEach((weight, index) => {
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(spread.weights[(index % side) * side + Math.floor(index / side)]).toBeCloseTo(weight, 14);
      });
    },
  );

  it("is the delta, exactly, while it lies within one pixel", () => {
    for (const radius of [0, 0.1, 0.5]) expect(discSpread(radius)).toEqual({ rows: 1, columns: 1, weights: Float64Array.of(1) });
  });

  it("covers pixels by area: a disc of radius 1 covers its centre pixel whole", () => {
    // The centre pixel, 1 of pi. A pixel beside it by symmetry: the cap beyond x = 1/2 between y = -1/2 and 1/2, which is
    // integral of (sqrt(1 - y^2) - 1/2) dy over |y| < 1/2 = sqrt(3)/4 + pi/6 - 1/2; the rest in the four corners.
    const { weights } = discSpread(1);
    expect(weights[4]).toBeCloseTo(1 / Math.PI, 14);
    const beside = (Math.sqrt(3) / 4 + Math.PI / 6 - 0.5) / Math.PI;
    expect(weights[1]).toBeCloseTo(beside, 14);
    expect(weights[0]).toBeCloseTo((1 - 1 / Math.PI - 4 * beside) / 4, 14);
  });

  it.each([3, 5.5, 10, 25])("of radius %d has the second moment radius^2 / 4 + 1 / 12 along each axis", (radius) => {
    // A uniform disc has radius^2 / 4 along each axis; moving areas to pixel centres adds 1/12 (Sheppard's correction).
    // What remains is the edge's sampling error, which falls with the radius.
    const spread = discSpread(radius);
    expect(Math.abs(moment(spread, 2, 0) - (radius * radius) / 4 - 1 / 12)).toBeLessThan(0.05);
    expect(moment(spread, 0, 2)).toBeCloseTo(moment(spread, 2, 0), 10);
  });

  it("spreads further as the radius grows", () => {
    let before = 0;
    for (let radius = 0.55; radius < 12; radius += 0.05) {
      const spread = moment(discSpread(radius), 2, 0);
      expect(spread).toBeGreaterThan(before);
      before = spread;
    }
  });
});

describe("the motion path", () => {
  it("is the delta for one point, wherever it lies", () => {
    expect(pathSpread([{ row: 3.4, column: -7.7 }])).toEqual({ rows: 1, columns: 1, weights: Float64Array.of(1) });
  });

  it("is centred and has weight 1", () => {
    const spread = pathSpread([
      { row: 0, column: 0 },
      { row: 1.5, column: 4 },
      { row: 7, column: 4.2 },
      { row: 6.5, column: -3 },
    ]);
    expect(Math.abs(total(spread.weights) - 1)).toBeLessThan(1e-15);
    expect(Math.abs(moment(spread, 1, 0))).toBeLessThan(1e-12);
    expect(Math.abs(moment(spread, 0, 1))).toBeLessThan(1e-12);
  });

  it("spreads a straight motion of length L by L^2 / 12, and 1/6 for sharing among pixels", () => {
    // Uniform on a line of length 12: 144 / 12 = 12. Bilinear sharing at fraction f adds f (1 - f), 1/6 on average.
    const spread = pathSpread([
      { row: 0, column: 0 },
      { row: 0, column: 12 },
    ]);
    expect(spread.rows).toBe(1);
    expect(moment(spread, 0, 2)).toBeCloseTo(12 + 1 / 6, 2);
  });

  it("weighs by time: a rest at one end keeps most of the light there", () => {
    const spread = pathSpread([
      { row: 0, column: 0 },
      { row: 0, column: 0 },
      { row: 0, column: 0 },
      { row: 0, column: 8 },
    ]);
    expect(Math.max(...spread.weights)).toBeGreaterThan(0.3);
  });

  it("refuses no points and points without a place", () => {
    expect(() => pathSpread([])).toThrow(RangeError);
    expect(() => pathSpread([{ row: Number.NaN, column: 0 }])).toThrow(RangeError);
  });
});
