import { describe, expect, test } from "vitest";
import ct, { WATER_ATTENUATION } from "../../../../generators/ct/modality.ts";
import { imageOf, viewWeights } from "../../../../generators/ct/projections/image.ts";
import type { Acquisition, ParallelScan } from "../../../../sources/acquisition.ts";
import { openFile } from "../../../../sources/open.ts";
import { shared, sharedData } from "../../../shared.ts";
import { axisScan } from "./axis-scan.ts";

const half = (viewCount: number): number[] => Array.from({ length: viewCount }, (_, view) => (view * Math.PI) / viewCount);

function projections(data: Float64Array, scan: ParallelScan): Acquisition {
  const rows = scan.angles.length;
  return { quantity: "ct-projections", coils: 1, rows, columns: data.length / rows, channels: 1, complex: false, data, scan, scanner: {} };
}

/** Water of 60 bins across in air, 12 bins off the axis, and a rod of twice its attenuation; bins of half a millimetre. */
const BIN = 0.5e-3;
const BODY = [
  { x: 8, y: 9, a: 30, b: 26, tilt: 0.2, density: WATER_ATTENUATION * BIN },
  { x: 14, y: 4, a: 6, b: 6, tilt: 0, density: WATER_ATTENUATION * BIN },
];
const AXIS = 70.4;
const angles = half(240);
const data = axisScan(angles, 151, AXIS, BODY);

describe("imageOf", () => {
  test("water is 0 HU, a rod of twice its attenuation 1000, air -1000, about the axis that the views give", () => {
    const image = imageOf(projections(data, { angles, binSize: BIN }), WATER_ATTENUATION);
    const side = 2 * Math.floor(AXIS) + 1;
    expect(image).toMatchObject({ quantity: "hounsfield", rows: side, columns: side, spacing: { row: BIN, column: BIN } });
    const mean = (x: number, y: number): number => {
      let sum = 0;
      for (let down = -2; down <= 2; down++) {
        for (let right = -2; right <= 2; right++) sum += image.data[((side - 1) / 2 - y + down) * side + (side - 1) / 2 + x + right]!;
      }
      return sum / 25;
    };
    // The ramp's cut at the detector's ends and linear interpolation leave less than 1 % of water.
    expect(Math.abs(mean(-5, 9))).toBeLessThan(10);
    expect(Math.abs(mean(14, 4) - 1000)).toBeLessThan(15);
    expect(Math.abs(mean(-40, -40) + 1000)).toBeLessThan(10);
    expect(image.data[0]).toBe(-1000);
    expect(image.inside?.[0]).toBe(0);
  });

  test("bins of unknown size: the object's median is water's", () => {
    const known = imageOf(projections(data, { angles, binSize: BIN }), WATER_ATTENUATION);
    const image = imageOf(projections(data, { angles }), WATER_ATTENUATION);
    const ratio = image.spacing!.row / known.spacing!.row;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
    for (const [at, value] of image.data.entries()) expect(Math.abs((value + 1000) * ratio - known.data[at]! - 1000)).toBeLessThan(1e-6);
  });

  test("any other acquisition stays as it is", () => {
    const other = projections(data, { angles });
    const hounsfield = { ...other, quantity: "hounsfield" as const };
    expect(imageOf(hounsfield, WATER_ATTENUATION)).toBe(hounsfield);
  });

  test.each([
    ["too few views", projections(data.subarray(0, 4 * 151), { angles: angles.slice(0, 4) })],
    ["no object", projections(new Float64Array(data.length), { angles })],
    ["angles that are missing", projections(data, { angles: angles.slice(1) })],
  ])("%s: E_SAMPLES", (_, acquisition) => {
    expect(() => imageOf({ ...acquisition, rows: data === acquisition.data ? 240 : acquisition.rows }, WATER_ATTENUATION)).toThrow(
      expect.objectContaining({ name: "MedqError", code: "E_SAMPLES" }),
    );
  });
});

describe("viewWeights", () => {
  test.each([
    ["half a turn", half(180), 180],
    ["a full turn", Array.from({ length: 100 }, (_, view) => (view * Math.PI) / 50), 100],
    ["half a turn backwards", half(90).map((angle) => -angle), 90],
  ])("%s in equal steps: equal weights, together pi", (_, list, count) => {
    const weights = viewWeights(list);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(Math.PI, 10);
    if (count !== 100) for (const weight of weights) expect(weight).toBeCloseTo(Math.PI / count, 10);
  });

  test("a wedge that is missing is not filled", () => {
    const weights = viewWeights(half(180).slice(0, 120));
    expect(Math.max(...weights)).toBeLessThanOrEqual((2 * Math.PI) / 180 + 1e-12);
  });
});

describe.skipIf(!sharedData)("a real scan (needs ../shared/data)", () => {
  test("a tooth: its axis near bin 296, enamel denser than dentine, air around", async () => {
    const acquisition = await (await openFile(shared("ct/sinogram/tooth.h5"))).plane(0);
    const { rows, data: hounsfield } = imageOf(acquisition, WATER_ATTENUATION);
    // The side tells the axis: twice its distance from the nearer end of the detector, in whole bins.
    expect(rows).toBeGreaterThanOrEqual(2 * 295 + 1);
    expect(rows).toBeLessThanOrEqual(2 * 296 + 1);
    const object = hounsfield.filter((value) => value > -500).sort();
    const [dentine, enamel] = [0.1, 0.8].map((share) => object[Math.floor(share * object.length)]!);
    expect((enamel! + 1000) / (dentine! + 1000)).toBeGreaterThan(1.4);
    const air = hounsfield.slice(20 * rows + 250, 20 * rows + 340);
    expect(Math.abs(air.reduce((sum, value) => sum + value, 0) / air.length + 1000)).toBeLessThan(30);
    const clean = { acquisition, plane: ct.observe(acquisition) };
    expect(ct.window(clean).high).toBeGreaterThan(0);
  });
});
