import { afterEach, describe, expect, it, vi } from "vitest";
import {
  backProject,
  equalWeights,
  filteredBackProjection,
  rampFilter,
  rampKernel,
  scanWeights,
} from "../../../generators/signal/filtered-back-projection.ts";
import { equalAngles, type ParallelGeometry, type ScanGeometry } from "../../../generators/signal/projector.ts";
import { fanScan, millimetres, noise, parallelScan } from "./ct/scans.reference.ts";
import { type Ellipse, ellipseIntegrals } from "./ellipse.reference.ts";

const geometry = (rows: number, columns: number, viewCount: number, pixel = 0.001): ParallelGeometry => ({
  rows,
  columns,
  pixel: { row: pixel, column: pixel },
  angles: equalAngles(viewCount),
  binCount: Math.ceil(Math.sqrt(rows * rows + columns * columns)) + 3,
  binSize: pixel,
});

describe("rampFilter", () => {
  it("is the convolution with the kernel in space, without wrapping", () => {
    const binCount = 37;
    const d = 0.0008;
    const kernel = rampKernel(binCount, d);
    // Three views, an odd number: two of them share a transform.
    const views = Float64Array.from({ length: 3 * binCount }, (_, n) => Math.sin(n * n) + (n === 40 ? 5 : 0));
    const filtered = rampFilter(views, { binCount, binSize: d });
    for (let view = 0; view < 3; view++) {
      for (let u = 0; u < binCount; u++) {
        let sum = 0;
        for (let v = 0; v < binCount; v++) sum += d * kernel[Math.abs(u - v)]! * views[view * binCount + v]!;
        expect(filtered[view * binCount + u]).toBeCloseTo(sum, 9);
      }
    }
  });

  it("has the closed form's kernel: its sum over all bins vanishes like 1 / N", () => {
    // 1/4 = (2 / pi^2) (1 + 1/9 + 1/25 + ...): the ramp removes the mean.
    const kernel = rampKernel(20001, 1);
    const sum = kernel.reduce((all, value, n) => all + (n === 0 ? value : 2 * value), 0);
    expect(Math.abs(sum)).toBeLessThan(1.1 / (Math.PI * Math.PI * 20000));
  });

  it("passes constants and low frequencies alike with every apodisation, and less noise with each softer one", () => {
    const impulse = new Float64Array(65);
    impulse[32] = 1;
    const energies = (["none", "shepp-logan", "cosine", "hamming", "hann"] as const).map((apodisation) =>
      rampFilter(impulse, { binCount: 65, binSize: 1, apodisation }).reduce((sum, value) => sum + value * value, 0),
    );
    // Integral of f^2 H^2 over the band -1/2 .. 1/2 (nearly all of the answer falls within 65 bins).
    const band = (window: (f: number) => number): number => {
      let sum = 0;
      for (let n = 0; n < 4000; n++) sum += (((n + 0.5) / 8000) ** 2 * window((n + 0.5) / 8000) ** 2) / 4000;
      return sum;
    };
    const windows: ((f: number) => number)[] = [
      () => 1,
      (f) => Math.sin(Math.PI * f) / (Math.PI * f),
      (f) => Math.cos(Math.PI * f),
      (f) => 0.54 + 0.46 * Math.cos(2 * Math.PI * f),
      (f) => 0.5 + 0.5 * Math.cos(2 * Math.PI * f),
    ];
    windows.forEach((window, n) => {
      expect(energies[n]).toBeCloseTo(band(window), 4);
      if (n > 0) expect(energies[n]!).toBeLessThan(energies[n - 1]!);
    });
  });

  it("counts angles on an arc: sines in the kernel, for every distance", () => {
    const [d, alpha] = [0.5, 0.02];
    const kernel = rampKernel(120, d, alpha);
    for (const n of [1, 7, 119]) expect(kernel[n]).toBeCloseTo(-((alpha / (Math.PI * d * Math.sin(n * alpha))) ** 2), 10);
    expect(kernel[0]).toBe(rampKernel(1, d)[0]);
    expect(kernel[2]).toBe(0);
  });
});

