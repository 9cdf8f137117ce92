import { describe, expect, it } from "vitest";
import coneBeam from "../../../generators/ct/cone-beam.ts";
import partialVolume from "../../../generators/ct/partial-volume.ts";
import { changingViews } from "../../../generators/ct/volume/changing-views.ts";
import windmill, { rowFractions } from "../../../generators/ct/windmill.ts";
import { drawSlopes, SLOPE, sectionAt } from "../../../generators/signal/oblique-structures.ts";
import { project } from "../../../generators/signal/projector.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

const { object, sinogram } = enter(cleanOf(cylinder(80, 72, 0.025)));
const uniform = enter(cleanOf(cylinder(48, 48, 1)));

describe("sections of the modelled volume", () => {
  it("are the image shifted by slope times height: a ramp of attenuation rises by its gradient times that", () => {
    const ramp = { ...object, data: object.data.map((_, i) => 2 + 0.1 * (i % 72) + 0.05 * Math.floor(i / 72)) };
    const slopes = { down: new Float64Array(80 * 72).fill(0.5), across: new Float64Array(80 * 72).fill(-0.25) };
    const section = sectionAt(ramp, slopes, 0.006);
    // 6 mm at pixels of 1 mm: 3 rows down and 1.5 columns back; bilinear interpolation is exact for a ramp.
    for (const row of [5, 40, 70])
      for (const column of [5, 60]) expect(section[row * 72 + column]).toBeCloseTo(ramp.data[row * 72 + column] + 0.15 - 0.15, 10);
    expect(sectionAt(ramp, { ...slopes, across: slopes.down }, 0.006)[40 * 72 + 30]).toBeCloseTo(ramp.data[40 * 72 + 30] + 0.45, 10);
  });

  it("lean by the stated root mean square slope", () => {
    const { down, across } = drawSlopes(object, draws());
    const energy = down.reduce((sum, value, i) => sum + value * value + across[i] * across[i], 0) / down.length;
    expect(Math.sqrt(energy)).toBeCloseTo(SLOPE, 12);
  });
});

describe("changingViews", () => {
  it("of one group is the projection of the changed object, by linearity", () => {
    const other = object.data.map((value, i) => value * (1 + (i % 7) / 10));
    const change = other.map((value, i) => value - object.data[i]);
    const found = changingViews(sinogram, new Int32Array(sinogram.geometry.angles.length), () => change);
    const expected = project(other, sinogram.geometry);
    for (let i = 0; i < found.length; i += 17) expect(found[i]).toBeCloseTo(expected[i], 10);
  });
});

describe("ct/windmill", () => {
  it("crosses pitch x rows detector rows in a turn, half of them over the views", () => {
    // The fraction falls back from 31 / 32 to 0 once for every row crossed: 10 in a turn, 5 in half of one, whatever the phase.
    const fractions = rowFractions(sinogram.geometry.angles, 10, 0.3);
    let crossed = 0;
    for (let view = 1; view < fractions.length; view++) if (fractions[view] < fractions[view - 1]) crossed++;
    expect(crossed).toBe(5);
    expect(windmill.degrade(sinogram, { rowDistance: 5, pitch: 1.25, rows: 8 }, draws()).effective.vanes).toBe(10);
  });
});

describe("an object that does not change along the axis", () => {
  it("is not changed by a thick section, a helix or a cone: all neighbours are the image", () => {
    const thick = partialVolume.degrade(uniform.object, { thickness: 10 }, draws());
    for (let i = 0; i < uniform.object.data.length; i += 31) expect(thick.sample.data[i]).toBeCloseTo(uniform.object.data[i], 10);
    for (const { sample } of [
      windmill.degrade(uniform.sinogram, { rowDistance: 8, pitch: 1.25, rows: 8 }, draws()),
      coneBeam.degrade(uniform.sinogram, { coneAngle: 6 }, draws()),
    ]) {
      for (let i = 0; i < sample.data.length; i += 31) expect(sample.data[i]).toBeCloseTo(uniform.sinogram.data[i], 8);
    }
  });
});

describe("ct/cone-beam", () => {
  it("is off by half the longer side times the tangent of the cone angle there", () => {
    const { effective } = coneBeam.degrade(sinogram, { coneAngle: 5 }, draws());
    expect(effective.largestHeight).toBeCloseTo(40 * Math.tan((5 * Math.PI) / 180), 9);
  });
});
