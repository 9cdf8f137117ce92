import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { observe } from "../../../generators/degrade.ts";
import { quantise, toDisplay } from "../../../generators/display.ts";
import modality from "../../../generators/histopathology/modality.ts";
import type { Plane } from "../../../generators/plane.ts";
import { lightWindow } from "../../../generators/signal/light.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { shared, sharedData } from "../../shared.ts";

const acquisitionOf = (data: ArrayLike<number>, rows: number, columns: number): Acquisition => ({
  quantity: "srgb",
  coils: 1,
  rows,
  columns,
  channels: 3,
  complex: false,
  data: Float64Array.from(data),
  bits: 8,
  scanner: {},
});

/** Passes an untouched image through every station and back from each. */
function codesAfterEachStation(acquisition: Acquisition): Uint8Array[] {
  const clean = observe(modality, acquisition);
  let sample: unknown = acquisition;
  return modality.stations.map((station) => {
    sample = (station as { enter(from: unknown, clean: unknown): unknown }).enter(sample, clean);
    const plane = (station as { leave(from: unknown, clean: unknown): Plane }).leave(sample, clean);
    return quantise(toDisplay(plane, lightWindow));
  });
}

describe("histopathology", () => {
  it("brings every code value back from every station", () => {
    const codes = Array.from({ length: 256 * 3 }, (_, i) => (i % 3 === 0 ? i / 3 : (i * 7) % 256));
    for (const back of codesAfterEachStation(acquisitionOf(codes, 16, 16))) expect([...back]).toEqual(codes);
  });

  it("takes a file's pixel size where it can be that of a section, and 0.5 um otherwise", () => {
    const pixelSizeOf = (spacing?: number) => {
      const codes = acquisitionOf([200, 120, 180], 1, 1);
      const acquisition = spacing === undefined ? codes : { ...codes, spacing: { row: spacing, column: spacing } };
      return modality.stations[0].enter(acquisition as never, observe(modality, acquisition)).pixelSize;
    };
    expect(pixelSizeOf()).toBe(0.5e-6);
    expect(pixelSizeOf(0.25e-6)).toBe(0.25e-6);
    // 72 dpi, as image programs write it, is no scale of a section.
    expect(pixelSizeOf(0.0254 / 72)).toBe(0.5e-6);
  });
});

describe.skipIf(!sharedData)("histopathology on real tiles (needs ../shared/data)", () => {
  it("brings an H&E tile back code for code", async () => {
    const file = shared("histopathology/tiles/tissue-level0-4302-10273-4814-10785.png");
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    for (const back of codesAfterEachStation(acquisitionOf(data, info.height, info.width))) expect(Buffer.compare(back, data)).toBe(0);
  });
});
