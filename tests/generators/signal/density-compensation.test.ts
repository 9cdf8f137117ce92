import { describe, expect, it } from "vitest";
import { compensated, pipeMenonAreas } from "../../../generators/signal/density-compensation.ts";
import { nonUniformPlan, nufftAdjoint } from "../../../generators/signal/nufft.ts";
import {
  cartesianTrajectory,
  goldenAngle,
  radialAreas,
  radialTrajectory,
  spiralAreas,
  spiralTrajectory,
} from "../../../generators/signal/trajectory.ts";
import { besselJ1, type Ellipse, ellipseSpectrum } from "./ellipse-spectrum.reference.ts";

/** A disc off the centre of N x N pixels. */
const N = 128;
const disc: Ellipse = { row: 9.3, column: -14.2, a: 30, b: 30, angle: 0, amplitude: 1 };

function besselJ0(x: number): number {
  const points = Math.ceil(Math.abs(x)) + 40;
  let sum = 0;
  for (let i = 0; i < points; i++) sum += Math.cos(x * Math.sin(((i + 0.5) * 2 * Math.PI) / points));
  return sum / points;
}

/** Simpson's rule over radii 0 .. 1/2: weights times the disc's transform, 2 pi a J1(2 pi a r). */
const INTERVALS = 400;
const radial = Float64Array.from({ length: INTERVALS + 1 }, (_, i) => {
  const weight = i === 0 || i === INTERVALS ? 1 : i % 2 === 1 ? 4 : 2;
  return (weight / INTERVALS / 6) * 2 * Math.PI * disc.a * besselJ1((Math.PI * disc.a * i) / INTERVALS);
});

/** What k-space within radius 1/2, all of it, makes of the disc at a distance: int 2 pi a J1(2 pi a r) J0(2 pi r d) dr. */
const resolved = (distance: number): number =>
  radial.reduce((sum, value, i) => sum + value * besselJ0((Math.PI * distance * i) / INTERVALS), 0);

/** Pixels all over the inscribed circle, with what they should show. */
const pixels = Array.from({ length: N * N }, (_, pixel) => pixel)
  .filter((pixel) => pixel % 71 === 0 && Math.hypot(Math.floor(pixel / N) - N / 2, (pixel % N) - N / 2) < N / 2)
  .map((pixel) => ({
    pixel,
    expected: resolved(Math.hypot(Math.floor(pixel / N) - N / 2 - disc.row, (pixel % N) - N / 2 - disc.column)),
  }));

/** Largest and root-mean-square error of the gridded image; the disc is 1. */
function errors(points: Float64Array, areas: Float64Array): { largest: number; rms: number } {
  const samples = points.slice();
  for (let at = 0; at < points.length; at += 2) samples.set(ellipseSpectrum(disc, points[at], points[at + 1]), at);
  for (let at = 0; at < points.length; at++) samples[at] /= N;
  const plan = nonUniformPlan({ rows: N, columns: N }, points, 1e-6);
  const image = nufftAdjoint(plan, compensated(plan, samples, areas));
  const found = pixels.map(({ pixel, expected }) => Math.hypot(image[2 * pixel] - expected, image[2 * pixel + 1]));
  return { largest: Math.max(...found), rms: Math.sqrt(found.reduce((sum, error) => sum + error * error, 0) / found.length) };
}

const radialSampling = { spokeCount: 201, sampleCount: 2 * N };
const spiralSampling = {
  matrix: N,
  interleafCount: 16,
  limits: { amplitude: 0.04, slewRate: 150, dwellTime: 4e-6, pixelSpacing: 0.24 / N },
};

