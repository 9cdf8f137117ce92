import { describe, expect, it } from "vitest";
import { type PoissonDisc, type PoissonDiscMask, poissonDiscMask } from "../../../generators/signal/poisson-disc.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const drawn = (wanted: PoissonDisc, seed = "a"): PoissonDiscMask =>
  poissonDiscMask(wanted, randomSource({ seed, image: "test", operation: "poisson-disc", stage: "test" }).stream("order"));

const square = (size: number, acceleration: number, calibration = 8, spread = 3): PoissonDisc => ({
  rows: size,
  columns: size,
  acceleration,
  calibration: { rows: calibration, columns: calibration },
  spread,
});

/** The calibration region and the distance law, written down anew from the definition. */
function lawOf({ rows, columns, calibration, spread }: PoissonDisc, distance: number) {
  const [top, left] = [
    Math.floor(rows / 2) - Math.floor(calibration.rows / 2),
    Math.floor(columns / 2) - Math.floor(calibration.columns / 2),
  ];
  const longer = Math.max(rows, columns);
  const away = (row: number, column: number): number => {
    const down = Math.max(top - row, row - (top + calibration.rows - 1), 0);
    const across = Math.max(left - column, column - (left + calibration.columns - 1), 0);
    return Math.hypot((down * longer) / rows, (across * longer) / columns);
  };
  const corner = Math.max(away(0, 0), away(rows - 1, 0), away(0, columns - 1), away(rows - 1, columns - 1));
  return {
    isCalibration: (row: number, column: number): boolean =>
      row >= top && row < top + calibration.rows && column >= left && column < left + calibration.columns,
    radius: (row: number, column: number): number => (distance * (1 + ((spread - 1) * away(row, column)) / corner)) / spread,
    between: (a: readonly number[], b: readonly number[]): number =>
      Math.hypot(((a[0]! - b[0]!) * longer) / rows, ((a[1]! - b[1]!) * longer) / columns),
  };
}

const cases: [string, PoissonDisc][] = [
  ["64 x 64, R = 4", square(64, 4)],
  ["64 x 64, R = 1.4", square(64, 1.4)],
  ["64 x 64, R = 1.015, hardly more than a hundredth missing", square(64, 1.015)],
  ["81 x 47, R = 9, strongly varying", { rows: 81, columns: 47, acceleration: 9, calibration: { rows: 9, columns: 4 }, spread: 12 }],
  ["40 x 90, R = 3, uniform, no calibration", { rows: 40, columns: 90, acceleration: 3, calibration: { rows: 0, columns: 0 }, spread: 1 }],
  ["17 x 16, R = 20", { rows: 17, columns: 16, acceleration: 20, calibration: { rows: 2, columns: 2 }, spread: 3 }],
];

describe.each(cases)("%s", (_, wanted) => {
  const { mask, sampleCount, distance } = drawn(wanted);
  const { isCalibration, radius, between } = lawOf(wanted, distance);
  const points = Array.from(mask.keys(), (at) => [Math.floor(at / wanted.columns), at % wanted.columns] as const);
  const samples = points.filter((_, at) => mask[at] === 1);

  it("keeps every two samples as far apart as the law says for both", () => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < samples.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [samples[i]!, samples[j]!];
        if (isCalibration(...a) && isCalibration(...b)) continue;
        least = Math.min(least, between(a, b) - Math.max(radius(...a), radius(...b)));
      }
    }
    // The law is computed here in another order, and lattice distances may equal it.
    expect(least).toBeGreaterThan(-1e-9);
  });

  it("has round(points / R) samples, and all of the calibration region", () => {
    expect(samples.length).toBe(sampleCount);
    expect(sampleCount).toBe(Math.round((wanted.rows * wanted.columns) / wanted.acceleration));
    for (const point of points.filter((each) => isCalibration(...each))) expect(mask[point[0] * wanted.columns + point[1]]).toBe(1);
  });
});

