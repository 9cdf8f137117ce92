import { describe, expect, it } from "vitest";
import cardiacMotion, { contracted, contraction, movedPixels } from "../../../generators/ct/cardiac-motion.ts";
import type { Attenuation } from "../../../generators/ct/modality.ts";
import { DIRECTIONS } from "../../../generators/ct/motion/heart.ts";
import { changingViews } from "../../../generators/ct/volume/changing-views.ts";
import { project } from "../../../generators/signal/projector.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const SIZE = 81;
/** An ellipse of half axes 30 mm down and 24 mm across. */
const heart = {
  row: 40,
  column: 40,
  radius: 0.024,
  reach: Float64Array.from({ length: DIRECTIONS }, (_, k) => {
    const angle = (2 * Math.PI * k) / DIRECTIONS;
    return 1 / Math.hypot(Math.cos(angle) / 0.024, Math.sin(angle) / 0.03);
  }),
};
const sloping: Attenuation = {
  rows: SIZE,
  columns: SIZE,
  pixel: { row: 1e-3, column: 1e-3 },
  data: Float64Array.from({ length: SIZE * SIZE }, (_, i) => 100 + (i % SIZE) - 2 * Math.floor(i / SIZE)),
};

describe("cardiac motion", () => {
  it("shows what lies 16 rho^2 (1 - rho)^2 of the amplitude farther out: exactly so on a slope", () => {
    const inwards = 4e-3;
    const change = contraction(sloping, movedPixels(sloping, heart), inwards);
    for (const [y, x] of [
      [15, 0],
      [0, 12],
      [0, -12],
      [10, 10],
      [-5, 17],
    ] as const) {
      const rho = Math.hypot(x / 24, y / 30);
      const pixels = (1000 * inwards * 16 * rho ** 2 * (1 - rho) ** 2) / Math.hypot(x, y);
      // The slope is 1 per column and -2 per row, and bilinear interpolation of a plane is exact; the border between two directions is straight.
      expect(Math.abs(change[(40 + y) * SIZE + 40 + x]! / (pixels * (x - 2 * y)) - 1)).toBeLessThan(0.01);
    }
    // Half-way out the displacement is the amplitude: 4 pixels.
    expect(change[40 * SIZE + 52]).toBeCloseTo(4, 10);
    expect(change[40 * SIZE + 40]).toBe(0);
    expect(change[40 * SIZE + 64]).toBe(0);
    expect(change[10 * SIZE + 70]).toBe(0);
  });

  it("is at rest before the beat and fully contracted half-way through it", () => {
    expect(contracted(0)).toBe(0);
    expect(contracted(0.5)).toBeCloseTo(1, 14);
    expect(contracted(0.25)).toBeCloseTo(0.5, 14);
    expect(contracted(1)).toBeCloseTo(0, 14);
  });

  it("gives each view the line integrals of its own moment", () => {
    const { sinogram, object } = enter(cleanOf(cylinder(49, 49, 0.02)));
    const { geometry, data } = sinogram;
    const viewCount = geometry.angles.length;
    const groupOf = Int32Array.from({ length: viewCount }, (_, view) => (view < 10 ? -1 : view % 2));
    const small = movedPixels(object, { row: 24, column: 20, radius: 0.02, reach: new Float64Array(DIRECTIONS).fill(0.02) });
    const seen = changingViews(sinogram, groupOf, (moment) => contraction(object, small, 1e-3 * (moment + 1)));
    const whole = [0, 1].map((moment) => {
      const change = contraction(object, small, 1e-3 * (moment + 1));
      return project(
        object.data.map((value, i) => value + change[i]!),
        geometry,
      );
    });
    for (let at = 0; at < data.length; at++) {
      const view = Math.floor(at / geometry.binCount);
      // Projection is linear: rounding alone.
      expect(Math.abs(seen[at]! - (view < 10 ? data[at]! : whole[view % 2]![at]!))).toBeLessThan(1e-12);
    }
  });

  it("declares displacements of a half beat: the share of the heart that was asked for, and never what would fold it", () => {
    // A detail of 64 mm: the heart has 0.3 of it as its radius.
    const { sinogram } = enter(cleanOf(cylinder(64, 64, 0.03)));
    const { effective, mask } = cardiacMotion.degrade(sinogram, { amplitude: 10, beats: 0.5 }, draws());
    const most = 0.1 * 0.3 * 64;
    expect(effective.peakDisplacement).toBeLessThanOrEqual(most);
    expect(effective.peakDisplacement).toBeGreaterThan(0.9 * most);
    // The mean of sin^4 over half a period is 3/8.
    expect(Math.abs(effective.rmsDisplacement! / most - Math.sqrt(3 / 8))).toBeLessThan(0.1);
    const wild = cardiacMotion.degrade(sinogram, { amplitude: 1000, beats: 0.5 }, draws());
    expect(wild.effective.peakDisplacement).toBeLessThanOrEqual(0.3 * 0.3 * 64);
    const area = mask!.reduce((sum: number, value) => sum + value, 0);
    expect(Math.abs(area / (Math.PI * (0.3 * 64) ** 2) - 1)).toBeLessThan(0.05);
  });
});
