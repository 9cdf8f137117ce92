import { describe, expect, it } from "vitest";
import { filterViews } from "../../../../generators/ct/detector/filter-views.ts";
import { throughWholeBand } from "../../../../generators/ct/detector/whole-band.ts";
import { fft2c } from "../../../../generators/signal/fft.ts";
import { filteredBackProjection } from "../../../../generators/signal/filtered-back-projection.ts";
import { equalAngles, project } from "../../../../generators/signal/projector.ts";
import { draws } from "../body.ts";

describe("filterViews", () => {
  it("by 1 is the identity to rounding, for odd and even numbers of views and bins", () => {
    for (const [viewCount, binCount] of [
      [1, 17],
      [5, 16],
      [33, 31],
    ] as const) {
      const data = draws()
        .stream("views")
        .fillNormal(new Float64Array(viewCount * binCount));
      for (const [i, value] of filterViews(data, binCount, { real: () => 1 }).entries()) expect(value).toBeCloseTo(data[i], 12);
    }
  });
});

describe("throughWholeBand", () => {
  const side = 192;
  const image = draws()
    .stream("grain")
    .fillNormal(new Float64Array(side * side));
  for (let i = 0; i < image.length; i++) {
    if (Math.hypot((i % side) - 95.5, Math.floor(i / side) - 95.5) > 82) image[i] = 0;
  }
  const geometry = { rows: side, columns: side, pixel: { row: 1, column: 1 }, angles: equalAngles(302), binCount: 273, binSize: 1 };
  const views = project(image, geometry);

  /** What of the image's own detail is left, by rings of frequency, when a sinogram that became empty is handed over. */
  function leftOver(handed: Float64Array): number[] {
    const change = handed.map((value, i) => value - views[i]);
    const shown = filteredBackProjection(change, geometry, undefined, "hann").map((value, i) => image[i] + value);
    const spectrum = (data: Float64Array): Float64Array => {
      const complex = new Float64Array(2 * data.length);
      for (const [i, value] of data.entries()) complex[2 * i] = value;
      return fft2c(complex, side, side);
    };
    const [before, after] = [spectrum(image), spectrum(shown)];
    const rings = Array.from({ length: 6 }, () => ({ common: 0, own: 0 }));
    for (let i = 0; i < image.length; i++) {
      const f = Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2) / side;
      const ring = rings[Math.floor(f / 0.055)];
      if (ring === undefined) continue;
      ring.common += before[2 * i] * after[2 * i] + before[2 * i + 1] * after[2 * i + 1];
      ring.own += before[2 * i] ** 2 + before[2 * i + 1] ** 2;
    }
    return rings.map(({ common, own }) => common / own);
  }

  it("takes away detail up to two thirds of the Nyquist frequency, of which a plain change leaves up to most", () => {
    const empty = new Float64Array(views.length);
    for (const share of leftOver(throughWholeBand(views, empty, geometry.binCount))) expect(Math.abs(share)).toBeLessThan(0.03);
    // Of detail at 0.3 cycles a pixel the Hann window alone keeps cos^2(0.3 pi), a third.
    expect(leftOver(empty).at(-1)!).toBeGreaterThan(0.6);
  });
});
