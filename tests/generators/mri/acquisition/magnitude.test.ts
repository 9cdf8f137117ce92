import { describe, expect, test } from "vitest";
import { observe } from "../../../../generators/degrade.ts";
import { magnitudeOf } from "../../../../generators/mri/acquisition/magnitude.ts";
import modality from "../../../../generators/mri/modality.ts";
import type { Acquisition } from "../../../../sources/acquisition.ts";

const image = (values: readonly number[], given: Partial<Acquisition> = {}): Acquisition => ({
  quantity: "unspecified",
  coils: 1,
  rows: 1,
  columns: values.length / (given.channels ?? 1),
  channels: 1,
  complex: false,
  data: Float64Array.from(values),
  scanner: {},
  ...given,
});
const picture = (values: readonly number[], bits: 8 | 16) => image(values, { quantity: "srgb", bits });

describe("negative numbers", () => {
  test.each([
    ["z-scores", image([-2.94, -0.3, 0, 1.68])],
    ["signed integers", image([-500, 0, 500])],
    ["a DICOM magnitude below 0", image([-500, 0, 500], { quantity: "mr-magnitude" })],
    ["nothing but negative ones", image([-3, -2, -1])],
  ])("%s are refused", (_, acquisition) => {
    expect(() => magnitudeOf(acquisition)).toThrow(
      expect.objectContaining({ code: "E_SAMPLES", advice: expect.stringMatching(/z-scores/) }),
    );
  });

  test("where interpolation rang below 0 there is no signal", () => {
    expect([...magnitudeOf(image([-5, 0, 100]))]).toEqual([0, 0, 100]);
  });

  test("signed numbers of 16 bits, and a picture of them, are shifted back", () => {
    expect([...magnitudeOf(image([-32768, -32668, -31868]))]).toEqual([0, 100, 900]);
    expect([...magnitudeOf(picture([32768, 32868, 33668], 16))]).toEqual([0, 100, 900]);
    expect([...magnitudeOf(image([-32768, -30000, 20000]))]).toEqual([0, 2768, 52768]);
  });

  test("the least number of 16 bits as a mark of what was not measured is no signal, and shifts none", () => {
    expect([...magnitudeOf(image([-32768, 0, 100, 900]))]).toEqual([0, 0, 100, 900]);
    expect([...magnitudeOf(image([-32768, -5, 100], { quantity: "mr-magnitude" }))]).toEqual([0, 0, 100]);
  });
});

describe("few bits in many", () => {
  const ramp = (most: number): number[] => Array.from({ length: 301 }, (_, index) => Math.round((index * most) / 300));

  test.each([
    ["0 .. 900 of 65535", 900, 16],
    ["12 bits in 16", 4095, 16],
    ["0 .. 30 of 255", 30, 8],
  ] as const)("%s: shown as the same numbers without a picture around them", (_, most, bits) => {
    const numbers = observe(modality, image(ramp(most)));
    const shown = observe(modality, picture(ramp(most), bits));
    expect(shown.window).toEqual(numbers.window);
    expect(shown.pixels).toEqual(numbers.pixels);
    expect(Math.max(...shown.pixels)).toBeGreaterThan(200);
  });

  test("a picture that uses its bits is shown as it is", () => {
    expect(observe(modality, picture(ramp(255), 8)).window).toEqual({ low: 0, high: 255, transfer: "linear" });
    expect(observe(modality, picture(ramp(65535), 16)).window).toEqual({ low: 0, high: 65535, transfer: "linear" });
  });

  test("zeros only are an empty image; a constant is one", () => {
    expect(() => observe(modality, picture([0, 0, 0, 0], 16))).toThrow(expect.objectContaining({ code: "E_SAMPLES" }));
    expect([...observe(modality, picture([500, 500, 500, 500], 16)).pixels]).toEqual(new Array(4).fill(Math.round(255 / 1.1)));
  });
});
