import { expect, it } from "vitest";
import { randomSource } from "../../../../generators/signal/random.ts";
import { resampleAxis, resampleAxisPlain, type Taps } from "../../../../generators/signal/resample/axis.ts";

const stream = randomSource({ seed: "axis", image: "", operation: "", stage: "" }).stream("noise");

/** Taps of any number, from 0 to 6, from anywhere on the axis. */
function anyTaps(length: number, places: number): Taps {
  const starts = Int32Array.from({ length: places + 1 }, (_, place) => Math.floor(place / 7) * 21 + [0, 0, 6, 8, 13, 14, 18][place % 7]);
  const sources = Int32Array.from({ length: starts[places] }, () => Math.floor(stream.uniform() * length));
  const references = Int32Array.from({ length: places }, () => Math.floor(stream.uniform() * length));
  return { references, starts, sources, shares: stream.fillNormal(new Float64Array(sources.length)) };
}

it.each([
  [1, 1, 1, 1],
  [1, 37, 129, 12],
  [1, 9, 1000, 31],
  [3, 5, 1, 4],
  [16, 33, 3, 70],
  [17, 64, 1, 21],
  [40, 7, 5, 1],
  [2, 301, 2, 150],
])("the compiled sums of %d x %d x %d to %d places have their twin's bits", (outer, length, inner, places) => {
  const data = stream.fillNormal(new Float64Array(outer * length * inner));
  const taps = anyTaps(length, places);
  expect(resampleAxis(data, { outer, length, inner }, taps)).toEqual(resampleAxisPlain(data, { outer, length, inner }, taps));
});
