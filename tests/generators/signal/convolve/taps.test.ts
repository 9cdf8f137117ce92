import { describe, expect, it } from "vitest";
import { axisByAxis, axisByAxisPlain, tapByTap, tapByTapPlain } from "../../../../generators/signal/convolve/taps.ts";
import { discSpread, gaussianSpread, pathSpread } from "../../../../generators/signal/point-spread.ts";
import { randomSource } from "../../../../generators/signal/random.ts";

const stream = randomSource({ seed: "taps", image: "", operation: "", stage: "" }).stream("noise");
const SPREADS = [
  discSpread(0),
  discSpread(0.8),
  discSpread(5.4),
  pathSpread([
    { row: 0, column: 0 },
    { row: 3, column: 17 },
    { row: 9, column: 1 },
  ]),
];

// Sizes around the blocks of 8 numbers, the tiles of 128 rows and 384 numbers, and the strips of 16 rows and 128 numbers.
describe.each([
  [1, 1, 1],
  [1, 7, 3],
  [5, 1, 2],
  [16, 128, 1],
  [17, 43, 3],
  [129, 130, 3],
  [131, 385, 1],
  [40, 97, 4],
  [3, 2, 401],
])("an image of %d x %d x %d", (rows, columns, channels) => {
  const plane = { rows, columns, channels, data: stream.fillNormal(new Float64Array(rows * columns * channels)) };

  it("has the twin's bits tap by tap", () => {
    for (const spread of SPREADS) {
      const [compiled, plain] = [new Float64Array(plane.data.length).fill(7), new Float64Array(plane.data.length).fill(8)];
      tapByTap(plane, spread, compiled);
      tapByTapPlain(plane, spread, plain);
      expect(compiled.findIndex((value, index) => value !== plain[index])).toBe(-1);
    }
  });

  it("has the twin's bits axis by axis", () => {
    for (const spread of [gaussianSpread(0), gaussianSpread(0.6), gaussianSpread(3.3, 1), gaussianSpread(0, 2)]) {
      const [compiled, plain] = [new Float64Array(plane.data.length).fill(7), new Float64Array(plane.data.length).fill(8)];
      axisByAxis(plane, spread, compiled);
      axisByAxisPlain(plane, spread, plain);
      expect(compiled.findIndex((value, index) => value !== plain[index])).toBe(-1);
    }
  });
});
