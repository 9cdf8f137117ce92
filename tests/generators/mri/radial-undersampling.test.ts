import { describe, expect, it } from "vitest";
import radial from "../../../generators/mri/radial-undersampling.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, samplesOf } from "./coil-samples.ts";

const SIZE = 96;
const CENTRE = SIZE / 2;

/** k-space of one bright point in the middle. */
function point(): Float64Array {
  const image = new Float64Array(2 * SIZE * SIZE);
  image[2 * (CENTRE * SIZE + CENTRE)] = 1;
  return fft2c(image, SIZE, SIZE);
}

const degraded = (data: Float64Array, acceleration: number): { image: Float64Array; spokes: number } => {
  const { sample, effective } = radial.degrade(samplesOf(data, 1, SIZE, SIZE), { acceleration }, draws("a"));
  return { image: ifft2c(sample.data.slice(), SIZE, SIZE), spokes: effective.spokes! };
};

describe("radial undersampling", () => {
  it("takes ceil(pi N / 2) spokes for a full scan, which changes nothing", () => {
    const data = point();
    const { sample, effective } = radial.degrade(samplesOf(data, 1, SIZE, SIZE), { acceleration: 1 }, draws("a"));
    expect(effective).toEqual({ effectiveAcceleration: 1, spokes: 151, cleanDiameter: 302 / Math.PI });
    expect(mismatch(sample.data, data)).toBeLessThan(1e-12);
  });

  it("leaves a disc about a bright point clean, and streaks begin where neighbouring spokes lie farther apart than 1 / diameter", () => {
    const { image, spokes } = degraded(point(), 5);
    const clean = ifft2c(point(), SIZE, SIZE);
    // Spokes pi / m apart at |k| = 1/2 throw streaks from 1 / (pi / (2 m)) = 2 m / pi on, were they evenly spaced. The golden angle's largest gap is
    // at most phi^3 / sqrt(5) = 1.89 of the mean (three-distance theorem): about half of that. Half of the half is certainly clean.
    const radius = spokes / Math.PI;
    let [inside, outside, insideCount, outsideCount] = [0, 0, 0, 0];
    for (let i = 0; i < SIZE * SIZE; i++) {
      const distance = Math.hypot(Math.floor(i / SIZE) - CENTRE, (i % SIZE) - CENTRE);
      const change = (image[2 * i]! - clean[2 * i]!) ** 2 + (image[2 * i + 1]! - clean[2 * i + 1]!) ** 2;
      if (distance > 1 && distance < radius / 2) {
        inside += change;
        insideCount++;
      } else if (distance > radius && distance < CENTRE) {
        outside += change;
        outsideCount++;
      }
    }
    expect(inside / insideCount).toBeLessThan((0.1 * outside) / outsideCount);
  });

  it("adds what gridding of fewer spokes lacks: superposition, point by point", () => {
    const one = point();
    const other = one.map((value, at) => (at % 2 === 0 ? 1 : -1) * value * (1 + Math.sin(at)));
    const both = one.map((value, at) => 2 * value - 3 * other[at]!);
    const [a, b, c] = [one, other, both].map((data) => degraded(data, 7).image);
    expect(
      mismatch(
        c!,
        a!.map((value, at) => 2 * value - 3 * b![at]!),
      ),
    ).toBeLessThan(1e-10);
  });

  it("refuses an acceleration below 1", () => {
    expect(() => degraded(point(), 0.5)).toThrow(/at least 1/);
  });
});
