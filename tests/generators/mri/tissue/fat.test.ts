import { describe, expect, it } from "vitest";
import { distanceFrom, fatFraction, fatMask, otsu, outside } from "../../../../generators/mri/tissue/fat.ts";
import { shownMask, supportOf } from "../../../../generators/mri/tissue/support.ts";
import { samplesOf } from "../coil-samples.ts";

const SIZE = 100;

/** A head: a bright rim from 36 to 40 pixels, dark bone within it, tissue, and a bright lesion in the middle. */
function head() {
  const image = new Float64Array(2 * SIZE * SIZE);
  const regions = new Map([
    ["fat", new Uint8Array(SIZE * SIZE)],
    ["lesion", new Uint8Array(SIZE * SIZE)],
  ]);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const r = Math.hypot((i % SIZE) - 50, Math.floor(i / SIZE) - 50);
    if (r <= 40 && r > 36) regions.get("fat")![i] = 1;
    if (r <= 6) regions.get("lesion")![i] = 1;
    image[2 * i] = r > 40 ? 0.01 : r > 36 ? 1 : r > 33 ? 0.02 : r > 6 ? 0.5 : 1.2;
  }
  return { images: samplesOf(image, 1, SIZE, SIZE), fat: regions.get("fat")!, lesion: regions.get("lesion")! };
}

describe("fat", () => {
  it("is the bright rim of a head, every pixel of it, and not the bright lesion inside", () => {
    const { images, fat } = head();
    expect(fatMask(images)).toEqual(fat);
  });

  it("has a fraction of 1 within, 0 in water, and lies between at their border only", () => {
    const { images, fat, lesion } = head();
    const fraction = fatFraction(images, 0.7);
    for (let i = 0; i < fat.length; i++) {
      expect(fraction[i]).toBeGreaterThanOrEqual(0);
      expect(fraction[i]).toBeLessThanOrEqual(1);
      if (lesion[i] === 1) expect(fraction[i]).toBe(0);
      // Bone and air hold neither fat nor water, so the rim is fat throughout.
      if (fat[i] === 1) expect(fraction[i]).toBeGreaterThan(0.99);
    }
  });

  it("is refused where the skull was stripped: bright tissue all the way in, and air around it", () => {
    const { images } = head();
    const image = images.data.map((_, at) =>
      at % 2 === 0 && Math.hypot(((at >> 1) % SIZE) - 50, Math.floor(at / 2 / SIZE) - 50) < 40 ? 1 : 0,
    );
    expect(() => fatMask({ ...images, data: image })).toThrow(expect.objectContaining({ code: "E_SAMPLES" }));
    // The same tissue up to the edges of the image shows no surface.
    const filled = images.data.map((_, at) => (at % 2 === 0 ? 1 + 0.1 * Math.cos(at) : 0));
    expect(fatMask({ ...images, data: filled }).some((value) => value === 1)).toBe(true);
  });

  it("is refused where the scan says that fat was suppressed", () => {
    const { images } = head();
    expect(() => fatMask({ ...images, fatSuppressed: true })).toThrow(expect.objectContaining({ code: "E_SAMPLES" }));
    expect(() => fatMask({ ...images, fatSuppressed: false })).not.toThrow();
  });

  it("is none in an image without signal", () => {
    const empty = samplesOf(new Float64Array(2 * 80), 1, 8, 10);
    expect(fatMask(empty).every((value) => value === 0)).toBe(true);
    expect(fatFraction(empty, 1).every((value) => value === 0)).toBe(true);
  });
});

describe("depth", () => {
  it("counts from the nearest outside pixel or edge along both axes, in metres", () => {
    const beyond = new Uint8Array(9 * 20);
    const images = { ...samplesOf(new Float64Array(360), 1, 9, 20), spacing: { phase: 2e-3, readout: 1e-3 } };
    const depth = distanceFrom(beyond, images, 0);
    // The middle line: 5 steps of 2 mm to the edge above or below, or its column's steps of 1 mm.
    expect(depth[4 * 20 + 3]).toBeCloseTo(4e-3, 12);
    expect(depth[4 * 20 + 10]).toBeCloseTo(10e-3, 12);
    beyond[4 * 20 + 9] = 1;
    expect(distanceFrom(beyond, images, 0)[4 * 20 + 10]).toBeCloseTo(1e-3, 12);
    expect(distanceFrom(beyond, images, 0)[5 * 20 + 10]).toBeCloseTo(Math.sqrt(5) * 1e-3, 12);
  });

  it("takes empty places within the object for no outside", () => {
    const { images } = head();
    const beyond = outside(supportOf(images), images, SIZE * 1e-3);
    expect(beyond[0]).toBe(1);
    expect(beyond[50 * SIZE + 50 + 35]).toBe(0);
    // A slit of 3 pixels through the rim is narrower than 4 % of 100 pixels: the bone within stays inside.
    const slit = images.data.slice();
    for (let row = 49; row <= 51; row++) slit.fill(0, 2 * (row * SIZE + 80), 2 * (row * SIZE + 95));
    const open = { ...images, data: slit };
    const entered = outside(supportOf(open), open, SIZE * 1e-3);
    expect(entered[50 * SIZE + 50 + 35]).toBe(0);
    expect(entered[50 * SIZE + 95]).toBe(1);
  });
});

describe("Otsu's threshold", () => {
  it("parts two clusters at the first value of the brighter one", () => {
    expect(otsu(Float64Array.of(1, 1.1, 1.2, 1.3, 7, 7.5, 8))).toBe(7);
    expect(otsu(Float64Array.of())).toBe(0);
  });
});

describe("a mask", () => {
  it("is turned back where the samples are transposed", () => {
    const images = samplesOf(new Float64Array(12), 1, 2, 3);
    const mask = Uint8Array.of(1, 2, 3, 4, 5, 6);
    expect(shownMask(images, mask)).toBe(mask);
    expect(shownMask({ ...images, transposed: true }, mask)).toEqual(Uint8Array.of(1, 4, 2, 5, 3, 6));
  });
});