describe("gridding with analytic areas", () => {
  it("makes a disc of radial k-space as well as the sampling allows", () => {
    // 201 spokes are pi / 2 N: they alias from 2 x 201 / pi = 128 pixels on, and no pixel of the circle is 114 from the disc. Along
    // spokes the spacing 1/S repeats the ramp filter's response, -1 / (2 pi^2 s^2), every S pixels; with the constant that the weight
    // of the centre takes away, what remains is (1 / (2 S^2)) (1 / sin^2 u - 1 / u^2 - 1 / 3), u = pi s / S, for each of pi radians
    // and every pixel's worth of the disc's projection, pi a^2.
    const S = radialSampling.sampleCount;
    const u = (Math.PI * 114) / S;
    const bound = (Math.PI * Math.PI * disc.a ** 2 * (1 / Math.sin(u) ** 2 - 1 / u ** 2 - 1 / 3)) / (2 * S ** 2);
    const found = errors(radialTrajectory(radialSampling).points, radialAreas(radialSampling));
    expect(bound).toBeLessThan(0.013);
    expect(found.largest).toBeLessThan(bound);
    expect(found.rms).toBeLessThan(bound / 3);
  });

  it("does so with golden angles, but for their wider gaps", () => {
    // The widest gap is at most the golden ratio squared times the narrowest: some pixels alias, of a few spokes.
    const sampling = { ...radialSampling, angleIncrement: goldenAngle() };
    const found = errors(radialTrajectory(sampling).points, radialAreas(sampling));
    expect(found.largest).toBeLessThan(0.03);
    expect(found.rms).toBeLessThan(0.01);
  });

  it("makes a disc of spiral k-space", () => {
    // Arms 1/N apart repeat the disc in rings N = 128 pixels around it, which only touch the circle; twice the field of view, half of that.
    const once = spiralTrajectory(spiralSampling);
    const twice = spiralTrajectory({ ...spiralSampling, matrix: 2 * N });
    const found = errors(once.points, spiralAreas(once));
    expect(found.largest).toBeLessThan(0.01);
    expect(found.rms).toBeLessThan(0.004);
    expect(errors(twice.points, spiralAreas(twice)).rms).toBeLessThan(found.rms / 2);
  });
});

describe("areas by Pipe and Menon", () => {
  it("are those of the points on a Cartesian grid", () => {
    const size = { rows: 24, columns: 15 };
    // Twice the field of view: points as far apart as cells, so that all see the same kernel.
    for (const area of pipeMenonAreas(size, cartesianTrajectory(48, 30).points)) expect(area * 48 * 30).toBeCloseTo(1, 2);
    // Points two cells apart all meet the kernel on its peak: C w is the larger.
    for (const area of pipeMenonAreas(size, cartesianTrajectory(24, 15).points)) {
      expect(area * 24 * 15).toBeGreaterThan(0.88);
      expect(area * 24 * 15).toBeLessThan(1);
    }
  });

  it("come as close as the analytic ones on radial k-space, the closer the more iterations", () => {
    const { points } = radialTrajectory(radialSampling);
    const [first, fifth, last] = [1, 5, 20].map(
      (iterations) => errors(points, pipeMenonAreas({ rows: N, columns: N }, points, iterations)).rms,
    );
    expect(fifth).toBeLessThan(first / 4);
    expect(last).toBeLessThan(fifth / 2);
    expect(last).toBeLessThan(1.5 * errors(points, radialAreas(radialSampling)).rms);
  });

  it("need no knowledge of the trajectory: spirals", () => {
    const { points } = spiralTrajectory(spiralSampling);
    expect(errors(points, pipeMenonAreas({ rows: N, columns: N }, points)).rms).toBeLessThan(0.006);
  });

  it("share a point among its copies", () => {
    const points = cartesianTrajectory(8, 8).points;
    const doubled = new Float64Array(2 * points.length);
    doubled.set(points);
    doubled.set(points, points.length);
    const once = pipeMenonAreas({ rows: 8, columns: 8 }, points);
    pipeMenonAreas({ rows: 8, columns: 8 }, doubled).forEach((area, index) => {
      expect(area / once[index % 64]).toBeCloseTo(0.5, 12);
    });
  });

  it("refuse no iterations", () => {
    expect(() => pipeMenonAreas({ rows: 8, columns: 8 }, new Float64Array(2), 0)).toThrow("Expected 1 or more iterations, got 0");
  });
});

it("weights every sample of a batch by the area of its point", () => {
  const plan = nonUniformPlan({ rows: 2, columns: 5 }, new Float64Array(4), 1e-2);
  const samples = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...compensated(plan, samples, Float64Array.from([0.5, 2]))]).toEqual([5, 10, 60, 80, 25, 30, 140, 160]);
  expect(() => compensated(plan, samples, new Float64Array(3))).toThrow("Expected 2 areas and samples of as many points, got 3 and 4");
});
