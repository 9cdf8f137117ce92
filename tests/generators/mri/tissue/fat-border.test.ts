import { describe, expect, it } from "vitest";
import { fatBorder } from "../../../../generators/mri/tissue/fat-border.ts";
import { samplesOf } from "../coil-samples.ts";

const SIZE = 100;
const radiusOf = (i: number): number => Math.hypot((i % SIZE) - 50, Math.floor(i / SIZE) - 50);

/** Fat from 34 to 40 pixels from the middle; within it muscle on the right, bone on the left, and darker tissue. */
function limb() {
  const image = new Float64Array(2 * SIZE * SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const r = radiusOf(i);
    const bone = i % SIZE < 50 && r > 28;
    image[2 * i] = r > 40 ? 0.01 : r > 34 ? 1 : bone ? 0.02 : 0.4;
  }
  return samplesOf(image, 1, SIZE, SIZE);
}

describe("the border of fat and water", () => {
  it("is half fat at its middle, and within a layer of 6 pixels fat stays whole, however wide a border of a pixel is", () => {
    const share = fatBorder(limb(), 1);
    const right = (column: number): number => share[50 * SIZE + column]!;
    // The border lies between the last pixel of muscle, at 34 from the middle, and the first of fat: half a pixel from either.
    expect(right(84) + right(85)).toBeCloseTo(1, 9);
    expect(right(84)).toBeGreaterThan(0.25);
    // Phi(2.5), the distance of the third pixel from the border.
    expect(right(87)).toBeCloseTo(0.99379, 4);
    expect(right(70)).toBeLessThan(1e-9);
  });

  it("leaves fat whole beside bone and air", () => {
    const share = fatBorder(limb(), 1);
    for (let column = 11; column <= 15; column++) expect(share[50 * SIZE + column]).toBeGreaterThan(0.999);
    expect(share[50 * SIZE + 25]).toBe(0);
    expect(share[0]).toBe(0);
  });
});
