import { afterEach, describe, expect, it, vi } from "vitest";
import { equalAngles, type ParallelGeometry, project, projectAdjoint, type ScanGeometry } from "../../../generators/signal/projector.ts";
import { dot, fanScan, millimetres, noise, parallelScan, relative } from "./ct/scans.reference.ts";
import { drawEllipse, type Ellipse, ellipseIntegrals } from "./ellipse.reference.ts";

const geometry = (rows: number, columns: number, pixel: number, more: Partial<ParallelGeometry> = {}): ParallelGeometry => ({
  rows,
  columns,
  pixel: { row: pixel, column: pixel },
  angles: equalAngles(48),
  binCount: Math.ceil(Math.sqrt(rows * rows + columns * columns)) + 3,
  binSize: pixel,
  ...more,
});

// Off centre in both directions and tilted: no flip, shift or turned angle can hide.
const tilted: Ellipse = { x: 0.011, y: 0.006, a: 0.022, b: 0.013, tilt: 0.4, density: 20 };

/** Irregular directions, some of them twice, some of them partners under one of the symmetries. */
const irregular = Float64Array.of(0, 0.3, -0.3, 0.3, 2.9, Math.PI - 0.3, 0.3 + Math.PI / 2, 17, -5.5, Math.PI, 0.3 + Math.PI, Math.PI / 4);

/** Awkward sizes and every kind of scan. */
const scans: [string, ScanGeometry][] = [
  ["parallel, square", parallelScan(millimetres(64, 64), 36)],
  ["parallel, odd, odd views", parallelScan(millimetres(61, 61), 35)],
  ["parallel, full turn from an odd angle", parallelScan(millimetres(50, 50), 33, 2 * Math.PI, 0.7)],
  ["parallel, wide", parallelScan(millimetres(17, 131), 37)],
  ["parallel, one row", parallelScan(millimetres(1, 9), 7)],
  ["parallel, one column, tall pixels", parallelScan({ rows: 53, columns: 1, pixel: { row: 0.0013, column: 0.0007 } }, 9)],
  ["parallel, irregular", { ...parallelScan(millimetres(47, 47), 1), angles: irregular }],
  ["parallel, few narrow bins", { ...parallelScan(millimetres(40, 31), 11), binCount: 6, binSize: 0.0004 }],
  ["parallel, odd few bins", { ...parallelScan(millimetres(40, 40), 12), binCount: 7 }],
  ["fan, flat, square", fanScan(millimetres(64, 64), "flat", 36)],
  ["fan, flat, wide pixels, odd", fanScan({ rows: 43, columns: 65, pixel: { row: 0.0008, column: 0.0011 } }, "flat", 31)],
  ["fan, arc, odd", fanScan(millimetres(53, 53), "arc", 41, 3.9, -2)],
  ["fan, arc, irregular", { ...fanScan(millimetres(47, 46), "arc", 1), angles: irregular }],
];

