import { describe, expect, test } from "vitest";
import { fieldOfViewCut, partitionWeight } from "../../../sources/kspace/dft.ts";
import { dft } from "./dft.reference.ts";

/** Complex numbers that no symmetry hides. */
const line = (length: number): Float64Array => Float64Array.from({ length: 2 * length }, (_, i) => Math.sin(1 + 3.7 * i) + (i % 5) / 7);

describe("fieldOfViewCut", () => {
  // Sample c_N + d of the wide image is sample c_M + d of the cut one: the definition, with the transforms by their sums.
  test.each([
    [40, 20],
    [16, 8],
    [15, 7],
    [14, 9],
    [22, 11],
    [13, 4],
    [12, 1],
    [9, 9],
  ])("%d samples to the middle %d", (length, kept) => {
    const lines = new Float64Array(4 * length);
    lines.set(line(length));
    lines.set(
      line(length).map((value) => 1 - value * value),
      2 * length,
    );
    const cut = fieldOfViewCut(length, kept)(lines);
    const first = Math.floor(length / 2) - Math.floor(kept / 2);
    for (const at of [0, 1]) {
      const image = dft(lines.subarray(2 * length * at, 2 * length * (at + 1)), 1);
      const expected = kept === length ? dft(image, -1) : dft(image.subarray(2 * first, 2 * (first + kept)), -1);
      for (const [i, value] of expected.entries()) expect(cut[2 * kept * at + i]).toBeCloseTo(value, 12);
    }
  });
});

test.each([1, 2, 5, 8])("partitionWeight: %d partitions, summed with their weights, are the inverse transform", (length) => {
  const partitions = line(length);
  const image = dft(partitions, 1);
  for (let slice = 0; slice < length; slice++) {
    let [re, im] = [0, 0];
    for (let n = 0; n < length; n++) {
      const [c, s] = partitionWeight(n, slice, length);
      re += c * partitions[2 * n]! - s * partitions[2 * n + 1]!;
      im += s * partitions[2 * n]! + c * partitions[2 * n + 1]!;
    }
    expect(re).toBeCloseTo(image[2 * slice]!, 12);
    expect(im).toBeCloseTo(image[2 * slice + 1]!, 12);
  }
});
