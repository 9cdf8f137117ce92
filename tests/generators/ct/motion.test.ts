import { describe, expect, it } from "vitest";
import breathingMotion from "../../../generators/ct/breathing-motion.ts";
import { throughWholeBand } from "../../../generators/ct/detector/whole-band.ts";
import driftMotion from "../../../generators/ct/drift-motion.ts";
import type { Sinogram } from "../../../generators/ct/modality.ts";
import { displacements, type Movement, movedViews, REST } from "../../../generators/ct/motion/moved-views.ts";
import stepMotion from "../../../generators/ct/step-motion.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

/** A smooth blob: exp(-|r|^2 / 2 w^2) stretched by (1, q), turned by b, at (x, y); its line integrals in closed form. */
interface Blob {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly stretch: number;
  readonly turn: number;
}

function integrals({ x, y, width, stretch, turn }: Blob, { geometry }: Sinogram): Float64Array {
  const { angles, binCount, binSize } = geometry;
  const data = new Float64Array(angles.length * binCount);
  for (const [view, theta] of angles.entries()) {
    // A Gaussian with the covariance C has the line integrals of a Gaussian with the variance e^T C e, times (mass) / sqrt(2 pi e^T C e).
    const [c, s] = [Math.cos(theta - turn), stretch * Math.sin(theta - turn)];
    const spread = width * Math.hypot(c, s);
    const mass = 2 * Math.PI * width * width * stretch;
    const centre = x * Math.cos(theta) + y * Math.sin(theta);
    for (let bin = 0; bin < binCount; bin++) {
      const distance = (bin - (binCount - 1) / 2) * binSize - centre;
      data[view * binCount + bin] = (mass / (Math.sqrt(2 * Math.PI) * spread)) * Math.exp(-(distance ** 2) / (2 * spread ** 2));
    }
  }
  return data;
}

const { sinogram } = enter(cleanOf(cylinder(128, 128, 0.03)));
const BLOB: Blob = { x: 0.012, y: -0.017, width: 0.009, stretch: 1, turn: 0 };
const at = (blob: Blob): Sinogram => ({ ...sinogram, data: integrals(blob, sinogram) });
const always = (movement: Partial<Movement>): Movement[] => Array.from(sinogram.geometry.angles, () => ({ ...REST, ...movement }));
const largest = (data: Float64Array): number => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest difference over the largest value. Cubic interpolation of a blob nine bins wide errs by (1 / 9)^3 / 20 or so, linear between 201 views by (pi / 201)^2 (d / w)^2 / 8. */
const error = (found: Float64Array, expected: Float64Array): number =>
  largest(found.map((value, i) => value - expected[i])) / largest(expected);
const ALLOWED = 1e-3;

describe("movedViews", () => {
  it("of an object at rest are the views, bit for bit", () => {
    const sample = at(BLOB);
    expect(movedViews(sample, always({}))).toEqual(sample.data);
  });

  it("of a displaced object are those of the blob at its new place", () => {
    const moved = movedViews(at(BLOB), always({ right: 0.0047, up: -0.0083 }));
    expect(error(moved, integrals({ ...BLOB, x: BLOB.x + 0.0047, y: BLOB.y - 0.0083 }, sinogram))).toBeLessThan(ALLOWED);
  });

  it.each([0.31, -1.9, 3.3])("of an object turned by %f are those of the blob turned about the axis", (turn) => {
    const moved = movedViews(at(BLOB), always({ turn }));
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const expected = { ...BLOB, x: c * BLOB.x - s * BLOB.y, y: s * BLOB.x + c * BLOB.y };
    expect(error(moved, integrals(expected, sinogram))).toBeLessThan(ALLOWED);
  });

  it("of a stretched and turned object are those of the elliptic blob, its mass grown by the stretch", () => {
    const [stretch, turn] = [1.3, 0.4];
    const moved = movedViews(at(BLOB), always({ stretch, turn }));
    const [x, y] = [BLOB.x, stretch * BLOB.y];
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const expected = { ...BLOB, x: c * x - s * y, y: s * x + c * y, stretch, turn };
    expect(error(moved, integrals(expected, sinogram))).toBeLessThan(2 * ALLOWED);
  });
});

