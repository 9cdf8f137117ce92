import { describe, expect, it } from "vitest";
import * as math from "../../../generators/signal/math.ts";
import { REFERENCE } from "./math.reference.ts";

type Numeric = (...values: number[]) => number;
const functions = math as unknown as Readonly<Record<string, Numeric>>;

const view = new DataView(new ArrayBuffer(8));

/** The distance from |x| to the next double above it. */
function ulp(x: number): number {
  view.setFloat64(0, Math.abs(x));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0) - Math.abs(x);
}

/** How far two results lie apart, in units of the last place of the second. */
const distance = (got: number, expected: number): number => (Object.is(got, expected) ? 0 : Math.abs(got - expected) / ulp(expected));

/** Every function is good to 1.2 ulp, and the reference is rounded by half a unit: two doubles, so at most one unit apart. */
const BOUND = 1;

describe("reference values of 60 digits", () => {
  it.each(Object.keys(REFERENCE))("%s", (name) => {
    for (const row of REFERENCE[name]) {
      const expected = row[row.length - 1];
      expect(distance(functions[name](...row.slice(0, -1)), expected), `${name}(${row.slice(0, -1)})`).toBeLessThanOrEqual(BOUND);
    }
  });
});

/** Weyl's sequence of the golden ratio: even coverage of 0 .. 1 without randomness. */
const spread = (index: number): number => (index * 0.6180339887498949) % 1;
const between = (low: number, high: number) => (t: number) => low + (high - low) * t;
const powersOfTwo = (low: number, high: number) => (t: number) => 2 ** (low + (high - low) * t);

// V8's own functions (fdlibm, ieee754) are good to 1 ulp, so that agreement within 2 ulp follows from 1 ulp here.
describe("a scan against the engine's functions", () => {
  const cases: readonly [string, (t: number) => number, number][] = [
    ["exp", between(-745, 709.7), 2],
    ["expm1", between(-5, 5), 2],
    ["log", powersOfTwo(-1074, 1023), 2],
    ["log", between(0.5, 2), 2],
    ["log1p", between(-0.99, 2), 2],
    ["log2", powersOfTwo(-1000, 1000), 2],
    ["log10", powersOfTwo(-1000, 1000), 2],
    ["sin", between(-1000, 1000), 2],
    ["cos", between(-1000, 1000), 2],
    ["sin", powersOfTwo(20, 1023), 2],
    ["tan", between(-1000, 1000), 2],
    ["atan", between(-20, 20), 2],
    ["asin", between(-1, 1), 2],
    ["acos", between(-1, 1), 2],
  ];
  it.each(cases)("%s", (name, argument, bound) => {
    const builtIn = Math as unknown as Readonly<Record<string, Numeric>>;
    let worst = 0;
    for (let index = 0; index < 20000; index++) {
      const x = argument(spread(index));
      worst = Math.max(worst, distance(functions[name](x), builtIn[name](x)));
    }
    expect(worst).toBeLessThanOrEqual(bound);
  });

  it("pow", () => {
    let worst = 0;
    for (let index = 0; index < 20000; index++) {
      const x = 2 ** (40 * spread(index) - 20);
      const y = 60 * spread(7 * index + 3) - 30;
      worst = Math.max(worst, distance(math.pow(x, y), x ** y));
    }
    expect(worst).toBeLessThanOrEqual(2);
  });
});

describe("special values", () => {
  const values = [
    0,
    -0,
    1,
    -1,
    0.5,
    2,
    -2,
    3,
    -3,
    5e-324,
    -5e-324,
    1e-310,
    1e308,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ];
  const builtIn = Math as unknown as Readonly<Record<string, Numeric>>;
  // Equal to the last bit where the result is exact (zeros, infinities, NaN, whole numbers), else within the bound.
  const agree = (got: number, expected: number): boolean => Object.is(got, expected) || (expected !== 0 && distance(got, expected) <= 3);

  it.each(["exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan"])(
    "%s as ECMAScript has them",
    (name) => {
      for (const x of values) expect(agree(functions[name](x), builtIn[name](x)), `${name}(${x})`).toBe(true);
    },
  );

  it.each(["pow", "atan2"])("%s as ECMAScript has them", (name) => {
    for (const x of values)
      for (const y of values) expect(agree(functions[name](x, y), builtIn[name](x, y)), `${name}(${x}, ${y})`).toBe(true);
  });

  it("erf, erfc and the quantile at their limits", () => {
    expect(math.erf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(math.erf(Number.NEGATIVE_INFINITY)).toBe(-1);
    expect(math.erfc(Number.NEGATIVE_INFINITY)).toBe(2);
    expect(math.erfc(Number.POSITIVE_INFINITY)).toBe(0);
    expect(math.erf(Number.NaN)).toBeNaN();
    expect(math.normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(math.normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(math.normalQuantile(0.5)).toBe(0);
    expect(math.normalQuantile(-0.1)).toBeNaN();
  });
});

describe("exact results and laws", () => {
  it("powers of two and ten are exact", () => {
    for (let k = -1074; k <= 1023; k++) expect(math.log2(2 ** k)).toBe(k);
    for (let k = 0; k <= 22; k++) expect(math.log10(Number(`1e${k}`))).toBe(k);
    for (let k = -1022; k <= 1023; k++) expect(math.pow(2, k)).toBe(2 ** k);
  });

  it("quarter turns are exact, and a whole number of turns changes nothing", () => {
    for (const [turns, cosine, sine] of [
      [0, 1, 0],
      [0.25, 0, 1],
      [0.5, -1, 0],
      [0.75, 0, -1],
      [1, 1, 0],
      [-0.25, 0, -1],
    ]) {
      for (const whole of [0, 1, 4096, 2 ** 40]) {
        expect(math.cosTurns(turns + whole)).toBe(cosine);
        expect(math.sinTurns(turns + whole) === sine).toBe(true);
      }
    }
    for (let index = 1; index < 100; index++) {
      const x = index / 128;
      expect(math.sinTurns(x + 4096)).toBe(math.sinTurns(x));
      expect(math.cosTurns(x + 2 ** 40)).toBe(math.cosTurns(x));
    }
  });

  it("the normal quantile rises from one piece to the next", () => {
    // The ends of its segments, 2^-13 among them. The slope is sqrt(2 pi) exp(x^2 / 2), and either side is good to 1.01 ulp.
    for (let octave = 1; octave <= 13; octave++) {
      for (let part = 0; part < 64; part++) {
        const end = 2 ** (-octave - 1) * (1 + part / 64);
        const before = end - ulp(end / 2);
        const [left, right] = [math.normalQuantile(before), math.normalQuantile(end)];
        const rise = (end - before) * Math.sqrt(2 * Math.PI) * Math.exp(0.5 * right * right);
        expect(Math.abs(right - left - rise)).toBeLessThan(2.1 * ulp(right));
      }
    }
  });

  it("the normal distribution function undoes its inverse", () => {
    // A relative error e of x changes P by x phi(x) e, and relative to P by at most (x^2 + 1) e for x < 0. The quantile and x / sqrt(2) give
    // e = 2.2e-16 + 2.2e-16, erfc another 2.2e-16 of P.
    for (let index = 1; index < 2000; index++) {
      const p = 2 ** (-index / 40);
      const x = math.normalQuantile(p);
      expect(Math.abs(0.5 * math.erfc(-x / Math.SQRT2) - p) / p).toBeLessThan((x * x + 2) * 5e-16);
    }
  });
});