describe("backProject", () => {
  it("smears one bin along its line: x cos + y sin = s, y up", () => {
    const shape = { ...geometry(21, 33, 1), angles: Float64Array.of(Math.atan2(3, 4)) };
    const view = new Float64Array(shape.binCount);
    const bin = (shape.binCount - 1) / 2 + 4;
    view[bin] = 1;
    const image = backProject(view, shape, Float64Array.of(1));
    image.forEach((value, at) => {
      const [x, y] = [(at % 33) - 16, 10 - Math.floor(at / 33)];
      expect(value).toBeCloseTo(Math.max(1 - Math.abs(0.8 * x + 0.6 * y - 4), 0), 12);
    });
  });

  it("takes views beyond the image and images beyond the views", () => {
    const narrow = { ...geometry(40, 40, 5), binCount: 7 };
    const ones = new Float64Array(35).fill(1);
    const image = backProject(ones, narrow, new Float64Array(5).fill(0.2));
    expect(image[19 * 40 + 19]).toBeCloseTo(1, 12);
    expect(image[0]).toBe(0);
    expect(image.every(Number.isFinite)).toBe(true);
  });
});

describe("filteredBackProjection", () => {
  const disc: Ellipse = { x: 0.012, y: -0.007, a: 0.03, b: 0.03, tilt: 0, density: 19.3 };
  const half = Math.PI;

  it.each<[string, ScanGeometry]>([
    ["parallel", geometry(128, 128, 240)],
    ["parallel, odd and wide", geometry(127, 149, 240)],
    ["parallel, full turn", parallelScan(millimetres(121, 121), 480, 2 * half, 0.3)],
    ["parallel, three quarters of a turn", parallelScan(millimetres(128, 128), 360, 1.5 * half, 0.3)],
    ["parallel, tall pixels", parallelScan({ rows: 101, columns: 140, pixel: { row: 0.0013, column: 0.001 } }, 240)],
    ["fan, flat", fanScan(millimetres(128, 128), "flat", 480)],
    ["fan, flat, odd and wide", fanScan(millimetres(127, 149), "flat", 481)],
    ["fan, flat, short scan", fanScan(millimetres(128, 128), "flat", 360, half + 0.8)],
    ["fan, flat, least short scan", fanScan(millimetres(101, 101), "flat", 360, half + 2 * Math.asin(0.0709 / 0.3))],
    ["fan, arc", fanScan(millimetres(128, 128), "arc", 480)],
    ["fan, arc, backwards", fanScan(millimetres(121, 121), "arc", 479, -2 * half, 1)],
    ["fan, arc, short scan", fanScan(millimetres(127, 149), "arc", 360, half + 0.9)],
    ["fan, arc, short scan backwards", fanScan(millimetres(128, 128), "arc", 360, -half - 0.7)],
    ["fan, arc, long arc", fanScan(millimetres(128, 128), "arc", 440, 1.8 * half)],
  ])("gives a disc its density inside and nothing outside: %s", (_, shape) => {
    const { rows, columns, pixel } = shape;
    const image = filteredBackProjection(ellipseIntegrals(shape, disc), shape, undefined, "hann");
    let [inside, outside, insideCount, worst] = [0, 0, 0, 0];
    image.forEach((value, at) => {
      const x = ((at % columns) - (columns - 1) / 2) * pixel.column - disc.x;
      const y = ((rows - 1) / 2 - Math.floor(at / columns)) * pixel.row - disc.y;
      const radius = Math.sqrt(x * x + y * y);
      if (radius < 0.026) {
        inside += value;
        insideCount++;
        worst = Math.max(worst, Math.abs(value - disc.density));
      } else if (radius > 0.034 && radius < 0.045) outside = Math.max(outside, Math.abs(value));
    });
    expect(Math.abs(inside / insideCount / disc.density - 1)).toBeLessThan(0.0005);
    // Inside, 4 pixels from the rim, the ripples of the band limit have died out. Outside, each point lies on tangents of the rim, where
    // a sharp disc's views cannot be sampled without aliasing: the Hann window keeps that below a fortieth.
    expect(worst / disc.density).toBeLessThan(0.005);
    expect(outside / disc.density).toBeLessThan(0.025);
  });

  it("turns into the parallel one as the source moves away", () => {
    const near = parallelScan(millimetres(40, 40), 24, 2 * half);
    const integrals = noise(near.angles.length * near.binCount);
    const expected = filteredBackProjection(integrals, near);
    for (const detector of ["flat", "arc"] as const) {
      const far = { ...near, fan: { detector, sourceToAxis: 1e6, sourceToDetector: 1e6 } };
      filteredBackProjection(integrals, far).forEach((value, at) => {
        expect(Math.abs(value - expected[at]!)).toBeLessThan(1e-3);
      });
    }
  });

  it("comes closer to the disc as bins and pixels shrink", () => {
    const errors = [32, 64, 128].map((side) => {
      const shape = geometry(side, side, 2 * side, 0.128 / side);
      const image = filteredBackProjection(ellipseIntegrals(shape, disc), shape);
      return image.reduce((worst, value, at) => {
        const x = ((at % side) - (side - 1) / 2) * shape.pixel.column - disc.x;
        const y = ((side - 1) / 2 - Math.floor(at / side)) * shape.pixel.row - disc.y;
        return x * x + y * y < 0.02 * 0.02 ? Math.max(worst, Math.abs(value - disc.density)) : worst;
      }, 0);
    });
    expect(errors[1]!).toBeLessThan(0.7 * errors[0]!);
    expect(errors[2]!).toBeLessThan(0.7 * errors[1]!);
  });

  it("is linear in every view's weight: left-out views and their absence are one", () => {
    const shape = geometry(24, 24, 10);
    const integrals = ellipseIntegrals(shape, { ...disc, x: 0, y: 0, a: 0.006, b: 0.006 });
    const weights = equalWeights(10).map((weight, view) => (view % 2 === 0 ? 2 * weight : 0));
    const half = { ...shape, angles: equalAngles(5) };
    const kept = new Float64Array(5 * shape.binCount);
    for (let view = 0; view < 5; view++)
      kept.set(integrals.subarray(2 * view * shape.binCount, (2 * view + 1) * shape.binCount), view * shape.binCount);
    const all = filteredBackProjection(integrals, shape, weights);
    filteredBackProjection(kept, half).forEach((value, at) => {
      expect(value).toBeCloseTo(all[at]!, 9);
    });
  });

  it("leaves out what a view or ray of weight 0 holds", () => {
    const shape = geometry(20, 20, 8);
    const integrals = noise(8 * shape.binCount);
    const weights = equalWeights(8).map((weight, view) => (view === 3 ? 0 : weight));
    const expected = filteredBackProjection(integrals, shape, weights);
    integrals.fill(Number.NaN, 3 * shape.binCount, 4 * shape.binCount);
    expect(filteredBackProjection(integrals, shape, weights)).toEqual(expected);
    const perRay = Float64Array.from(integrals, (_, at) => weights[Math.floor(at / shape.binCount)]!);
    filteredBackProjection(integrals, shape, perRay).forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at]!, 9);
    });
  });

  it("refuses what does not fit", () => {
    const shape = geometry(8, 8, 4);
    expect(() => filteredBackProjection(new Float64Array(3), shape)).toThrow(/Expected 4 x/);
    expect(() => filteredBackProjection(new Float64Array(4 * shape.binCount), shape, new Float64Array(3))).toThrow(/weights/);
  });

  it("gives the twin's bits with its kernel", async () => {
    const shapes: ScanGeometry[] = [
      parallelScan(millimetres(33, 33), 24),
      parallelScan(millimetres(70, 151), 71, 2 * half, 0.2),
      parallelScan(millimetres(1, 1), 3),
      { ...parallelScan(millimetres(40, 40), 9), binCount: 5 },
      fanScan(millimetres(34, 34), "flat", 60),
      fanScan({ rows: 131, columns: 69, pixel: { row: 0.0007, column: 0.001 } }, "flat", 67),
      fanScan(millimetres(67, 67), "arc", 80, half + 0.8),
      fanScan(millimetres(5, 138), "arc", 31, -2 * half),
    ];
    vi.stubEnv("MEDQ_KERNELS", "typescript");
    vi.resetModules();
    const twin = await import("../../../generators/signal/filtered-back-projection.ts");
    expect(twin.backProject).not.toBe(backProject);
    for (const shape of shapes) {
      const views = noise(shape.angles.length * shape.binCount);
      const weights = scanWeights(shape).subarray(0, shape.angles.length);
      expect(backProject(views, shape, weights)).toEqual(twin.backProject(views, shape, weights));
    }
  });
  afterEach(() => vi.unstubAllEnvs());
});
