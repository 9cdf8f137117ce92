import { describe, expect, it } from "vitest";
import modality, { type Attenuation, geometryOf, type Sinogram, WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { cleanOf, cylinder, enter, leave } from "./body.ts";

const HUGE = { quantity: "hounsfield", coils: 1, channels: 1, complex: false, scanner: {} } as const;
const row = (values: readonly number[], more: Partial<Acquisition> = {}): Acquisition => ({
  ...HUGE,
  rows: 1,
  columns: values.length,
  data: Float64Array.from(values),
  ...more,
});

describe("observe", () => {
  it("keeps Hounsfield units and turns padding into air", () => {
    const padded = row([-3024, -1010, 0, 60, 2402], { inside: Uint8Array.of(0, 1, 1, 0, 1) });
    expect(Array.from(modality.observe(padded).data)).toEqual([-1000, -1010, 0, -1000, 2402]);
    expect(Array.from(modality.observe(row([-2000, 40])).data)).toEqual([-1000, 40]);
  });

  it("takes unnamed numbers only where they can be Hounsfield units", () => {
    expect(Array.from(modality.observe(row([-1000, 40, 300], { quantity: "unspecified" })).data)).toEqual([-1000, 40, 300]);
    expect(() => modality.observe(row([0, 0.5, 1], { quantity: "unspecified" }))).toThrow(/values from 0 to 1/);
    expect(() => modality.observe(row([1, 2], { quantity: "mr-magnitude" }))).toThrow(/mr-magnitude/);
  });

  it("reads grey code values as a soft-tissue window, and no colours", () => {
    const grey = row([0, 51, 255], { quantity: "srgb", bits: 8 });
    expect(Array.from(modality.observe(grey).data)).toEqual([-1000, -80, 240]);
    const rgb = { ...grey, columns: 1, channels: 3 };
    expect(() => modality.observe(rgb)).toThrow(/got colour/);
    expect(Array.from(modality.observe({ ...rgb, data: Float64Array.of(255, 255, 255) }).data)).toEqual([240]);
  });
});

describe("pictures that leave bits unused", () => {
  const picture = (values: readonly number[], bits: 8 | 16) => row(values, { quantity: "srgb", bits });

  it.each([
    ["CT numbers + 1024 in 16 bits", [24, 1064, 1548], 16],
    ["CT numbers + 1000 in 16 bits", [0, 1040, 4000], 16],
    ["0 to 30 of 255", [0, 12, 30], 8],
    ["a constant", [500, 500], 16],
  ] as const)("%s: refused, for no file states the offset", (_, values, bits) => {
    expect(() => modality.observe(picture(values, bits))).toThrow(
      expect.objectContaining({ code: "E_UNSUPPORTED", advice: expect.stringMatching(/offset/) }),
    );
  });

  it("CT numbers + 32768 are certain: only they lie around the middle of 16 bits", () => {
    expect(Array.from(modality.observe(picture([31768, 32808, 33168], 16)).data)).toEqual([-1000, 40, 400]);
    const numbers = row([31768, 32808, 33168], { quantity: "unspecified" });
    expect(Array.from(modality.observe(numbers).data)).toEqual([-1000, 40, 400]);
    expect(() => modality.observe(row([24, 1064, 1548], { quantity: "unspecified" }))).toThrow(/from 24 to 1548/);
  });

  it("a picture that was shown through a window is read as before, and an empty one is air", () => {
    expect(Array.from(modality.observe(picture([0, 13107, 65535], 16)).data)).toEqual([-1000, -80, 240]);
    expect(Array.from(modality.observe(picture([0, 0], 16)).data)).toEqual([-1000, -1000]);
  });
});

describe("the stations", () => {
  it("hold attenuation: water 19.3 1/m, air and less nothing", () => {
    const { object } = enter(cleanOf(row([-1020, -1000, 0, 1000])));
    expect(Array.from(object.data)).toEqual([0, 0, WATER_ATTENUATION, 2 * WATER_ATTENUATION]);
    expect(object.pixel).toEqual({ row: 0.0007, column: 0.0007 });
  });

  it("hold line integrals: a cylinder of water attenuates by mu times its diameter", () => {
    const { sinogram } = enter(cleanOf(cylinder(100, 100, 0.04)));
    const { angles, binCount } = sinogram.geometry;
    for (let view = 0; view < angles.length; view++) {
      // The rim of whole pixels is true to a pixel.
      expect(Math.abs(sinogram.data[view * binCount + (binCount - 1) / 2]! - WATER_ATTENUATION * 0.08)).toBeLessThan(
        WATER_ATTENUATION * 0.001,
      );
    }
    expect(sinogram.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(Math.PI, 12);
  });

  it("give an untouched sample back bit for bit", () => {
    const clean = cleanOf(cylinder(61, 97, 0.02));
    const { object, sinogram } = enter(clean);
    expect(modality.stations[0]!.leave(object, clean).data).toEqual(clean.plane.data);
    expect(leave(sinogram, clean)).toEqual(clean.plane.data);
    // A copy counts as touched and is the same to rounding.
    leave({ ...sinogram, data: sinogram.data.slice() }, clean).forEach((value, at) => {
      expect(Math.abs(value - clean.plane.data[at]!)).toBeLessThan(1e-9);
    });
  });

  it("reconstruct a change of the object that is made in its sinogram", () => {
    const clean = cleanOf(cylinder(96, 96, 0.042));
    const denser = cleanOf(cylinder(96, 96, 0.042, 0.001, 100));
    const { sinogram } = enter(clean);
    const after = leave({ ...sinogram, data: enter(denser).sinogram.data }, clean);
    // 100 HU more inside; the Hann window and the rim's ripples leave a percent of it at most beyond 6 pixels from the rim.
    after.forEach((value, at) => {
      const [y, x] = [Math.floor(at / 96) - 47.5, (at % 96) - 47.5];
      if (x * x + y * y < 36 * 36) expect(Math.abs(value - 100)).toBeLessThan(1);
    });
  });

  it("carry a changed object through the sinogram", () => {
    const clean = cleanOf(cylinder(40, 40, 0.01));
    const { object } = enter(clean);
    const changed: Attenuation = { ...object, data: object.data.map((mu) => 1.1 * mu) };
    const through = leave(modality.stations[2]!.enter(modality.stations[1]!.enter(changed, clean), clean) as Sinogram, clean);
    through.forEach((value, at) => {
      expect(value).toBeCloseTo(clean.plane.data[at] === 0 ? 100 : -1000, 9);
    });
  });

  it("never touch what the scanner padded", () => {
    const body = cylinder(64, 64, 0.02);
    const inside = Uint8Array.from(body.data, (_, at) => ((Math.floor(at / 64) - 31.5) ** 2 + ((at % 64) - 31.5) ** 2 < 900 ? 1 : 0));
    const clean = cleanOf({ ...body, inside });
    const { sinogram } = enter(clean);
    const after = leave({ ...sinogram, data: sinogram.data.map((value) => value + 0.3) }, clean);
    for (let at = 0; at < after.length; at++) if (inside[at] === 0) expect(after[at]).toBe(-1000);
    expect(after[32 * 64 + 32]).not.toBe(0);
  });

  it("cover the image with rays, at most 720 views", () => {
    const geometry = (rows: number, columns: number) =>
      geometryOf({ rows, columns, pixel: { row: 0.001, column: 0.001 }, data: new Float64Array(0) });
    expect(geometry(512, 512).angles.length).toBe(720);
    expect(geometry(97, 61).angles.length).toBe(153);
    expect(geometry(512, 512).binCount * 0.001).toBeGreaterThanOrEqual(Math.SQRT2 * 0.512);
    expect(geometry(1, 1).binCount).toBeGreaterThan(1);
  });
});

describe("window", () => {
  it("is soft tissue, or wider where the section is mostly lung", () => {
    const width = (lung: number) => {
      const values = Array.from({ length: 100 }, (_, n) => (n < 40 ? -1000 : n < 40 + lung ? -800 : 40));
      const { low, high } = modality.window(cleanOf(row(values)));
      return high - low;
    };
    expect(width(0)).toBe(400);
    expect(width(25)).toBe(400);
    expect(width(35)).toBe(1000);
  });
});
