/** Inputs of the cases: the same numbers every time, from the streams that the product draws from. */
import { exp } from "../../generators/signal/math.ts";
import { type RandomStream, randomSource } from "../../generators/signal/random.ts";
import type { NpyArray } from "../../sources/npy.ts";

export function stream(name: string): RandomStream {
  return randomSource({ seed: "bench", image: name, operation: "bench", stage: "bench" }).stream("input");
}

/** Uniform numbers in (-1, 1): cheap, and as bad as any to a transform. */
export function noise(name: string, count: number): Float64Array {
  return stream(name)
    .fillUniform(new Float64Array(count))
    .map((value) => 2 * value - 1);
}

/** Complex numbers with both parts in (-1, 1). */
export function complexNoise(name: string, shape: readonly number[]): NpyArray & { readonly data: Float64Array } {
  return { shape, dtype: "c16", data: noise(name, 2 * shape.reduce((product, length) => product * length, 1)) };
}

/**
 * A smooth picture, 0 .. about 1: forty Gaussian spots within the middle circle. Methods that interpolate in different ways agree on it.
 * @returns rows x columns
 */
export function spots(rows: number, columns: number): Float64Array {
  const random = stream("spots");
  const image = new Float64Array(rows * columns);
  for (let spot = 0; spot < 40; spot++) {
    const row = rows * random.range(0.25, 0.75);
    const column = columns * random.range(0.25, 0.75);
    const width = rows * random.range(0.01, 0.05);
    const height = random.range(0.1, 0.5);
    const across = Float64Array.from({ length: columns }, (_, c) => exp(-((c - column) * (c - column)) / (2 * width * width)));
    for (let r = 0; r < rows; r++) {
      const down = height * exp(-((r - row) * (r - row)) / (2 * width * width));
      for (let c = 0; c < columns; c++) image[r * columns + c] += down * across[c];
    }
  }
  return image;
}
