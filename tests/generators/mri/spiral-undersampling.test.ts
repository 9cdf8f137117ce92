import { describe, expect, it } from "vitest";
import spiral from "../../../generators/mri/spiral-undersampling.ts";
import { fft2c, ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, samplesOf } from "./coil-samples.ts";

const SIZE = 96;
const CENTRE = SIZE / 2;

function point(): Float64Array {
  const image = new Float64Array(2 * SIZE * SIZE);
  image[2 * (CENTRE * SIZE + CENTRE)] = 1;
  return fft2c(image, SIZE, SIZE);
}

const degraded = (data: Float64Array, acceleration: number) => spiral.degrade(samplesOf(data, 1, SIZE, SIZE), { acceleration }, draws("a"));

describe("spiral undersampling", () => {
  it("changes nothing where all 64 interleaves are acquired", () => {
    const { sample, effective } = degraded(point(), 1);
    expect(effective).toEqual({ effectiveAcceleration: 1, interleaves: 64 });
    expect(mismatch(sample.data, point())).toBeLessThan(1e-12);
  });

  it("leaves the surroundings of a bright point clean, and swirls begin where the arms lie farther apart than 1 / radius", () => {
    const { sample, effective } = degraded(point(), 5);
    const image = ifft2c(sample.data.slice(), SIZE, SIZE);
    const clean = ifft2c(point(), SIZE, SIZE);
    // Arms M / (m V) apart are a grating in |k| whose first order lies at the radius m V / M: 13 of 64 interleaves and 136 pixels. The golden
    // angle leaves gaps of two lengths, 0.090 and 0.056 of a turn, whose alternation throws weaker orders nearer to the point.
    const radius = (effective.interleaves! * 136) / 64;
    let [inside, outside, insideCount, outsideCount] = [0, 0, 0, 0];
    for (let i = 0; i < SIZE * SIZE; i++) {
      const distance = Math.hypot(Math.floor(i / SIZE) - CENTRE, (i % SIZE) - CENTRE);
      const change = (image[2 * i]! - clean[2 * i]!) ** 2 + (image[2 * i + 1]! - clean[2 * i + 1]!) ** 2;
      if (distance > 1 && distance < radius / 3) {
        inside += change;
        insideCount++;
      } else if (distance > radius && distance < CENTRE) {
        outside += change;
        outsideCount++;
      }
    }
    expect(inside / insideCount).toBeLessThan((0.1 * outside) / outsideCount);
  });

  it("keeps the corners of k-space, which no spiral reaches", () => {
    const data = point();
    const { sample } = degraded(data, 8);
    // One image's gridding error reaches beyond the circle by the pixels' own field of view, a few samples.
    const corner = [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => row * SIZE + column));
    for (const at of corner) expect(Math.abs(sample.data[2 * at]! - data[2 * at]!)).toBeLessThan(0.02 * Math.abs(data[0]!));
  });

  it("refuses an acceleration below 1", () => {
    expect(() => degraded(point(), 0)).toThrow(/at least 1/);
  });
});