describe("Poisson-disc masks", () => {
  it("leave no room for another sample, but for the hundredth that is left out in the end", () => {
    const wanted = square(96, 6);
    const { mask, distance, sampleCount } = drawn(wanted);
    const { radius, between } = lawOf(wanted, distance);
    const points = Array.from(mask.keys(), (at) => [Math.floor(at / 96), at % 96] as const);
    const samples = points.filter((_, at) => mask[at] === 1);
    const free = points.filter((a) => samples.every((b) => between(a, b) >= Math.max(radius(...a), radius(...b)) + 1e-9));
    // A sample that was left out frees its own place and at most the few about it that no other sample holds.
    expect(free.length).toBeLessThan(4 * (0.01 * sampleCount + 1));
  });

  it("grow sparser from the centre to the corner as 1 / r^2, and no direction is preferred", () => {
    const wanted = square(192, 12, 12, 4);
    const { mask, distance } = drawn(wanted);
    const { radius } = lawOf(wanted, distance);
    const rings = Array.from({ length: 3 }, () => ({ samples: 0, points: 0, expected: 0 }));
    const halves = new Float64Array(4);
    mask.forEach((sampled, at) => {
      const [row, column] = [Math.floor(at / 192), at % 192];
      const away = Math.max(Math.abs(row - 96), Math.abs(column - 96));
      if (away < 24) return;
      const ring = rings[Math.floor((away - 24) / 24.3)]!;
      ring.samples += sampled;
      ring.points++;
      ring.expected += 1 / radius(row, column) ** 2;
      if (row > 0 && column > 0)
        [row < 96, row > 96, column < 96, column > 96].forEach((inside, half) => {
          if (inside) halves[half]! += sampled;
        });
    });
    // Random sequential packing covers 0.547 of the plane with discs of diameter r, 0.70 / r^2 of them; whole sample spacings
    // move that by up to 15 % where r is 2 to 5 of them.
    for (const { samples, expected } of rings) expect(samples / (0.7 * expected)).toBeCloseTo(1, 0);
    expect(rings[0]!.samples / rings[0]!.points).toBeGreaterThan(2 * (rings[2]!.samples / rings[2]!.points));
    // The counts of halves vary by far less than those of independent samples, whose standard deviation is sqrt(n) / 2.
    for (const [a, b] of [
      [0, 1],
      [2, 3],
    ])
      expect(Math.abs(halves[a!]! - halves[b!]!)).toBeLessThan(4 * Math.sqrt((halves[a!]! + halves[b!]!) / 4));
  });

  it("are the same for the same stream, and others for another", () => {
    expect(drawn(square(50, 5)).mask).toEqual(drawn(square(50, 5)).mask);
    expect(drawn(square(50, 5), "b").mask).not.toEqual(drawn(square(50, 5)).mask);
  });

  it("are everything at R = 1, and the calibration region alone where that is all there is", () => {
    expect(drawn(square(20, 1)).distance).toBe(0);
    expect(drawn(square(20, 1)).mask.every((sampled) => sampled === 1)).toBe(true);
    const isMiddle = (index: number): boolean => index >= 12 && index < 20;
    const { mask, sampleCount } = drawn(square(32, 16, 8));
    expect(sampleCount).toBe(64);
    const isInside = (at: number): boolean => isMiddle(Math.floor(at / 32)) && isMiddle(at % 32);
    expect(mask.every((sampled, at) => (sampled === 1) === isInside(at))).toBe(true);
  });

  it("refuse what cannot be", () => {
    expect(() => drawn(square(32, 0.9))).toThrow("Expected an acceleration of at least 1, got 0.9");
    expect(() => drawn(square(32, 4, 8, 0.5))).toThrow("Expected a spread of at least 1, got 0.5");
    expect(() => drawn(square(32, 20, 8))).toThrow("got 8 x 8 of 32 x 32 at acceleration 20");
    expect(() => drawn(square(6, 2, 8))).toThrow("Expected a calibration region within the grid");
  });
});
