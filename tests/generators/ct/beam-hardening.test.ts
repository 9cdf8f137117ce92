import { describe, expect, it } from "vitest";
import { linearAttenuation } from "../../../generators/ct/attenuation/materials.ts";
import { tubeSpectrum } from "../../../generators/ct/attenuation/spectrum.ts";
import beamHardening, { boneOf, measured, polychromatic } from "../../../generators/ct/beam-hardening.ts";
import { WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

describe("linearAttenuation", () => {
  it("is the table's at its energies, and water's at 70 keV is the modality's to its three digits", () => {
    expect(linearAttenuation("water", 60)).toBeCloseTo(20.59, 9);
    expect(linearAttenuation("bone", 100)).toBeCloseTo(100 * 1.92 * 0.1855, 9);
    // XAAMDI's 19.3 1/m; a straight line in logarithms over 60 to 80 keV lies a little above a curve that bends.
    expect(Math.abs(linearAttenuation("water", 70) / WATER_ATTENUATION - 1)).toBeLessThan(0.01);
  });

  it("refuses energies beyond the table", () => {
    expect(() => linearAttenuation("water", 10)).toThrow(RangeError);
  });
});

describe("tubeSpectrum", () => {
  it("ends at the tube voltage, adds up to 1, and hardens with its filter", () => {
    const mean = (lines: ReturnType<typeof tubeSpectrum>): number => lines.reduce((sum, { energy, weight }) => sum + energy * weight, 0);
    const thin = tubeSpectrum(120, 1e-3);
    expect(thin.at(-1)!.energy).toBeLessThan(120);
    expect(thin.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(mean(tubeSpectrum(120, 10e-3))).toBeGreaterThan(mean(thin) + 3);
  });
});

describe("beam hardening", () => {
  it("of two energies through a slab is the closed form: it falls from the mean attenuation towards that of the hard photons", () => {
    const lines = [
      { energy: 40, weight: 0.5 },
      { energy: 100, weight: 0.5 },
    ];
    const [soft, hard] = [linearAttenuation("water", 40), linearAttenuation("water", 100)];
    for (const thickness of [0.01, 0.1, 0.3]) {
      // -ln((e^-aL + e^-bL) / 2) = (a + b) L / 2 - ln cosh((a - b) L / 2)
      const expected = ((soft + hard) * thickness) / 2 - Math.log(Math.cosh(((soft - hard) * thickness) / 2));
      expect(polychromatic(lines, thickness, 0)).toBeCloseTo(expected, 10);
    }
  });

  it("is none for photons of one energy: water and bone keep their line integrals, scaled to the reference energy", () => {
    const clean = cleanOf(cylinder(100, 100, 0.04));
    const { object, sinogram } = enter(clean);
    const rays = measured(object, sinogram, [{ energy: 55, weight: 1 }]);
    for (const [at, value] of rays.entries()) expect(Math.abs(value - sinogram.data[at])).toBeLessThan(1e-9);
  });

  it("takes soft tissue for water, cortical bone for bone, and splits what lies between without a jump", () => {
    const bone = linearAttenuation("bone", 70);
    const [none, threshold, half, all] = boneOf(
      Float64Array.of(WATER_ATTENUATION, 1.1 * WATER_ATTENUATION, (1.1 * WATER_ATTENUATION + bone) / 2, bone),
    );
    expect(none).toBe(0);
    expect(threshold).toBe(0);
    expect(half).toBeCloseTo(bone / 2, 9);
    expect(all).toBeCloseTo(bone, 12);
  });

  it("cups a cylinder of water: darker in the middle by what its chord is misjudged against a short one", () => {
    const clean = cleanOf(cylinder(220, 220, 0.15, 0.0015));
    const { sinogram } = enter(clean);
    const { sample } = beamHardening.degrade(sinogram, { uncorrected: 1, voltage: 100 }, draws());
    const change = leave(sample, clean).map((value, i) => value - clean.plane.data[i]);
    const at = (distance: number): number => change[110 * 220 + 110 + distance];
    expect(at(0)).toBeLessThan(at(60));
    expect(at(60)).toBeLessThan(at(92));
    expect(at(92) - at(0)).toBeGreaterThan(30);
  });
});
