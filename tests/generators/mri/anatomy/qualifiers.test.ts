import { describe, expect, it } from "vitest";
import { sectionPlane } from "../../../../generators/modality.ts";
import { qualifiers } from "../../../../generators/mri/anatomy/qualifiers.ts";

const spinEcho = (RepetitionTime: number, EchoTime: number) => qualifiers({ ScanningSequence: "SE", RepetitionTime, EchoTime });
const inversion = (InversionTime: number, EchoTime: number) =>
  qualifiers({ ScanningSequence: "SE\\IR", RepetitionTime: 9000, EchoTime, InversionTime });

describe("weighting", () => {
  it("is told of a spin echo by its times, where they leave no doubt", () => {
    expect(spinEcho(500, 12)).toEqual(["T1-weighted"]);
    expect(spinEcho(4000, 95)).toEqual(["T2-weighted"]);
    expect(spinEcho(2300, 22)).toEqual(["proton-density-weighted"]);
    for (const [repetition, echo] of [[1200, 15], [4000, 50], [500, 90], [Number.NaN, 12]] as const) expect(spinEcho(repetition, echo)).toEqual([]); // biome-ignore format: pairs
  });

  it("is told of an inversion recovery by what it nulls", () => {
    expect(inversion(2400, 110)).toEqual(["FLAIR"]);
    expect(inversion(900, 12)).toEqual(["T1-weighted"]);
    expect(inversion(160, 60)).toEqual([]);
  });

  it("is not told of gradient echoes and echo-planar imaging", () => {
    for (const ScanningSequence of ["GR", "EP\\SE", "GR\\IR"]) {
      expect(qualifiers({ ScanningSequence, RepetitionTime: 500, EchoTime: 12 })).toEqual([]);
    }
  });

  it("follows the plane and fat suppression", () => {
    const scanner = {
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
      ScanOptions: "PFP\\FS",
      ScanningSequence: "SE",
      RepetitionTime: 4000,
      EchoTime: 90,
    };
    expect(qualifiers(scanner)).toEqual(["axial", "fat-suppressed", "T2-weighted"]);
  });
});

describe("section plane", () => {
  const tilted = (degrees: number): number[] => [1, 0, 0, 0, Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const planeOf = (ImageOrientationPatient: number[]) => sectionPlane({ ImageOrientationPatient });

  it("is named up to 30 degrees off an axis", () => {
    expect(planeOf([1, 0, 0, 0, 1, 0])).toBe("axial");
    expect(planeOf([1, 0, 0, 0, 0, -1])).toBe("coronal");
    expect(planeOf([0, 1, 0, 0, 0, -1])).toBe("sagittal");
    expect(planeOf(tilted(29))).toBe("axial");
    expect(planeOf(tilted(45))).toBeUndefined();
    expect(planeOf(tilted(61))).toBe("coronal");
  });

  it("is not named of a file that does not tell", () => {
    expect(sectionPlane({})).toBeUndefined();
    expect(planeOf([1, 0, 0])).toBeUndefined();
  });
});
