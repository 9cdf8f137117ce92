import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { observe } from "../../../generators/degrade.ts";
import endoscopy from "../../../generators/endoscopy/modality.ts";
import { MedqError } from "../../../manifests/error.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { openFile } from "../../../sources/open.ts";
import { shared, sharedData } from "../../shared.ts";

describe("endoscopy", () => {
  it("shows an 8-bit frame code for code", () => {
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
    expect(Float64Array.from(observe(endoscopy, acquisition).pixels)).toEqual(data);
    const [station] = endoscopy.stations;
    const clean = observe(endoscopy, acquisition);
    expect(station.leave(station.enter(acquisition as never, clean) as never, clean).data).toEqual(clean.plane.data);
  });

  it("refuses what is no colour image", () => {
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
    expect(() => observe(endoscopy, acquisition)).toThrow(MedqError);
  });
});

describe.skipIf(!sharedData)("a real endoscopic frame (needs ../shared/data)", () => {
  it("comes back code for code", async () => {
    const path = shared("endoscopy/hyperkvasir/frame_r0c4.png");
    const { pixels } = observe(endoscopy, await (await openFile(path)).plane(0));
    const { data } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
    expect(Buffer.compare(Buffer.from(pixels), data)).toBe(0);
  });
});
