import { describe, expect, it } from "vitest";
import metalArtefact, { metalLengths } from "../../../generators/ct/metal-artefact.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

const clean = cleanOf(cylinder(200, 200, 0.08));
const { sinogram } = enter(clean);
const { angles, binCount, binSize } = sinogram.geometry;

describe("metalLengths", () => {
  it("has each rod's area in every view, along the trace x cos + y sin", () => {
    const [x, y, radius] = [0.021, -0.034, 0.006];
    const lengths = metalLengths(sinogram, [{ x, y }], radius);
    const rays = lengths.length / angles.length;
    const step = (binCount * binSize) / rays;
    for (const [view, angle] of angles.entries()) {
      let [area, moment] = [0, 0];
      for (let ray = 0; ray < rays; ray++) {
        area += lengths[view * rays + ray] * step;
        moment += lengths[view * rays + ray] * step * ((ray + 0.5) * step - (binCount * binSize) / 2);
      }
      // Two dozen rays across a chord whose ends are steep.
      expect(Math.abs(area / (Math.PI * radius ** 2) - 1)).toBeLessThan(0.02);
      expect(Math.abs(moment / area - (x * Math.cos(angle) + y * Math.sin(angle)))).toBeLessThan(step);
    }
  });
});

describe("ct/metal-artefact", () => {
  const { sample, drawn, effective, mask } = metalArtefact.degrade(sinogram, { radius: 5, scattered: 20 }, draws());
  const places = drawn.placesMm as number[];

  it("leaves every ray that meets no metal as it is, bit for bit", () => {
    const lengths = metalLengths(
      sinogram,
      [0, 1].map((i) => ({ x: places[2 * i] / 1000, y: places[2 * i + 1] / 1000 })),
      0.005,
    );
    const rays = lengths.length / sinogram.data.length;
    let metal = 0;
    for (let at = 0; at < sinogram.data.length; at++) {
      const touched = lengths.subarray(at * rays, (at + 1) * rays).some((length) => length > 0);
      if (touched) metal++;
      else expect(sample.data[at]).toBe(sinogram.data[at]);
    }
    expect(effective.metalShare).toBeCloseTo(metal / sinogram.data.length, 12);
  });

  it("shows the implants as far denser than tissue, and darkens what lies half-way between them", () => {
    const change = leave(sample, clean).map((value, i) => value - clean.plane.data[i]);
    const at = (x: number, y: number): number => change[Math.round(99.5 - y) * 200 + Math.round(99.5 + x)];
    expect(at(places[0], places[1])).toBeGreaterThan(1500);
    expect(at(places[2], places[3])).toBeGreaterThan(1500);
    let between = 0;
    for (const share of [0.4, 0.45, 0.5, 0.55, 0.6]) {
      between += at(places[0] + share * (places[2] - places[0]), places[1] + share * (places[3] - places[1])) / 5;
    }
    expect(between).toBeLessThan(0);
  });

  it("marks the implants and what lies between them", () => {
    const at = (x: number, y: number): number => mask![Math.round(99.5 - y) * 200 + Math.round(99.5 + x)];
    expect(at(places[0], places[1])).toBe(1);
    expect(at((places[0] + places[2]) / 2, (places[1] + places[3]) / 2)).toBe(1);
  });
});
