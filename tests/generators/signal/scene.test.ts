import { describe, expect, it } from "vitest";
import { discSpread } from "../../../generators/signal/convolve.ts";
import { countRegions } from "../../../generators/signal/regions.ts";
import { blurScene, sceneOf } from "../../../generators/signal/scene.ts";

const SIZE = 48;

/** A lit circle of the given light in a black frame, with a bright square of "text" in one corner. */
function circle(light: (row: number, column: number) => number) {
  const data = new Float64Array(SIZE * SIZE * 3);
  const inside = new Uint8Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const at = row * SIZE + column;
      inside[at] = (row - 23.5) ** 2 + (column - 23.5) ** 2 < 21 ** 2 ? 1 : 0;
      const text = row >= 1 && row < 4 && column >= 1 && column < 4;
      data.fill(inside[at] === 1 ? light(row, column) : text ? 0.9 : 0, 3 * at, 3 * at + 3);
    }
  }
  return { plane: { rows: SIZE, columns: SIZE, channels: 3, data }, inside };
}

describe("the scene", () => {
  it("is what the black surround encloses, dark places within it included, text in the surround not", () => {
    const { plane, inside } = circle((row, column) => (row > 20 && row < 28 && column > 20 && column < 28 ? 0 : 0.4));
    expect(sceneOf(plane)).toEqual(inside);
  });

  it("is everything where no corner is dark, and where everything is dark", () => {
    const lit = { rows: 5, columns: 7, channels: 3, data: new Float64Array(105).fill(0.2) };
    expect(sceneOf(lit).every((value) => value === 1)).toBe(true);
    expect(sceneOf({ ...lit, data: new Float64Array(105) }).every((value) => value === 1)).toBe(true);
  });

  it("stays exactly as bright under blur where it is uniform, and the surround keeps its bits", () => {
    const { plane, inside } = circle(() => 0.37);
    for (const radius of [2.5, 9]) {
      const blurred = blurScene(plane, discSpread(radius));
      for (let i = 0; i < inside.length; i++) {
        if (inside[i] === 1) expect(blurred.data[3 * i]).toBeCloseTo(0.37, 9);
        else expect(blurred.data[3 * i]).toBe(plane.data[3 * i]);
      }
    }
  });

  it("takes no light from the surround", () => {
    const { plane, inside } = circle((row) => 0.2 + row / 100);
    const { data } = blurScene(plane, discSpread(6));
    const lit = Array.from(inside.keys()).filter((i) => inside[i] === 1);
    // An average of scene pixels lies between the darkest and the brightest of them (rows 3 to 44).
    expect(Math.min(...lit.map((i) => data[3 * i]))).toBeGreaterThanOrEqual(0.23 - 1e-12);
    expect(Math.max(...lit.map((i) => data[3 * i]))).toBeLessThanOrEqual(0.64 + 1e-12);
  });
});

describe("regions", () => {
  it("join by edges, not by corners", () => {
    expect(countRegions(Uint8Array.of(1, 1, 0, 0, 0, 1, 1, 0, 1), 3, 3)).toBe(3);
    expect(countRegions(new Uint8Array(9), 3, 3)).toBe(0);
    expect(countRegions(new Uint8Array(9).fill(1), 3, 3)).toBe(1);
  });
});
