import { describe, expect, it } from "vitest";
import { bodyMask, bodyOf } from "../../../../generators/ct/attenuation/body.ts";
import { WATER_ATTENUATION } from "../../../../generators/ct/modality.ts";

const SIZE = 120;
const section = (denseAt: (x: number, y: number) => boolean, rows = SIZE, columns = SIZE) => ({
  rows,
  columns,
  pixel: { row: 2e-3, column: 2e-3 },
  data: Float64Array.from({ length: rows * columns }, (_, i) => (denseAt(i % columns, Math.floor(i / columns)) ? WATER_ATTENUATION : 0)),
});

const body = (x: number, y: number) => Math.hypot((x - 60) / 40, (y - 50) / 30) < 1;
const lung = (x: number, y: number) => Math.hypot((x - 45) / 12, (y - 50) / 20) < 1;
/** Two shells of 4 mm, the upper one touching the back. */
const table = (x: number, y: number) => x > 4 && x < 116 && ((y >= 80 && y < 82) || (y >= 95 && y < 97));

describe("the body", () => {
  it("is found without the table that it lies on, lungs and all", () => {
    const mask = bodyMask(section((x, y) => (body(x, y) && !lung(x, y)) || table(x, y)));
    let wrong = 0;
    for (let i = 0; i < mask.length; i++) if (mask[i] !== (body(i % SIZE, Math.floor(i / SIZE)) ? 1 : 0)) wrong++;
    // Of 3770 pixels: a strip of the table beneath the back, where it touches.
    expect(wrong).toBeLessThan(50);
    expect(bodyOf(section((x, y) => body(x, y) || table(x, y)))).toMatchObject({ top: 21, left: 21, right: 99 });
  });

  it("is the whole image where nothing is dense, and what there is where all is thin", () => {
    expect(bodyOf(section(() => false))).toEqual({ top: 0, bottom: 119, left: 0, right: 119 });
    expect(bodyOf(section((x) => x === 7))).toEqual({ top: 0, bottom: 119, left: 7, right: 7 });
    expect(bodyOf(section(() => true, 1, 64))).toEqual({ top: 0, bottom: 0, left: 0, right: 63 });
    expect(bodyOf(section(() => true, 1, 1))).toEqual({ top: 0, bottom: 0, left: 0, right: 0 });
  });
});
