import { describe, expect, it } from "vitest";
import cardiacMotion from "../../../../generators/ct/cardiac-motion.ts";
import { type Attenuation, WATER_ATTENUATION } from "../../../../generators/ct/modality.ts";
import { findHeart, reachTowards } from "../../../../generators/ct/motion/heart.ts";
import { cleanOf, draws, enter } from "../body.ts";

const SIZE = 160;
const PIXEL = 2.5e-3;
type Disc = readonly [x: number, y: number, halfWidth: number, halfHeight: number, hounsfield: number];

/** A body of 360 x 240 mm with discs of other CT numbers in it, in millimetres from its middle. */
function section(discs: readonly Disc[]): Attenuation {
  const hounsfield = Float64Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [2.5 * ((i % SIZE) - 79.5), 2.5 * (Math.floor(i / SIZE) - 79.5)];
    return [[0, 0, 180, 120, 50] as const, ...discs].reduce(
      (value, [cx, cy, a, b, hu]) => (Math.hypot((x - cx) / a, (y - cy) / b) < 1 ? hu : value),
      -1000,
    );
  });
  return {
    rows: SIZE,
    columns: SIZE,
    pixel: { row: PIXEL, column: PIXEL },
    data: hounsfield.map((value) => WATER_ATTENUATION * (1 + value / 1000)),
  };
}

const LUNGS: readonly Disc[] = [
  [-88, 0, 60, 85, -850],
  [88, 0, 60, 85, -850],
];
/** Fat, with the spine behind. */
const MEDIASTINUM: readonly Disc[] = [
  [0, 0, 45, 95, -100],
  [0, 70, 20, 18, 300],
];
const HEART: Disc = [20, -20, 60, 50, 50];

describe("the heart", () => {
  it("is the large disc of soft tissue between two lungs", () => {
    const heart = findHeart(section([...LUNGS, ...MEDIASTINUM, HEART]))!;
    expect(Math.abs(PIXEL * (heart.column - 79.5) - 0.02)).toBeLessThan(0.012);
    expect(Math.abs(PIXEL * (heart.row - 79.5) + 0.02)).toBeLessThan(0.012);
    expect(Math.abs(heart.radius - 0.05)).toBeLessThan(0.006);
    // 20 mm further than its own border towards the left lung, not beyond it towards the spine.
    expect(Math.abs(reachTowards(heart, 1, 0) - (0.08 - PIXEL * (heart.column - 79.5) + 0.02))).toBeLessThan(0.01);
    expect(Math.abs(reachTowards(heart, 0, 1) - 0.05)).toBeLessThan(0.01);
  });

  it("is not where fat parts smaller vessels, nor where no lungs are", () => {
    const vessels: readonly Disc[] = [
      [-10, -30, 17, 17, 50],
      [30, -32, 15, 15, 50],
      [25, 45, 12, 12, 50],
    ];
    expect(findHeart(section([...LUNGS, ...MEDIASTINUM, ...vessels]))).toBeUndefined();
    // Liver, and gas in the stomach.
    expect(findHeart(section([[70, -40, 45, 30, -970]]))).toBeUndefined();
    // Gas in bowel on either side is no lung.
    const gas: readonly Disc[] = [
      [-110, 0, 50, 60, -970],
      [110, 0, 50, 60, -970],
    ];
    expect(findHeart(section(gas))).toBeUndefined();
  });

  it("is asked for by name where a whole section has none", () => {
    const { rows, columns, data, pixel } = section([]);
    const { sinogram } = enter(
      cleanOf({
        quantity: "hounsfield",
        coils: 1,
        rows,
        columns,
        channels: 1,
        complex: false,
        data: data.map((value) => 1000 * (value / WATER_ATTENUATION - 1)),
        spacing: pixel,
        scanner: {},
      }),
    );
    expect(() => cardiacMotion.degrade(sinogram, { amplitude: 10, beats: 0.5 }, draws())).toThrow(/section through the heart/);
  });
});
