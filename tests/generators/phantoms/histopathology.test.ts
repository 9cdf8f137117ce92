import { describe, expect, it } from "vitest";
import modality from "../../../generators/histopathology/modality.ts";
import phantom from "../../../generators/phantoms/histopathology.ts";
import { linearLightOf } from "../../../generators/signal/light.ts";
import { opticalDensityOf } from "../../../generators/signal/optical-density.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { stainsOf } from "../../../generators/signal/stain.ts";

const draw = (seed: number) => phantom.draw(randomSource({ seed: String(seed), image: "phantom", operation: "phantom", stage: "draw" }));
const tiles = [0, 1, 2, 3].map(draw);

describe("histopathology phantom", () => {
  it("is an 8-bit tile of 256 um with the words of its anatomy", () => {
    for (const { acquisition, anatomy, structures } of tiles) {
      expect(acquisition.data.length).toBe(512 * 512 * 3);
      expect(acquisition.data.every((code) => Number.isInteger(code) && code >= 0 && code <= 255)).toBe(true);
      expect(acquisition.spacing).toEqual({ row: 0.5e-6, column: 0.5e-6 });
      for (const name of Object.keys(structures)) expect(modality.anatomies[anatomy].structures).toContain(name);
    }
  });

  it("is the same tile for the same seed and another for another", () => {
    const bytes = ({ acquisition }: (typeof tiles)[number]) => Buffer.from(Uint8Array.from(acquisition.data));
    expect(bytes(draw(0)).equals(bytes(tiles[0]))).toBe(true);
    expect(bytes(tiles[1]).equals(bytes(tiles[0]))).toBe(false);
  });

  it("is stained with haematoxylin and eosin, as Macenko's estimate sees it", () => {
    for (const { acquisition } of tiles) expect(stainsOf(opticalDensityOf(linearLightOf(acquisition))).estimated).toBe(true);
  });

  it("has stroma where it says so: pinker than nuclei, and no glass in its middle", () => {
    for (const { acquisition, structures } of tiles) {
      const place = structures["the stroma"];
      if (place === undefined) continue;
      const at = (Math.round(place.row * 512) * 512 + Math.round(place.column * 512)) * 3;
      const [red, green, blue] = acquisition.data.subarray(at, at + 3);
      expect(green).toBeLessThan(red);
      expect(green).toBeLessThan(blue);
    }
  });

  it("has a gland that opens into a white lumen where it says so", () => {
    const glands = tiles.filter(({ structures }) => structures["the gland"] !== undefined);
    expect(glands.length).toBeGreaterThan(0);
    for (const { acquisition, structures } of glands) {
      const { row, column, halfHeight } = structures["the gland"];
      let palest = 0;
      for (let y = -halfHeight / 2; y <= halfHeight / 2; y += 1 / 512) {
        const at = (Math.round((row + y) * 512) * 512 + Math.round(column * 512)) * 3;
        palest = Math.max(palest, acquisition.data[at + 1]);
      }
      expect(palest).toBeGreaterThan(200);
    }
  });
});