describe("project", () => {
  it.each([
    ["square, even", geometry(160, 160, 0.0005)],
    ["square, odd", geometry(161, 161, 0.0005)],
    ["prime and wide", geometry(127, 181, 0.0005)],
    ["tall pixels", geometry(100, 160, 0.0005, { pixel: { row: 0.0008, column: 0.0005 }, binCount: 230 })],
    ["an even number of wide bins", geometry(160, 160, 0.0005, { binSize: 0.0007, binCount: 164 })],
    ["directions without partners", geometry(161, 161, 0.0005, { angles: irregular })],
    ["fan, flat", fanScan({ ...millimetres(160, 160), pixel: { row: 0.0005, column: 0.0005 } }, "flat", 60)],
    ["fan, flat, tall pixels", fanScan({ rows: 101, columns: 160, pixel: { row: 0.0008, column: 0.0005 } }, "flat", 60)],
    ["fan, arc", fanScan({ rows: 161, columns: 161, pixel: { row: 0.0005, column: 0.0005 } }, "arc", 61, 4, 2)],
    ["fan, arc, wide", fanScan({ rows: 127, columns: 181, pixel: { row: 0.0005, column: 0.0005 } }, "arc", 40, -4)],
  ])("gives an ellipse's line integrals in closed form: %s", (_, shape) => {
    // The drawn ellipse's rim is rounded to a pixel: sqrt(pixel) of the energy near the tangent rays, a percent here.
    expect(relative(project(drawEllipse(shape, tilted), shape), ellipseIntegrals(shape, tilted))).toBeLessThan(0.012);
  });

  it.each(["parallel", "flat", "arc"] as const)("comes closer to the closed form as pixels shrink: %s", (beam) => {
    const errors = [40, 80, 160, 320].map((side) => {
      const size = { rows: side, columns: side, pixel: { row: 0.08 / side, column: 0.08 / side } };
      const shape = beam === "parallel" ? parallelScan(size, 48) : fanScan(size, beam, 48);
      return relative(project(drawEllipse(shape, tilted), shape), ellipseIntegrals(shape, tilted));
    });
    for (let n = 1; n < errors.length; n++) expect(errors[n]! / errors[n - 1]!).toBeLessThan(0.6);
  });

  it("keeps the mass: every view of a smooth object adds up to its integral", () => {
    const shape = geometry(121, 97, 0.001);
    const image = Float64Array.from({ length: 121 * 97 }, (_, at) => {
      const [row, column] = [Math.floor(at / 97) - 64, (at % 97) - 40];
      return Math.exp(-(row * row + column * column * 1.5) / 60);
    });
    const mass = image.reduce((sum, value) => sum + value, 0) * shape.pixel.row * shape.pixel.column;
    const integrals = project(image, shape);
    for (let view = 0; view < shape.angles.length; view++) {
      const sum = integrals.subarray(view * shape.binCount, (view + 1) * shape.binCount).reduce((all, value) => all + value, 0);
      // Poisson summation: what a sum over bins gets wrong is the interpolated image's spectrum near the inverse of the bin size, where
      // linear interpolation leaves the object's low frequencies times their square: some hundred-thousandths for a Gaussian of 5 pixels.
      expect(Math.abs((sum * shape.binSize) / mass - 1)).toBeLessThan(5e-5);
    }
  });

  it("sums columns at angle 0 and rows, from the bottom up, at a right angle", () => {
    const shape = geometry(2, 3, 1, { angles: Float64Array.of(0, Math.PI / 2), binCount: 3 });
    const integrals = project(Float64Array.of(1, 2, 3, 40, 50, 60), shape);
    expect(Array.from(integrals.subarray(0, 3))).toEqual([41, 52, 63]);
    // Bins at s = -1, 0, 1; rows at y = 1/2 (upper) and -1/2 (lower), the border value 0 beyond.
    const [upper, lower] = [6, 150];
    [lower / 2, (upper + lower) / 2, upper / 2].forEach((sum, bin) => {
      expect(integrals[3 + bin]).toBeCloseTo(sum, 12);
    });
  });

  it("turns into parallel rays as the source moves away", () => {
    const near = parallelScan(millimetres(40, 40), 20);
    const far = { ...near, fan: { detector: "flat", sourceToAxis: 1e6, sourceToDetector: 1e6 } } as const;
    const image = noise(1600);
    // Rays diverge by 3e-8 rad: 6e-10 of a pixel over the image.
    expect(relative(project(image, far), project(image, near))).toBeLessThan(1e-6);
  });

  it.each(scans)("has its exact adjoint: %s", (_, shape) => {
    const x = noise(shape.rows * shape.columns, "x");
    const y = noise(shape.angles.length * shape.binCount, "y");
    const there = project(x, shape);
    const back = projectAdjoint(y, shape);
    expect(Math.abs(dot(there, y) - dot(x, back))).toBeLessThan(1e-12 * Math.sqrt(dot(there, there) * dot(y, y)));
    // Not by both being nothing.
    expect(dot(there, there)).toBeGreaterThan(0);
  });

  it("is linear, and zero for nothing", () => {
    const shape = geometry(9, 14, 0.001);
    const image = noise(126);
    const once = project(image, shape);
    project(
      image.map((value) => 2 * value),
      shape,
    ).forEach((value, n) => {
      expect(value).toBe(2 * once[n]!);
    });
    expect(project(new Float64Array(126), shape).every((value) => value === 0)).toBe(true);
  });

  it("refuses impossible sizes", () => {
    expect(() => project(new Float64Array(5), geometry(2, 3, 1))).toThrow(/6 values for the image/);
    expect(() => project(new Float64Array(6), geometry(2, 3, 0))).toThrow(/positive sizes/);
    expect(() => projectAdjoint(new Float64Array(6), geometry(2, 3, 1))).toThrow(/line integrals/);
    const inside = { detector: "flat", sourceToAxis: 2, sourceToDetector: 4 } as const;
    expect(() => project(new Float64Array(6), { ...geometry(2, 3, 1), fan: inside })).toThrow(/farther from the axis/);
    const wide = { detector: "arc", sourceToAxis: 5, sourceToDetector: 1 } as const;
    expect(() => project(new Float64Array(6), { ...geometry(2, 3, 1), fan: wide })).toThrow(/less than half a turn/);
  });
});

describe("the kernel", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("gives its twin's bits", async () => {
    vi.stubEnv("MEDQ_KERNELS", "typescript");
    vi.resetModules();
    const twin = await import("../../../generators/signal/projector.ts");
    expect(twin.project).not.toBe(project);
    for (const [name, shape] of scans) {
      const image = noise(shape.rows * shape.columns);
      const integrals = noise(shape.angles.length * shape.binCount);
      expect(project(image, shape), name).toEqual(twin.project(image, shape));
      expect(projectAdjoint(integrals, shape), name).toEqual(twin.projectAdjoint(integrals, shape));
    }
  });
});
