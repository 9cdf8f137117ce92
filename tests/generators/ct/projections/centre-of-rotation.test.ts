import { describe, expect, test } from "vitest";
import { centreOfRotation } from "../../../../generators/ct/projections/centre-of-rotation.ts";
import { randomSource } from "../../../../generators/signal/random.ts";
import { axisScan } from "./axis-scan.ts";

const random = randomSource({ seed: "axis", image: "ellipses", operation: "test", stage: "degrade" });

/** Views from 0 in equal steps up to, but without, the end [degrees]. */
const steps = (viewCount: number, end: number): number[] =>
  Array.from({ length: viewCount }, (_, view) => (view * end * Math.PI) / viewCount / 180);

describe("centreOfRotation", () => {
  test.each([
    ["half a turn", steps(181, 180), 47.3],
    ["half a turn and the opposite view", steps(181, 181), 52.5],
    ["a full turn", steps(240, 360), 49.8],
    ["unequal steps", steps(181, 180).map((angle, view) => angle + 0.004 * Math.sin(view)), 51.2],
    ["half a turn from 1 rad", steps(180, 180).map((angle) => angle + 1), 48.25],
  ])("%s: the axis to a tenth of a bin", (_, angles, axis) => {
    expect(Math.abs(centreOfRotation({ angles, binCount: 101, data: axisScan(angles, 101, axis) }) - axis)).toBeLessThan(0.1);
  });

  test("noise of a hundredth of the object on top: still to a quarter of a bin", () => {
    const angles = steps(181, 180);
    const data = axisScan(angles, 101, 46.4);
    const noise = random.stream("noise");
    const strongest = Math.max(...data);
    for (let i = 0; i < data.length; i++) data[i] += 0.01 * strongest * noise.normal();
    expect(Math.abs(centreOfRotation({ angles, binCount: 101, data }) - 46.4)).toBeLessThan(0.25);
  });

  test("an empty scan: the middle", () => {
    expect(centreOfRotation({ angles: steps(10, 90), binCount: 21, data: new Float64Array(210) })).toBe(10);
  });
});
