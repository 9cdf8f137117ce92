import { describe, expect, test } from "vitest";
import { catalogue } from "../../generators/catalogue.ts";
import { degrade, observe } from "../../generators/degrade.ts";
import modality from "../../generators/mri/modality.ts";
import { maskOnGrid, onGrid, squareGrid } from "../../generators/square-pixels.ts";
import type { Acquisition } from "../../sources/acquisition.ts";

describe("the grid", () => {
  test.each([
    ["4 x 1", [64, 256], [4, 1], [256, 256]],
    ["1 x 2.5", [100, 40], [1, 2.5], [100, 100]],
    ["metres", [64, 256], [0.004, 0.001], [256, 256]],
    ["not a whole number", [10, 10], [1, 1.26], [10, 13]],
    ["one row", [1, 512], [50, 1], [50, 512]],
  ])("%s: square pixels of the finer spacing", (_, [rows, columns], [row, column], [down, across]) => {
    expect(squareGrid({ rows: rows!, columns: columns! }, { row: row!, column: column! })).toEqual({ rows: down, columns: across });
  });

  test("within 1 % it is the samples' own", () => {
    for (const spacing of [
      { row: 1, column: 1 },
      { row: 1.01, column: 1 },
      { row: 1, column: 1.0099 },
    ]) {
      expect(squareGrid({ rows: 7, columns: 9 }, spacing)).toEqual({ rows: 7, columns: 9 });
    }
  });

  test("a ratio of 50 : 1, or of a million, stays within 4 million pixels, and square as far as whole numbers allow", () => {
    for (const [rows, columns, ratio] of [
      [512, 512, 50],
      [4096, 4096, 50],
      [512, 512, 1e6],
    ] as const) {
      const grid = squareGrid({ rows, columns }, { row: ratio, column: 1 });
      expect(grid.rows * grid.columns).toBeLessThanOrEqual(1.01 * Math.max(2048 * 2048, rows * columns));
      // Each side is rounded to a whole number, so that the ratio is off by half a pixel of the shorter side at most.
      const expected = (rows * ratio) / columns;
      expect(Math.abs(grid.rows / grid.columns / expected - 1)).toBeLessThanOrEqual(0.5 / grid.columns + 1e-3);
    }
  });

  test("a mask follows: each pixel as its nearest sample", () => {
    expect([...maskOnGrid(Uint8Array.of(1, 0), { rows: 2, columns: 1 }, { rows: 4, columns: 1 })]).toEqual([1, 1, 0, 0]);
  });

  test("a ramp stays a ramp between the outermost samples", () => {
    // Pixel i of 16 lies at (i + 1/2) / 4 - 1/2 of four samples: code 100 times that, and the edge samples beyond.
    const ramp = { rows: 4, columns: 1, channels: 1, data: Float64Array.of(0, 100, 200, 300) };
    const { data } = onGrid(ramp, { rows: 16, columns: 1 });
    data.forEach((value, i) => {
      if (i >= 2 && i <= 13) expect(value).toBeCloseTo(100 * ((i + 0.5) / 4 - 0.5), 10);
    });
  });
});

describe("an image of 4 x 1 mm", () => {
  /** A bright disc of 24 mm, in 16 x 64 samples over 64 x 64 mm. */
  const disc: Acquisition = {
    quantity: "mr-magnitude",
    coils: 1,
    rows: 16,
    columns: 64,
    channels: 1,
    complex: false,
    spacing: { row: 0.004, column: 0.001 },
    scanner: {},
    data: Float64Array.from({ length: 16 * 64 }, (_, at) => {
      const [y, x] = [4 * (Math.floor(at / 64) + 0.5) - 32, (at % 64) + 0.5 - 32];
      return x * x + y * y < 24 * 24 ? 1000 : 0;
    }),
  };
  const clean = observe(modality, disc);

  test("is shown as a square picture in which the disc is round; its physics keeps the grid", () => {
    expect(clean.shown).toEqual({ rows: 64, columns: 64, channels: 1 });
    expect([clean.plane.rows, clean.plane.columns]).toEqual([16, 64]);
    const bright = (at: (i: number) => number) =>
      Array.from({ length: 64 }, (_, i) => clean.pixels[at(i)]!).filter((code) => code > 115).length;
    // A pixel of interpolation at each of the two edges, of samples of 4 mm.
    expect(Math.abs(bright((i) => i * 64 + 32) - bright((i) => 32 * 64 + i))).toBeLessThanOrEqual(4);
  });

  test("of which the file states the shape of a pixel alone is shown so too, and one that states nothing as it is", () => {
    const { spacing: _, ...without } = disc;
    expect(observe(modality, { ...without, aspect: 4 }).shown).toEqual(clean.shown);
    expect(observe(modality, without).shown).toEqual({ rows: 16, columns: 64, channels: 1 });
  });

  test("degrades on its samples, and on the display as it is shown", async () => {
    const entries = await catalogue();
    const noisy = await degrade(entries, "mri", clean, [{ degradation: "mri/thermal-noise", severity: 0.5 }], "1", "a");
    expect([noisy.plane.rows, noisy.plane.columns, noisy.pixels.length]).toEqual([16, 64, 64 * 64]);
    const jpeg = await degrade(entries, "mri", clean, [{ degradation: "display/jpeg-compression", severity: 1 }], "1", "a");
    expect([jpeg.plane.rows, jpeg.plane.columns, jpeg.pixels.length]).toEqual([64, 64, 64 * 64]);
    const none = await degrade(entries, "mri", clean, [{ degradation: "mri/thermal-noise", severity: 0 }], "1", "a");
    expect(none.pixels).toEqual(clean.pixels);
  });

  test("a local defect's mask lies on the picture", async () => {
    const zipped = await degrade(await catalogue(), "mri", clean, [{ degradation: "mri/zipper", severity: 1 }], "1", "a");
    expect(zipped.mask === undefined || zipped.mask.length === 64 * 64).toBe(true);
  });

  test("with the spacing of samples whose phase encoding is shown across", () => {
    // k-space of 64 phase lines, 16 readout samples, shown with phase encoding across: 16 rows of 4 mm, 64 columns of 1 mm.
    const raw: Acquisition = {
      ...disc,
      quantity: "mr-kspace",
      rows: 64,
      columns: 16,
      complex: true,
      spacing: { row: 0.001, column: 0.004 },
      scanner: { InPlanePhaseEncodingDirection: "ROW" },
      data: Float64Array.from({ length: 2 * 16 * 64 }, (_, i) => i % 7),
    };
    expect(observe(modality, raw).shown).toEqual({ rows: 64, columns: 64, channels: 1 });
  });
});
