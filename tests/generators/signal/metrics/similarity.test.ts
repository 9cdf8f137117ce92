import { expect, it } from "vitest";
import { meanSimilarities, meanSimilaritiesPlain } from "../../../../generators/signal/metrics/similarity.ts";
import { randomSource } from "../../../../generators/signal/random.ts";

it.each([
  [1, 1, 1, 1],
  [5, 9, 2, 5],
  [11, 11, 1, 11],
  [12, 31, 4, 11],
  [64, 65, 3, 11],
  [40, 13, 1, 11],
  [13, 700, 3, 11],
])("the compiled similarity of %d x %d x %d has its twin's bits", (rows, columns, channels, size) => {
  const stream = randomSource({ seed: "similarity", image: "", operation: "", stage: "" }).stream("noise");
  const a = stream.fillUniform(new Float64Array(rows * columns * channels));
  const noise = stream.fillNormal(new Float64Array(a.length));
  const b = a.map((value, index) => value + 0.1 * noise[index]);
  const weights = Float64Array.from({ length: size }, (_, index) => (index + 1) / ((size * (size + 1)) / 2));
  const images = { a, b, rows, columns, channels, weights, range: 1 };
  expect(meanSimilarities(images)).toEqual(meanSimilaritiesPlain(images));
});
