import { describe, expect, it } from "vitest";
import motionBlur from "../../../generators/endoscopy/motion-blur.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const SIZE = 101;
const random = (image: string) => randomSource({ seed: "1", image, operation: "endoscopy/motion-blur", stage: "degrade" });

/** One bright pixel on a dim scene. */
function point() {
  const data = new Float64Array(SIZE * SIZE * 3).fill(0.05);
  data.fill(1.05, (50 * SIZE + 50) * 3, (50 * SIZE + 50) * 3 + 3);
  return { rows: SIZE, columns: SIZE, channels: 3, data };
}

/** Moments of the trace: its sum, mean place and covariance, rows counted downwards. */
function moments(data: Float64Array) {
  const m = { sum: 0, row: 0, column: 0, rr: 0, rc: 0, cc: 0, least: 1 };
  for (let i = 0; i < SIZE * SIZE; i++) {
    const value = data[3 * i] - 0.05;
    const [row, column] = [Math.floor(i / SIZE) - 50, (i % SIZE) - 50];
    m.sum += value;
    m.row += value * row;
    m.column += value * column;
    m.rr += value * row * row;
    m.rc += value * row * column;
    m.cc += value * column * column;
    m.least = Math.min(m.least, value);
  }
  return m;
}

describe("motion blur", () => {
  it.each(["a", "b", "c", "d"])("keeps the energy, and the place on average (%s)", (image) => {
    const { sample } = motionBlur.degrade(point(), { pathLength: 25 }, random(image));
    const { sum, row, column, least } = moments(sample.data);
    expect(sum).toBeCloseTo(1, 9);
    expect(row).toBeCloseTo(0, 2);
    expect(column).toBeCloseTo(0, 2);
    expect(least).toBeGreaterThan(-1e-12);
  });

  it.each(["a", "b", "c", "d"])("draws the trace of the recorded length along the recorded direction (%s)", (image) => {
    const { sample, effective } = motionBlur.degrade(point(), { pathLength: 25 }, random(image));
    expect(effective.pathLength).toBeCloseTo(0.25 * SIZE, 12);
    expect(effective.displacement).toBeLessThanOrEqual(effective.pathLength);
    // The heading turns by at most 25 degrees and a wobble of 12 either way from its middle: the chord keeps more than cos 37 of the path.
    expect(effective.displacement).toBeGreaterThan(0.79 * effective.pathLength);
    const { rr, rc, cc } = moments(sample.data);
    // Principal axis of the trace. Up is against the rows. The chord of a path that bends this little lies within 12 degrees of it.
    const axis = (Math.atan2(-2 * rc, cc - rr) * 90) / Math.PI;
    const off = Math.abs(axis - effective.angle) % 180;
    expect(Math.min(off, 180 - off)).toBeLessThan(12);
    // A line of length d travelled at a speed between 0.5 and 1.5 of its mean has a variance between 1/2 and 3/2 of d^2 / 12, and the
    // bilinear sharing adds less than 1/4 along each axis.
    const spread = rr + cc;
    expect(spread).toBeGreaterThan((0.5 * effective.displacement ** 2) / 12);
    expect(spread).toBeLessThan((1.5 * effective.pathLength ** 2) / 12 + 0.5);
  });

  it("scales one path: direction and draws do not depend on the length", () => {
    const [short, long] = [3, 12].map((pathLength) => motionBlur.degrade(point(), { pathLength }, random("e")));
    expect(short.drawn).toEqual(long.drawn);
    expect(short.effective.angle).toBe(long.effective.angle);
    expect(long.effective.displacement / short.effective.displacement).toBeCloseTo(4, 12);
  });

  it("keeps the black frame and the text in it bit for bit", () => {
    const light = point();
    for (let i = 0; i < SIZE * SIZE; i++) if (i % SIZE < 20) light.data.fill(0, 3 * i, 3 * i + 3);
    light.data.fill(0.8, 3 * (50 * SIZE + 8), 3 * (50 * SIZE + 12));
    const { sample } = motionBlur.degrade(light, { pathLength: 15 }, random("f"));
    for (let row = 0; row < SIZE; row++) {
      const start = 3 * row * SIZE;
      expect(sample.data.slice(start, start + 60)).toEqual(light.data.slice(start, start + 60));
      expect(sample.data[start + 60]).toBeGreaterThanOrEqual(0.05 - 1e-12);
    }
  });
});
