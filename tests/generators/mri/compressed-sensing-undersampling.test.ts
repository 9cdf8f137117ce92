import { describe, expect, it } from "vitest";
import undersampling from "../../../generators/mri/compressed-sensing-undersampling.ts";
import { reconstruct } from "../../../generators/mri/reconstruction/reconstruct.ts";
import { draws, mismatch } from "./coil-samples.ts";
import { head, magnitudeOf } from "./reconstruction/objects.ts";

/** Mean square of what differs. */
function meanSquare(image: Float64Array, noiseFree: Float64Array): number {
  return image.reduce((sum, value, i) => sum + (value - noiseFree[i]!) ** 2, 0) / image.length;
}

describe("undersampling through compressed sensing", () => {
  const object = head(96, 80);
  const truth = magnitudeOf(object);

  it("comes nearer to the object than the same lines zero-filled, at every level", () => {
    for (const acceleration of [2, 4, 6]) {
      const { sample } = undersampling.degrade(object, { acceleration, power: 2, acsLines: 6 }, draws("a"));
      expect(sample.reconstruction).toBe("compressed-sensing");
      const zeroFilled = reconstruct({ ...sample, reconstruction: "zero-filled" });
      expect(mismatch(reconstruct(sample), truth)).toBeLessThan(mismatch(zeroFilled, truth) / 2);
    }
  });

  it("takes grain out of an image, for grain is not sparse: less is left than went in", () => {
    const noise = draws("grain").stream("grain").fillNormal(new Float64Array(object.data.length));
    const sigma = 0.03 * Math.max(...truth);
    const grainy = { ...object, data: object.data.map((value, i) => value + sigma * noise[i]!) };
    const { sample } = undersampling.degrade(grainy, { acceleration: 2, power: 2, acsLines: 6 }, draws("a"));
    expect(meanSquare(reconstruct(sample), truth)).toBeLessThan(meanSquare(magnitudeOf(grainy), truth));
  });

  it("changes nothing where every line is acquired", () => {
    const { sample, effective } = undersampling.degrade(object, { acceleration: 1, power: 2, acsLines: 6 }, draws("a"));
    expect(mismatch(reconstruct(sample), truth)).toBeLessThan(1e-12);
    expect(effective).toEqual({ effectiveAcceleration: 1, lines: 96 });
  });
});
