import { describe, expect, it } from "vitest";
import { noiseLevel } from "../../../generators/ct/dose/noise-level.ts";
import modality, { WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import phantom from "../../../generators/phantoms/ct.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const draw = (seed: string) => phantom.draw(randomSource({ seed, image: "phantom", operation: "ct", stage: "phantom" }));
const drawn = ["0", "1", "2", "3"].map(draw);

describe("the CT phantom", () => {
  it("is a slice in Hounsfield units that the modality knows", () => {
    for (const { acquisition, anatomy } of drawn) {
      expect(acquisition).toMatchObject({ quantity: "hounsfield", rows: 512, columns: 512, channels: 1 });
      expect(acquisition.data.every((value) => Number.isInteger(value) && value >= -1024 && value <= 3071)).toBe(true);
      expect(Object.keys(modality.anatomies)).toContain(anatomy);
    }
    expect(new Set(drawn.map(({ anatomy }) => anatomy)).size).toBe(2);
  });

  it("is another patient for another seed, and the same for the same", () => {
    expect(draw("0").acquisition.data).toEqual(drawn[0]!.acquisition.data);
    expect(draw("4").acquisition.data).not.toEqual(drawn[0]!.acquisition.data);
  });

  it("has air around the body, within which no corner of the image lies", () => {
    for (const { acquisition } of drawn) {
      for (const corner of [0, 511, 511 * 512, 512 * 512 - 1]) expect(acquisition.data[corner]).toBeLessThan(-950);
    }
  });

  it("puts its structures where it says: tissue of the right kind fills them", () => {
    // Median over the middle third of each box; organs are soft tissue with or without contrast medium, lungs are mostly air, bone is dense.
    const range: Record<string, readonly [number, number]> = {
      "the vertebra": [90, 500],
      "the aorta": [25, 260],
      "the liver": [30, 180],
      "the right lung": [-920, -700],
      "the heart": [20, 260],
    };
    for (const { acquisition, structures } of drawn) {
      expect(structures).toHaveProperty("the vertebra");
      for (const [name, { row, column, halfHeight, halfWidth }] of Object.entries(structures)) {
        const bounds = range[name];
        if (bounds === undefined) continue;
        const values: number[] = [];
        for (let y = Math.ceil((row - halfHeight / 3) * 512); y < (row + halfHeight / 3) * 512; y++) {
          for (let x = Math.ceil((column - halfWidth / 3) * 512); x < (column + halfWidth / 3) * 512; x++)
            values.push(acquisition.data[y * 512 + x]!);
        }
        const median = values.sort((a, b) => a - b)[values.length >> 1]!;
        expect(median, name).toBeGreaterThan(bounds[0]);
        expect(median, name).toBeLessThan(bounds[1]);
      }
    }
  });

  it("shows the noise of a full-dose scan, 8 to 12 HU, where the tissue is even", () => {
    for (const { acquisition } of drawn) {
      const attenuation = acquisition.data.map((value) => WATER_ATTENUATION * (1 + value / 1000));
      const noise = noiseLevel({ rows: 512, columns: 512, data: attenuation }, WATER_ATTENUATION)!;
      // The root mean square over the body; what is most frequent, with the tissues' own texture, lies within a sixth of it.
      expect(noise).toBeGreaterThan(8 * (5 / 6));
      expect(noise).toBeLessThan(12 * (7 / 6));
    }
  });

  it("follows the radiological convention: the patient's right is at the image's left", () => {
    for (const { structures } of drawn) {
      const liver = structures["the liver"];
      if (liver !== undefined) expect(liver.column).toBeLessThan(structures["the spleen"]!.column);
      else expect(structures["the right lung"]!.column).toBeLessThan(structures["the left lung"]!.column);
    }
  });
});