describe("displacements", () => {
  it("of a point are the chord of its turn and its way", () => {
    const { peak, rms } = displacements([REST, { ...REST, turn: Math.PI / 3 }], 0, 0.01);
    expect(peak).toBeCloseTo(0.01, 12);
    expect(rms).toBeCloseTo(0.01 / Math.SQRT2, 12);
  });
});

describe("degradations by motion", () => {
  it("a jerk leaves the views before it as they are and shows the second pose after it", () => {
    const sample = at(BLOB);
    const { sample: found, drawn, effective } = stepMotion.degrade(sample, { displacement: 5, rotation: 0 }, draws());
    const { binCount, angles } = sample.geometry;
    const first = Math.floor((drawn.moment as number) * angles.length) * binCount;
    const direction = ((drawn.direction as number) * Math.PI) / 180;
    const pose = integrals({ ...BLOB, x: BLOB.x + 0.005 * Math.cos(direction), y: BLOB.y + 0.005 * Math.sin(direction) }, sinogram);
    const expected = sample.data.map((value, i) => (i < first ? value : pose[i]));
    expect(error(found.data, throughWholeBand(sample.data, expected, binCount))).toBeLessThan(ALLOWED);
    expect(effective.rmsDisplacement).toBeCloseTo(5 * Math.sqrt(effective.viewsMoved), 9);
  });

  it("a drift averages the two measurements of each ray, half its way apart", () => {
    const sample = at(BLOB);
    const { sample: found, drawn, effective } = driftMotion.degrade(sample, { displacement: 6, rotation: 0 }, draws());
    const { binCount, angles } = sample.geometry;
    const direction = ((drawn.direction as number) * Math.PI) / 180;
    const expected = new Float64Array(sample.data.length);
    for (let view = 0; view < angles.length; view++) {
      for (const half of [0, 1]) {
        const way = 0.006 * (view / (2 * angles.length) - 0.5 + half / 2);
        const moved = integrals(
          { ...BLOB, x: BLOB.x + way * Math.cos(direction), y: BLOB.y + way * Math.sin(direction) },
          {
            ...sample,
            geometry: { ...sample.geometry, angles: angles.slice(view, view + 1) },
          },
        );
        for (let bin = 0; bin < binCount; bin++) expected[view * binCount + bin] += moved[bin] / 2;
      }
    }
    expect(error(found.data, throughWholeBand(sample.data, expected, binCount))).toBeLessThan(ALLOWED);
    expect(effective.peakDisplacement).toBeCloseTo(3, 9);
    // A uniform way of length 1 about 0 has the root mean square 1 / sqrt(12), up to the step of a view.
    expect(effective.rmsDisplacement).toBeCloseTo(6 / Math.sqrt(12), 1);
  });

  it("breathing moves the front by its amplitude and leaves the back where it lies", () => {
    const { effective } = breathingMotion.degrade(sinogram, { amplitude: 4, cycles: 2 }, draws());
    // Two whole cycles: the mean square of a sine is a half.
    expect(effective.rmsDisplacement).toBeCloseTo(4 / Math.SQRT2, 9);
    expect(effective.peakDisplacement).toBeCloseTo(4, 2);
    const { sample } = breathingMotion.degrade(sinogram, { amplitude: 4, cycles: 0 }, draws());
    const { angles, binCount, binSize } = sinogram.geometry;
    // A ray along x, seen by the view at a quarter of a turn, through the back is the only one that still touches the body there.
    const view = angles.findIndex((angle) => Math.abs(angle - Math.PI / 2) < 1e-9);
    const back = Math.round((binCount - 1) / 2 - 0.0295 / binSize);
    expect(view).toBeGreaterThan(0);
    expect(sample.data[view * binCount + back - 2]).toBeLessThan(1e-2 * largest(sinogram.data));
    expect(sample.data[view * binCount + back + 2]).toBeGreaterThan(0.1 * largest(sinogram.data));
  });
});
