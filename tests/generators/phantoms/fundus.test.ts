import { describe, expect, it } from "vitest";
import type { Structure } from "../../../generators/phantom.ts";
import { drawVessels } from "../../../generators/phantoms/fundus/vessels.ts";
import phantom from "../../../generators/phantoms/fundus.ts";
import { linearLightOf, luminanceOf } from "../../../generators/signal/light.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const source = (seed: string) => randomSource({ seed, image: "phantom:fundus", operation: "phantom/fundus", stage: "ingest" });

/** Mean luminance between two ellipses of a structure's shape, in its half extents. */
function meanAround(
  light: Float64Array,
  size: number,
  { row, column, halfHeight, halfWidth }: Structure,
  from: number,
  to: number,
): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < light.length; i++) {
    const [y, x] = [(Math.floor(i / size) + 0.5) / size - row, ((i % size) + 0.5) / size - column];
    const r = Math.sqrt((y / halfHeight) ** 2 + (x / halfWidth) ** 2);
    if (r < from || r >= to) continue;
    sum += light[i];
    count++;
  }
  return sum / count;
}

const eyes = ["a", "b", "c", "d", "e"].map((seed) => ({ seed, ...phantom.draw(source(seed)) }));

describe("a fundus phantom", () => {
  it.each(eyes)("has a bright disc, a dark fovea and a black surround (seed $seed)", ({ acquisition, structures }) => {
    const size = acquisition.rows;
    const light = luminanceOf(linearLightOf(acquisition));
    const disc = structures["the optic disc"];
    const macula = structures["the macula"];
    expect(meanAround(light, size, disc, 0, 0.8)).toBeGreaterThan(1.25 * meanAround(light, size, disc, 1.3, 1.8));
    expect(meanAround(light, size, macula, 0, 0.3)).toBeLessThan(0.93 * meanAround(light, size, macula, 1.3, 1.8));
    for (const corner of [0, size - 1, size * size - 1]) expect(light[corner]).toBe(0);
    // The fovea lies 2.5 to 3 disc diameters from the disc, a little below it.
    const apart = Math.abs(macula.column - disc.column) / (2 * disc.halfWidth);
    expect(apart).toBeGreaterThan(2.2);
    expect(apart).toBeLessThan(3.4);
    expect(macula.row).toBeGreaterThan(disc.row);
  });

  it("is sometimes a left and sometimes a right eye", () => {
    const sides = eyes.map(({ structures }) => structures["the macula"].column > structures["the optic disc"].column);
    expect(new Set(sides).size).toBe(2);
  });
});

describe("retinal vessels", () => {
  const fovea = { x: 15, y: -1.5 };

  it("never enter the avascular zone", () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const { line } of drawVessels(source(`${seed}`).stream("vessels"), fovea)) {
        // A vessel stops at the first point within its avascular radius of at least 1.6 degrees; one step is 0.25.
        expect(Math.min(...line.map(({ x, y }) => Math.sqrt((x - fovea.x) ** 2 + (y - fovea.y) ** 2)))).toBeGreaterThan(1.3);
      }
    }
  });

  it("never widen along their way, and veins are wider than arteries at the disc", () => {
    for (let seed = 0; seed < 5; seed++) {
      const vessels = drawVessels(source(`${seed}`).stream("vessels"), fovea);
      for (const { radii } of vessels) expect(radii.every((radius, i) => i === 0 || radius <= radii[i - 1] + 1e-12)).toBe(true);
      const widest = (kind: string) => Math.max(...vessels.filter((vessel) => vessel.kind === kind).map(({ radii }) => radii[0]));
      expect(widest("artery") / widest("vein")).toBeGreaterThan(0.6);
      expect(widest("artery") / widest("vein")).toBeLessThan(0.75);
    }
  });
});
