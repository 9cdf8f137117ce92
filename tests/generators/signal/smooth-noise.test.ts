import { describe, expect, it } from "vitest";
import { randomSource } from "../../../generators/signal/random.ts";
import { smoothNoise } from "../../../generators/signal/smooth-noise.ts";

const stream = (name: string) => randomSource({ seed: "1", image: "noise", operation: "smooth-noise", stage: "test" }).stream(name);

describe("smooth noise", () => {
  it("has mean 0 and variance 1", () => {
    const cell = 4;
    const field = smoothNoise(stream("moments"), 800, 800, cell);
    const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
    const variance = field.reduce((sum, value) => sum + value * value, 0) / field.length;
    // About 200 x 200 lattice numbers carry it. The mean: each weighs equally, times 315/151 for the normalisation: standard error
    // (315 / 151) / 200. The variance: neighbours correlate over some 4 x 4 cells, so that fewer than 16 in sqrt(2 x 16) / 200 remain.
    expect(Math.abs(mean)).toBeLessThan((4 * 315) / 151 / 200);
    expect(Math.abs(variance - 1)).toBeLessThan((4 * Math.sqrt(32)) / 200);
  });

  it("closes over its seam where it repeats", () => {
    const [rows, columns] = [20, 120];
    const field = smoothNoise(stream("seam"), rows, columns, 10, { periodic: true });
    const steps = Array.from({ length: columns }, (_, c) =>
      Math.max(...Array.from({ length: rows }, (_, r) => Math.abs(field[r * columns + ((c + 1) % columns)] - field[r * columns + c]))),
    );
    // The step over the seam is one like all others: no larger than the largest inside.
    expect(steps[columns - 1]).toBeLessThanOrEqual(1.5 * Math.max(...steps.slice(0, -1)));
    expect(Math.max(...steps)).toBeLessThan(0.6);
  });
});
