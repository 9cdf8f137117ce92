import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { observe } from "../../../generators/degrade.ts";
import fundus from "../../../generators/fundus/modality.ts";
import { MedqError } from "../../../manifests/error.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { openFile } from "../../../sources/open.ts";
import { shared, sharedData } from "../../shared.ts";

describe("fundus photography", () => {
  it("shows an 8-bit photograph code for code", () => {
    const data = Float64Array.from({ length: 256 * 3 }, (_, i) => (i * 7) % 256);
    const acquisition: Acquisition = {
      quantity: "srgb",
      coils: 1,
      rows: 16,
      columns: 16,
      channels: 3,
      complex: false,
      data,
      bits: 8,
      scanner: {},
    };
    expect(Float64Array.from(observe(fundus, acquisition).pixels)).toEqual(data);
    const [station] = fundus.stations;
    const clean = observe(fundus, acquisition);
    expect(station.leave(station.enter(acquisition as never, clean) as never, clean).data).toEqual(clean.plane.data);
  });

  it("refuses what is no photograph", () => {
    const acquisition: Acquisition = {
      quantity: "mr-magnitude",
      coils: 1,
      rows: 1,
      columns: 1,
      channels: 1,
      complex: false,
      data: Float64Array.of(3),
      scanner: {},
    };
    expect(() => observe(fundus, acquisition)).toThrow(MedqError);
  });
});

describe.skipIf(!sharedData)("a real grey fundus picture (needs ../shared/data)", () => {
  it("comes back code for code on each of three channels", async () => {
    const path = shared("fundus/microaneurysms_hrf_crop.png");
    const { pixels } = observe(fundus, await (await openFile(path)).plane(0));
    const codes = await sharp(path).extractChannel(0).raw().toBuffer();
    expect(pixels.every((code, i) => code === codes[Math.floor(i / 3)])).toBe(true);
    expect(pixels.length).toBe(3 * codes.length);
  });
});
