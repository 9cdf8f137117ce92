/**
 * What the numerics give, as SHA-256 of the bytes: the same on every machine and version of Node, with compiled kernels and without.
 * `npm run golden` records it; a change says that numbers moved, not that they are wrong.
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { convolve } from "../../generators/signal/convolve.ts";
import { equalAngles } from "../../generators/signal/ct/geometry.ts";
import { fft, fft2c, fftc, ifft2c } from "../../generators/signal/fft.ts";
import { filteredBackProjection } from "../../generators/signal/filtered-back-projection.ts";
import { atan2, cos, erf, exp, log, normalQuantile, pow, sin, tan } from "../../generators/signal/math.ts";
import { ssim } from "../../generators/signal/metrics.ts";
import { nonUniformPlan, nufft, nufftAdjoint } from "../../generators/signal/nufft.ts";
import { discSpread, gaussianSpread } from "../../generators/signal/point-spread.ts";
import { project } from "../../generators/signal/projector.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { realFft2 } from "../../generators/signal/real-fft.ts";
import { resize } from "../../generators/signal/resample.ts";
import { goldenAngle, radialTrajectory } from "../../generators/signal/trajectory/radial.ts";

const stream = (name: string) => randomSource({ seed: "golden", image: "", operation: "", stage: "" }).stream(name);
const noise = (count: number): Float64Array => stream("noise").fillNormal(new Float64Array(count));
const uniform = (count: number): Float64Array => stream("uniform").fillUniform(new Float64Array(count));
const single = (values: Float64Array): Float32Array => Float32Array.from(values);
const plane = (rows: number, columns: number, channels: number) => ({ rows, columns, channels, data: uniform(rows * columns * channels) });
const draws = (count: number, draw: (index: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => draw(index));
const over = (low: number, high: number, value: (x: number) => number): Float64Array =>
  draws(2000, (index) => value(low + ((high - low) * (index + 0.5)) / 2000));

const parallel = { rows: 61, columns: 64, pixel: { row: 0.8e-3, column: 1e-3 }, angles: equalAngles(37), binCount: 97, binSize: 0.9e-3 };
const fan = {
  ...parallel,
  angles: equalAngles(41, 2 * Math.PI),
  binSize: 1.8e-3,
  fan: { detector: "flat", sourceToAxis: 0.3, sourceToDetector: 0.6 },
} as const;
const spokes = () =>
  nonUniformPlan(
    { rows: 33, columns: 40 },
    radialTrajectory({ spokeCount: 13, sampleCount: 40, angleIncrement: goldenAngle() }).points,
    1e-6,
  );

const COMPUTATIONS: Readonly<Record<string, () => Float64Array | Float32Array>> = {
  "fft 367": () => fft(noise(2 * 367)),
  "fft 368, inverse, 5 lines": () => fftc(noise(2 * 368 * 5), 5, 368, 1, true),
  "fft 61 x 66": () => fft2c(noise(2 * 61 * 66), 61, 66),
  "fft 61 x 66, 32 bits": () => fft2c(single(noise(2 * 61 * 66)), 61, 66),
  "inverse fft 3 x 96 x 80": () => ifft2c(noise(2 * 3 * 96 * 80), 96, 80, 3),
  "real fft 33 x 50": () => realFft2(noise(33 * 50), 33, 50),
  "nufft, radial": () => nufft(spokes(), noise(2 * 2 * 33 * 40), 2),
  "adjoint nufft, radial": () => nufftAdjoint(spokes(), noise(2 * 13 * 40)),
  "parallel projection": () => project(noise(61 * 64), parallel),
  "parallel filtered back-projection": () => filteredBackProjection(noise(37 * 97), parallel),
  "fan-beam projection": () => project(noise(61 * 64), fan),
  "fan-beam filtered back-projection": () => filteredBackProjection(noise(41 * 97), fan),
  "convolution with a Gaussian": () => convolve(plane(45, 50, 3), gaussianSpread(1.7)).data,
  "convolution with a disc": () => convolve(plane(45, 50, 1), discSpread(9.3)).data,
  resampling: () => resize(plane(45, 50, 3), 31, 77, "lanczos").data,
  "structural similarity": () => Float64Array.of(ssim(uniform(40 * 50 * 3), noise(40 * 50 * 3), 40, 50, 3, 1)),
  uniform: () => uniform(1001),
  normal: () => noise(1001),
  Poisson: () => draws(1000, (index) => stream(`poisson ${index % 10}`).poisson(exp(index / 60))),
  "Poisson, many": () =>
    stream("counts").fillPoisson(
      new Float64Array(1001),
      draws(1001, (index) => exp(index / 60)),
    ),
  binomial: () => draws(500, (index) => stream(`binomial ${index % 10}`).binomial(7 * index, (index + 1) / 600)),
  "exponential, von Mises": () =>
    Float64Array.of(
      ...draws(300, (index) => stream(`exponential ${index % 10}`).exponential()),
      ...draws(300, (index) => stream(`von Mises ${index}`).vonMises(exp(index / 30 - 3))),
    ),
  "exp, log, pow": () => Float64Array.of(...over(-700, 700, exp), ...over(0, 9, log), ...over(0, 3, (x) => pow(x, 2.4))),
  "sin, cos, tan, atan2": () =>
    Float64Array.of(...over(-50, 50, sin), ...over(-50, 50, cos), ...over(-2, 2, tan), ...over(-9, 9, (x) => atan2(x, 2))),
  "erf, normal quantile": () => Float64Array.of(...over(-6, 6, erf), ...over(0, 1, normalQuantile)),
};

/** @returns name -> SHA-256 of little-endian bytes, with -0 as 0 */
export function numbers(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(COMPUTATIONS).map(([name, compute]) => {
      const values = compute().map((value) => value + 0);
      return [name, createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex")];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${JSON.stringify(numbers(), null, 2)}\n`);
